//! The `holdfast.look/1` document, written as a stream: one device, one piece of evidence at a time.

use crate::shape::{DeviceShape, EvidenceShape, ExposureShape, because};
use crate::statement::assumed_json;
use holdfast_facts::{Device, DeviceId, Evidence, EvidenceId, EvidenceSet, Exposure, StatementId};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Names of the captures by id, as they were given.
pub type Inputs = BTreeMap<holdfast_facts::CaptureId, Vec<String>>;

/// What a document is made of.
pub struct Shown<'a> {
    /// Devices, in the order in which they are shown.
    pub devices: &'a [&'a Device],
    /// Their exposures, and perhaps others'.
    pub exposures: &'a [Exposure],
    /// The set that they were derived from; at least its captures and lists, and the evidence that they rest on.
    pub set: &'a EvidenceSet,
    /// VLANs that were seen.
    pub vlans: &'a BTreeSet<u16>,
    /// Names of the captures.
    pub inputs: &'a Inputs,
    /// Sentences of what could not be seen.
    pub notes: &'a [String],
    /// Whether the evidence goes with it.
    pub with_evidence: bool,
    /// Devices that are left out because somebody said to ignore them.
    pub ignored: usize,
    /// Version of the program.
    pub version: &'a str,
}

/// Writes the document of `look --json` and `devices --json`.
pub fn devices_json(shown: &Shown<'_>, out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "{{\"schema\":\"holdfast.look/1\",\"version\":{},\n\"inputs\":[",
        Value::from(shown.version)
    )?;
    for (index, summary) in shown.set.captures.values().enumerate() {
        let names = shown.inputs.get(&summary.id);
        let path = names.and_then(|names| names.first()).cloned().unwrap_or_default();
        let mut input = json!({
            "path": path,
            "blake3": summary.id.to_string(),
            "frames": summary.frames,
            "bytes": summary.file_bytes,
            "first": summary.first.map(|t| t.to_string()),
            "last": summary.last.map(|t| t.to_string()),
            "truncated": summary.truncated,
            "anomalies": summary.coverage.anomalies(),
        });
        if let (Some(names), Some(map)) = (names.filter(|names| names.len() > 1), input.as_object_mut()) {
            map.insert("also".to_owned(), json!(names.get(1..)));
        }
        separated(out, index, &input)?;
    }
    write!(out, "],")?;
    // Only where there are any: without them the document is what it always was.
    if !shown.set.lists.is_empty() {
        write!(out, "\n\"lists\":[")?;
        for (index, list) in shown.set.lists.values().enumerate() {
            let path = shown.inputs.get(&list.id).and_then(|names| names.first());
            let list = json!({
                "path": path.cloned().unwrap_or_default(),
                "blake3": list.id.to_string(),
                "format": &*list.format,
                "role": list.role.name(),
                "rows": list.rows,
                "refused": list.refused,
                "as_of": list.as_of.to_string(),
            });
            separated(out, index, &list)?;
        }
        write!(out, "],")?;
    }
    if shown.ignored > 0 {
        write!(out, "\n\"ignored\":{},", shown.ignored)?;
    }
    write!(out, "\n\"devices\":[")?;
    let exposures = by_device(shown.exposures);
    let of = |device: &Device| exposures.get(&device.id).map(Vec::as_slice).unwrap_or_default();
    let mut text = Vec::with_capacity(1 << 14);
    for (index, device) in shown.devices.iter().enumerate() {
        text.clear();
        text.extend_from_slice(if index > 0 { b",\n" } else { b"\n" });
        serde_json::to_writer(&mut text, &DeviceShape { device, exposures: of(device) })?;
        out.write_all(&text)?;
    }
    writeln!(out, "],")?;
    if shown.with_evidence {
        write!(out, "\"evidence\":{{")?;
        let known = cited(shown, &exposures);
        for (index, (id, evidence)) in known.iter().enumerate() {
            text.clear();
            write!(text, "{}\n\"{id}\":", if index > 0 { "," } else { "" })?;
            serde_json::to_writer(&mut text, &EvidenceShape(evidence))?;
            out.write_all(&text)?;
        }
        let said = spoken(shown.devices);
        let said = said.iter().filter_map(|id| Some((*id, shown.set.statements.get(id)?)));
        for (index, (id, statement)) in said.enumerate() {
            write!(out, "{}\n\"{id}\":", if index + known.len() > 0 { "," } else { "" })?;
            serde_json::to_writer(&mut *out, &assumed_json(id, statement))?;
        }
        writeln!(out, "}},")?;
    }
    writeln!(out, "\"coverage\":{}}}", json!({ "vlans": shown.vlans, "notes": shown.notes }))
}

