//! Zones: conversations that nobody declared, and controllers that the office can reach.

use crate::cite;
use crate::conduit::{crossing, declared, protocol};
use crate::finding::{Finding, Findings, Subject};
use crate::rule::ExposureRule;
use crate::scene::{Scene, claimed};
use holdfast_facts::{Field, Zone};

/// A conversation between two zones for which the site file has no conduit. Where it declares none at all, nothing is said.
pub(super) fn undeclared(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    for (key, talk) in crossing(scene) {
        let (from, to) = (scene.zone_of_party(&key.client, key.vlan), scene.zone_of_party(&key.server, None));
        let (Some(from), Some(to)) = (from, to) else { continue };
        let protocol = protocol(scene, key);
        if from.id == to.id
            || declared(scene.conduits, &from.id, &to.id, protocol.as_deref(), key) != Some(false)
        {
            continue;
        }
        let port = format!("{}/{}", key.carriage.name(), key.port);
        findings.add(
            rule,
            Subject::Party(&key.site, &key.client),
            Finding {
                peers: vec![key.server.to_string()],
                per_peer: true,
                subject: port.clone(),
                words: vec![
                    ("from", name(from)),
                    ("to", name(to)),
                    ("port", protocol.map_or(port.clone(), |protocol| format!("{protocol} ({port})"))),
                ],
                because: cite::conversation(key, talk).into_iter().collect(),
            },
        );
    }
}

fn name(zone: &Zone) -> String {
    if zone.name.is_empty() { zone.id.clone() } else { zone.name.clone() }
}

/// A controller that is asked from a zone of another realm, or two Purdue levels away. List: `kinds` that do what they are told
/// by anybody who reaches them.
pub(super) fn controller_reachable(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    for (key, talk) in crossing(scene) {
        let Some(device) = scene.device(&key.server) else { continue };
        if !claimed(device, Field::Kind)
            .is_some_and(|kind| rule.list("kinds").iter().any(|known| known == kind))
        {
            continue;
        }
        let (from, to) = (scene.zone_of_party(&key.client, key.vlan), scene.zone_of(device));
        let (Some(from), Some(to)) = (from, to) else { continue };
        let apart = match (from.level, to.level) {
            (Some(high), Some(low)) => high - low >= 2.0,
            _ => matches!(from.realm.as_deref(), Some("IT" | "IoT")) && from.realm != to.realm,
        };
        if from.id == to.id || !apart {
            continue;
        }
        findings.add(
            rule,
            Subject::Device(device),
            Finding {
                peers: vec![key.client.to_string()],
                words: vec![("from", name(from)), ("to", name(to))],
                because: cite::conversation(key, talk).into_iter().collect(),
                ..Finding::default()
            },
        );
    }
}
