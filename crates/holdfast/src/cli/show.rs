//! Printing devices in the form that was asked for: `look`, `devices` and `demo` share it.

use crate::answers::Overview;
use crate::args::Output;
use crate::data;
use crate::failure::Failure;
use crate::world::World;
use holdfast_facts::{Device, EvidenceSet, Exposure};
use holdfast_identify::Knowledge;
use holdfast_report::{Inputs, Shown, devices_csv, devices_json, devices_jsonl, devices_table, summary};
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
    /// Whether the plain words follow the table.
    pub(crate) with_summary: bool,
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
            version: env!("CARGO_PKG_VERSION"),
        };
        devices_json(&shown, &mut out)?;
    } else if output.jsonl {
        devices_jsonl(found.devices, found.exposures, &mut out)?;
    } else if output.csv {
        devices_csv(found.devices, found.exposures, &mut out)?;
    } else {
        devices_table(found.devices, world.style, &mut out)?;
        if found.with_summary {
            writeln!(out)?;
            let lines =
                summary(found.devices, found.exposures, found.set, &found.knowledge.kinds, &phrases, &notes);
            for line in lines {
                writeln!(out, "{line}")?;
            }
        }
    }
    out.flush()?;
    Ok(())
}
