//! OCSF 1.5 Vulnerability Findings (class 2002), one a line: what security event systems take in. One finding is one
//! weakness; one that is known not to apply closes the finding of the same id.

use super::statement::{Imprint, advice_sentence, fix_sentence};
use crate::escape::terminal;
use crate::weakness::{Listed, words};
use holdfast_facts::{Device, Field, FixState, MatchStatus, Weakness};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Writes the findings, the gravest first.
pub fn ocsf(listed: &Listed<'_>, imprint: &Imprint<'_>, out: &mut dyn Write) -> io::Result<()> {
    let time = milliseconds(imprint.as_of);
    for weakness in &listed.weaknesses {
        serde_json::to_writer(&mut *out, &finding(weakness, listed, imprint, time))?;
        writeln!(out)?;
    }
    Ok(())
}

/// The first moment of a day in milliseconds since 1970; 0 for what is no day.
fn milliseconds(day: &str) -> i64 {
    format!("{day}T00:00:00Z").parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_millisecond)
}

fn finding(weakness: &Weakness, listed: &Listed<'_>, imprint: &Imprint<'_>, time: i64) -> Value {
    let closed = weakness.status == MatchStatus::NotAffected;
    let (activity, activity_name) = if closed { (3, "Close") } else { (1, "Create") };
    let (status, status_name) = if closed { (3, "Suppressed") } else { (1, "New") };
    let (confidence, confidence_name) =
        if weakness.status == MatchStatus::PossiblyAffected { (1, "Low") } else { (3, "High") };
    let (severity, severity_name) = match weakness.cvss.as_ref().map(|(v, s)| words::severity(v, *s)) {
        Some("critical") => (5, "Critical"),
        Some("high") => (4, "High"),
        Some("medium") => (3, "Medium"),
        Some("low") => (2, "Low"),
        Some(_) => (1, "Informational"),
        None => (0, "Unknown"),
    };
    let device = listed.devices.get(&weakness.device).copied();
    let title = if weakness.title.is_empty() { &weakness.vulnerability } else { &weakness.title };
    let documents: Vec<&str> = weakness.assertions.iter().map(|a| a.cited.document.as_str()).collect();
    json!({
        "activity_id": activity,
        "activity_name": activity_name,
        "category_uid": 2,
        "category_name": "Findings",
        "class_uid": 2002,
        "class_name": "Vulnerability Finding",
        "type_uid": 200_200 + activity,
        "type_name": format!("Vulnerability Finding: {activity_name}"),
        "time": time,
        "severity_id": severity,
        "severity": severity_name,
        "status_id": status,
        "status": status_name,
        "confidence_id": confidence,
        "confidence": confidence_name,
        "message": terminal(&format!(
            "{} {}: {}",
            weakness.vulnerability,
            words::status(weakness.status),
            words::fix(&weakness.fix)
        )),
        "metadata": {
            "version": "1.5.0",
            "product": { "name": "Holdfast", "vendor_name": "Holdfast", "version": imprint.version },
            "uid": format!("{}@{}", weakness.id, imprint.as_of),
        },
        "finding_info": {
            "uid": weakness.id.0,
            "title": terminal(title),
            "data_sources": words::advisories(weakness).into_iter().map(terminal).collect::<Vec<_>>(),
        },
        "device": device_object(weakness, device, listed),
        "vulnerabilities": [vulnerability(weakness, listed)],
        "unmapped": {
            "site": imprint.who,
            "status": weakness.status.name(),
            "fix_state": weakness.fix.name(),
            "fix_version": terminal(words::fix_version(&weakness.fix)),
            "firmware": words::claim(device, Field::Firmware).map(terminal),
            "recalled": weakness.recalled.as_deref().map(terminal),
            "exploited": weakness.exploited,
            "conflict": weakness.conflict,
            "questions": weakness.questions.iter().map(|question| terminal(question)).collect::<Vec<_>>(),
            "documents": documents,
            "evidence": weakness.because.iter().map(ToString::to_string).collect::<Vec<_>>(),
        },
    })
}

