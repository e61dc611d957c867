//! CVE records, JSON 5 (CVE Program): the numbering authority's container and everybody's who adds to it, each a document.

mod affected;
mod metrics;
mod record;
#[cfg(test)]
mod tests;

use super::configuration;
use super::desk::{Desk, hash};
use super::mend::{mend, misfit};
use crate::advisory::{Advisory, Note, Remediation, SourceKind, Vulnerability};
use record::{Container, Described, Record};

/// Lists whose elements may be left out when they are wrong. Not `versions`: half a list of versions is a lie.
const LISTS: [&str; 8] = [
    "adp",
    "affected",
    "cpeApplicability",
    "metrics",
    "descriptions",
    "problemTypes",
    "solutions",
    "workarounds",
];

/// Reads one record.
pub(super) fn read(bytes: &[u8], desk: &mut Desk<'_>) {
    desk.format("cve5");
    if let Ok(record) = serde_json::from_slice::<Record<'_>>(bytes) {
        return take(&record, &hash(bytes), desk);
    }
    let Some(mended) = mend(bytes, &LISTS, |bytes| misfit::<Record<'_>>(bytes), desk) else { return };
    match serde_json::from_slice::<Record<'_>>(&mended) {
        Ok(record) => take(&record, &hash(bytes), desk),
        Err(error) => desk.refuse("", error, "the record was left out: ask its publisher to correct it"),
    }
}

fn take(record: &Record<'_>, hash: &str, desk: &mut Desk<'_>) {
    let Some(id) = record.meta.id.said() else {
        return desk.refuse("/cveMetadata/cveId", "it has no number", "ask its publisher to correct it");
    };
    if let Some(cna) = &record.containers.cna {
        let advisory = advisory(record, &id, cna, SourceKind::Cve5Cna, "/containers/cna", hash, desk);
        desk.take(advisory);
    } else {
        desk.refuse(
            "/containers/cna",
            format!("{id} has no container of its authority"),
            "the others were read",
        );
    }
    for (index, container) in record.containers.adp.placed() {
        // Some containers only repeat links.
        if says_something(container) {
            let pointer = format!("/containers/adp/{index}");
            let advisory = advisory(record, &id, container, SourceKind::Cve5Adp, &pointer, hash, desk);
            desk.take(advisory);
        }
    }
}

fn says_something(container: &Container<'_>) -> bool {
    !(container.affected.is_empty()
        && container.applicability.is_empty()
        && container.metrics.is_empty()
        && container.problems.is_empty()
        && container.descriptions.is_empty()
        && container.solutions.is_empty()
        && container.workarounds.is_empty()
        && container.tags.is_empty())
}

fn advisory(
    record: &Record<'_>,
    id: &str,
    container: &Container<'_>,
    source: SourceKind,
    pointer: &str,
    hash: &str,
    desk: &mut Desk<'_>,
) -> Advisory {
    let meta = &record.meta;
    let provider = container.provider.as_ref();
    let publisher = provider.and_then(|provider| provider.name.said().or_else(|| provider.id.said()));
    let updated = provider.and_then(|provider| provider.updated.said()).or_else(|| meta.updated.said());
    let withdrawn = meta.state.trim().eq_ignore_ascii_case("REJECTED");
    let mut vulnerability = Vulnerability {
        cve: Some(id.to_owned()),
        title: container.title.trim().to_owned(),
        pointer: pointer.to_owned(),
        ..Vulnerability::default()
    };
    let weaknesses = container.problems.iter().flat_map(|problem| problem.descriptions.iter());
    for cwe in weaknesses.filter_map(|weakness| weakness.cwe.said()) {
        if !vulnerability.cwes.contains(&cwe) {
            vulnerability.cwes.push(cwe);
        }
    }
    let products = affected::products(&container.affected, pointer, &mut vulnerability, desk);
    vulnerability.applicability =
        configuration::applicability(&container.applicability, &format!("{pointer}/cpeApplicability"), desk);
    metrics::metrics(
        &container.metrics,
        pointer,
        publisher.as_deref().unwrap_or(""),
        &mut vulnerability,
        desk,
    );
    for (index, text) in in_english(&container.solutions) {
        let pointer = format!("{pointer}/solutions/{index}");
        vulnerability.remediations.push(remediation("text", text, pointer));
    }
    for (index, text) in in_english(&container.workarounds) {
        let pointer = format!("{pointer}/workarounds/{index}");
        vulnerability.remediations.push(remediation("workaround", text, pointer));
    }
    notes(container, pointer, &mut vulnerability);
    Advisory {
        id: id.to_owned(),
        source,
        publisher: publisher.or_else(|| meta.assigner.said()).unwrap_or_default(),
        title: container.title.trim().to_owned(),
        url: None,
        published: meta.published.said(),
        updated,
        revision: meta.serial.trim().to_owned(),
        document: hash.to_owned(),
        products,
        vulnerabilities: vec![vulnerability],
        notes: Vec::new(),
        recall: None,
        withdrawn,
    }
}

/// English texts, or all of them where none is English.
fn in_english<'r>(texts: &'r super::lenient::List<Described<'_>>) -> Vec<(usize, &'r str)> {
    let english =
        |text: &Described<'_>| text.lang.get(..2).is_none_or(|lang| lang.eq_ignore_ascii_case("en"));
    let any = texts.iter().any(english);
    let chosen = texts.placed().filter(|(_, text)| !any || english(text));
    chosen.map(|(index, text)| (index, text.value.trim())).filter(|(_, text)| !text.is_empty()).collect()
}

fn remediation(category: &str, text: &str, pointer: String) -> Remediation {
    Remediation { category: category.to_owned(), text: text.to_owned(), pointer, ..Remediation::default() }
}

fn notes(container: &Container<'_>, pointer: &str, vulnerability: &mut Vulnerability) {
    let texts = [
        ("description", "descriptions", &container.descriptions),
        ("configuration", "configurations", &container.configurations),
        ("exploits", "exploits", &container.exploits),
        ("rejected", "rejectedReasons", &container.rejected),
    ];
    for (kind, key, list) in texts {
        for (index, text) in in_english(list) {
            vulnerability.notes.push(Note {
                kind: kind.to_owned(),
                title: String::new(),
                text: text.to_owned(),
                pointer: format!("{pointer}/{key}/{index}"),
            });
        }
    }
    // `unsupported-when-assigned` says that there will be no fix, `disputed` that somebody denies it.
    for (index, tag) in container.tags.placed() {
        vulnerability.notes.push(Note {
            kind: "tag".to_owned(),
            title: tag.trim().to_owned(),
            text: String::new(),
            pointer: format!("{pointer}/tags/{index}"),
        });
    }
}
