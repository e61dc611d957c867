//! The end of `look` in plain words: how many of what, what would identify the rest, what could not be seen.

use crate::escape::terminal;
use holdfast_facts::{Coverage, Device, EvidenceSet, Exposure, Field, Severity};
use holdfast_names::Kinds;
use serde::Deserialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The sentences of `data/phrases/look.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    said: SaidPhrases,
    unidentified: Unidentified,
    exposures: ExposurePhrases,
    coverage: CoveragePhrases,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidPhrases {
    ignored: String,
    suggestions: String,
    looks_like: String,
    more: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Unidentified {
    none: String,
    some: String,
    no_dhcp: String,
    silent: String,
    routed: String,
    clients: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExposurePhrases {
    none: String,
    some: String,
    more: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CoveragePhrases {
    vlans: String,
    no_vlans: String,
    cut: String,
    one_sided: String,
    no_broadcast: String,
    no_dhcp: String,
    wifi: String,
    unknown_link: String,
    fragments: String,
    gaps: String,
    duplicates: String,
    backwards: String,
    dropped: String,
    refused: String,
    crowded: String,
    withheld: String,
    truncated: String,
    odd: String,
}

impl Phrases {
    /// Reads the file.
    pub fn parse(text: &str) -> Result<Phrases, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// The sentence of a suggestion, with its blanks.
    pub(crate) fn looks_like(&self) -> &str {
        &self.said.looks_like
    }

    /// The line that says how many devices are left out because somebody said so; nothing where none is.
    pub fn ignored(&self, count: usize) -> Option<String> {
        (count > 0).then(|| fill(&self.said.ignored, count as u64, 0, ""))
    }

    /// The lines of what looks like a device that somebody named; none where nothing does.
    pub fn suggestions(&self, devices: &[&Device], set: &EvidenceSet, kinds: &Kinds) -> Vec<String> {
        let all =
            || devices.iter().flat_map(|device| device.suggestions.iter().map(move |one| (*device, one)));
        let alike = devices.iter().filter(|device| !device.suggestions.is_empty()).count();
        if alike == 0 {
            return Vec::new();
        }
        let mut lines = vec![fill(&self.said.suggestions, alike as u64, 0, "")];
        for (device, suggestion) in all().take(SUGGESTIONS) {
            let person = set.statements.get(&suggestion.statement).map_or("", |statement| statement.person());
            let text = crate::statement::suggestion_text(device, suggestion, person, kinds, self);
            let signs: Vec<&str> = suggestion.signs.iter().map(|sign| sign.says.as_str()).collect();
            lines.push(format!("  {text}"));
            lines.push(format!("    {}", signs.join(", ")));
        }
        let count = all().count();
        if count > SUGGESTIONS {
            lines.push(fill(&self.said.more, (count - SUGGESTIONS) as u64, 0, ""));
        }
        lines
    }

    /// Sentences of what could not be seen, and why: from the set's captures, and whether anything of DHCP was seen.
    pub fn notes(&self, set: &EvidenceSet, has_dhcp: bool, inputs: &crate::Inputs) -> Vec<String> {
        let said = &self.coverage;
        let mut counts = Coverage::default();
        for summary in set.captures.values() {
            summary.coverage.counts.iter().for_each(|(name, count)| counts.add(name, *count));
        }
        let n = |name: &str| counts.get(name);
        let mut notes = Vec::new();
        let vlans: Vec<&str> =
            counts.counts.keys().filter_map(|k| k.strip_prefix("vlan.")).filter(|v| *v != "none").collect();
        let mut vlans: Vec<u16> = vlans.iter().filter_map(|v| v.parse().ok()).collect();
        vlans.sort_unstable();
        let list = vlans.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
        notes.push(if vlans.is_empty() { said.no_vlans.clone() } else { fill(&said.vlans, 0, 0, &list) });
        let frames = n("frames.total");
        let mut note = |when: bool, phrase: &str, count: u64, of: u64, what: &str| {
            if when {
                notes.push(fill(phrase, count, of, what));
            }
        };
        note(n("frames.cut") > 0, &said.cut, n("frames.cut"), frames, "");
        // A few conversations are always cut off by the ends of the capture.
        note(
            n("flows.one_sided") * 4 > n("flows.total"),
            &said.one_sided,
            n("flows.one_sided"),
            n("flows.total"),
            "",
        );
        note(frames > 0 && n("broadcast.frames") == 0, &said.no_broadcast, 0, 0, "");
        note(!has_dhcp, &said.no_dhcp, 0, 0, "");
        for (name, phrase) in [
            ("frames.wifi_encrypted", &said.wifi),
            ("frames.unknown_link", &said.unknown_link),
            ("fragments.incomplete", &said.fragments),
            ("streams.gap", &said.gaps),
            ("frames.duplicate", &said.duplicates),
            ("time.backwards", &said.backwards),
            ("endpoints.dropped", &said.dropped),
            ("endpoints.refused_frames", &said.refused),
            ("attributes.refused", &said.crowded),
            ("attributes.withheld", &said.withheld),
        ] {
            note(n(name) > 0, phrase, n(name), frames, "");
        }
        let cut_files: Vec<String> = set
            .captures
            .values()
            .filter(|summary| summary.truncated)
            .map(|s| {
                inputs.get(&s.id).and_then(|names| names.first()).cloned().unwrap_or_else(|| s.id.to_string())
            })
            .collect();
        note(!cut_files.is_empty(), &said.truncated, 0, 0, &cut_files.join(", "));
        let odd: BTreeSet<&str> = counts
            .counts
            .keys()
            .filter_map(|name| name.strip_prefix("anomaly.")?.split('.').next())
            .collect();
        let names = odd.iter().copied().collect::<Vec<_>>().join(", ");
        note(counts.anomalies() > 0, &said.odd, counts.anomalies(), odd.len() as u64, &names);
        notes
    }
}

fn fill(phrase: &str, n: u64, of: u64, what: &str) -> String {
    phrase.replace("{n}", &n.to_string()).replace("{of}", &of.to_string()).replace("{what}", what)
}

/// The lines that follow the table, with the number of devices that are left out because somebody said so.
pub fn summary(
    (devices, ignored): (&[&Device], usize),
    exposures: &[Exposure],
    set: &EvidenceSet,
    kinds: &Kinds,
    phrases: &Phrases,
    notes: &[String],
) -> Vec<String> {
    let mut lines = Vec::new();
    let mut realms: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
    for device in devices {
        let claim = |field| device.claims.get(&field).map_or("", |claim| claim.value.as_str());
        *realms.entry(claim(Field::Realm)).or_default().entry(claim(Field::Kind)).or_default() += 1;
    }
    lines.push(format!("{} devices.", devices.len()));
    lines.extend(phrases.ignored(ignored));
    for realm in ["IT", "IoT", "OT", "IoMT", ""] {
        let Some(of_realm) = realms.get(realm) else { continue };
        let total: u64 = of_realm.values().sum();
        let mut list: Vec<(&str, u64)> = of_realm.iter().map(|(kind, count)| (*kind, *count)).collect();
        list.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let words: Vec<String> = list
            .iter()
            .map(|(id, count)| match kinds.get(id) {
                Some(kind) => format!("{count} {}", if *count == 1 { &kind.name } else { &kind.plural }),
                None => format!("{count} of unknown kind"),
            })
            .collect();
        let name = if realm.is_empty() { "realm not known" } else { realm };
        lines.push(format!("  {name}: {total} ({})", words.join(", ")));
    }
    unidentified(devices, set, phrases, &mut lines);
    lines.extend(phrases.suggestions(devices, set, kinds));
    worst(devices, exposures, phrases, &mut lines);
    lines.push("What this could and could not see:".to_owned());
    lines.extend(notes.iter().map(|note| format!("  {}", terminal(note))));
    lines
}

/// Suggestions named in the summary.
const SUGGESTIONS: usize = 8;
/// Rules named in the summary.
const WORST: usize = 5;

#[expect(clippy::type_complexity, reason = "a table of three columns, used once")]
/// The gravest exposures, a line a rule, with how many devices have it.
fn worst(devices: &[&Device], exposures: &[Exposure], phrases: &Phrases, lines: &mut Vec<String>) {
    let mut rules: BTreeMap<(Reverse<Severity>, &str), (BTreeSet<&str>, &Exposure)> = BTreeMap::new();
    let mut exposed: BTreeSet<&str> = BTreeSet::new();
    for exposure in exposures.iter().filter(|exposure| exposure.severity >= Severity::Medium) {
        let key = (Reverse(exposure.severity), exposure.rule.as_str());
        rules.entry(key).or_insert_with(|| (BTreeSet::new(), exposure)).0.insert(&exposure.device.0);
        exposed.insert(&exposure.device.0);
    }
    if rules.is_empty() {
        lines.push(phrases.exposures.none.clone());
        return;
    }
    lines.push(fill(&phrases.exposures.some, exposed.len() as u64, devices.len() as u64, ""));
    for ((severity, _), (of, example)) in rules.iter().take(WORST) {
        let more = if of.len() > 1 { format!(" (and {} more)", of.len() - 1) } else { String::new() };
        lines.push(format!("  {}: {}{more} {}", severity.0.name(), example.device, terminal(&example.says)));
    }
    if rules.len() > WORST {
        lines.push(fill(&phrases.exposures.more, (rules.len() - WORST) as u64, 0, ""));
    }
}

fn unidentified(devices: &[&Device], set: &EvidenceSet, phrases: &Phrases, lines: &mut Vec<String>) {
    let unknown: Vec<&&Device> = devices
        .iter()
        .filter(|device| {
            !device.claims.contains_key(&Field::Vendor) && !device.claims.contains_key(&Field::Kind)
        })
        .collect();
    if unknown.is_empty() {
        lines.push(phrases.unidentified.none.clone());
        return;
    }
    lines.push(fill(&phrases.unidentified.some, unknown.len() as u64, devices.len() as u64, ""));
    let says = |device: &Device, protocol: &str| {
        device
            .evidence
            .iter()
            .filter_map(|id| set.evidence.get(id))
            .any(|e| e.attribute.protocol() == protocol)
    };
    let mut groups: [(&str, Vec<String>); 4] = [
        (&phrases.unidentified.routed, Vec::new()),
        (&phrases.unidentified.silent, Vec::new()),
        (&phrases.unidentified.no_dhcp, Vec::new()),
        (&phrases.unidentified.clients, Vec::new()),
    ];
    for device in unknown {
        let group = if device.macs.is_empty() {
            0
        } else if device.ips.is_empty() {
            1
        } else if !says(device, "dhcp") {
            2
        } else {
            3
        };
        if let Some((_, list)) = groups.get_mut(group) {
            list.push(device.id.0.clone());
        }
    }
    for (phrase, list) in groups {
        if !list.is_empty() {
            let mut what = list.iter().take(6).cloned().collect::<Vec<_>>().join(", ");
            if list.len() > 6 {
                what.push_str(", …");
            }
            lines.push(format!("  {}", fill(phrase, list.len() as u64, 0, &what)));
        }
    }
}
