//! Decision tables row by row, decisions in small worlds, controls against traffic.

mod support;

use holdfast_advisories::fix::FixAnswer;
use holdfast_advisories::priority::controls;
use holdfast_advisories::priority::{
    Action, By, Catalogue, Decision, Likelihood, PriorityRules, Reach, SiteSays, Situation, Table, Values,
    decide,
};
use holdfast_advisories::{Exploited, Note, Ssvc, Vulnerability};
use holdfast_facts::{Cited, EvidenceId, FixState, MatchStatus};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::sync::OnceLock;

fn rules() -> &'static PriorityRules {
    static RULES: OnceLock<PriorityRules> = OnceLock::new();
    RULES.get_or_init(|| PriorityRules::load(&support::borrowed(&support::data())).unwrap())
}

const TODAY: Date = date(2026, 11, 25);

#[test]
fn every_row_of_the_published_tables() {
    let rules = rules();
    for (file, table, rows) in [
        ("cisa_bod_26_04_1_0_0.csv", &rules.timeline, 16),
        ("cisa_coordinator_2_0_3.csv", &rules.coordinator, 36),
        ("deployer_patch_application_priority_1_0_0.csv", &rules.deployer, 72),
        ("human_impact_1_0_0.csv", &rules.human_impact, 16),
    ] {
        let Some(path) = support::shared(&format!("data/advisories/ssvc/{file}")) else { return };
        let text = std::fs::read_to_string(path).unwrap();
        let mut read = 0;
        for line in text.lines().skip(1).filter(|line| !line.is_empty()) {
            let cells: Vec<&str> = line.split(',').skip(1).collect();
            let (outcome, values) = cells.split_last().unwrap();
            assert_eq!(values.len(), table.points.len(), "{file}");
            let known: Values = table
                .points
                .iter()
                .zip(values)
                .map(|(point, value)| (point.id.clone(), vec![(*value).to_owned()]))
                .collect();
            let answer = table.answer(&known);
            assert_eq!(table.outcome(answer.worst).name, *outcome, "{file}: {line}");
            assert_eq!(answer.possible.len(), 1);
            assert!(answer.open.is_empty());
            read += 1;
        }
        assert_eq!(read, rows, "{file}");
    }
}

/// Our own table, row by row as a rule: what is worse in one point is never treated more mildly.
#[test]
fn every_row_of_the_table_without_a_fix() {
    let table = &rules().no_fix;
    let mut rows = 0;
    for safety in &table.points[0].values {
        for reach in &table.points[1].values {
            for exploitation in &table.points[2].values {
                let outcome = table.outcome(table.answer(&known(table, [safety, reach, exploitation])).worst);
                let deadly = safety == "critical" || safety == "catastrophic";
                if deadly && reach != "isolated" {
                    assert_eq!(outcome.name, "isolate now and replace");
                }
                if deadly {
                    assert!(outcome.replace_days.is_some(), "{safety} {reach} {exploitation}: {outcome:?}");
                }
                if exploitation == "active" && reach == "internet" {
                    assert_eq!(outcome.action, "isolate");
                }
                if !deadly && exploitation == "none" && reach == "isolated" {
                    assert_eq!(outcome.action, "monitor");
                }
                rows += 1;
            }
        }
    }
    assert_eq!(rows, 48);
}

fn known(table: &Table, values: [&String; 3]) -> Values {
    table.points.iter().zip(values).map(|(point, value)| (point.id.clone(), vec![value.clone()])).collect()
}

#[test]
fn every_table_is_monotone() {
    let rules = rules();
    for table in [&rules.timeline, &rules.coordinator, &rules.deployer, &rules.human_impact, &rules.no_fix] {
        let mut keys: Vec<Vec<usize>> = vec![Vec::new()];
        for point in &table.points {
            keys = keys
                .into_iter()
                .flat_map(|key| (0..point.values.len()).map(move |value| [key.clone(), vec![value]].concat()))
                .collect();
        }
        let worst = |key: &[usize]| {
            let values: Values = table
                .points
                .iter()
                .zip(key)
                .map(|(point, value)| (point.id.clone(), vec![point.values[*value].clone()]))
                .collect();
            table.answer(&values).worst
        };
        for key in &keys {
            for place in 0..key.len() {
                let mut up = key.clone();
                up[place] += 1;
                if up[place] < table.points[place].values.len() {
                    assert!(worst(&up) >= worst(key), "{}: {key:?}", table.id);
                }
            }
        }
    }
}

