//! Weaknesses laid out: what is shown together, in which order, in which words. The gravest first, by device.

pub(crate) mod block;
mod csv;
mod json;
mod table;
pub(crate) mod words;

pub use csv::{weaknesses_csv, weaknesses_sheet};
pub(crate) use json::weakness_json;
pub use json::weaknesses_json;
pub use table::weaknesses_table;

use crate::asset::Asset;
use holdfast_facts::{Device, DeviceId, EvidenceSet, FixState, MatchStatus, Weakness, WeaknessId};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What was decided to do about a weakness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Advice<'a> {
    /// In a few words: "isolate now and replace".
    pub action: &'a str,
    /// By when: a day as YYYY-MM-DD, or words such as "the next upgrade".
    pub by: Option<&'a str>,
    /// What to do, a sentence each.
    pub steps: &'a [String],
    /// Why, a sentence each.
    pub reasons: &'a [String],
    /// What to look out for afterwards, a sentence each.
    pub watch: &'a [String],
    /// Measures that the documents ask for and that traffic refutes, a sentence each.
    pub failed: &'a [String],
    /// For order: the greater, the sooner.
    pub urgency: u32,
}

/// Advice by the weakness that it is about.
pub type Advices<'a> = BTreeMap<&'a WeaknessId, Advice<'a>>;

/// Weaknesses with all that is shown beside them.
#[derive(Clone, Debug, Default)]
pub struct Listed<'a> {
    /// The gravest first.
    pub weaknesses: Vec<&'a Weakness>,
    /// Whose they are.
    pub devices: BTreeMap<&'a DeviceId, &'a Device>,
    /// What lists say of these devices.
    pub assets: BTreeMap<&'a DeviceId, Asset>,
    /// What to do; empty where nothing was decided yet.
    pub advice: Advices<'a>,
}

impl<'a> Listed<'a> {
    /// Puts them in order. Devices without a weakness are left out of `devices`.
    pub fn new(
        weaknesses: impl IntoIterator<Item = &'a Weakness>,
        devices: impl IntoIterator<Item = &'a Device>,
        set: &EvidenceSet,
        advice: Advices<'a>,
    ) -> Listed<'a> {
        let mut weaknesses: Vec<&Weakness> = weaknesses.into_iter().collect();
        weaknesses.sort_by(|a, b| gravest(a, b, &advice));
        let all: BTreeMap<&DeviceId, &Device> =
            devices.into_iter().map(|device| (&device.id, device)).collect();
        let devices: BTreeMap<&DeviceId, &Device> =
            weaknesses.iter().filter_map(|w| all.get_key_value(&w.device)).map(|(id, d)| (*id, *d)).collect();
        let assets = devices.iter().map(|(id, device)| (*id, Asset::of(device, set))).collect();
        Listed { weaknesses, devices, assets, advice }
    }

    /// Nothing is known, not even of something that does not apply.
    pub fn is_empty(&self) -> bool {
        self.weaknesses.is_empty()
    }

    /// The weaknesses by device: the device with the gravest one first.
    pub(crate) fn by_device(&self) -> Vec<(&'a DeviceId, Vec<&'a Weakness>)> {
        let mut place: BTreeMap<&DeviceId, usize> = BTreeMap::new();
        let mut list: Vec<(&DeviceId, Vec<&Weakness>)> = Vec::new();
        for weakness in &self.weaknesses {
            let at = *place.entry(&weakness.device).or_insert_with(|| {
                list.push((&weakness.device, Vec::new()));
                list.len() - 1
            });
            if let Some((_, of_device)) = list.get_mut(at) {
                of_device.push(weakness);
            }
        }
        list
    }
}

/// What applies, what is most urgent, what must be done soonest, what is exploited, recalled, without a fix; scores last.
fn gravest(a: &Weakness, b: &Weakness, advice: &Advices<'_>) -> Ordering {
    let urgency = |w: &Weakness| advice.get(&w.id).map_or(0, |advice| advice.urgency);
    let due = |w: &Weakness| advice.get(&w.id).and_then(|advice| advice.by).unwrap_or("~").to_owned();
    let score = |w: &Weakness| w.cvss.as_ref().map_or(-1.0, |(_, score)| *score);
    let likely = |w: &Weakness| w.epss.as_ref().map_or(-1.0, |(likely, _)| *likely);
    b.status
        .cmp(&a.status)
        .then_with(|| urgency(b).cmp(&urgency(a)))
        .then_with(|| due(a).cmp(&due(b)))
        .then_with(|| b.exploited.is_some().cmp(&a.exploited.is_some()))
        .then_with(|| b.recalled.is_some().cmp(&a.recalled.is_some()))
        .then_with(|| unfixable(b).cmp(&unfixable(a)))
        .then_with(|| score(b).total_cmp(&score(a)))
        .then_with(|| likely(b).total_cmp(&likely(a)))
        .then_with(|| (&a.device, &a.vulnerability, &a.id).cmp(&(&b.device, &b.vulnerability, &b.id)))
}

/// Somebody says that there is nothing to install.
pub(crate) fn unfixable(weakness: &Weakness) -> bool {
    weakness.status != MatchStatus::NotAffected
        && matches!(weakness.fix, FixState::ReplaceOnly | FixState::NoFix)
}
