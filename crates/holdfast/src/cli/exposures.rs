//! `holdfast exposures`: every weakness that was seen on the wire, gravest first.

use crate::args::{Arguments, Exposures};
use crate::failure::{DONE, Failure, USAGE};
use crate::world::World;
use crate::{data, pipeline};
use holdfast_facts::{Exposure, Severity};
use holdfast_report::{exposures_json, exposures_table};
use std::io::{BufWriter, Write as _};

pub(crate) fn run(arguments: &Arguments, wanted: &Exposures) -> Result<u8, Failure> {
    let world = World::of(arguments)?;
    let least = match &wanted.severity {
        Some(word) => Severity::from_name(word).ok_or_else(|| {
            Failure::new(USAGE, "no such severity", word, "give one of info, low, medium, high, critical")
        })?,
        None => Severity::Info,
    };
    let (set, _) = pipeline::load(&world.open_existing()?, &world.site)?;
    let mut found = pipeline::conclude(&set, &data::knowledge()?, &data::exposure_rules()?, &world.site);
    // Whoever names a device wants to see it.
    let hidden = found.hide_ignored(wanted.ignored || wanted.device.is_some());
    let mut shown: Vec<&Exposure> = found
        .exposures
        .iter()
        .filter(|exposure| exposure.severity >= least)
        .filter(|exposure| wanted.rule.as_deref().is_none_or(|start| exposure.rule.starts_with(start)))
        .filter(|exposure| {
            wanted.device.as_deref().is_none_or(|id| exposure.device.0.starts_with(&id.to_uppercase()))
        })
        .collect();
    shown.sort_by(|a, b| {
        b.severity
            .cmp(&a.severity)
            .then_with(|| (&a.rule, &a.device, &a.id).cmp(&(&b.rule, &b.device, &b.id)))
    });
    let mut out = BufWriter::new(std::io::stdout().lock());
    if wanted.json {
        exposures_json(&shown, env!("CARGO_PKG_VERSION"), &mut out)?;
    } else {
        exposures_table(&shown, &found.devices, world.style, &mut out)?;
        if hidden.exposures > 0 {
            let count = hidden.exposures;
            writeln!(out, "{count} more, of ignored devices (--ignored shows them).")?;
        }
    }
    out.flush()?;
    Ok(DONE)
}
