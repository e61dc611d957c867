//! `holdfast why ID`: from a device, or a piece of evidence, down to frame, bytes, field and rule.

use crate::args::{Arguments, Why};
use crate::failure::{DONE, Failure, INPUT, USAGE};
use crate::progress::Progress;
use crate::world::World;
use crate::{data, inputs, pipeline};
use holdfast_behaviour::{ExposureRules, Talk};
use holdfast_facts::{Device, DeviceId, EvidenceSet, Exposure};
use holdfast_report::{
    Inputs, called, why_claim_json, why_device, why_evidence, why_evidence_json, why_exposure,
    why_exposure_json,
};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{BufWriter, Write as _};

pub(crate) fn run(arguments: &Arguments, why: &Why) -> Result<u8, Failure> {
    if why.id.len() > 2 && why.id.to_uppercase().starts_with("W-") {
        return super::why_weakness::run(arguments, why);
    }
    let world = World::of(arguments)?;
    let knowledge = data::knowledge()?;
    let (set, names) = evidence(&world, why)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    if why.id.len() > 2 && why.id.to_uppercase().starts_with("E-") {
        let found = pipeline::conclude(&set, &knowledge, &data::exposure_rules()?, &world.site);
        print_evidence(why, &set, &found.exposures, &names, &mut out)?;
        out.flush()?;
        return Ok(DONE);
    }
    let exposure_rules = data::exposure_rules()?;
    let found = pipeline::conclude(&set, &knowledge, &exposure_rules, &world.site);
    if why.id.len() > 2 && why.id.to_uppercase().starts_with("X-") {
        print_exposure(why, &found.exposures, &exposure_rules, &names, &mut out)?;
        out.flush()?;
        return Ok(DONE);
    }
    let device = find(&found.devices, &why.id)?;
    let exposures: Vec<&Exposure> =
        found.exposures.iter().filter(|exposure| exposure.device == device.id).collect();
    if why.json {
        let version = data::version();
        let claims: Vec<_> = device
            .claims
            .iter()
            .map(|(field, claim)| why_claim_json(*field, claim, &set, &version))
            .collect();
        let exposures: Vec<_> =
            exposures.iter().map(|exposure| why_exposure_json(exposure, &version)).collect();
        let document = json!({
            "id": device.id.0, "value": device.names, "because": claims, "exposures": exposures,
        });
        writeln!(out, "{document}")?;
    } else {
        let rules = |id: &str| {
            knowledge.rules.get(id).map(|rule| (format!("data/{}", rule.file), rule.source.clone()))
        };
        why_device(device, &set, &names, &rules, &mut out)?;
        why_talks(device, &pipeline::talks(&set, &found.devices, &world.site), &found.devices, &mut out)?;
        for exposure in exposures {
            let rule = exposure_rules.get(&exposure.rule);
            let rule = rule.map(|rule| (format!("data/{}", rule.file), rule.source.clone()));
            writeln!(out)?;
            why_exposure(exposure, rule, &names, &mut out)?;
        }
    }
    out.flush()?;
    Ok(DONE)
}

/// From the captures that were named, or from the store.
pub(super) fn evidence(world: &World, why: &Why) -> Result<(EvidenceSet, Inputs), Failure> {
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
    exposures: &[Exposure],
    names: &Inputs,
    out: &mut dyn std::io::Write,
) -> Result<(), Failure> {
    let wanted = why.id.to_uppercase();
    // A conversation or an operation is evidence of the exposures that it shows.
    let cited = exposures.iter().flat_map(|exposure| exposure.because.iter().map(|(id, cited)| (id, cited)));
    let all: BTreeMap<_, _> = set.evidence.iter().chain(cited).collect();
    let mut found = all.into_iter().filter(|(id, _)| id.to_string().starts_with(&wanted));
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

fn print_exposure(
    why: &Why,
    exposures: &[Exposure],
    rules: &ExposureRules,
    names: &Inputs,
    out: &mut dyn std::io::Write,
) -> Result<(), Failure> {
    let wanted = why.id.to_uppercase();
    let found = exposures.iter().find(|exposure| exposure.id.0.starts_with(&wanted));
    let exposure = found.ok_or_else(|| {
        Failure::new(INPUT, "no such exposure", &why.id, "`holdfast exposures` lists the ids")
    })?;
    if why.json {
        writeln!(out, "{}", why_exposure_json(exposure, &data::version()))?;
        return Ok(());
    }
    let rule = rules.get(&exposure.rule).map(|rule| (format!("data/{}", rule.file), rule.source.clone()));
    why_exposure(exposure, rule, names, out)?;
    Ok(())
}

/// What the device asks of others, and others of it.
fn why_talks(
    device: &Device,
    talks: &[Talk],
    devices: &[Device],
    out: &mut dyn std::io::Write,
) -> Result<(), Failure> {
    let name = |id: &Option<DeviceId>, address: &str| match id {
        Some(id) => called(devices.iter().find(|device| device.id == *id)),
        None => address.to_owned(),
    };
    for (title, asked) in [("asks", true), ("is asked", false)] {
        let mut list: Vec<&Talk> = talks
            .iter()
            .filter(|talk| {
                let own = if asked { &talk.client_device } else { &talk.server_device };
                own.as_ref() == Some(&device.id) && talk.answered
            })
            .collect();
        list.sort_by_key(|talk| std::cmp::Reverse(talk.bytes.0 + talk.bytes.1));
        if list.is_empty() {
            continue;
        }
        writeln!(out, "\n{title}:")?;
        for talk in list.iter().take(12) {
            let peer = match asked {
                true => name(&talk.server_device, &talk.server),
                false => name(&talk.client_device, &talk.client),
            };
            let over = talk.protocol.as_deref().map(|protocol| format!(" {protocol}")).unwrap_or_default();
            let because = talk.because.as_ref().map(|(_, evidence)| evidence.seen.exemplar.spans());
            let frame = because.and_then(|spans| spans.first()).map_or(0, |span| span.frame);
            writeln!(
                out,
                "  {peer}  {}/{}{over}  {} bytes out, {} back, from frame {frame} on",
                talk.carriage.name(),
                talk.port,
                talk.bytes.0,
                talk.bytes.1
            )?;
        }
        if list.len() > 12 {
            writeln!(out, "  and {} more", list.len() - 12)?;
        }
    }
    Ok(())
}

/// By id or its beginning, by an endpoint that the device once had as its id, by MAC, IP or name.
pub(crate) fn find<'a>(devices: &'a [Device], text: &str) -> Result<&'a Device, Failure> {
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
