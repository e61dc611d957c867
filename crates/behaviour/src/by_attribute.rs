//! Rules that read one attribute: an old TLS version, a Telnet banner, a default community.

use crate::finding::{Finding, Findings, Subject};
use crate::rule::{ExposureRules, When};
use crate::scene::Scene;

pub(crate) fn look(scene: &Scene<'_>, rules: &ExposureRules, findings: &mut Findings<'_>) {
    for rule in rules.iter() {
        let When::Attribute { names, pattern } = &rule.when else { continue };
        for (id, evidence) in names.iter().flat_map(|name| scene.named(name)) {
            let value = evidence.attribute.value();
            if !pattern.is_match(value) {
                continue;
            }
            let Some(device) = scene.device_of(evidence) else { continue };
            findings.add(
                rule,
                Subject::Device(device),
                Finding {
                    peers: Vec::new(),
                    per_peer: false,
                    // All values of one rule are one exposure: a device that chose TLS 1.0 and 1.1 has one weakness.
                    subject: String::new(),
                    words: vec![
                        ("value", value.to_owned()),
                        ("attribute", evidence.attribute.name().to_owned()),
                    ],
                    because: vec![(*id, (*evidence).clone())],
                },
            );
        }
    }
}
