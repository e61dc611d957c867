//! From what the rules say to what we hold: sources that agree strengthen a value, sources that disagree weaken it.

use crate::attribution::Dossier;
use crate::knowledge::Knowledge;
use crate::rule::{Requirement, Rule, Tier};
use holdfast_facts::{Basis, Certainty, Claim, Evidence, EvidenceId, Field, Reason, Rival};
use holdfast_names::squash;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::rc::Rc;

/// An address block alone: the maker of the network chip is not the maker of the device.
const REGISTER: f64 = 0.3;
/// A module maker that also sells devices under its own name.
const REGISTER_MODULE: f64 = 0.05;

/// A block that only virtual machines of one maker have.
const VIRTUAL_MACHINE: f64 = 0.6;
/// What begins the names of what lists say.
const LISTS: &str = "list";

/// The most that a list's word counts for where the device has one itself: just less than that.
const BELOW_OWN_WORD: f64 = 0.94;

/// The register's rule id, in reasons.
pub(crate) const REGISTER_RULE: &str = "oui.register";

/// What the rules that match one value say.
type Said<'k> = Rc<Vec<(&'k Rule, Vec<(Field, String)>)>>;

/// What rules say of one attribute value, remembered: the same value is met on many devices.
#[derive(Default)]
pub(crate) struct Memory<'k, 'e> {
    said: FxHashMap<(&'e str, &'e str), Option<Said<'k>>>,
}

/// One value that is in the running.
#[derive(Debug, Default)]
struct Candidate {
    value: String,
    /// The best source of each protocol: sources of one protocol are not independent.
    by_protocol: BTreeMap<String, (f64, Option<Tier>)>,
    reasons: Vec<Reason>,
}

impl Candidate {
    fn certainty(&self) -> Certainty {
        // Fingerprints break ties but do not add up: four of them are still no answer.
        let weak: f64 = self
            .by_protocol
            .values()
            .filter(|s| s.1 == Some(Tier::Fingerprint))
            .map(|s| s.0)
            .fold(0.0, f64::max);
        let firm = self.by_protocol.values().filter(|s| s.1 != Some(Tier::Fingerprint));
        firm.fold(Certainty::new(weak), |sum, source| sum.or(Certainty::new(source.0)))
    }

    fn best(&self) -> Option<Tier> {
        self.by_protocol.values().filter_map(|source| source.1).max()
    }

    /// The best of what the device itself showed, lists left aside.
    fn shown(&self) -> Option<Tier> {
        self.by_protocol
            .iter()
            .filter(|(protocol, _)| *protocol != LISTS)
            .filter_map(|(_, source)| source.1)
            .max()
    }

    /// The device says so itself, outright.
    fn is_own_word(&self) -> bool {
        self.shown() == Some(Tier::Declared)
    }

    /// Only lists say so, or what is no better than a guess.
    fn is_only_listed(&self) -> bool {
        self.by_protocol.contains_key(LISTS) && !matches!(self.shown(), Some(Tier::Declared | Tier::Strong))
    }

    fn take(&mut self, other: Candidate) {
        for (protocol, source) in other.by_protocol {
            let held = self.by_protocol.entry(protocol).or_insert(source);
            if source.0 > held.0 {
                *held = source;
            }
        }
        self.reasons.extend(other.reasons);
    }
}

/// Claims that hold, and what was thought of but does not.
pub(crate) type Opinion = (BTreeMap<Field, Claim>, BTreeMap<Field, Vec<Rival>>);

/// Weighs everything that the rules say of a device.
pub(crate) fn form<'k, 'e>(
    dossier: &Dossier<'e>,
    knowledge: &'k Knowledge,
    memory: &mut Memory<'k, 'e>,
) -> Opinion {
    let mut fields: BTreeMap<Field, BTreeMap<String, Candidate>> = BTreeMap::new();
    register(dossier, knowledge, &mut fields);
    for (id, evidence) in &dossier.evidence {
        let Some(said) = memory.apply(knowledge, evidence) else { continue };
        for (rule, said) in said.iter() {
            if !meets(rule, dossier, knowledge) {
                continue;
            }
            for (field, text) in said {
                let Some(value) = accept(*field, text, rule, knowledge) else { continue };
                let key = squash(&value);
                if key.is_empty() {
                    continue;
                }
                let source = (rule.tier.certainty(), Some(rule.tier));
                add(&mut fields, *field, key, value, evidence.attribute.protocol(), source, &rule.id, *id);
            }
        }
    }
    let mut claims = BTreeMap::new();
    let mut runners_up = BTreeMap::new();
    for (field, candidates) in fields {
        let (claim, rest) = decide(field, candidates);
        if let Some(claim) = claim {
            claims.insert(field, claim);
        }
        if !rest.is_empty() {
            runners_up.insert(field, rest);
        }
    }
    (claims, runners_up)
}

