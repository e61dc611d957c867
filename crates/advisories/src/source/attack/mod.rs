//! ATT&CK for ICS as a STIX 2 bundle: techniques, and the weaknesses and CVEs that the bundle itself ties to them.

#[cfg(test)]
mod tests;

use super::desk::{Desk, Step};
use super::entries::{Entries, entries};
use super::lenient::{List, Text};
use super::mend::unreadable;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Object<'a> {
    #[serde(default)]
    r#type: Text<'a>,
    #[serde(default)]
    id: Text<'a>,
    #[serde(default)]
    name: Text<'a>,
    #[serde(default)]
    modified: Text<'a>,
    #[serde(default)]
    revoked: Option<bool>,
    #[serde(default, rename = "x_mitre_deprecated")]
    deprecated: Option<bool>,
    #[serde(default)]
    external_references: List<Reference<'a>>,
    #[serde(default)]
    source_ref: Text<'a>,
    #[serde(default)]
    target_ref: Text<'a>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Reference<'a> {
    #[serde(default)]
    source_name: Text<'a>,
    #[serde(default)]
    external_id: Text<'a>,
}

/// A technique, and what it and its neighbours refer to.
struct Technique {
    id: String,
    name: String,
}

/// Reads a bundle.
pub(super) fn read(bytes: &[u8], desk: &mut Desk<'_>) {
    desk.format("attack");
    let Entries { entries, broken, .. } = entries(bytes, "objects");
    let mut techniques: BTreeMap<String, Technique> = BTreeMap::new();
    let mut referred: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut relations: Vec<(String, String)> = Vec::new();
    for (index, each) in entries.iter().enumerate() {
        desk.path.push(Step::Entry(index + 1));
        match serde_json::from_str::<Object<'_>>(each.get()) {
            Ok(object) if object.revoked == Some(true) || object.deprecated == Some(true) => {}
            Ok(object) => {
                desk.note_date(&object.modified);
                let numbers = object.external_references.iter();
                let numbers: Vec<(&str, String)> = numbers
                    .filter_map(|reference| {
                        Some((reference.source_name.trim(), reference.external_id.said()?))
                    })
                    .collect();
                let weaknesses = numbers.iter().map(|(_, id)| id);
                let weaknesses = weaknesses.filter(|id| id.starts_with("CWE-") || id.starts_with("CVE-"));
                referred.entry(object.id.to_string()).or_default().extend(weaknesses.cloned());
                if &*object.r#type == "relationship" {
                    relations.push((object.source_ref.to_string(), object.target_ref.to_string()));
                }
                // The source's name is the catalogue's; the number is one of a technique.
                let number = numbers.iter().map(|(_, id)| id).find(|id| is_technique(id));
                if let Some(id) = number.filter(|_| &*object.r#type == "attack-pattern") {
                    let technique = Technique { id: id.clone(), name: object.name.trim().to_owned() };
                    techniques.insert(object.id.to_string(), technique);
                    desk.taken();
                }
            }
            Err(error) => desk.refuse("", error, "the object was left out, the rest was read"),
        }
        desk.path.pop();
    }
    if let Some(error) = broken {
        desk.refuse("", unreadable(&error), "fetch it again; the objects before were read");
    }
    tie(&techniques, &referred, &relations, desk);
}

/// `T0855`, `T1692.001`.
fn is_technique(id: &str) -> bool {
    id.strip_prefix('T')
        .is_some_and(|rest| rest.len() >= 4 && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
}

/// Weakness to techniques, where the bundle says so: by a technique's own references, or by a relationship with a
/// vulnerability that has the number.
fn tie(
    techniques: &BTreeMap<String, Technique>,
    referred: &BTreeMap<String, Vec<String>>,
    relations: &[(String, String)],
    desk: &mut Desk<'_>,
) {
    let nothing = Vec::new();
    let own = techniques.keys().map(|id| (id, id));
    let related = relations.iter().flat_map(|(one, two)| [(one, two), (two, one)]);
    let vulnerability = |id: &String| id.starts_with("vulnerability--");
    let related = related.filter(|(_, other)| vulnerability(other));
    for (id, other) in own.chain(related) {
        let Some(technique) = techniques.get(id) else { continue };
        for weakness in referred.get(other).unwrap_or(&nothing) {
            let list = desk.feeds.techniques.entry(weakness.clone()).or_default();
            let entry = (technique.id.clone(), technique.name.clone());
            if !list.contains(&entry) {
                list.push(entry);
            }
        }
    }
    // Names by number, so that a number elsewhere can be shown with its name.
    for technique in techniques.values() {
        let list = desk.feeds.techniques.entry(technique.id.clone()).or_default();
        let entry = (technique.id.clone(), technique.name.clone());
        if !list.contains(&entry) {
            list.push(entry);
        }
    }
}
