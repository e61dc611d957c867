//! Guessing passwords: many refused logins; or, where the login is encrypted, many short connections to a login port.

use crate::cite;
use crate::finding::{Finding, Findings, Subject};
use crate::rule::ExposureRule;
use crate::scene::Scene;
use holdfast_facts::{Carriage, OperationClass};

/// Limit: `refused`, and `seconds` within which they were tried, at that pace.
pub(super) fn refused_logins(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    for (key, operation) in scene.set.operations.iter().filter(|(key, _)| key.class == OperationClass::Login)
    {
        // Where no answer was understood, asking again and again is a sign of a refusal.
        let tried = operation.refused.max(operation.asked.saturating_sub(operation.accepted));
        let seconds = (operation.last.0 - operation.first.0) as f64 / 1e6;
        let pace = tried as f64 * rule.limit("seconds") / seconds.max(1.0);
        let failed = operation.refused as f64 >= rule.limit("refused");
        if !failed || pace < rule.limit("refused") || operation.accepted > operation.refused {
            continue;
        }
        findings.add(
            rule,
            Subject::Party(&key.site, &key.client),
            Finding {
                peers: vec![key.server.to_string()],
                per_peer: true,
                subject: key.protocol.to_string(),
                words: vec![
                    ("count", operation.refused.to_string()),
                    ("protocol", key.protocol.to_string()),
                    ("accepted", operation.accepted.to_string()),
                ],
                because: cite::operation(key, operation).into_iter().collect(),
            },
        );
    }
}

/// List: `ports` at which people log in behind encryption (`22 SSH`). Limits: `connections`, `seconds` (mean time between two), `frames` (a session that lasts is no guess).
pub(super) fn connections(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    for (key, talk) in &scene.set.conversations {
        let port = key.port.to_string();
        let mut named = rule.list("ports").iter().filter_map(|text| text.split_once(' '));
        let Some((_, name)) = named.find(|(number, _)| *number == port) else { continue };
        if key.carriage != Carriage::Tcp || f64::from(talk.accepted) < rule.limit("connections") {
            continue;
        }
        let Some((mean, _)) = talk.rhythm() else { continue };
        let frames = (talk.asked_frames + talk.answered_frames) as f64 / f64::from(talk.accepted);
        if mean > rule.limit("seconds") || frames > rule.limit("frames") || talk.data_frames == 0 {
            continue;
        }
        findings.add(
            rule,
            Subject::Party(&key.site, &key.client),
            Finding {
                peers: vec![key.server.to_string()],
                per_peer: true,
                subject: name.to_owned(),
                words: vec![("count", talk.accepted.to_string()), ("protocol", name.to_owned())],
                because: cite::conversation(key, talk).into_iter().collect(),
            },
        );
    }
}
