//! The `holdfast.look/1` document, written as a stream: one device, one piece of evidence at a time.

use crate::statement::{assumed_json, suggestion_json};
use holdfast_facts::{
    Claim, Device, DeviceId, Evidence, EvidenceId, EvidenceSet, Exposure, Field, Place, Rival, ServiceRole,
    StatementId,
};
use serde_json::{Map, Value, json};
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
    let mut used = Used::default();
    let exposures = by_device(shown.exposures);
    for (index, device) in shown.devices.iter().enumerate() {
        separated(out, index, &device_json(device, &exposures, &mut used))?;
    }
    writeln!(out, "],")?;
    if shown.with_evidence {
        write!(out, "\"evidence\":{{")?;
        // Conversations and operations stand in their exposures alone.
        let mut known: BTreeMap<&EvidenceId, &Evidence> =
            used.evidence.iter().filter_map(|id| Some((id, shown.set.evidence.get(id)?))).collect();
        for device in shown.devices {
            let list = exposures.get(&device.id).into_iter().flatten();
            known.extend(
                list.flat_map(|exposure| exposure.because.iter().map(|(id, evidence)| (id, evidence))),
            );
        }
        for (index, (id, evidence)) in known.iter().enumerate() {
            write!(out, "{}\n\"{id}\":", if index > 0 { "," } else { "" })?;
            serde_json::to_writer(&mut *out, &evidence_json(evidence))?;
        }
        let said = used.statements.iter().filter_map(|id| Some((*id, shown.set.statements.get(id)?)));
        for (index, (id, statement)) in said.enumerate() {
            write!(out, "{}\n\"{id}\":", if index + known.len() > 0 { "," } else { "" })?;
            serde_json::to_writer(&mut *out, &assumed_json(id, statement))?;
        }
        writeln!(out, "}},")?;
    }
    writeln!(out, "\"coverage\":{}}}", json!({ "vlans": shown.vlans, "notes": shown.notes }))
}

/// One device a line.
pub fn devices_jsonl(devices: &[&Device], exposures: &[Exposure], out: &mut dyn Write) -> io::Result<()> {
    let exposures = by_device(exposures);
    for device in devices {
        serde_json::to_writer(&mut *out, &device_json(device, &exposures, &mut Used::default()))?;
        writeln!(out)?;
    }
    Ok(())
}

fn separated(out: &mut dyn Write, index: usize, value: &Value) -> io::Result<()> {
    writeln!(out, "{}", if index > 0 { "," } else { "" })?;
    serde_json::to_writer(&mut *out, value)?;
    Ok(())
}

