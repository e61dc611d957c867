//! What is known of each decision point, and the sentence that says where from.

use super::data::{PriorityRules, SafetyClass};
use super::table::Values;
use super::{Catalogue, Reach, Situation};
use crate::cvss::{self, Scored};
use crate::fix::{sentences, shorten};

/// Decision points with the sentences that explain them.
pub(super) struct Known {
    pub values: Values,
    pub steps: Vec<String>,
    /// Exploitation or an exploit is known.
    pub exploit_known: bool,
    /// The best vector, for order and derivations.
    pub scored: Vec<Scored>,
}

pub(super) fn gather(situation: &Situation<'_>, rules: &PriorityRules) -> Known {
    let mut known =
        Known { values: Values::new(), steps: Vec::new(), exploit_known: false, scored: Vec::new() };
    let (scored, unreadable) = situation.vulnerability.map(cvss::scores).unwrap_or_default();
    known.scored = scored;
    exploitation(&mut known, situation, rules);
    automation_and_impact(&mut known, situation);
    reach(&mut known, situation, rules);
    people(&mut known, situation, rules);
    for one in unreadable {
        known.steps.push(format!(
            "The severity vector \"{}\" could not be read: {}.",
            shorten(&one.vector, 80),
            one.why
        ));
    }
    known
}

fn set(known: &mut Known, point: &str, value: &str) {
    known.values.insert(point.to_owned(), vec![value.to_owned()]);
}

/// The worst that anybody says, with who says it.
fn exploitation(known: &mut Known, situation: &Situation<'_>, rules: &PriorityRules) {
    const ORDER: [&str; 3] = ["none", "public poc", "active"];
    let mut said: Vec<(usize, String)> = Vec::new();
    match situation.catalogue {
        Catalogue::Missing => known.steps.push(
            "No catalogue of exploited vulnerabilities was loaded, so it is treated as if it might be listed.".to_owned(),
        ),
        Catalogue::NotListed => {
            set(known, "in_kev", "no");
            known.steps.push("It is not in the catalogue of exploited vulnerabilities.".to_owned());
        }
        Catalogue::Listed(entry) => {
            set(known, "in_kev", "yes");
            let ransomware = if entry.ransomware { ", and blackmailers use it" } else { "" };
            said.push((2, format!("It is in the catalogue of exploited vulnerabilities since {}{ransomware}.", entry.added)));
        }
    }
    for ssvc in situation.vulnerability.into_iter().flat_map(|v| &v.ssvc) {
        if let Some(value) = ssvc.exploitation.as_deref().map(str::to_lowercase) {
            let value = if value == "poc" || value == "public_poc" { "public poc".to_owned() } else { value };
            if let Some(place) = ORDER.iter().position(|known| *known == value) {
                said.push((place, format!("{} says of exploitation: {value}.", giver(&ssvc.role))));
            }
        }
    }
    if let Some(text) = situation.vulnerability.and_then(|v| v.exploited.as_deref()) {
        said.push((2, format!("The publisher says that it is exploited: {}.", shorten(text, 120))));
    }
    let texts = situation.notes.iter().chain(situation.vulnerability.into_iter().flat_map(|v| &v.notes));
    for note in texts.filter(|note| note.kind != "legal_disclaimer") {
        for sentence in sentences::split(&note.text) {
            let rule = rules.exploitation.iter().find(|rule| rule.matches(&sentence));
            let place = rule.and_then(|rule| ORDER.iter().position(|known| *known == rule.means));
            if let Some(place) = place {
                said.push((place, format!("The advisory says: \"{}\"", shorten(&sentence, 200))));
            }
        }
    }
    // The first of equals: the catalogue before the coordinator before the text.
    let worst = said.iter().enumerate().max_by_key(|(index, (place, _))| (*place, usize::MAX - index));
    match worst {
        Some((_, (place, sentence))) => {
            known.exploit_known = *place > 0;
            set(known, "exploitation", ORDER.get(*place).copied().unwrap_or("active"));
            known.steps.push(sentence.clone());
        }
        None if matches!(situation.catalogue, Catalogue::NotListed) => {
            // Nobody speaks, and the catalogue does not list it: an exploit may be public, use of it is not known.
            known.values.insert("exploitation".to_owned(), vec!["none".to_owned(), "public poc".to_owned()]);
            known.steps.push(
                "Nobody says whether an exploit is public, so it is treated as if one were.".to_owned(),
            );
        }
        None => known
            .steps
            .push("Nobody says whether it is exploited, so it is treated as if it were.".to_owned()),
    }
}

fn giver(role: &str) -> String {
    if role.is_empty() { "A coordinator".to_owned() } else { role.to_owned() }
}

