//! Reporting home: the same stranger is asked again and again, at a beat that no person keeps, without ever having been
//! looked up by name.

use crate::cite;
use crate::finding::{Finding, Findings, Subject};
use crate::rule::ExposureRule;
use crate::scene::{Scene, claimed};
use holdfast_facts::{Carriage, Field, is_public};
use rustc_hash::FxHashSet;

/// Limits: `times`, `spread` (standard deviation over mean), `least` and `most` seconds between two.
pub(super) fn look(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    let looked_up: FxHashSet<&str> = scene
        .named("dns.answer")
        .iter()
        .filter_map(|(_, evidence)| evidence.attribute.value().rsplit_once('=').map(|(_, ip)| ip))
        .collect();
    for (key, talk) in &scene.set.conversations {
        let Some(ip) = key.server.ip.filter(|ip| is_public(*ip)) else { continue };
        let Some((mean, spread)) = talk.rhythm() else { continue };
        let steady = f64::from(talk.opened) >= rule.limit("times")
            && spread <= rule.limit("spread") * mean
            && (rule.limit("least")..=rule.limit("most")).contains(&mean);
        if key.carriage != Carriage::Tcp || !steady || looked_up.contains(ip.to_string().as_str()) {
            continue;
        }
        let Some(device) = scene.device(&key.client) else { continue };
        // A thing of the house has its maker's address built in often enough; a computer looks names up.
        if !matches!(claimed(device, Field::Realm), Some("IT" | "OT") | None) {
            continue;
        }
        // Where no name was ever looked up in the capture, looking up proves nothing.
        if looked_up.is_empty() && scene.named("dns.query").is_empty() {
            continue;
        }
        findings.add(
            rule,
            Subject::Device(device),
            Finding {
                peers: vec![ip.to_string()],
                per_peer: true,
                subject: key.port.to_string(),
                words: vec![
                    ("count", talk.opened.to_string()),
                    ("seconds", format!("{mean:.0}")),
                    ("port", format!("tcp/{}", key.port)),
                ],
                because: cite::conversation(key, talk).into_iter().collect(),
            },
        );
    }
}
