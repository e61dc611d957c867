//! What people said teaches: a device that is not known and shows the same as one that a person named gets a
//! suggestion, with what both show. It is never a claim; somebody has to say it.
//!
//! The rule: signs and their weights stand in `data/identity/suggest.toml`. A sign that both show counts for, one that
//! both have and that differs counts against. A sign that a device with another value shows as well tells nothing. At
//! least two signs must agree, and their sum must reach the threshold.

use crate::describe::{host_name, is_name};
use crate::knowledge::Knowledge;
use holdfast_facts::{
    Basis, Device, DeviceId, EvidenceId, EvidenceSet, Field, ServiceRole, SharedSign, StatementId, Suggestion,
};
use holdfast_names::squash;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Fields that are suggested, in this order.
const SUGGESTED: [Field; 3] = [Field::Kind, Field::Vendor, Field::Model];

/// The data of `data/identity/suggest.toml`. Without it nothing is suggested.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuggestRules {
    /// The least sum of weights.
    #[serde(default)]
    pub threshold: u32,
    /// Shapes of host names that devices of every kind are delivered with: `desktop-#`.
    #[serde(default)]
    pub common_names: BTreeSet<String>,
    /// What two devices can share.
    #[serde(default)]
    pub sign: Vec<Sign>,
}

/// One thing that two devices can share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// What it is: "the same list of DHCP options".
    pub says: String,
    /// How much it counts.
    pub weight: u32,
    /// Attributes whose values are compared.
    #[serde(default)]
    pub attribute: Vec<String>,
    /// Something that is no single attribute.
    pub of: Option<Of>,
    /// Values are compared with every number in them taken for the same: `firmware/1.2` and `firmware/1.3`.
    #[serde(default)]
    pub shape: bool,
}

/// Signs that are more than one attribute's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// The first three bytes of a registered address, unless a maker of network parts registered it.
    AddressBlock,
    /// A host name, with every number in it taken for the same.
    HostName,
    /// All services that it offers.
    Services,
}

impl SuggestRules {
    /// Reads the file.
    pub fn parse(text: &str) -> Result<SuggestRules, String> {
        let rules: SuggestRules = toml::from_str(text).map_err(|error| error.to_string())?;
        match rules.sign.iter().find(|sign| sign.attribute.is_empty() == sign.of.is_none()) {
            Some(sign) => Err(format!("sign `{}` takes either `attribute` or `of`", sign.says)),
            None => Ok(rules),
        }
    }
}

/// By sign: each value that a device shows, and the evidence for it.
type Shown = Vec<BTreeMap<String, Vec<EvidenceId>>>;

/// Gives the devices that are not known their suggestions. Of each it reads addresses, services, claims and evidence; of a
/// claim's reasons only those of what people said.
pub fn suggest(devices: &mut [Device], set: &EvidenceSet, knowledge: &Knowledge) {
    let taught = |device: &Device| SUGGESTED.iter().any(|field| said(device, *field).is_some());
    if knowledge.suggest.sign.is_empty() || !devices.iter().any(taught) {
        return;
    }
    let shown: Vec<Shown> = devices.iter().map(|device| signs(device, set, knowledge)).collect();
    let mut found: Vec<Vec<Suggestion>> = devices.iter().map(|_| Vec::new()).collect();
    for field in SUGGESTED {
        let others = others(devices, &shown, field);
        for (teacher, teachers) in devices.iter().zip(&shown) {
            let Some((value, statement)) = said(teacher, field) else { continue };
            let key = squash(value);
            for ((pupil, own), list) in devices.iter().zip(&shown).zip(&mut found) {
                if pupil.ignored || pupil.claims.contains_key(&field) || !agree(pupil, teacher) {
                    continue;
                }
                let telling = |sign: usize, shown: &str| {
                    let values = others.get(&(sign, shown));
                    values.is_none_or(|values| values.iter().all(|value| *value == key))
                };
                if let Some((signs, weight)) = compare(own, teachers, &knowledge.suggest, telling) {
                    let (value, like) = (value.to_owned(), teacher.id.clone());
                    list.push(Suggestion { field, value, like, statement, signs, weight });
                }
            }
        }
    }
    for (device, mut list) in devices.iter_mut().zip(found) {
        // The likest of those that say the same.
        list.sort_by(|a, b| rank(a).cmp(&rank(b)));
        let mut seen = BTreeSet::new();
        list.retain(|suggestion| seen.insert((suggestion.field, squash(&suggestion.value))));
        device.suggestions = list;
    }
}