#[test]
fn an_unknown_value_is_the_worst_one_and_brings_its_question() {
    let table = &rules().timeline;
    let values: Values = [("in_kev", "no"), ("automatable", "yes"), ("technical_impact", "total")]
        .map(|(point, value)| (point.to_owned(), vec![value.to_owned()]))
        .into();
    let answer = table.answer(&values);
    assert_eq!(table.outcome(answer.worst).name, "3 days");
    assert_eq!(answer.possible.len(), 2);
    assert_eq!(answer.open.len(), 1);
    assert_eq!(answer.open[0].0, "publicly_exposed");
}

#[test]
fn sentences_about_exploitation() {
    for rule in &rules().exploitation {
        for example in &rule.examples {
            let first =
                rules().exploitation.iter().find(|rule| rule.matches(example)).map(|rule| rule.id.as_str());
            assert_eq!(first, Some(rule.id.as_str()), "{example}");
        }
        for counter in &rule.counters {
            let first =
                rules().exploitation.iter().find(|rule| rule.matches(counter)).map(|rule| rule.id.as_str());
            assert_ne!(first, Some(rule.id.as_str()), "{counter}");
        }
    }
}

struct World {
    vulnerability: Vulnerability,
    fix: FixAnswer,
    kev: Option<Exploited>,
    catalogue_loaded: bool,
    likelihood: Option<f32>,
    reach: Reach,
    safety: Option<&'static str>,
    site: Option<SiteSays>,
    notes: Vec<Note>,
    status: MatchStatus,
}

impl World {
    fn new(state: FixState) -> World {
        World {
            vulnerability: Vulnerability::default(),
            fix: FixAnswer {
                state,
                says: vec![Cited { text: "The sentence.".into(), ..Cited::default() }],
                ..FixAnswer::default()
            },
            kev: None,
            catalogue_loaded: true,
            likelihood: None,
            reach: Reach::SameZone,
            safety: Some("none"),
            site: None,
            notes: Vec::new(),
            status: MatchStatus::Affected,
        }
    }

    fn ssvc(mut self, exploitation: &str, automatable: &str, impact: &str) -> World {
        self.vulnerability.ssvc = vec![Ssvc {
            exploitation: Some(exploitation.into()),
            automatable: Some(automatable.into()),
            technical_impact: Some(impact.into()),
            timestamp: None,
            role: "CISA".into(),
        }];
        self
    }

    fn decide(&self) -> Decision {
        self.decide_with(None, &[])
    }

    fn decide_with(&self, excused: Option<&Cited>, controls: &[controls::Control]) -> Decision {
        let catalogue = match (&self.kev, self.catalogue_loaded) {
            (Some(entry), _) => Catalogue::Listed(entry),
            (None, true) => Catalogue::NotListed,
            (None, false) => Catalogue::Missing,
        };
        let evidence = [EvidenceId([7; 10])];
        let situation = Situation {
            status: self.status,
            excused,
            vulnerability: Some(&self.vulnerability),
            notes: &self.notes,
            catalogue,
            likelihood: self.likelihood.map(|score| Likelihood {
                score,
                model: "v2025.03.14",
                date: "2025-07-05",
            }),
            fix: &self.fix,
            recalled: false,
            reach: self.reach,
            reach_evidence: &evidence,
            kind: Some("insulin pump"),
            safety: self.safety,
            site: self.site.as_ref(),
            controls,
            as_of: TODAY,
        };
        let decision = decide(&situation, rules());
        assert_eq!(decision, decide(&situation, rules()));
        decision
    }
}

#[test]
fn an_insulin_pump_that_cannot_be_patched() {
    let mut world = World::new(FixState::ReplaceOnly).ssvc("none", "no", "partial");
    world.safety = Some("life-critical");
    let decision = world.decide();
    assert_eq!(decision.action, Action::IsolateNow { replace_by: Some(date(2027, 5, 24)) });
    assert_eq!(decision.by, Some(TODAY));
    let text = decision.steps.join(" ");
    assert!(
        text.contains("only replacing the device helps") && text.contains("a life can depend on it"),
        "{text}"
    );
    assert!(!text.contains("Have "), "{text}");
    // Watched, and reached by nobody: the plan stays, the hurry goes.
    world.reach = Reach::Isolated;
    assert_eq!(world.decide().action, Action::Replace { by: date(2027, 11, 25) });
}