fn device_object(weakness: &Weakness, device: Option<&Device>, listed: &Listed<'_>) -> Value {
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| {
        map.insert(key.to_owned(), value);
    };
    let claim = |field: Field| words::claim(device, field).map(terminal);
    put("uid", weakness.device.0.clone().into());
    // OCSF knows few kinds; ours stands in `type`. 7 is "IOT", 0 "Unknown", 99 "Other".
    let realm = words::claim(device, Field::Realm);
    match claim(Field::Kind) {
        Some(kind) => {
            put("type_id", if realm == Some("IoT") { 7 } else { 99 }.into());
            put("type", kind.into());
        }
        None => put("type_id", 0.into()),
    }
    for (key, field) in [("vendor_name", Field::Vendor), ("model", Field::Model)] {
        if let Some(value) = claim(field) {
            put(key, value.into());
        }
    }
    if let Some(device) = device {
        if let Some(name) = device.names.first() {
            put("name", terminal(name).into());
            put("hostname", terminal(name).into());
        }
        if let Some(ip) = device.ips.iter().find(|ip| ip.is_ipv4()).or(device.ips.first()) {
            put("ip", ip.to_string().into());
        }
        if let Some(mac) = device.macs.first() {
            put("mac", mac.to_string().into());
        }
    }
    if let Some(asset) = listed.assets.get(&weakness.device) {
        if let Some(tag) = asset.tags.first() {
            put("uid_alt", terminal(tag).into());
        }
        if let Some(serial) = asset.serials.first() {
            put("hw_info", json!({ "serial_number": terminal(serial) }));
        }
        if let Some(place) = asset.places.first() {
            put("location", json!({ "desc": terminal(place) }));
        }
    }
    Value::Object(map)
}

/// Exactly one of `cve` and `advisory`, as the schema wants it.
fn vulnerability(weakness: &Weakness, listed: &Listed<'_>) -> Value {
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| {
        map.insert(key.to_owned(), value);
    };
    let title = terminal(&weakness.title);
    let urls: Vec<&str> =
        weakness.assertions.iter().filter_map(|a| a.url.as_deref()).filter(|url| words::web(url)).collect();
    if words::is_cve(&weakness.vulnerability) {
        let mut cve = json!({ "uid": weakness.vulnerability, "title": title, "references": urls });
        if let Some(fields) = cve.as_object_mut() {
            if let Some((vector, score)) = &weakness.cvss {
                let score_object = json!({
                    "base_score": words::score(*score),
                    "overall_score": words::score(*score),
                    "depth": "Base",
                    "severity": words::severity(vector, *score),
                    "vector_string": terminal(vector),
                    "version": words::cvss_version(vector),
                });
                fields.insert("cvss".into(), json!([score_object]));
            }
            if let Some((likely, model)) = &weakness.epss {
                let score = words::probability(*likely).to_string();
                fields.insert("epss".into(), json!({ "score": score, "version": terminal(model) }));
            }
        }
        put("cve", cve);
    } else {
        put(
            "advisory",
            json!({ "uid": terminal(&weakness.vulnerability), "title": title, "references": urls }),
        );
    }
    put("title", title.clone().into());
    put("desc", title.into());
    put("references", json!(urls));
    if weakness.exploited.is_some() {
        // Where it is not in the catalogue nothing is said: that is not "no exploit".
        put("is_exploit_available", true.into());
    }
    if weakness.fix != FixState::Unknown {
        map.insert("is_fix_available".into(), matches!(weakness.fix, FixState::FixAvailable(_)).into());
    }
    if weakness.status != MatchStatus::NotAffected {
        let advice = listed.advice.get(&weakness.id).map(advice_sentence);
        let text = [Some(fix_sentence(weakness)), advice].into_iter().flatten().collect::<Vec<_>>().join(" ");
        map.insert("remediation".into(), json!({ "desc": text }));
    }
    if let Some(decider) = words::decider(weakness) {
        map.insert("vendor_name".into(), terminal(&decider.publisher).into());
    }
    Value::Object(map)
}