/// SSVC where somebody gave it, the worst of several; derived from a CVSS vector, and said so, where SSVC is silent.
fn automation_and_impact(known: &mut Known, situation: &Situation<'_>) {
    let given =
        |pick: fn(&crate::advisory::Ssvc) -> Option<&String>, worst: &str| -> Option<(String, String)> {
            let mut found: Option<(String, String)> = None;
            for ssvc in situation.vulnerability.into_iter().flat_map(|v| &v.ssvc) {
                if let Some(value) = pick(ssvc).map(|value| value.to_lowercase())
                    && (found.is_none() || value == worst)
                {
                    found = Some((value, giver(&ssvc.role)));
                }
            }
            found
        };
    let automatable = given(|ssvc| ssvc.automatable.as_ref(), "yes");
    let impact = given(|ssvc| ssvc.technical_impact.as_ref(), "total");
    let derived =
        |test: fn(&Scored) -> bool| known.scored.first().map(|scored| (test(scored), scored.vector.clone()));
    let automatable_derived = derived(Scored::suggests_automatable);
    let impact_derived = derived(Scored::suggests_total_impact);
    point(
        known,
        "automatable",
        automatable,
        automatable_derived,
        ["no", "yes"],
        ["an attack on many devices cannot run by itself", "an attack on many devices can run by itself"],
    );
    point(
        known,
        "technical_impact",
        impact,
        impact_derived,
        ["partial", "total"],
        ["the attacker gains part of the control", "the attacker gains full control"],
    );
}

fn point(
    known: &mut Known,
    id: &str,
    given: Option<(String, String)>,
    derived: Option<(bool, String)>,
    values: [&str; 2],
    words: [&str; 2],
) {
    let [mild, bad] = values;
    let [mild_words, bad_words] = words;
    let pick = |is_bad: bool| if is_bad { (bad, bad_words) } else { (mild, mild_words) };
    match (given.filter(|(value, _)| value == mild || value == bad), derived) {
        (Some((value, who)), _) => {
            let (value, words) = pick(value == bad);
            set(known, id, value);
            known.steps.push(format!("{who} says that {words}."));
        }
        (None, Some((is_bad, vector))) => {
            let (value, words) = pick(is_bad);
            set(known, id, value);
            known.steps.push(format!(
                "No coordinator says so; from the severity vector {vector} we derive that {words}."
            ));
        }
        (None, None) => known.steps.push(format!("Nobody says whether {bad_words}; it is treated as if so.")),
    }
}

fn reach(known: &mut Known, situation: &Situation<'_>, rules: &PriorityRules) {
    for (point, value) in rules.reach.get(situation.reach.name()).into_iter().flatten() {
        set(known, point, value);
    }
    let shown: Vec<String> = situation.reach_evidence.iter().take(3).map(ToString::to_string).collect();
    let shown = if shown.is_empty() { String::new() } else { format!(" ({})", shown.join(", ")) };
    known.steps.push(match situation.reach {
        Reach::Internet => format!("We saw that it can be reached from the internet{shown}."),
        Reach::OtherZone => format!("We saw that it can be reached from another part of the network{shown}."),
        Reach::SameZone => format!("We saw it being reached from its own part of the network only{shown}."),
        Reach::Isolated => format!("We watched it, and nobody reached it over the network{shown}."),
        Reach::Unknown => {
            "We could not see from where it can be reached, so it is treated as reachable from the internet."
                .to_owned()
        }
    });
}

fn people(known: &mut Known, situation: &Situation<'_>, rules: &PriorityRules) {
    let class: Option<&SafetyClass> =
        situation.safety.and_then(|safety| rules.safety.iter().find(|class| class.safety == safety));
    let (site_safety, site_mission) = situation
        .site
        .map_or((None, None), |site| (site.safety_impact.as_deref(), site.mission_impact.as_deref()));
    let safety = site_safety.or(class.map(|class| class.safety_impact.as_str()));
    let mission = site_mission.or(class.map(|class| class.mission_impact.as_str()));
    for (point, value) in [("safety_impact", safety), ("mission_impact", mission)] {
        if let Some(value) = value {
            set(known, point, value);
        }
    }
    let thing = situation.kind.map_or_else(|| "it".to_owned(), |kind| format!("this {kind}"));
    known.steps.push(match (class, site_safety.or(site_mission)) {
        (_, Some(_)) => format!(
            "{} said what {thing} means: safety impact {}, mission impact {}.",
            situation.site.map(|site| site.who.as_str()).filter(|who| !who.is_empty()).unwrap_or("The site"),
            safety.unwrap_or("not known"),
            mission.unwrap_or("not known"),
        ),
        (Some(class), None) => format!(
            "By the kind of device, {}: safety impact {}, mission impact {} (a default; the site can say otherwise).",
            class.says, class.safety_impact, class.mission_impact
        ),
        (None, None) => "We do not know what kind of device it is, so it is treated as if lives depended on it.".to_owned(),
    });
    let human = rules.human_impact.answer(&known.values);
    let human: Vec<String> =
        human.possible.iter().map(|index| rules.human_impact.outcome(*index).name).collect();
    let well: Vec<String> = human.iter().filter_map(|name| rules.well_being.get(name).cloned()).collect();
    known.values.insert("human_impact".to_owned(), human);
    known.values.insert("well_being".to_owned(), well);
}