#[test]
fn a_camera_that_is_exploited_and_has_a_fix() {
    let mut world = World::new(FixState::FixAvailable(Some("V5.4.41".into()))).ssvc("active", "yes", "total");
    world.kev = Some(Exploited { added: "2021-11-03".into(), ..Exploited::default() });
    world.reach = Reach::Internet;
    let decision = world.decide();
    let by = By::Date(date(2026, 11, 28));
    assert_eq!(decision.action, Action::Patch { version: Some("V5.4.41".into()), by });
    assert!(decision.investigate);
    assert!(decision.steps.iter().any(|step| step.contains("2021-11-03")));
    assert!(decision.questions.is_empty(), "{:?}", decision.questions);
}

#[test]
fn what_does_not_apply_keeps_its_proof() {
    let world = World::new(FixState::NoFix);
    let proof = Cited { text: "The component is not in this model.".into(), ..Cited::default() };
    let decision = world.decide_with(Some(&proof), &[]);
    assert_eq!((decision.action, decision.urgency), (Action::Nothing, 0));
    assert!(decision.steps[0].contains("not in this model"));
}

#[test]
fn a_promised_fix_is_waited_for_behind_controls() {
    let mut world = World::new(FixState::FixPlanned).ssvc("public poc", "yes", "total");
    world.safety = Some("life-critical");
    world.reach = Reach::OtherZone;
    let Action::CompensateBy { replace_by: None, .. } = world.decide().action else {
        panic!("{:?}", world.decide())
    };
}

#[test]
fn nothing_known_is_the_worst_and_asks() {
    let mut world = World::new(FixState::Unknown);
    world.catalogue_loaded = false;
    world.reach = Reach::Unknown;
    world.safety = None;
    let decision = world.decide();
    assert_eq!(decision.action, Action::IsolateNow { replace_by: None });
    assert!(decision.questions.len() >= 4, "{:?}", decision.questions);
    assert!(decision.steps.iter().any(|step| step.contains("We could not see")));
}

#[test]
fn the_site_overrides_the_default_and_it_is_shown() {
    let mut world = World::new(FixState::NoFix).ssvc("none", "no", "partial");
    world.safety = Some("life-critical");
    world.site = Some(SiteSays {
        safety_impact: Some("negligible".into()),
        mission_impact: None,
        who: "Biomedical engineering".into(),
    });
    let decision = world.decide();
    assert_eq!(decision.action, Action::Monitor);
    assert!(decision.steps.iter().any(|step| step.starts_with("Biomedical engineering said")));
}

#[test]
fn derived_points_are_said_to_be_derived() {
    let mut world = World::new(FixState::FixAvailable(None));
    world.vulnerability.cvss = vec!["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H".into(), "nonsense".into()];
    let decision = world.decide();
    assert!(decision.steps.iter().any(|step| step.contains("we derive")));
    assert!(decision.steps.iter().any(|step| step.contains("could not be read")));
    assert_eq!(decision.severity, 98);
    let with =
        World { vulnerability: world.vulnerability.clone(), ..World::new(FixState::FixAvailable(None)) };
    let decision = with.ssvc("none", "no", "partial").decide();
    assert!(!decision.steps.iter().any(|step| step.contains("we derive")));
}

#[test]
fn likelihood_counts_only_without_exploitation() {
    let mut world = World::new(FixState::FixAvailable(None)).ssvc("none", "no", "partial");
    world.likelihood = Some(0.42);
    let decision = world.decide();
    assert_eq!(decision.likelihood, 420);
    assert!(decision.steps.iter().any(|step| step.contains("v2025.03.14")));
    let mut world = World::new(FixState::FixAvailable(None)).ssvc("active", "no", "partial");
    world.likelihood = Some(0.42);
    assert_eq!(world.decide().likelihood, 1000);
}

fn any_state() -> impl Strategy<Value = FixState> {
    prop_oneof![
        Just(FixState::FixAvailable(None)),
        Just(FixState::FixAvailable(Some("2.0".into()))),
        Just(FixState::FixPlanned),
        Just(FixState::FixForOtherBranch),
        Just(FixState::ReplaceOnly),
        Just(FixState::NoFix),
        Just(FixState::Unknown),
    ]
}

