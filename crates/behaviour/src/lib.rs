//! Evidence and devices in; exposures, conversations between devices, and conduits out.
//!
//! Everything here is a pure function of the evidence set, the devices, the site's zones and the rules in
//! `data/exposures/`. An exposure is only ever put with the evidence that shows it: an attribute, a conversation or an
//! operation, each with its frame.
//!
//! Invariants: no clock; the same input gives the same exposures in the same order; a detector says only what its
//! evidence shows, and its thresholds are in its rule.

mod by_attribute;
mod by_operation;
mod cite;
mod conduit;
mod dealings;
mod detect;
mod finding;
mod reconcile;
mod rule;
mod scene;
mod talk;
mod who;

pub use conduit::{Conduit, conduits};
pub use dealings::{Dealing, Dealings, dealings};
pub use reconcile::{CouldBeSeen, Reconciled, Standing, reconcile};
pub use rule::{ExposureRule, ExposureRules, RuleError, When};
pub use scene::Scene;
pub use talk::{Talk, talks};

use finding::Findings;
use holdfast_facts::{Device, Exposure};
use std::collections::BTreeSet;

/// What was found, and the hosts outside that something was found about: they are nobody's devices, but an exposure of
/// theirs must have a place.
#[derive(Debug, Default)]
pub struct Behaviour {
    /// Every exposure, by device, rule and peer.
    pub exposures: Vec<Exposure>,
    /// Hosts of the internet that did something to ours.
    pub outsiders: Vec<Device>,
}

/// The detectors that rules can ask for.
pub fn detector_names() -> impl Iterator<Item = &'static str> {
    detect::DETECTORS.iter().map(|(name, _)| *name)
}

/// The names of all attributes that an assessment reads: evidence of others may be left out of the set.
pub fn attributes_read(rules: &ExposureRules) -> BTreeSet<&str> {
    let mut names = BTreeSet::from(detect::READ);
    for rule in rules.iter() {
        if let When::Attribute { names: read, .. } = &rule.when {
            names.extend(read.iter().map(String::as_str));
        }
    }
    names
}

/// Looks for everything that the rules know.
pub fn assess(scene: &Scene<'_>, rules: &ExposureRules) -> Behaviour {
    let mut findings = Findings::new(scene);
    by_attribute::look(scene, rules, &mut findings);
    by_operation::look(scene, rules, &mut findings);
    detect::look(scene, rules, &mut findings);
    findings.finish()
}
