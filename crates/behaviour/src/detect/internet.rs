//! Talk with the internet: devices that nobody expects there, and hosts outside that ask ours.

use crate::cite;
use crate::conduit::crossing;
use crate::finding::{Finding, Findings, Subject};
use crate::rule::ExposureRule;
use crate::scene::{Scene, claimed};
use holdfast_facts::{Carriage, Field, is_public};
use std::net::IpAddr;

/// A device that is no computer of the office talks with the internet. One exposure a device, with its peers' names as far as
/// the device asked for them.
pub(super) fn outbound(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    for (key, talk) in crossing(scene) {
        let Some(ip) = key.server.ip.filter(|ip| is_public(*ip)) else { continue };
        let Some(device) = scene.device(&key.client) else { continue };
        if !matches!(claimed(device, Field::Realm), Some("OT" | "IoMT" | "IoT"))
            || device.ips.iter().any(|ip| is_public(*ip))
        {
            continue;
        }
        findings.add(
            rule,
            Subject::Device(device),
            Finding {
                peers: vec![named(scene, device, ip)],
                because: cite::conversation(key, talk).into_iter().collect(),
                ..Finding::default()
            },
        );
    }
}

/// `name (address)`, where the device asked for the name.
fn named(scene: &Scene<'_>, device: &holdfast_facts::Device, ip: IpAddr) -> String {
    let name = device.ips.iter().find_map(|own| scene.name_of(Some(*own), ip));
    name.map_or_else(|| ip.to_string(), |name| format!("{name} ({ip})"))
}

/// A host of the internet begins a conversation with a port of ours that is no business of the internet's. List: `ports` of
/// controllers, logins and file shares.
pub(super) fn inbound(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    for (key, talk) in &scene.set.conversations {
        let outside = key.client.ip.filter(|ip| is_public(*ip));
        let inside = key.server.ip.filter(|ip| !is_public(*ip));
        let (Some(_), Some(inside)) = (outside, inside) else { continue };
        if key.carriage != Carriage::Tcp
            || talk.opened == 0
            || !rule.list("ports").contains(&key.port.to_string())
        {
            continue;
        }
        findings.add(
            rule,
            Subject::Party(&key.site, &key.client),
            Finding {
                peers: vec![inside.to_string()],
                per_peer: true,
                subject: key.port.to_string(),
                words: vec![("port", format!("tcp/{}", key.port))],
                because: cite::conversation(key, talk).into_iter().collect(),
            },
        );
    }
}
