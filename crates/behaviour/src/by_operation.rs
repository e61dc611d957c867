//! Rules that read one operation: a login in clear text, a program change, a write that nobody had to prove himself for.

use crate::cite;
use crate::finding::{Finding, Findings, Subject};
use crate::rule::{ExposureRules, Side, When};
use crate::scene::Scene;

pub(crate) fn look(scene: &Scene<'_>, rules: &ExposureRules, findings: &mut Findings<'_>) {
    for rule in rules.iter() {
        let When::Operation { classes, protocols, function, unless, on, accepted } = &rule.when else {
            continue;
        };
        for (key, operation) in &scene.set.operations {
            let fits = classes.contains(&key.class)
                && (protocols.is_empty() || protocols.iter().any(|name| **name == *key.protocol))
                && function.as_ref().is_none_or(|function| function.is_match(&key.function))
                && !unless.as_ref().is_some_and(|unless| unless.is_match(&key.function))
                && (operation.asked > 0 || operation.accepted > 0)
                && (!accepted || operation.accepted > 0);
            if !fits {
                continue;
            }
            let (subject, peer) = match on {
                Side::Client => (&key.client, &key.server),
                Side::Server => (&key.server, &key.client),
            };
            findings.add(
                rule,
                Subject::Party(&key.site, subject),
                Finding {
                    peers: vec![peer.to_string()],
                    per_peer: *on == Side::Client,
                    subject: key.protocol.to_string(),
                    words: vec![
                        ("protocol", key.protocol.to_string()),
                        ("function", key.function.to_string()),
                        ("count", operation.asked.max(operation.accepted).to_string()),
                    ],
                    because: cite::operation(key, operation).into_iter().collect(),
                },
            );
        }
    }
}
