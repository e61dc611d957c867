//! Certificates: out of date when they were shown; or the same on several machines, so that who takes one has them all.

use crate::finding::{Finding, Findings, Subject};
use crate::rule::ExposureRule;
use crate::scene::Scene;
use holdfast_facts::{Evidence, EvidenceId};
use std::collections::BTreeMap;

/// `tls.cert_expires` before the frame that shows it.
pub(super) fn expired(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    for (id, evidence) in scene.named("tls.cert_expires") {
        let Some(end) = moment(evidence.attribute.value()) else { continue };
        if evidence.seen.first.0 <= end {
            continue;
        }
        let Some(device) = scene.device_of(evidence) else { continue };
        findings.add(
            rule,
            Subject::Device(device),
            Finding {
                words: vec![("value", evidence.attribute.value().to_owned())],
                because: vec![(*id, (*evidence).clone())],
                ..Finding::default()
            },
        );
    }
}

/// RFC 3339, or a civil date; in microseconds.
fn moment(text: &str) -> Option<i64> {
    if let Ok(moment) = text.parse::<jiff::Timestamp>() {
        return Some(moment.as_microsecond());
    }
    let date: jiff::civil::Date = text.get(..10)?.parse().ok()?;
    let zoned = date.at(23, 59, 59, 0).to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(zoned.timestamp().as_microsecond())
}

/// One self-signed certificate on several devices. Limit: `devices`.
pub(super) fn shared(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    let signed_by_itself: std::collections::BTreeSet<_> = scene
        .named("tls.cert_self_signed")
        .iter()
        .filter_map(|(_, evidence)| scene.device_of(evidence))
        .map(|device| device.id.clone())
        .collect();
    let mut holders: BTreeMap<&str, BTreeMap<_, Vec<(EvidenceId, &Evidence)>>> = BTreeMap::new();
    for (id, evidence) in scene.named("tls.cert_serial") {
        // A serial of a few digits is everybody's.
        if evidence.attribute.value().len() < 8 {
            continue;
        }
        if let Some(device) = scene.device_of(evidence).filter(|device| signed_by_itself.contains(&device.id))
        {
            let list = holders.entry(evidence.attribute.value()).or_default();
            list.entry(device.id.clone()).or_default().push((*id, evidence));
        }
    }
    for (serial, devices) in
        holders.iter().filter(|(_, devices)| devices.len() as f64 >= rule.limit("devices"))
    {
        for (id, list) in devices {
            let Some(device) = scene.devices.iter().find(|device| device.id == *id) else { continue };
            let peers = devices.keys().filter(|other| *other != id).map(|other| other.0.clone()).collect();
            findings.add(
                rule,
                Subject::Device(device),
                Finding {
                    peers,
                    words: vec![("value", (*serial).to_owned()), ("count", devices.len().to_string())],
                    because: list.iter().map(|(id, evidence)| (*id, (*evidence).clone())).collect(),
                    ..Finding::default()
                },
            );
        }
    }
}
