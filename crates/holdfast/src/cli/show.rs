//! Printing devices in the form that was asked for: `look`, `devices` and `demo` share it.

use crate::args::Output;
use crate::data;
use crate::failure::Failure;
use crate::world::World;
use holdfast_facts::{Device, EvidenceSet};
use holdfast_identify::Knowledge;
use holdfast_report::{Inputs, Shown, devices_csv, devices_json, devices_jsonl, devices_table, summary};
use std::io::{BufWriter, Write as _};

/// What there is to print.
pub(crate) struct Found<'a> {
    pub(crate) set: &'a EvidenceSet,
    pub(crate) inputs: &'a Inputs,
    pub(crate) devices: &'a [&'a Device],
    pub(crate) knowledge: &'a Knowledge,
    /// Whether the plain words follow the table.
    pub(crate) with_summary: bool,
}

pub(crate) fn print(found: &Found<'_>, output: &Output, world: &World) -> Result<(), Failure> {
    let phrases = data::phrases()?;
    let notes = phrases.notes(found.set, found.inputs);
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    if output.json {
        let shown = Shown {
            devices: found.devices,
            set: found.set,
            inputs: found.inputs,
            notes: &notes,
            with_evidence: !output.no_evidence,
            version: env!("CARGO_PKG_VERSION"),
        };
        devices_json(&shown, &mut out)?;
    } else if output.jsonl {
        devices_jsonl(found.devices, &mut out)?;
    } else if output.csv {
        devices_csv(found.devices, &mut out)?;
    } else {
        devices_table(found.devices, world.style, &mut out)?;
        if found.with_summary {
            writeln!(out)?;
            for line in summary(found.devices, found.set, &found.knowledge.kinds, &phrases, &notes) {
                writeln!(out, "{line}")?;
            }
        }
    }
    out.flush()?;
    Ok(())
}
