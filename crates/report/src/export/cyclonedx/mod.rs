//! CycloneDX 1.6: the inventory as components of type `device`, their firmware below them, with how sure each field is, and
//! what is known of their weaknesses.

mod vulnerability;

use crate::weakness::Listed;
use holdfast_facts::{Claim, Device, Field};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Writes the inventory; with the weaknesses of its devices where there are any.
pub fn cyclonedx(
    devices: &[&Device],
    listed: &Listed<'_>,
    version: &str,
    as_of: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let components: Vec<Value> = devices.iter().map(|device| component(device)).collect();
    let mut document = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": format!("{as_of}T00:00:00Z"),
            "tools": { "components": [{ "type": "application", "name": "holdfast", "version": version }] },
        },
        "components": components,
    });
    if let (false, Some(map)) = (listed.is_empty(), document.as_object_mut()) {
        map.insert("vulnerabilities".into(), vulnerability::vulnerabilities(listed).into());
    }
    // The same inventory has the same number on every machine (RFC 9562 §5.8: a made-up one, version 8).
    let serial = serial(&document.to_string());
    if let Some(map) = document.as_object_mut() {
        map.insert("serialNumber".into(), serial.into());
    }
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn serial(text: &str) -> String {
    let id = holdfast_facts::EvidenceId::of(&["cyclonedx", text]).0;
    let more = holdfast_facts::EvidenceId::of(&["cyclonedx", "more", text]).0;
    let hex: Vec<String> = id.iter().chain(&more).map(|byte| format!("{byte:02x}")).collect();
    let hex = hex.concat();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or("0");
    format!("urn:uuid:{}-{}-8{}-8{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

fn component(device: &Device) -> Value {
    let claim = |field: Field| device.claims.get(&field);
    let mut component = Map::new();
    component.insert("type".into(), "device".into());
    component.insert("bom-ref".into(), device.id.0.clone().into());
    let name = claim(Field::Model).map_or_else(
        || device.names.first().cloned().unwrap_or_else(|| device.id.0.clone()),
        |model| model.value.clone(),
    );
    component.insert("name".into(), name.into());
    if let Some(vendor) = claim(Field::Vendor) {
        component.insert("manufacturer".into(), json!({ "name": vendor.value }));
    }
    let mut properties = Vec::new();
    let mut put = |name: &str, value: String| {
        properties.push(json!({ "name": format!("holdfast:{name}"), "value": value }));
    };
    for mac in &device.macs {
        put("mac", mac.to_string());
    }
    for ip in &device.ips {
        put("ip", ip.to_string());
    }
    for name in &device.names {
        put("name", name.clone());
    }
    for field in [Field::Kind, Field::Realm, Field::OrderNumber, Field::Place, Field::Owner] {
        if let Some(claim) = claim(field) {
            put(field.name(), claim.value.clone());
        }
    }
    for (field, claim) in &device.claims {
        put(&format!("basis:{}", field.name()), claim.basis.name().to_owned());
    }
    component.insert("properties".into(), properties.into());
    let identity: Vec<Value> = [(Field::Model, "name"), (Field::Firmware, "version")]
        .into_iter()
        .filter_map(|(field, name)| Some(evidence(name, claim(field)?)))
        .collect();
    if !identity.is_empty() {
        component.insert("evidence".into(), json!({ "identity": identity }));
    }
    if let Some(firmware) = claim(Field::Firmware) {
        component.insert(
            "components".into(),
            json!([{
                "type": "firmware",
                "bom-ref": format!("{}/firmware", device.id),
                "name": format!("firmware of {}", device.id),
                "version": firmware.value,
            }]),
        );
    }
    Value::Object(component)
}

fn evidence(field: &str, claim: &Claim) -> Value {
    let rule = |reason: &holdfast_facts::Reason| match reason.statement {
        Some(id) => format!("{} {id}", reason.rule),
        None => reason.rule.clone(),
    };
    let rules: Vec<String> = claim.reasons.iter().map(rule).collect();
    let confidence = (claim.certainty.get() * 100.0).round() / 100.0;
    json!({
        "field": field,
        "confidence": confidence,
        "concludedValue": claim.value,
        "methods": [{ "technique": "other", "confidence": confidence, "value": rules.join(", ") }],
    })
}
