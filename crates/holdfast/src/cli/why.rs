//! `holdfast why ID`: from a device, or a piece of evidence, down to frame, bytes, field and rule.

use super::show::cited;
use crate::answers::{Answers, DEALINGS_SHOWN, Reader, Stood};
use crate::args::{Arguments, Why};
use crate::failure::{DONE, Failure, INPUT, USAGE};
use crate::progress::Progress;
use crate::world::World;
use crate::{data, inputs, pipeline};
use holdfast_behaviour::{Dealings, ExposureRules};
use holdfast_facts::{Device, EvidenceId, EvidenceSet, Exposure, Standing, Statement, StatementId};
use holdfast_identify::Knowledge;
use holdfast_report::{
    Inputs, called, instead_text, statement_json, statement_text, suggestion_json, suggestion_text, terminal,
    why_claim_json, why_device, why_evidence, why_evidence_json, why_exposure, why_exposure_json,
};
use holdfast_store::Store;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufWriter, Write as _};

pub(crate) fn run(arguments: &Arguments, why: &Why) -> Result<u8, Failure> {
    if why.id.len() > 2 && why.id.to_uppercase().starts_with("W-") {
        return super::why_weakness::run(arguments, why);
    }
    let world = World::of(arguments)?;
    let answers = Answers::of(store(&world, why)?, &world.site)?;
    let reader = answers.read()?;
    let (set, names) = reader.files()?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let starts = |letters: &str| why.id.len() > 2 && why.id.to_uppercase().starts_with(letters);
    if starts("E-") {
        print_evidence(why, &reader, &names, &mut out)?;
    } else if starts("X-") {
        print_exposure(why, &reader.exposures()?, &data::exposure_rules()?, &names, &mut out)?;
    } else if starts("S-") {
        print_statement(why, &reader, &set, &mut out)?;
    } else {
        print_device(why, &reader, set, &names, &mut out)?;
    }
    out.flush()?;
    Ok(DONE)
}

/// The store; or, of captures that were named, one that is gone afterwards.
fn store(world: &World, why: &Why) -> Result<Store, Failure> {
    if why.files.is_empty() {
        return world.open_existing();
    }
    let (paths, mut failures) = inputs::captures(&why.files, |_| {});
    if let Some(failure) = failures.pop() {
        return Err(failure);
    }
    let mut read = pipeline::read(&paths, &world.site, 1, &Progress::new(paths.len(), true));
    if let Some(failure) = read.failures.pop() {
        return Err(failure);
    }
    let mut store = Store::in_memory()?;
    store.merge(&world.site.id, &read.set)?;
    for (id, names) in &read.inputs {
        names.iter().try_for_each(|name| store.name_capture(&world.site.id, *id, name))?;
    }
    Ok(store)
}

fn print_device(
    why: &Why,
    reader: &Reader<'_>,
    mut set: EvidenceSet,
    names: &Inputs,
    out: &mut dyn std::io::Write,
) -> Result<(), Failure> {
    let devices = reader.devices()?;
    let mut device = find(&devices, &reader.today(&why.id)?)?.clone();
    reader.add_reasons(&mut device)?;
    let mut ids = cited(&device);
    ids.extend(rivals(&device));
    set.evidence = reader.evidence(&ids)?.into_iter().collect();
    let said: Vec<Stood> = reader.said()?;
    let mut exposures = reader.exposures()?;
    exposures.retain(|exposure| exposure.device == device.id);
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
        if let Some(map) = document.as_object_mut() {
            if !device.statements.is_empty() {
                let list = in_order(&device, &said, &set);
                let list =
                    list.map(|(id, statement, one)| statement_json(id, statement, &one.standing, &[&device]));
                map.insert("statements".into(), list.collect());
            }
            if !device.suggestions.is_empty() {
                let list = device.suggestions.iter().map(|suggestion| suggestion_json(&device, suggestion));
                map.insert("suggestions".into(), list.collect());
            }
        }
        writeln!(out, "{document}")?;
        return Ok(());
    }
    let (knowledge, exposure_rules) = (data::knowledge()?, data::exposure_rules()?);
    let rules =
        |id: &str| knowledge.rules.get(id).map(|rule| (format!("data/{}", rule.file), rule.source.clone()));
    why_device(&device, &set, names, &rules, out)?;
    why_said(&device, &said, &set, out)?;
    why_suggested(&device, &set, names, &knowledge, out)?;
    why_dealings(&reader.dealings(&device.id)?, &devices, out)?;
    for exposure in &exposures {
        let rule = exposure_rules.get(&exposure.rule);
        let rule = rule.map(|rule| (format!("data/{}", rule.file), rule.source.clone()));
        writeln!(out)?;
        why_exposure(exposure, rule, names, out)?;
    }
    // The process ends here: giving back a million small things one by one would only take time.
    std::mem::forget(devices);
    Ok(())
}

