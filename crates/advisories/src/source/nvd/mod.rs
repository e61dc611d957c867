//! NVD's 2.0 format: answers of its API, feed files, single records, and corrections of its configurations by others.

use super::configuration::{Said, applicability};
use super::cvss;
use super::desk::{Desk, hash};
use super::entries::{each, entries};
use super::lenient::{List, Text};
use super::mend::{advice, mend, misfit, unreadable};
use crate::advisory::{Advisory, Note, SourceKind, Vulnerability};
use serde::Deserialize;
use std::collections::BTreeMap;

#[cfg(test)]
mod tests;

/// Lists whose elements may be left out when they are wrong.
const LISTS: [&str; 4] = ["configurations", "descriptions", "weaknesses", "references"];

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Entry<'a> {
    cve: Record<'a>,
    #[serde(default, rename = "_annotation")]
    annotation: Option<Annotation<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Record<'a> {
    #[serde(default)]
    id: Text<'a>,
    #[serde(default, rename = "vulnStatus")]
    status: Text<'a>,
    #[serde(default)]
    published: Text<'a>,
    #[serde(default, rename = "lastModified")]
    modified: Text<'a>,
    #[serde(default)]
    descriptions: List<Described<'a>>,
    #[serde(default)]
    metrics: Option<BTreeMap<String, List<Metric<'a>>>>,
    #[serde(default)]
    weaknesses: List<Weakness<'a>>,
    #[serde(default)]
    configurations: List<Said<'a>>,
    #[serde(default, rename = "cisaExploitAdd")]
    exploited: Text<'a>,
}

/// Who corrected it, and why.
#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Annotation<'a> {
    #[serde(default)]
    cve_id: Text<'a>,
    #[serde(default)]
    reason: Text<'a>,
    #[serde(default)]
    description: Text<'a>,
    #[serde(default)]
    generated_from: Text<'a>,
    #[serde(default)]
    modified: Text<'a>,
    #[serde(default)]
    published: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Described<'a> {
    #[serde(default)]
    lang: Text<'a>,
    #[serde(default)]
    value: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Weakness<'a> {
    #[serde(default)]
    description: List<Described<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Metric<'a> {
    #[serde(default, rename = "cvssData")]
    data: Option<Cvss<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Cvss<'a> {
    #[serde(default, rename = "vectorString")]
    vector: Text<'a>,
}

/// `{"vulnerabilities": [{"cve": …}, …]}`.
pub(super) fn list(bytes: &[u8], desk: &mut Desk<'_>) {
    desk.format("nvd");
    let found = entries(bytes, "vulnerabilities");
    desk.note_date(found.beside.get("timestamp").map_or("", String::as_str));
    each(found, desk, &mut |_, object, desk| entry(object, desk));
}

/// `{"cve": …}`, with an annotation where it is a correction.
pub(super) fn entry(bytes: &[u8], desk: &mut Desk<'_>) {
    if let Ok(entry) = serde_json::from_slice::<Entry<'_>>(bytes) {
        return take(&entry.cve, entry.annotation.as_ref(), "/cve", hash(bytes), desk);
    }
    let Some(mended) = mend(bytes, &LISTS, |bytes| misfit::<Entry<'_>>(bytes), desk) else { return };
    match serde_json::from_slice::<Entry<'_>>(&mended) {
        Ok(entry) => take(&entry.cve, entry.annotation.as_ref(), "/cve", hash(bytes), desk),
        Err(error) => desk.refuse("", unreadable(&error), advice(&error)),
    }
}

/// The record alone.
pub(super) fn record(bytes: &[u8], desk: &mut Desk<'_>) {
    if let Ok(record) = serde_json::from_slice::<Record<'_>>(bytes) {
        return take(&record, None, "", hash(bytes), desk);
    }
    let Some(mended) = mend(bytes, &LISTS, |bytes| misfit::<Record<'_>>(bytes), desk) else { return };
    match serde_json::from_slice::<Record<'_>>(&mended) {
        Ok(record) => take(&record, None, "", hash(bytes), desk),
        Err(error) => desk.refuse("", unreadable(&error), advice(&error)),
    }
}

fn take(
    record: &Record<'_>,
    annotation: Option<&Annotation<'_>>,
    pointer: &str,
    hash: String,
    desk: &mut Desk<'_>,
) {
    let of = |text: fn(&Annotation<'_>) -> Option<String>| annotation.and_then(text);
    let Some(id) = record.id.said().or_else(|| of(|note| note.cve_id.said())) else {
        return desk.refuse(&format!("{pointer}/id"), "it has no number", "ask its publisher to correct it");
    };
    desk.format(if annotation.is_some() { "nvd override" } else { "nvd" });
    let configurations = format!("{pointer}/configurations");
    let mut vulnerability = Vulnerability {
        cve: Some(id.clone()),
        applicability: applicability(&record.configurations, &configurations, desk),
        exploited: record.exploited.said(),
        pointer: pointer.to_owned(),
        ..Vulnerability::default()
    };
    let metrics = record.metrics.iter().flat_map(BTreeMap::values).flat_map(List::iter);
    for score in metrics.filter_map(|metric| metric.data.as_ref()) {
        cvss::add(&mut vulnerability.cvss, &score.vector);
    }
    let weaknesses = record.weaknesses.iter().flat_map(|weakness| weakness.description.iter());
    for cwe in weaknesses.filter_map(|each| each.value.said()).filter(|cwe| cwe.starts_with("CWE-")) {
        if !vulnerability.cwes.contains(&cwe) {
            vulnerability.cwes.push(cwe);
        }
    }
    notes(record, annotation, pointer, &mut vulnerability);
    let status = record.status.trim().to_ascii_lowercase();
    desk.take(Advisory {
        id,
        source: if annotation.is_some() { SourceKind::NvdOverride } else { SourceKind::Nvd },
        publisher: if annotation.is_some() { String::new() } else { "NVD".to_owned() },
        title: String::new(),
        url: of(|note| note.generated_from.said()),
        published: record.published.said().or_else(|| of(|note| note.published.said())),
        updated: record.modified.said().or_else(|| of(|note| note.modified.said())),
        revision: String::new(),
        document: hash,
        products: Vec::new(),
        vulnerabilities: vec![vulnerability],
        notes: Vec::new(),
        recall: None,
        withdrawn: status == "rejected",
    });
}

fn notes(
    record: &Record<'_>,
    annotation: Option<&Annotation<'_>>,
    pointer: &str,
    vulnerability: &mut Vulnerability,
) {
    let mut note = |kind: &str, title: &str, text: &str, pointer: String| {
        let (kind, title, text) = (kind.to_owned(), title.to_owned(), text.trim().to_owned());
        vulnerability.notes.push(Note { kind, title, text, pointer });
    };
    for (index, description) in record.descriptions.placed().filter(|(_, each)| &*each.lang == "en") {
        note("description", "", &description.value, format!("{pointer}/descriptions/{index}"));
    }
    // `Deferred`, `Not Scheduled`, `Awaiting Analysis`: that there is no configuration then means nothing.
    if let Some(status) = record.status.said() {
        note("status", &status, "", format!("{pointer}/vulnStatus"));
    }
    if let Some(annotation) = annotation {
        note("description", "", &annotation.description, "/_annotation/description".to_owned());
        note("reason", "", &annotation.reason, "/_annotation/reason".to_owned());
    }
}