impl<'k, 'e> Memory<'k, 'e> {
    fn apply(&mut self, knowledge: &'k Knowledge, evidence: &'e Evidence) -> Option<Said<'k>> {
        let (name, value) = (evidence.attribute.name(), evidence.attribute.value());
        let reading = knowledge.rules.reading(name)?;
        if let Some(said) = self.said.get(&(name, value)) {
            return said.clone();
        }
        let said = knowledge.rules.say(reading, value);
        let said = (!said.is_empty()).then(|| Rc::new(said));
        self.said.insert((name, value), said.clone());
        said
    }
}

/// What the address blocks say: a hint to the vendor, worth nothing alone.
fn register(
    dossier: &Dossier<'_>,
    knowledge: &Knowledge,
    fields: &mut BTreeMap<Field, BTreeMap<String, Candidate>>,
) {
    for (id, evidence) in &dossier.evidence {
        if evidence.attribute.name() != "link.address" {
            continue;
        }
        // The maker of a virtual machine is the maker of the software that runs it.
        if let Some(maker) = evidence.endpoint.mac.and_then(|mac| knowledge.oui.machine_maker(mac)) {
            let source = (VIRTUAL_MACHINE, None);
            add(fields, Field::Vendor, squash(maker), maker.to_owned(), "link", source, REGISTER_RULE, *id);
            continue;
        }
        let Some(registrant) = evidence.endpoint.mac.and_then(|mac| knowledge.oui.find(mac)) else {
            continue;
        };
        let (weight, known) = match (registrant.module, knowledge.brands.find(registrant.organisation)) {
            (Some(_), Some(brand)) if registrant.own_devices => (REGISTER_MODULE, brand),
            (None, Some(brand)) => (REGISTER, brand),
            _ => continue,
        };
        let source = (weight, None);
        add(fields, Field::Vendor, squash(known), known.to_owned(), "link", source, REGISTER_RULE, *id);
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "one call site each; a struct would only name the same eight things"
)]
fn add(
    fields: &mut BTreeMap<Field, BTreeMap<String, Candidate>>,
    field: Field,
    key: String,
    value: String,
    protocol: &str,
    source: (f64, Option<Tier>),
    rule: &str,
    evidence: EvidenceId,
) {
    let candidate = fields.entry(field).or_default().entry(key).or_default();
    // Of several spellings the least wins, so that the order of the evidence does not matter.
    if candidate.value.is_empty() || value < candidate.value {
        candidate.value = value;
    }
    let held = candidate.by_protocol.entry(protocol.to_owned()).or_insert(source);
    if source.0 > held.0 {
        *held = source;
    }
    match candidate.reasons.iter_mut().find(|reason| reason.rule == rule) {
        Some(reason) => {
            if !reason.evidence.contains(&evidence) {
                reason.evidence.push(evidence);
            }
        }
        None => candidate.reasons.push(Reason::rule(rule, vec![evidence])),
    }
}

/// The value as it is claimed: brands by their one name, kinds only from the closed list.
fn accept(field: Field, text: &str, rule: &Rule, knowledge: &Knowledge) -> Option<String> {
    match field {
        Field::Vendor => match knowledge.brands.find(text) {
            Some(brand) => Some(brand.to_owned()),
            None => (!rule.known_brand).then(|| text.to_owned()),
        },
        Field::Kind => knowledge.kinds.get(text).map(|kind| kind.id.clone()),
        _ => Some(text.to_owned()),
    }
}

