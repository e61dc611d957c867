//! `holdfast why ID`: from a device, or a piece of evidence, down to frame, bytes, field and rule.

use crate::args::{Arguments, Why};
use crate::failure::{DONE, Failure, INPUT, USAGE};
use crate::progress::Progress;
use crate::world::World;
use crate::{data, inputs, pipeline};
use holdfast_facts::{Device, EvidenceSet};
use holdfast_report::{Inputs, why_claim_json, why_device, why_evidence, why_evidence_json};
use serde_json::json;
use std::io::{BufWriter, Write as _};

pub(crate) fn run(arguments: &Arguments, why: &Why) -> Result<u8, Failure> {
    let world = World::of(arguments)?;
    let knowledge = data::knowledge()?;
    let (set, names) = evidence(&world, why)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    if why.id.len() > 2 && why.id.to_uppercase().starts_with("E-") {
        print_evidence(why, &set, &names, &mut out)?;
        out.flush()?;
        return Ok(DONE);
    }
    let devices = pipeline::devices(&set, &knowledge, &world.site);
    let device = find(&devices, &why.id)?;
    if why.json {
        let version = data::version();
        let claims: Vec<_> = device
            .claims
            .iter()
            .map(|(field, claim)| why_claim_json(*field, claim, &set, &version))
            .collect();
        writeln!(out, "{}", json!({ "id": device.id.0, "value": device.names, "because": claims }))?;
    } else {
        let rules = |id: &str| {
            knowledge.rules.get(id).map(|rule| (format!("data/{}", rule.file), rule.source.clone()))
        };
        why_device(device, &set, &names, &rules, &mut out)?;
    }
    out.flush()?;
    Ok(DONE)
}

/// From the captures that were named, or from the store.
fn evidence(world: &World, why: &Why) -> Result<(EvidenceSet, Inputs), Failure> {
    if why.files.is_empty() {
        return pipeline::load(&world.open_existing()?, &world.site);
    }
    let (paths, mut failures) = inputs::captures(&why.files, |_| {});
    if let Some(failure) = failures.pop() {
        return Err(failure);
    }
    let mut read = pipeline::read(&paths, &world.site, 1, &Progress::new(paths.len(), true));
    match read.failures.pop() {
        Some(failure) => Err(failure),
        None => Ok((read.set, read.inputs)),
    }
}

fn print_evidence(
    why: &Why,
    set: &EvidenceSet,
    names: &Inputs,
    out: &mut dyn std::io::Write,
) -> Result<(), Failure> {
    let wanted = why.id.to_uppercase();
    let mut found = set.evidence.iter().filter(|(id, _)| id.to_string().starts_with(&wanted));
    match (found.next(), found.next()) {
        (Some((id, evidence)), None) if why.json => writeln!(out, "{}", why_evidence_json(*id, evidence))?,
        (Some((id, evidence)), None) => why_evidence(*id, evidence, names, "", out)?,
        (Some(_), Some(_)) => {
            return Err(Failure::new(
                USAGE,
                "several pieces of evidence begin so",
                &why.id,
                "give more of the id",
            ));
        }
        (None, _) => {
            return Err(Failure::new(
                INPUT,
                "no such evidence",
                &why.id,
                "`holdfast devices --json` lists the ids",
            ));
        }
    }
    Ok(())
}

/// By id or its beginning, by an endpoint that the device once had as its id, by MAC, IP or name.
fn find<'a>(devices: &'a [Device], text: &str) -> Result<&'a Device, Failure> {
    let upper = text.to_uppercase();
    let exact = |device: &&Device| {
        device.macs.iter().any(|mac| text.parse() == Ok(*mac))
            || device.ips.iter().any(|ip| text.parse() == Ok(*ip))
            || device.names.iter().any(|name| name.eq_ignore_ascii_case(text))
            || device.macs.iter().any(|mac| {
                device
                    .endpoints
                    .iter()
                    .any(|e| holdfast_facts::DeviceId::of(&format!("{}|mac|{mac}", e.site)).0 == upper)
            })
    };
    let by_id: Vec<&Device> =
        devices.iter().filter(|device| upper.len() > 2 && device.id.0.starts_with(&upper)).collect();
    let found = if by_id.is_empty() { devices.iter().filter(exact).collect() } else { by_id };
    match found.as_slice() {
        [device] => Ok(device),
        [] => Err(Failure::new(
            INPUT,
            "no such device",
            text,
            "`holdfast devices` lists them; give an id, MAC, IP or name",
        )),
        several => {
            let list: Vec<&str> = several.iter().take(5).map(|device| device.id.0.as_str()).collect();
            Err(Failure::new(
                USAGE,
                format!("{} devices match", several.len()),
                text,
                format!("give one of {}", list.join(", ")),
            ))
        }
    }
}
