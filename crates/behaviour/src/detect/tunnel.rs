//! Data hidden in DNS questions: many long encoded names towards one domain.

use crate::cite;
use crate::finding::{Finding, Findings, Subject};
use crate::rule::ExposureRule;
use crate::scene::Scene;
use std::collections::BTreeMap;

/// Limit: `questions` of one client towards one domain.
pub(super) fn look(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    let mut domains: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (key, operation) in scene.set.operations.iter().filter(|(key, _)| &*key.protocol == "dns") {
        domains.entry((&key.site, &key.client, &key.unit)).or_default().push((key, operation));
    }
    for ((site, client, domain), list) in domains {
        let questions: u64 = list.iter().map(|(_, operation)| operation.asked).sum();
        if (questions as f64) < rule.limit("questions") {
            continue;
        }
        let domain = domain.as_deref().unwrap_or("no domain");
        findings.add(
            rule,
            Subject::Party(site, client),
            Finding {
                peers: list.iter().map(|(key, _)| key.server.to_string()).collect(),
                subject: domain.to_owned(),
                words: vec![("count", questions.to_string()), ("value", domain.to_owned())],
                because: list.iter().filter_map(|(key, operation)| cite::operation(key, operation)).collect(),
                ..Finding::default()
            },
        );
    }
}
