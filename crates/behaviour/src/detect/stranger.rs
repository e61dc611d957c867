//! Strangers on the internet that a computer should not meet: nameless ones that sign their own certificates, and ones that
//! hand out programs.

use crate::cite;
use crate::finding::{Finding, Findings, Subject};
use crate::rule::ExposureRule;
use crate::scene::{Scene, claimed};
use holdfast_facts::{Device, Evidence, EvidenceId, Field, is_public};
use std::net::IpAddr;

/// Names under which the address was looked up.
fn names<'a>(scene: &'a Scene<'_>, ip: IpAddr) -> impl Iterator<Item = &'a str> {
    let end = format!("={ip}");
    scene
        .named("dns.answer")
        .iter()
        .filter_map(move |(_, evidence)| evidence.attribute.value().strip_suffix(end.as_str()))
}

/// A computer of the office, or something that nobody knows: a thing of the house has its maker's address built in.
fn is_computer(device: &Device) -> bool {
    matches!(claimed(device, Field::Realm), Some("IT") | None)
}

/// A self-signed certificate of a public address that nobody looked up.
pub(super) fn nameless_tls(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    for (id, evidence) in scene.named("tls.cert_self_signed") {
        let Some(stranger) = evidence.endpoint.ip.filter(|ip| is_public(*ip)) else { continue };
        if names(scene, stranger).next().is_some()
            || scene.named("dns.query").is_empty() && !is_bare(scene, stranger)
        {
            continue;
        }
        meet(scene, rule, stranger, (*id, evidence), findings);
    }
}

/// Whether nobody asked for a server by name (SNI) who talked with the address.
fn is_bare(scene: &Scene<'_>, stranger: IpAddr) -> bool {
    scene.set.conversations.iter().filter(|(key, _)| key.server.ip == Some(stranger)).all(|(key, _)| {
        !scene.named("tls.server_name").iter().any(|(_, evidence)| {
            evidence.endpoint.mac == key.client.mac && evidence.endpoint.ip == key.client.ip
        })
    })
}

fn meet(
    scene: &Scene<'_>,
    rule: &ExposureRule,
    stranger: IpAddr,
    (id, evidence): (EvidenceId, &Evidence),
    findings: &mut Findings<'_>,
) {
    for (key, talk) in scene.set.conversations.iter().filter(|(key, _)| key.server.ip == Some(stranger)) {
        let Some(device) = scene.device(&key.client).filter(|device| is_computer(device)) else { continue };
        let mut because = vec![(id, evidence.clone())];
        because.extend(cite::conversation(key, talk));
        findings.add(
            rule,
            Subject::Device(device),
            Finding { peers: vec![stranger.to_string()], per_peer: true, because, ..Finding::default() },
        );
    }
}

/// A program that came over plain HTTP from somebody who is none of the usual ones. On a computer that is a sign of malware
/// (`malware.…`); on a thing it is how its maker updates it (`data.…`), which is bad enough. List: `usual`, domains of makers
/// whose update servers hand out signed programs over plain HTTP.
pub(super) fn program_download(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    for (id, evidence) in scene.named("http.program") {
        let Some(device) = scene.device_of(evidence) else { continue };
        if is_computer(device) == rule.id.starts_with("data.") {
            continue;
        }
        // Which server it was: those that the device asked over HTTP and that are on the internet.
        let servers: Vec<_> = scene
            .set
            .conversations
            .iter()
            .filter(|(key, talk)| {
                key.client.ip == evidence.endpoint.ip
                    && key.server.ip.is_some_and(is_public)
                    && talk.first <= evidence.seen.first
                    && talk.last >= evidence.seen.first
            })
            .collect();
        let usual = |ip: IpAddr| {
            names(scene, ip).any(|name| {
                rule.list("usual").iter().any(|known| name == *known || name.ends_with(&format!(".{known}")))
            })
        };
        let Some((key, talk)) = servers.iter().find(|(key, _)| key.server.ip.is_some_and(|ip| !usual(ip)))
        else {
            continue;
        };
        let mut because = vec![(*id, (*evidence).clone())];
        because.extend(cite::conversation(key, talk));
        findings.add(
            rule,
            Subject::Device(device),
            Finding {
                peers: vec![key.server.to_string()],
                per_peer: true,
                words: vec![("value", evidence.attribute.value().to_owned())],
                because,
                ..Finding::default()
            },
        );
    }
}
