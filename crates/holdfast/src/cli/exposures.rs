//! `holdfast exposures`: every weakness that was seen on the wire, gravest first.

use crate::answers::Answers;
use crate::args::{Arguments, Exposures};
use crate::failure::{DONE, Failure, USAGE};
use crate::world::World;
use holdfast_facts::{Exposure, Severity};
use holdfast_report::{exposures_json, exposures_table};
use std::collections::BTreeSet;
use std::io::{BufWriter, Write as _};

pub(crate) fn run(arguments: &Arguments, wanted: &Exposures) -> Result<u8, Failure> {
    let world = World::of(arguments)?;
    let least = match &wanted.severity {
        Some(word) => Severity::from_name(word).ok_or_else(|| {
            Failure::new(USAGE, "no such severity", word, "give one of info, low, medium, high, critical")
        })?,
        None => Severity::Info,
    };
    let answers = Answers::of(world.open_existing()?, &world.site)?;
    let reader = answers.read()?;
    let mut exposures = reader.exposures()?;
    let device = wanted.device.as_deref().map(|text| reader.today(text)).transpose()?;
    // Whoever names a device wants to see it.
    let ignored = if wanted.ignored || device.is_some() { BTreeSet::new() } else { reader.ignored()? };
    let all = exposures.len();
    exposures.retain(|exposure| !ignored.contains(&exposure.device));
    let hidden = all - exposures.len();
    let mut shown: Vec<&Exposure> = exposures
        .iter()
        .filter(|exposure| exposure.severity >= least)
        .filter(|exposure| wanted.rule.as_deref().is_none_or(|start| exposure.rule.starts_with(start)))
        .filter(|exposure| {
            device.as_deref().is_none_or(|id| exposure.device.0.starts_with(&id.to_uppercase()))
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
        let devices = reader.devices()?;
        exposures_table(&shown, &devices, world.style, &mut out)?;
        std::mem::forget(devices);
        if hidden > 0 {
            writeln!(out, "{hidden} more, of ignored devices (--ignored shows them).")?;
        }
    }
    out.flush()?;
    // The process ends here: giving back a million small things one by one would only take time.
    std::mem::forget(exposures);
    Ok(DONE)
}