fn rank(suggestion: &Suggestion) -> (Option<usize>, std::cmp::Reverse<u32>, &DeviceId) {
    let place = SUGGESTED.iter().position(|field| *field == suggestion.field);
    (place, std::cmp::Reverse(suggestion.weight), &suggestion.like)
}

/// The value that a person gave the field.
fn said(device: &Device, field: Field) -> Option<(&str, StatementId)> {
    let claim = device.claims.get(&field).filter(|claim| claim.basis == Basis::Said)?;
    let statement = claim.reasons.iter().find_map(|reason| reason.statement)?;
    Some((&claim.value, statement))
}

/// Whether what is known of both, of what they are, is the same.
fn agree(a: &Device, b: &Device) -> bool {
    SUGGESTED.iter().all(|field| match (a.claims.get(field), b.claims.get(field)) {
        (Some(a), Some(b)) => squash(&a.value) == squash(&b.value),
        _ => true,
    })
}

/// By sign and value shown: the values of the field that devices which show it have.
fn others<'s>(
    devices: &[Device],
    shown: &'s [Shown],
    field: Field,
) -> BTreeMap<(usize, &'s str), BTreeSet<String>> {
    let mut others: BTreeMap<(usize, &str), BTreeSet<String>> = BTreeMap::new();
    for (device, shown) in devices.iter().zip(shown) {
        let Some(claim) = device.claims.get(&field) else { continue };
        for (sign, values) in shown.iter().enumerate() {
            for value in values.keys() {
                others.entry((sign, value)).or_default().insert(squash(&claim.value));
            }
        }
    }
    others
}

/// What both show, weightiest first, with the sum; nothing where that is not enough.
fn compare(
    own: &Shown,
    other: &Shown,
    rules: &SuggestRules,
    telling: impl Fn(usize, &str) -> bool,
) -> Option<(Vec<SharedSign>, u32)> {
    let (mut shared, mut against) = (Vec::new(), 0);
    for (index, (sign, (own, other))) in rules.sign.iter().zip(own.iter().zip(other)).enumerate() {
        if own.is_empty() || other.is_empty() {
            continue;
        }
        let same: Vec<&String> = own.keys().filter(|value| other.contains_key(*value)).collect();
        if same.is_empty() {
            against += sign.weight;
        }
        if let Some(value) = same.into_iter().find(|value| telling(index, value)) {
            let of =
                |shown: &BTreeMap<String, Vec<EvidenceId>>| shown.get(value).cloned().unwrap_or_default();
            let (evidence, like) = (of(own), of(other));
            let says = sign.says.clone();
            shared.push((sign.weight, SharedSign { says, value: value.clone(), evidence, like }));
        }
    }
    let weight = shared.iter().map(|(weight, _)| weight).sum::<u32>().saturating_sub(against);
    if shared.len() < 2 || weight < rules.threshold {
        return None;
    }
    shared.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    Some((shared.into_iter().map(|(_, sign)| sign).collect(), weight))
}

