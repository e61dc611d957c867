//! Scores of a CVE record: CVSS, and what stands under `other`: SSVC decisions and the catalogue of exploited ones.

use super::record::{Catalogued, Decision, Metric, Other};
use crate::advisory::{Note, Ssvc, Vulnerability};
use crate::source::desk::Desk;
use crate::source::lenient::List;
use crate::source::{cvss, ssvc};

pub(super) fn metrics(
    metrics: &List<Metric<'_>>,
    pointer: &str,
    publisher: &str,
    vulnerability: &mut Vulnerability,
    desk: &mut Desk<'_>,
) {
    for (index, metric) in metrics.placed() {
        let scores = [&metric.v4, &metric.v3_1, &metric.v3_0, &metric.v2];
        scores.into_iter().flatten().for_each(|score| cvss::add(&mut vulnerability.cvss, &score.vector));
        if let Some(other) = &metric.other {
            let pointer = format!("{pointer}/metrics/{index}/other");
            self::other(other, &pointer, publisher, vulnerability, desk);
        }
    }
}

fn other(
    other: &Other<'_>,
    pointer: &str,
    publisher: &str,
    vulnerability: &mut Vulnerability,
    desk: &mut Desk<'_>,
) {
    let Some(content) = other.content.map(|content| content.get()) else { return };
    let kind = other.kind.0.as_deref().unwrap_or("").trim().to_ascii_lowercase();
    let advice = "the score was left out, the rest was read";
    match kind.as_str() {
        "ssvc" => match serde_json::from_str::<Decision<'_>>(content) {
            Ok(decision) => vulnerability.ssvc.extend(self::decision(&decision, publisher)),
            Err(error) => desk.refuse(pointer, format!("an SSVC decision cannot be read: {error}"), advice),
        },
        "kev" => match serde_json::from_str::<Catalogued<'_>>(content) {
            Ok(entry) => {
                let words = entry.added.said().or_else(|| entry.reference.said());
                vulnerability.exploited = words.or_else(|| Some("kev".to_owned()));
                let (kind, title) = ("kev".to_owned(), entry.added.trim().to_owned());
                let (text, pointer) = (entry.reference.trim().to_owned(), pointer.to_owned());
                vulnerability.notes.push(Note { kind, title, text, pointer });
            }
            Err(error) => desk.refuse(pointer, format!("an exploited entry cannot be read: {error}"), advice),
        },
        // Severities in words, links and whatever else somebody thought of.
        _ => vulnerability.notes.push(Note {
            kind: "score".to_owned(),
            title: kind,
            text: content.chars().take(1000).collect(),
            pointer: pointer.to_owned(),
        }),
    }
}

fn decision(decision: &Decision<'_>, publisher: &str) -> Option<Ssvc> {
    let role = decision.role.said().unwrap_or_else(|| publisher.to_owned());
    let mut given = Ssvc { role, timestamp: decision.timestamp.said(), ..Ssvc::default() };
    for option in decision.options.iter() {
        for (point, value) in option {
            ssvc::set(&mut given, point, value.0.as_deref().unwrap_or(""));
        }
    }
    ssvc::said(&given).then_some(given)
}