fn meets(rule: &Rule, dossier: &Dossier<'_>, knowledge: &Knowledge) -> bool {
    rule.requires.iter().all(|requirement| match requirement {
        Requirement::Oui(start) => dossier.endpoints.keys().any(|endpoint| {
            endpoint
                .mac
                .and_then(|mac| knowledge.oui.find(mac))
                .is_some_and(|registrant| registrant.organisation.to_lowercase().starts_with(start))
        }),
        Requirement::Attribute(names, pattern) => dossier.evidence.iter().any(|(_, evidence)| {
            let value = evidence.attribute.value();
            names.iter().any(|name| name == evidence.attribute.name())
                && pattern.is_match(&value.to_ascii_lowercase())
        }),
    })
}

fn decide(field: Field, candidates: BTreeMap<String, Candidate>) -> (Option<Claim>, Vec<Rival>) {
    let mut list: Vec<(String, Candidate)> = candidates.into_iter().collect();
    // A list may be years old: what the device says of itself outright goes before it, however sure the list is.
    let own_word = list.iter().any(|(_, candidate)| candidate.is_own_word());
    let rank = |candidate: &Candidate| {
        let certainty = candidate.certainty().get();
        if own_word && candidate.is_only_listed() { certainty.min(BELOW_OWN_WORD) } else { certainty }
    };
    list.sort_by(|a, b| {
        let order = rank(&b.1).total_cmp(&rank(&a.1));
        // Then the better source, then the more specific value, then the least.
        order.then(b.1.best().cmp(&a.1.best())).then(b.0.len().cmp(&a.0.len())).then(a.0.cmp(&b.0))
    });
    // "HS110" supports "HS110(EU)": what is contained in the leader is no rival of it.
    if may_be_contained(field) && !list.is_empty() {
        let (mut key, mut leader) = list.remove(0);
        let mut rest = Vec::new();
        for (other, candidate) in list {
            if are_related(&key, &other) {
                // "iMac11,3" in the device's own words says more than "iMac" in its host name.
                let is_own = !(candidate.is_only_listed() && leader.shown().is_some());
                if other.len() > key.len() && candidate.best() >= leader.best() && is_own {
                    leader.value.clone_from(&candidate.value);
                    key = other;
                }
                leader.take(candidate);
            } else {
                rest.push((other, candidate));
            }
        }
        list = std::iter::once((key, leader)).chain(rest).collect();
    }
    let mut list = list.into_iter().map(|(_, candidate)| candidate);
    let Some(leader) = list.next() else { return (None, Vec::new()) };
    // Against the device's own word a list takes away half of what another device's word would.
    let list: Vec<Candidate> = list.collect();
    let against = list.iter().map(|candidate| {
        let worth = candidate.certainty().get();
        if leader.is_own_word() && candidate.is_only_listed() { worth / 2.0 } else { worth }
    });
    let against = against.fold(0.0, f64::max);
    let rivals: Vec<Rival> = list
        .into_iter()
        .take(8)
        .map(|candidate| Rival {
            certainty: candidate.certainty(),
            value: candidate.value,
            reasons: sorted(candidate.reasons),
        })
        .collect();
    // A rival takes away as much as half of it is worth.
    let certainty = Certainty::new(leader.certainty().get() * (1.0 - against / 2.0));
    let reasons = sorted(leader.reasons.clone());
    if !certainty.holds() {
        let first = Rival { value: leader.value.clone(), certainty, reasons };
        return (None, std::iter::once(first).chain(rivals).collect());
    }
    let basis = match leader.shown() {
        Some(Tier::Declared | Tier::Strong) => Basis::Observed,
        _ if leader.by_protocol.contains_key(LISTS) => Basis::Declared,
        _ => Basis::Inferred,
    };
    let conflict = rivals.iter().any(|rival| rival.certainty.get() >= 0.8);
    (Some(Claim { value: leader.value, certainty, basis, reasons, rivals, conflict }), Vec::new())
}

/// Fields of which one source may say less than another without contradicting it.
pub(crate) fn may_be_contained(field: Field) -> bool {
    matches!(field, Field::Model | Field::OrderNumber | Field::Firmware | Field::Place)
}

/// Whether one of two squashed values says the same as the other, and more.
pub(crate) fn are_related(a: &str, b: &str) -> bool {
    b.len() >= 3 && (a.contains(b) || (a.len() >= 3 && b.contains(a)))
}

fn sorted(mut reasons: Vec<Reason>) -> Vec<Reason> {
    for reason in &mut reasons {
        reason.evidence.sort_unstable();
    }
    reasons.sort();
    reasons.dedup();
    reasons
}