fn signs(device: &Device, set: &EvidenceSet, knowledge: &Knowledge) -> Shown {
    let evidence = || device.evidence.iter().filter_map(|id| Some((*id, set.evidence.get(id)?)));
    let mut shown: Shown = Vec::with_capacity(knowledge.suggest.sign.len());
    for sign in &knowledge.suggest.sign {
        let mut values: BTreeMap<String, Vec<EvidenceId>> = BTreeMap::new();
        match sign.of {
            None => {
                for (id, evidence) in evidence() {
                    let attribute = &evidence.attribute;
                    if sign.attribute.iter().any(|name| name == attribute.name()) {
                        let value = attribute.value().to_lowercase();
                        values.entry(if sign.shape { shape(&value) } else { value }).or_default().push(id);
                    }
                }
            }
            Some(Of::AddressBlock) => {
                for mac in device.macs.iter().filter(|mac| !mac.is_local() && mac.is_unicast()) {
                    let parts = knowledge.oui.find(*mac).is_some_and(|by| by.module.is_some());
                    if parts || knowledge.oui.special(*mac).is_some() {
                        continue;
                    }
                    let told = evidence().filter(|(_, evidence)| {
                        evidence.attribute.name() == "link.address" && evidence.endpoint.mac == Some(*mac)
                    });
                    let block: String = mac.to_string().chars().take(8).collect();
                    values.entry(block).or_default().extend(told.map(|(id, _)| id));
                }
            }
            Some(Of::HostName) => {
                for (id, evidence) in evidence().filter(|(_, evidence)| is_name(evidence.attribute.name())) {
                    let name = host_name(evidence).unwrap_or_default();
                    let shape = shape(name.split('.').next().unwrap_or_default());
                    if is_telling(&shape) && !knowledge.suggest.common_names.contains(&shape) {
                        values.entry(shape).or_default().push(id);
                    }
                }
            }
            Some(Of::Services) => {
                let served = device.services.iter().filter(|service| service.role == ServiceRole::Server);
                let (mut all, mut because) = (BTreeSet::new(), BTreeSet::new());
                for service in served {
                    all.insert(format!("{}/{} {}", service.transport, service.port, service.protocol));
                    because.extend(service.evidence.iter().copied());
                }
                if !all.is_empty() {
                    let all: Vec<String> = all.into_iter().collect();
                    values.insert(all.join(", "), because.into_iter().collect());
                }
            }
        }
        shown.push(values);
    }
    shown
}

/// The text in lower case, with `#` for each number: `SpaceCom-0A3101` and `SpaceCom-0A3102` have the same shape. A word
/// of nothing but hexadecimal digits, one of them below ten, is a number.
fn shape(text: &str) -> String {
    let lower = text.to_lowercase();
    let mut out = String::with_capacity(lower.len());
    let mut rest = lower.as_str();
    while !rest.is_empty() {
        let word = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(word);
        let is_number =
            word.bytes().any(|b| b.is_ascii_digit()) && word.bytes().all(|b| b.is_ascii_hexdigit());
        if is_number {
            out.push('#');
        } else {
            let mut in_number = false;
            for character in word.chars() {
                if !character.is_ascii_digit() {
                    out.push(character);
                } else if !in_number {
                    out.push('#');
                }
                in_number = character.is_ascii_digit();
            }
        }
        let mut tail = tail.chars();
        out.extend(tail.next());
        rest = tail.as_str();
    }
    out
}

/// Three letters that somebody chose.
fn is_telling(shape: &str) -> bool {
    shape.chars().filter(|character| character.is_alphabetic()).count() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_leave_numbers_out() {
        for (text, expected) in [
            ("SpaceCom-0A3101", "spacecom-#"),
            ("PLUM360-3C3102", "plum#-#"),
            ("ward7-ws02", "ward#-ws#"),
            ("HIKVISION-NVR", "hikvision-nvr"),
            ("001788fffe68a501", "#"),
            ("Café 12é", "café #é"),
            ("-", "-"),
            ("", ""),
        ] {
            assert_eq!(shape(text), expected, "{text}");
        }
        assert!(!is_telling("#-#") && is_telling("ws-a#"));
    }
}