const EXPLOITATION: [&str; 3] = ["none", "public poc", "active"];
const REACH: [Reach; 4] = [Reach::Isolated, Reach::SameZone, Reach::OtherZone, Reach::Internet];
const SAFETY: [&str; 4] = ["none", "building", "care", "life-critical"];

fn order(decision: &Decision) -> (u32, u16) {
    (decision.urgency, decision.likelihood)
}

proptest! {
    /// More exploitation, more exposure, listing in the catalogue: never less urgent.
    #[test]
    fn evidence_never_lowers_urgency(
        state in any_state(), x in 0usize..3, up in 0usize..3, reach in 0usize..4, farther in 0usize..4,
        safety in 0usize..4, automatable in any::<bool>(), total in any::<bool>(), epss in proptest::option::of(0.0f32..1.0),
    ) {
        let world = |x: usize, reach: usize, listed: bool| {
            let mut world = World::new(state.clone()).ssvc(
                EXPLOITATION[x], if automatable { "yes" } else { "no" }, if total { "total" } else { "partial" });
            world.reach = REACH[reach];
            world.safety = Some(SAFETY[safety]);
            world.likelihood = epss;
            world.kev = listed.then(Exploited::default);
            world.decide()
        };
        let plain = world(x, reach, false);
        prop_assert!(order(&world(x.max(up), reach, false)) >= order(&plain));
        prop_assert!(order(&world(x, reach.max(farther), false)) >= order(&plain));
        prop_assert!(order(&world(x, reach, true)) >= order(&plain));
    }

    /// What is not known never ranks below any value that it may have.
    #[test]
    fn unknown_is_never_better(state in any_state(), x in 0usize..3, reach in 0usize..4, safety in 0usize..4) {
        let known = || {
            let mut world = World::new(state.clone()).ssvc(EXPLOITATION[x], "no", "partial");
            world.reach = REACH[reach];
            world.safety = Some(SAFETY[safety]);
            world
        };
        let base = known().decide().urgency;
        let mut unknown = known();
        unknown.reach = Reach::Unknown;
        prop_assert!(unknown.decide().urgency >= base);
        let mut unknown = known();
        unknown.safety = None;
        prop_assert!(unknown.decide().urgency >= base);
        let mut unknown = known();
        unknown.vulnerability.ssvc[0].automatable = None;
        unknown.vulnerability.ssvc[0].technical_impact = None;
        prop_assert!(unknown.decide().urgency >= base);
        let mut unknown = known();
        unknown.catalogue_loaded = false;
        prop_assert!(unknown.decide().urgency >= base);
        let mut unknown = known();
        unknown.catalogue_loaded = false;
        unknown.vulnerability.ssvc[0].exploitation = None;
        prop_assert!(unknown.decide().urgency >= base);
    }

    /// Any text in any place: a decision, no panic.
    #[test]
    fn any_texts(text in "\\PC{0,200}", state in any_state()) {
        let mut world = World::new(state).ssvc(&text, &text, &text);
        world.vulnerability.cvss = vec![text.clone()];
        world.vulnerability.exploited = Some(text.clone());
        world.notes = vec![Note { text, ..Note::default() }];
        prop_assert!(!world.decide().steps.is_empty());
    }
}

/// The whole corpus: controls are found, decisions come out, nothing panics.
#[test]
fn the_corpus() {
    let Some(corpus) = support::corpus() else { return };
    let (mut with_ports, mut total, mut decisions, mut unread) = (0, 0, 0, 0);
    for advisory in corpus.values() {
        let controls = controls::extract(advisory, None, None, &rules().controls);
        total += controls.len();
        with_ports += usize::from(controls.iter().any(|control| control.kind == "block_port"));
        for vulnerability in &advisory.vulnerabilities {
            unread += holdfast_advisories::cvss::scores(vulnerability).1.len();
            let world = World {
                vulnerability: vulnerability.clone(),
                notes: advisory.notes.clone(),
                ..World::new(FixState::Unknown)
            };
            if decisions < 500 {
                assert!(!world.decide_with(None, &controls).steps.is_empty());
                decisions += 1;
            }
        }
    }
    println!(
        "{total} controls in {} advisories, {with_ports} of them name ports; {unread} vectors unread",
        corpus.len()
    );
    assert!(total > 3_000 && with_ports > 150 && unread == 0);
}
