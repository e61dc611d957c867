//! Rules that read one attribute: an old TLS version, a Telnet banner, a default community; or the certificate of a stranger
//! that a device of ours talks with.

use crate::cite;
use crate::finding::{Finding, Findings, Subject};
use crate::rule::{ExposureRule, ExposureRules, When};
use crate::scene::Scene;
use holdfast_facts::{Evidence, EvidenceId, is_public};
use rustc_hash::FxHashMap;

pub(crate) fn look(scene: &Scene<'_>, rules: &ExposureRules, findings: &mut Findings<'_>) {
    for rule in rules.iter() {
        let When::Attribute { names, pattern, of_peer } = &rule.when else { continue };
        // The same value is met on many devices.
        let mut known: FxHashMap<&str, bool> = FxHashMap::default();
        for (id, evidence) in names.iter().flat_map(|name| scene.with_attribute(name)) {
            let value = evidence.attribute.value();
            if !*known.entry(value).or_insert_with(|| pattern.is_match(value)) {
                continue;
            }
            if *of_peer {
                of_clients(scene, rule, *id, evidence, findings);
            } else if let Some(device) = scene.device_of(evidence) {
                findings.add(
                    rule,
                    Subject::Device(device),
                    // All values of one rule are one exposure: a device that chose TLS 1.0 and 1.1 has one weakness.
                    Finding {
                        words: words(evidence),
                        because: vec![(*id, (*evidence).clone())],
                        ..Finding::default()
                    },
                );
            }
        }
    }
}

fn words(evidence: &Evidence) -> Vec<(&'static str, String)> {
    vec![
        ("value", evidence.attribute.value().to_owned()),
        ("attribute", evidence.attribute.name().to_owned()),
    ]
}

/// Everybody of ours who talked with the stranger.
fn of_clients(
    scene: &Scene<'_>,
    rule: &ExposureRule,
    id: EvidenceId,
    evidence: &Evidence,
    findings: &mut Findings<'_>,
) {
    let Some(stranger) = evidence.endpoint.ip.filter(|ip| is_public(*ip)) else { return };
    for (key, talk) in &scene.set.conversations {
        if key.server.ip != Some(stranger) || talk.data_frames == 0 {
            continue;
        }
        let Some(device) = scene.device(&key.client) else { continue };
        let mut because = vec![(id, evidence.clone())];
        because.extend(cite::conversation(key, talk));
        findings.add(
            rule,
            Subject::Device(device),
            Finding {
                peers: vec![stranger.to_string()],
                per_peer: true,
                words: words(evidence),
                because,
                ..Finding::default()
            },
        );
    }
}
