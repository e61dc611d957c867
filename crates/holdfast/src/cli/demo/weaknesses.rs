//! What should not be: the gravest exposure of each family, and what crosses between zones undeclared.

use super::Hospital;
use super::page::Page;
use crate::failure::Failure;
use crate::pipeline;
use holdfast_behaviour::Conduit;
use holdfast_facts::Exposure;
use holdfast_report::called;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// Exposures that are shown.
const WORST: usize = 5;

/// What a rule's id begins with: `cred`, `ctrl`, `zone` …
fn family(exposure: &Exposure) -> &str {
    exposure.rule.split('.').next().unwrap_or("")
}

/// The gravest of each family, gravest first; of equals the one whose rule is met least often.
pub(super) fn worst(hospital: &Hospital) -> Vec<&Exposure> {
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    for exposure in &hospital.found.exposures {
        *met.entry(&exposure.rule).or_default() += 1;
    }
    let mut list: Vec<&Exposure> = hospital.found.exposures.iter().collect();
    list.sort_by_key(|exposure| (Reverse(exposure.severity), met.get(exposure.rule.as_str()), &exposure.id));
    let mut families = Vec::new();
    list.retain(|exposure| {
        let is_first = !families.contains(&family(exposure));
        families.push(family(exposure));
        is_first
    });
    list.truncate(WORST);
    list
}

pub(super) fn exposures(hospital: &Hospital, page: &mut Page<'_>) -> io::Result<()> {
    page.head(&format!("The {WORST} worst weaknesses that were seen, one of each family"))?;
    for exposure in worst(hospital) {
        let name = called(hospital.device(&exposure.device));
        let whose = format!("{} {name}: {}, {}", exposure.device, exposure.rule, exposure.id);
        page.pair(exposure.severity.name(), 9, &whose)?;
        page.pair("", 9, &exposure.says)?;
    }
    let more = hospital.found.exposures.len().saturating_sub(WORST);
    page.line(&format!("… and {more} more (holdfast exposures lists them all)"))
}

pub(super) fn conduits(hospital: &Hospital, page: &mut Page<'_>) -> Result<(), Failure> {
    let all = pipeline::conduits(&hospital.reading.set, &hospital.found.devices, &hospital.site);
    let declared = all.iter().filter(|conduit| conduit.declared == Some(true)).count();
    let mut undeclared: Vec<&Conduit> =
        all.iter().filter(|conduit| conduit.declared == Some(false)).collect();
    undeclared.sort_by_key(|conduit| Reverse(conduit.bytes));
    page.head("What crosses between zones although the site file does not declare it")?;
    for conduit in undeclared {
        let over = conduit.protocol.as_deref().unwrap_or("an unknown protocol");
        page.text(
            2,
            &format!(
                "{} to {}: {} asks {} over {over} ({}/{}), {} bytes.",
                zone(hospital, &conduit.from),
                zone(hospital, &conduit.to),
                some(hospital, &conduit.clients),
                some(hospital, &conduit.servers),
                conduit.carriage.name(),
                conduit.port,
                conduit.bytes
            ),
        )?;
        for (id, evidence) in conduit.because.iter().take(1) {
            let span = evidence.seen.exemplar.spans().first();
            let names = hospital.reading.inputs.get(&evidence.seen.exemplar.capture);
            let file = names.and_then(|names| names.first()).map_or("a capture", String::as_str);
            page.text(4, &format!("{id}: {file}, frame {}", span.map_or(0, |span| span.frame)))?;
        }
    }
    page.text(2, &format!("The other {declared} conduits that were seen are declared."))?;
    Ok(())
}

fn zone<'h>(hospital: &'h Hospital, id: &'h str) -> &'h str {
    let known = hospital.site.settings.zones.iter().find(|zone| zone.id == id);
    known.map_or(id, |zone| zone.name.as_str())
}

/// The first of them by name, and how many more there are.
fn some(hospital: &Hospital, list: &BTreeSet<String>) -> String {
    let Some(first) = list.first() else { return "nobody".to_owned() };
    let at = first.parse().ok();
    let device = hospital.found.devices.iter().find(|device| at.is_some_and(|ip| device.ips.contains(&ip)));
    let name = device.map_or_else(|| first.clone(), |device| called(Some(device)));
    if list.len() > 1 { format!("{name} and {} more", list.len() - 1) } else { name }
}
