//! Printing devices in the form that was asked for: `look`, `devices` and `demo` share it.

use super::devices::sorted;
use crate::answers::{Overview, Reader};
use crate::args::{Output, Sort};
use crate::data;
use crate::failure::Failure;
use crate::world::World;
use holdfast_facts::{Device, EvidenceId, EvidenceSet, Exposure, Field};
use holdfast_identify::Knowledge;
use holdfast_report::{Inputs, Shown, devices_csv, devices_json, devices_jsonl, devices_table, summary};
use std::collections::BTreeSet;
use std::io::{BufWriter, Write as _};

/// What there is to print.
pub(crate) struct Found<'a> {
    pub(crate) set: &'a EvidenceSet,
    pub(crate) overview: &'a Overview,
    pub(crate) inputs: &'a Inputs,
    pub(crate) devices: &'a [&'a Device],
    /// Of these devices and of others.
    pub(crate) exposures: &'a [Exposure],
    pub(crate) knowledge: &'a Knowledge,
    /// Devices that are left out because somebody said so.
    pub(crate) ignored: usize,
    /// Whether the plain words follow the table.
    pub(crate) with_summary: bool,
}

/// Takes out devices that somebody said to ignore, unless they are wanted, and says how many they were.
pub(crate) fn hide_ignored(devices: &mut Vec<Device>, wanted: bool) -> usize {
    let all = devices.len();
    devices.retain(|device| wanted || !device.ignored);
    all - devices.len()
}

/// Prints devices that a store gave without their reasons, with those that the form asks for; and how many more there are
/// that somebody said to ignore.
pub(crate) fn stored(
    reader: &Reader<'_>,
    (mut devices, ignored): (Vec<Device>, usize),
    sort: Sort,
    output: &Output,
    knowledge: &Knowledge,
    with_summary: bool,
    world: &World,
) -> Result<(), Failure> {
    let (mut set, inputs) = reader.files()?;
    let machine = output.json || output.jsonl || output.csv;
    let mut ids = BTreeSet::new();
    for device in &mut devices {
        let unknown = with_summary
            && !machine
            && !device.claims.contains_key(&Field::Vendor)
            && !device.claims.contains_key(&Field::Kind);
        if output.json || output.jsonl || unknown {
            reader.add_reasons(device)?;
        }
        if output.json && !output.no_evidence {
            ids.extend(cited(device));
        }
        if unknown {
            // What it did say tells what would identify it.
            ids.extend(&device.evidence);
        }
    }
    set.evidence = reader.evidence(&ids)?.into_iter().collect();
    // The table alone shows none.
    let mut exposures = if machine || with_summary { reader.exposures()? } else { Vec::new() };
    if !output.ignored {
        let hidden = reader.ignored()?;
        exposures.retain(|exposure| !hidden.contains(&exposure.device));
    }
    let found = Found {
        set: &set,
        overview: &reader.overview()?,
        inputs: &inputs,
        devices: &sorted(&devices, sort),
        exposures: &exposures,
        knowledge,
        ignored,
        with_summary,
    };
    print(&found, output, world)?;
    // The process ends here: giving back a million small things one by one would only take time.
    std::mem::forget((set, devices, exposures));
    Ok(())
}

/// All evidence that what is said of the device rests on.
pub(crate) fn cited(device: &Device) -> BTreeSet<EvidenceId> {
    let reasons = device.claims.values().flat_map(|claim| &claim.reasons).flat_map(|reason| &reason.evidence);
    let signs = device.suggestions.iter().flat_map(|suggestion| &suggestion.signs);
    let signs = signs.flat_map(|sign| sign.evidence.iter().chain(&sign.like));
    let services = device.services.iter().flat_map(|service| &service.evidence);
    reasons.chain(services).chain(signs).copied().collect()
}

pub(crate) fn print(found: &Found<'_>, output: &Output, world: &World) -> Result<(), Failure> {
    let phrases = data::phrases()?;
    let notes = phrases.notes(found.set, found.overview.has_dhcp, found.inputs);
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    if output.json {
        let shown = Shown {
            devices: found.devices,
            exposures: found.exposures,
            set: found.set,
            vlans: &found.overview.vlans,
            inputs: found.inputs,
            notes: &notes,
            with_evidence: !output.no_evidence,
            ignored: found.ignored,
            version: env!("CARGO_PKG_VERSION"),
        };
        devices_json(&shown, &mut out)?;
    } else if output.jsonl {
        devices_jsonl(found.devices, found.exposures, &mut out)?;
    } else if output.csv {
        devices_csv(found.devices, found.exposures, &mut out)?;
    } else {
        devices_table(found.devices, world.style, &mut out)?;
        let kinds = &found.knowledge.kinds;
        let lines = if found.with_summary {
            let devices = (found.devices, found.ignored);
            summary(devices, found.exposures, found.set, kinds, &phrases, &notes)
        } else {
            let mut lines: Vec<String> = phrases.ignored(found.ignored).into_iter().collect();
            lines.extend(phrases.suggestions(found.devices, found.set, kinds));
            lines
        };
        if !lines.is_empty() {
            writeln!(out)?;
        }
        for line in lines {
            writeln!(out, "{line}")?;
        }
    }
    out.flush()?;
    Ok(())
}
