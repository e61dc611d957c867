//! `holdfast why ID`: from a device, or a piece of evidence, down to frame, bytes, field and rule.

use crate::args::{Arguments, Why};
use crate::failure::{DONE, Failure, INPUT, USAGE};
use crate::progress::Progress;
use crate::world::World;
use crate::{data, inputs, pipeline};
use holdfast_behaviour::{ExposureRules, Talk};
use holdfast_facts::{Device, DeviceId, EvidenceSet, Exposure, Standing};
use holdfast_identify::{Knowledge, standings};
use holdfast_report::{
    Inputs, called, instead_text, statement_json, statement_text, suggestion_json, suggestion_text, terminal,
    why_claim_json, why_device, why_evidence, why_evidence_json, why_exposure, why_exposure_json,
};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{BufWriter, Write as _};

pub(crate) fn run(arguments: &Arguments, why: &Why) -> Result<u8, Failure> {
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
    if why.id.len() > 2 && why.id.to_uppercase().starts_with("S-") {
        print_statement(why, &set, &found.devices, &mut out)?;
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
        let mut document = json!({
            "id": device.id.0, "value": device.names, "because": claims, "exposures": exposures,
        });
        let standings = standings(&set, &found.devices);
        let said = device.statements.iter().filter_map(|id| {
            Some(statement_json(*id, set.statements.get(id)?, standings.get(id)?, &[device]))
        });
        if let Some(map) = document.as_object_mut() {
            if !device.statements.is_empty() {
                map.insert("statements".into(), said.collect());
            }
            if !device.suggestions.is_empty() {
                let list = device.suggestions.iter().map(|suggestion| suggestion_json(device, suggestion));
                map.insert("suggestions".into(), list.collect());
            }
        }
        writeln!(out, "{document}")?;
    } else {
        let rules = |id: &str| {
            knowledge.rules.get(id).map(|rule| (format!("data/{}", rule.file), rule.source.clone()))
        };
        why_device(device, &set, &names, &rules, &mut out)?;
        why_said(device, &set, &found.devices, &mut out)?;
        why_suggested(device, &set, &names, &knowledge, &mut out)?;
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

/// One statement: who said it, when and why, where it stands, and what the evidence says instead.
fn print_statement(
    why: &Why,
    set: &EvidenceSet,
    devices: &[Device],
    out: &mut dyn std::io::Write,
) -> Result<(), Failure> {
    let (id, statement) = super::say::find_statement(set, &why.id)?;
    let Some(standing) = standings(set, devices).remove(&id) else { return Ok(()) };
    let about = super::say::list::about(set, devices, id);
    if why.json {
        let mut document = statement_json(id, statement, &standing, &about);
        if let Some(map) = document.as_object_mut() {
            map.insert("value".into(), holdfast_report::says(statement).into());
        }
        writeln!(out, "{document}")?;
    } else {
        statement_text(id, statement, &standing, &about, out)?;
        if standing == Standing::Holds {
            instead_text(statement, &about, out)?;
        }
    }
    Ok(())
}

/// What people said of the device.
fn why_said(
    device: &Device,
    set: &EvidenceSet,
    devices: &[Device],
    out: &mut dyn std::io::Write,
) -> Result<(), Failure> {
    if device.statements.is_empty() {
        return Ok(());
    }
    let standings = standings(set, devices);
    writeln!(out, "\nwhat people said of it:")?;
    for id in &device.statements {
        if let (Some(statement), Some(standing)) = (set.statements.get(id), standings.get(id)) {
            statement_text(*id, statement, standing, &[device], out)?;
        }
    }
    Ok(())
}

/// What it may be, because a device that a person named shows the same.
fn why_suggested(
    device: &Device,
    set: &EvidenceSet,
    names: &Inputs,
    knowledge: &Knowledge,
    out: &mut dyn std::io::Write,
) -> Result<(), Failure> {
    let phrases = data::phrases()?;
    for suggestion in &device.suggestions {
        let person = set.statements.get(&suggestion.statement).map_or("", |statement| statement.person());
        writeln!(out, "\n{}", suggestion_text(device, suggestion, person, &knowledge.kinds, &phrases))?;
        for sign in &suggestion.signs {
            writeln!(out, "  {}: {}", sign.says, terminal(&sign.value))?;
            for id in sign.evidence.iter().take(1).chain(sign.like.iter().take(1)) {
                if let Some(evidence) = set.evidence.get(id) {
                    why_evidence(*id, evidence, names, "    ", out)?;
                }
            }
        }
    }
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

/// By id or its beginning, by an id that the device once had, by MAC, IP or name.
pub(crate) fn find<'a>(devices: &'a [Device], text: &str) -> Result<&'a Device, Failure> {
    let upper = text.to_uppercase();
    let exact = |device: &&Device| {
        device.macs.iter().any(|mac| text.parse() == Ok(*mac))
            || device.ips.iter().any(|ip| text.parse() == Ok(*ip))
            || device.names.iter().any(|name| name.eq_ignore_ascii_case(text))
            || device.answers_to(&upper)
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
