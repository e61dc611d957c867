//! Old TLS, with whose limit it was: the device's, or its peer's.

use crate::finding::{Finding, Findings, Subject};
use crate::rule::ExposureRule;
use crate::scene::Scene;

const OLD: [&str; 4] = ["SSL 2.0", "SSL 3.0", "TLS 1.0", "TLS 1.1"];

/// The client offers nothing newer: its own limit.
pub(super) fn client_old(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    for (id, evidence) in
        scene.named("tls.offered").iter().filter(|(_, e)| OLD.contains(&e.attribute.value()))
    {
        let Some(device) = scene.device_of(evidence) else { continue };
        // A browser that once fell back offers more at other times.
        let more = scene
            .named("tls.offered")
            .iter()
            .any(|(_, other)| other.endpoint == evidence.endpoint && !OLD.contains(&other.attribute.value()));
        if more {
            continue;
        }
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

/// The server chose an old version. Whether some client could do better says whose limit it is.
pub(super) fn server_old(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    for (id, evidence) in
        scene.named("tls.version").iter().filter(|(_, e)| OLD.contains(&e.attribute.value()))
    {
        let Some(device) = scene.device_of(evidence) else { continue };
        let chose_better = scene
            .named("tls.version")
            .iter()
            .any(|(_, other)| other.endpoint == evidence.endpoint && !OLD.contains(&other.attribute.value()));
        let limit = if chose_better {
            "the client's limit: it speaks newer versions with others"
        } else {
            "no newer version was seen of it"
        };
        findings.add(
            rule,
            Subject::Device(device),
            Finding {
                words: vec![("value", evidence.attribute.value().to_owned()), ("limit", limit.to_owned())],
                because: vec![(*id, (*evidence).clone())],
                ..Finding::default()
            },
        );
    }
}