/// All evidence that the devices' claims, services, suggestions and exposures name, in the order of its ids. Conversations and
/// operations stand in their exposures alone.
fn cited<'a>(shown: &Shown<'a>, exposures: &ByDevice<'a>) -> Vec<(EvidenceId, &'a Evidence)> {
    let mut used: Vec<EvidenceId> = Vec::new();
    for device in shown.devices {
        used.extend(device.claims.values().flat_map(because));
        used.extend(device.services.iter().flat_map(|service| &service.evidence));
        let signs = device.suggestions.iter().flat_map(|suggestion| &suggestion.signs);
        used.extend(signs.flat_map(|sign| sign.evidence.iter().chain(&sign.like)));
    }
    used.sort_unstable();
    used.dedup();
    let mut known: Vec<(EvidenceId, &Evidence)> =
        used.into_iter().filter_map(|id| Some((id, shown.set.evidence.get(&id)?))).collect();
    for device in shown.devices {
        let list = exposures.get(&device.id).into_iter().flatten();
        known.extend(list.flat_map(|exposure| exposure.because.iter().map(|(id, evidence)| (*id, evidence))));
    }
    known.sort_by_key(|(id, _)| *id);
    known.dedup_by_key(|(id, _)| *id);
    known
}

/// All statements that the devices, their claims and their suggestions name.
fn spoken(devices: &[&Device]) -> BTreeSet<StatementId> {
    let mut used = BTreeSet::new();
    for device in devices {
        let reasons = device.claims.values().flat_map(|claim| &claim.reasons);
        used.extend(reasons.filter_map(|reason| reason.statement));
        used.extend(&device.statements);
        used.extend(device.suggestions.iter().map(|suggestion| suggestion.statement));
    }
    used
}

/// One device a line.
pub fn devices_jsonl(devices: &[&Device], exposures: &[Exposure], out: &mut dyn Write) -> io::Result<()> {
    let exposures = by_device(exposures);
    for device in devices {
        let exposures = exposures.get(&device.id).map(Vec::as_slice).unwrap_or_default();
        serde_json::to_writer(&mut *out, &DeviceShape { device, exposures })?;
        writeln!(out)?;
    }
    Ok(())
}

fn separated(out: &mut dyn Write, index: usize, value: &Value) -> io::Result<()> {
    writeln!(out, "{}", if index > 0 { "," } else { "" })?;
    serde_json::to_writer(&mut *out, value)?;
    Ok(())
}

/// Exposures by whose they are.
pub(crate) type ByDevice<'a> = BTreeMap<&'a DeviceId, Vec<&'a Exposure>>;

pub(crate) fn by_device(exposures: &[Exposure]) -> ByDevice<'_> {
    let mut map = ByDevice::new();
    for exposure in exposures {
        map.entry(&exposure.device).or_default().push(exposure);
    }
    map
}

/// One exposure, to be added to.
pub(crate) fn exposure_json(exposure: &Exposure) -> Value {
    serde_json::to_value(ExposureShape(exposure)).unwrap_or_default()
}

/// One piece of evidence, to be put somewhere.
pub(crate) fn evidence_json(evidence: &Evidence) -> Value {
    serde_json::to_value(EvidenceShape(evidence)).unwrap_or_default()
}