fn ids_json(list: &[EvidenceId]) -> Value {
    list.iter().map(|id| Value::from(id.to_string())).collect()
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

/// The shape of one exposure.
pub(crate) fn exposure_json(exposure: &Exposure) -> Value {
    let ids: Vec<EvidenceId> = exposure.because.iter().map(|(id, _)| *id).collect();
    let mut value = json!({
        "id": exposure.id.0,
        "rule": exposure.rule,
        "severity": exposure.severity.name(),
        "says": exposure.says,
        "first_seen": exposure.first.to_string(),
        "last_seen": exposure.last.to_string(),
        "because": ids_json(&ids),
    });
    if let (Some(peer), Some(map)) = (exposure.peers.first(), value.as_object_mut()) {
        map.insert("peer".into(), peer.clone().into());
        if exposure.peers.len() > 1 {
            map.insert("peers".into(), json!(exposure.peers));
        }
    }
    value
}

/// Ids that a document names.
#[derive(Default)]
struct Used {
    evidence: BTreeSet<EvidenceId>,
    statements: BTreeSet<StatementId>,
}

fn device_json(device: &Device, exposures: &ByDevice<'_>, used: &mut Used) -> Value {
    let mut map = Map::new();
    map.insert("id".into(), device.id.0.clone().into());
    if let Some(parent) = &device.parent {
        map.insert("parent".into(), parent.0.clone().into());
    }
    map.insert("macs".into(), device.macs.iter().map(|mac| Value::from(mac.to_string())).collect());
    map.insert("ips".into(), device.ips.iter().map(|ip| Value::from(ip.to_string())).collect());
    map.insert("names".into(), device.names.iter().map(|name| Value::from(name.clone())).collect());
    map.insert("first_seen".into(), device.first_seen.map(|t| t.to_string()).into());
    map.insert("last_seen".into(), device.last_seen.map(|t| t.to_string()).into());
    for (field, claim) in &device.claims {
        map.insert(field.name().into(), claim_json(claim, used));
    }
    let mut runners: Vec<Value> = Vec::new();
    for field in Field::ALL {
        let of_claim = device.claims.get(&field).map(|claim| claim.rivals.as_slice()).unwrap_or_default();
        let alone = device.runners_up.get(&field).map(Vec::as_slice).unwrap_or_default();
        for rival in of_claim.iter().chain(alone) {
            runners.push(rival_json(field, rival));
        }
    }
    map.insert("runner_up".into(), runners.into());
    let services = device.services.iter().map(|service| {
        used.evidence.extend(&service.evidence);
        json!({
            "port": service.port, "transport": service.transport, "protocol": service.protocol,
            "role": match service.role { ServiceRole::Server => "server", ServiceRole::Client => "client" },
            "because": ids_json(&service.evidence),
        })
    });
    map.insert("services".into(), services.collect());
    let own = exposures.get(&device.id).into_iter().flatten();
    map.insert("exposures".into(), own.map(|exposure| exposure_json(exposure)).collect());
    map.insert("notes".into(), device.notes.iter().map(|note| Value::from(note.clone())).collect());
    if device.ignored {
        map.insert("ignored".into(), true.into());
    }
    if !device.statements.is_empty() {
        used.statements.extend(&device.statements);
        map.insert(
            "statements".into(),
            device.statements.iter().map(|id| Value::from(id.to_string())).collect(),
        );
    }
    if !device.suggestions.is_empty() {
        for suggestion in &device.suggestions {
            used.statements.insert(suggestion.statement);
            let signs = suggestion.signs.iter();
            used.evidence.extend(signs.flat_map(|sign| sign.evidence.iter().chain(&sign.like)));
        }
        let list = device.suggestions.iter().map(|suggestion| suggestion_json(device, suggestion));
        map.insert("suggestions".into(), list.collect());
    }
    map.insert("frames".into(), device.frames.into());
    map.insert("bytes".into(), device.bytes.into());
    Value::Object(map)
}

fn claim_json(claim: &Claim, used: &mut Used) -> Value {
    let because: BTreeSet<EvidenceId> =
        claim.reasons.iter().flat_map(|reason| reason.evidence.iter().copied()).collect();
    used.evidence.extend(&because);
    let said: BTreeSet<StatementId> = claim.reasons.iter().filter_map(|reason| reason.statement).collect();
    used.statements.extend(&said);
    let because: Vec<String> =
        because.iter().map(ToString::to_string).chain(said.iter().map(ToString::to_string)).collect();
    let mut value = json!({
        "value": claim.value,
        "certainty": rounded(claim.certainty.get()),
        "basis": claim.basis.name(),
        "because": because,
        "rules": claim.reasons.iter().map(|reason| reason.rule.clone()).collect::<BTreeSet<_>>(),
    });
    if let (true, Some(map)) = (claim.conflict, value.as_object_mut()) {
        map.insert("conflict".into(), true.into());
    }
    value
}

fn rival_json(field: Field, rival: &Rival) -> Value {
    let mut map = Map::new();
    map.insert(field.name().into(), rival.value.clone().into());
    map.insert("certainty".into(), rounded(rival.certainty.get()).into());
    Value::Object(map)
}

/// Two digits: more would claim a precision that nobody has.
fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// The shape of one piece of evidence.
pub(crate) fn evidence_json(evidence: &Evidence) -> Value {
    let exemplar = &evidence.seen.exemplar;
    if let Place::Row { row, column } = &exemplar.place {
        return json!({ "row": {
            "file": exemplar.capture.to_string(),
            "row": row,
            "column": &**column,
            "attribute": evidence.attribute.name(),
            "value": evidence.attribute.value(),
        } });
    }
    let spans: Vec<Value> = exemplar
        .spans()
        .iter()
        .map(|span| json!({ "frame": span.frame, "bytes": [span.start, span.end] }))
        .collect();
    json!({ "observed": {
        "capture": exemplar.capture.to_string(),
        "spans": spans,
        "at": exemplar.at.to_string(),
        "protocol": evidence.attribute.protocol(),
        "attribute": evidence.attribute.name(),
        "value": evidence.attribute.value(),
        "endpoint": evidence.endpoint.to_string(),
    } })
}
