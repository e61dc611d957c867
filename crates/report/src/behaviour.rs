//! Exposures, conduits and conversations: as tables and as JSON.

use crate::escape::terminal;
use crate::json::{evidence_json, exposure_json};
use crate::table::Style;
use holdfast_facts::{Device, DeviceId, Exposure};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

/// Writes exposures, gravest first, with what a device is called.
pub fn exposures_table(
    exposures: &[&Exposure],
    devices: &[Device],
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if exposures.is_empty() {
        return writeln!(out, "No exposure was seen. That is no proof that there is none.");
    }
    let by_id: HashMap<&DeviceId, &Device> = devices.iter().map(|device| (&device.id, device)).collect();
    for exposure in exposures {
        let device = by_id.get(&exposure.device).copied();
        let (bold, plain) = if style.color { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
        writeln!(
            out,
            "{bold}{:<8}{plain} {}  {}  {}",
            exposure.severity.name(),
            exposure.device,
            called(device),
            exposure.rule
        )?;
        writeln!(out, "         {}", terminal(&exposure.says))?;
        let because =
            exposure.because.first().map(|(id, _)| format!("  holdfast why {id}")).unwrap_or_default();
        writeln!(out, "         {} since {}{because}", exposure.id, exposure.first)?;
    }
    Ok(())
}

/// What a person would call the device: its name, else its kind and address.
pub fn called(device: Option<&Device>) -> String {
    let Some(device) = device else { return String::new() };
    let address = device.ips.iter().find(|ip| ip.is_ipv4()).or(device.ips.first()).map(ToString::to_string);
    let address = address.or_else(|| device.macs.first().map(ToString::to_string)).unwrap_or_default();
    let model = device.claims.get(&holdfast_facts::Field::Model).map(|claim| terminal(&claim.value));
    match (device.names.first(), address.is_empty()) {
        (Some(name), false) => format!("{} ({address})", terminal(name)),
        (Some(name), true) => terminal(name),
        (None, true) => model.unwrap_or_default(),
        (None, false) => address,
    }
}

/// `holdfast.exposures/1`: every exposure with its evidence.
pub fn exposures_json(exposures: &[&Exposure], version: &str, out: &mut dyn Write) -> io::Result<()> {
    let list: Vec<Value> = exposures
        .iter()
        .map(|exposure| {
            let mut value = exposure_json(exposure);
            if let Some(map) = value.as_object_mut() {
                map.insert("device".into(), exposure.device.0.clone().into());
            }
            value
        })
        .collect();
    let evidence: BTreeMap<String, Value> = exposures
        .iter()
        .flat_map(|exposure| &exposure.because)
        .map(|(id, evidence)| (id.to_string(), evidence_json(evidence)))
        .collect();
    let mut document = Map::new();
    document.insert("schema".into(), "holdfast.exposures/1".into());
    document.insert("version".into(), version.into());
    document.insert("exposures".into(), list.into());
    document.insert("evidence".into(), json!(evidence));
    serde_json::to_writer(&mut *out, &Value::Object(document))?;
    writeln!(out)
}

/// One conduit, as it is shown.
#[derive(Clone, Debug)]
pub struct ConduitRow {
    /// The asking zone.
    pub from: String,
    /// The asked zone.
    pub to: String,
    /// `tcp/502 modbus`.
    pub what: String,
    /// `yes`, `no`, or `?` where the site file declares none.
    pub declared: &'static str,
    /// How many ask.
    pub clients: usize,
    /// How many are asked.
    pub servers: usize,
    /// Bytes both ways.
    pub bytes: u64,
    /// The first conversation of it.
    pub because: Vec<(holdfast_facts::EvidenceId, holdfast_facts::Evidence)>,
}

/// Writes what crosses between zones.
pub fn conduits_table(rows: &[ConduitRow], out: &mut dyn Write) -> io::Result<()> {
    if rows.is_empty() {
        return writeln!(out, "Nothing was seen to cross between zones (zones stand in the site file).");
    }
    writeln!(
        out,
        "{:<20} {:<20} {:<28} {:>8} {:>7} {:>7} {:>12}",
        "FROM", "TO", "OVER", "DECLARED", "ASKING", "ASKED", "BYTES"
    )?;
    for row in rows {
        writeln!(
            out,
            "{:<20} {:<20} {:<28} {:>8} {:>7} {:>7} {:>12}",
            terminal(&row.from),
            terminal(&row.to),
            terminal(&row.what),
            row.declared,
            row.clients,
            row.servers,
            row.bytes
        )?;
    }
    Ok(())
}

/// `holdfast.conduits/1`.
pub fn conduits_json(rows: &[ConduitRow], version: &str, out: &mut dyn Write) -> io::Result<()> {
    let list: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({
                "from": row.from, "to": row.to, "over": row.what, "declared": row.declared,
                "clients": row.clients, "servers": row.servers, "bytes": row.bytes,
                "because": row.because.iter().map(|(_, evidence)| evidence_json(evidence)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let document = json!({ "schema": "holdfast.conduits/1", "version": version, "conduits": list });
    serde_json::to_writer(&mut *out, &document)?;
    writeln!(out)
}