/// What the evidence says instead of what is claimed.
fn rivals(device: &Device) -> BTreeSet<EvidenceId> {
    let rivals = device.claims.values().flat_map(|claim| &claim.rivals);
    rivals.flat_map(|rival| &rival.reasons).flat_map(|reason| &reason.evidence).copied().collect()
}

/// All evidence: of the captures that were named, or of the store.
pub(super) fn evidence(world: &World, why: &Why) -> Result<(EvidenceSet, Inputs), Failure> {
    pipeline::load(&store(world, why)?, &world.site)
}

fn print_evidence(
    why: &Why,
    reader: &Reader<'_>,
    names: &Inputs,
    out: &mut dyn std::io::Write,
) -> Result<(), Failure> {
    let wanted = why.id.to_uppercase();
    // A conversation or an operation is evidence of the exposures that it shows.
    let exposures = reader.exposures()?;
    let cited = exposures.iter().flat_map(|exposure| exposure.because.iter().map(|(id, cited)| (id, cited)));
    let kept = reader.evidence_like(&wanted)?;
    let kept = kept.iter().map(|(id, evidence)| (id, evidence));
    let cited = cited.filter(|(id, _)| id.to_string().starts_with(&wanted));
    let mut found = kept.chain(cited).collect::<BTreeMap<_, _>>().into_iter();
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
    reader: &Reader<'_>,
    set: &EvidenceSet,
    out: &mut dyn std::io::Write,
) -> Result<(), Failure> {
    let (id, statement) = super::say::find_statement(set, &why.id)?;
    let Some(stood) = reader.said()?.into_iter().find(|one| one.statement == id) else { return Ok(()) };
    let mut devices = reader.devices()?;
    devices.retain(|device| stood.devices.contains(&device.id));
    devices.iter_mut().try_for_each(|device| reader.add_reasons(device))?;
    let about: Vec<&Device> = devices.iter().collect();
    if why.json {
        let mut document = statement_json(id, statement, &stood.standing, &about);
        if let Some(map) = document.as_object_mut() {
            map.insert("value".into(), holdfast_report::says(statement).into());
        }
        writeln!(out, "{document}")?;
    } else {
        statement_text(id, statement, &stood.standing, &about, out)?;
        if stood.standing == Standing::Holds {
            instead_text(statement, &about, out)?;
        }
    }
    Ok(())
}

/// What people said of the device, in its order, and what became of it.
fn in_order<'a>(
    device: &'a Device,
    said: &'a [Stood],
    set: &'a EvidenceSet,
) -> impl Iterator<Item = (StatementId, &'a Statement, &'a Stood)> {
    device
        .statements
        .iter()
        .filter_map(|id| Some((*id, set.statements.get(id)?, said.iter().find(|one| one.statement == *id)?)))
}

/// What people said of the device.
fn why_said(
    device: &Device,
    said: &[Stood],
    set: &EvidenceSet,
    out: &mut dyn std::io::Write,
) -> Result<(), Failure> {
    if device.statements.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nwhat people said of it:")?;
    for (id, statement, stood) in in_order(device, said, set) {
        statement_text(id, statement, &stood.standing, &[device], out)?;
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
fn why_dealings(
    dealings: &Dealings,
    devices: &[Device],
    out: &mut dyn std::io::Write,
) -> Result<(), Failure> {
    for (title, asks, count) in [("asks", true, dealings.asks), ("is asked", false, dealings.is_asked)] {
        if count == 0 {
            continue;
        }
        writeln!(out, "\n{title}:")?;
        for dealing in dealings.shown.iter().filter(|dealing| dealing.asks == asks) {
            let peer = dealing.peer.as_ref().and_then(|id| devices.iter().find(|device| device.id == *id));
            let peer = peer.map_or_else(|| dealing.address.clone(), |peer| called(Some(peer)));
            let over = dealing.protocol.as_deref().map(|protocol| format!(" {protocol}")).unwrap_or_default();
            writeln!(
                out,
                "  {peer}  {}/{}{over}  {} bytes out, {} back, from frame {} on",
                dealing.carriage.name(),
                dealing.port,
                dealing.bytes.0,
                dealing.bytes.1,
                dealing.frame
            )?;
        }
        if count > DEALINGS_SHOWN as u64 {
            writeln!(out, "  and {} more", count - DEALINGS_SHOWN as u64)?;
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
