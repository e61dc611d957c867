//! ATT&CK for ICS as a STIX 2 bundle: techniques, and the weaknesses and CVEs that the bundle itself ties to them.

#[cfg(test)]
mod tests;

use super::desk::Desk;
use super::entries::{each, entries};
use super::lenient::{List, Text};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Object<'a> {
    #[serde(default, rename = "type")]
    kind: Text<'a>,
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
    external_id: Text<'a>,
}

/// What a bundle holds, by its own ids.
#[derive(Default)]
struct Bundle {
    /// Number and name.
    techniques: BTreeMap<String, (String, String)>,
    /// Weaknesses and CVEs among an object's references.
    referred: BTreeMap<String, Vec<String>>,
    relations: Vec<(String, String)>,
}

/// Reads a bundle.
pub(super) fn read(bytes: &[u8], desk: &mut Desk<'_>) {
    desk.format("attack");
    let (mut bundle, advice) = (Bundle::default(), "the object was left out, the rest was read");
    each(entries(bytes, "objects"), desk, &mut |_, object, desk| match serde_json::from_slice::<Object<'_>>(
        object,
    ) {
        Ok(object) => bundle.add(&object, desk),
        Err(error) => desk.refuse("", error, advice),
    });
    bundle.tie(desk);
}

/// `T0855`, `T1692.001`.
fn is_technique(id: &str) -> bool {
    id.strip_prefix('T')
        .is_some_and(|rest| rest.len() >= 4 && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
}

impl Bundle {
    fn add(&mut self, object: &Object<'_>, desk: &mut Desk<'_>) {
        if object.revoked == Some(true) || object.deprecated == Some(true) {
            return;
        }
        desk.note_date(&object.modified);
        let numbers: Vec<String> =
            object.external_references.iter().filter_map(|reference| reference.external_id.said()).collect();
        let weaknesses = numbers.iter().filter(|id| id.starts_with("CWE-") || id.starts_with("CVE-"));
        self.referred.entry(object.id.to_string()).or_default().extend(weaknesses.cloned());
        match &*object.kind {
            "relationship" => {
                self.relations.push((object.source_ref.to_string(), object.target_ref.to_string()))
            }
            "attack-pattern" => {
                if let Some(number) = numbers.into_iter().find(|id| is_technique(id)) {
                    self.techniques.insert(object.id.to_string(), (number, object.name.trim().to_owned()));
                    desk.taken();
                }
            }
            _ => {}
        }
    }

    /// Weakness to techniques, where the bundle says so: by a technique's own references, or by a relationship with a
    /// vulnerability that has the number.
    fn tie(&self, desk: &mut Desk<'_>) {
        let own = self.techniques.keys().map(|id| (id, id));
        let related = self.relations.iter().flat_map(|(one, two)| [(one, two), (two, one)]);
        let related = related.filter(|(_, other)| other.starts_with("vulnerability--"));
        let mut said: Vec<(String, (String, String))> = Vec::new();
        for (id, other) in own.chain(related) {
            let (Some(technique), Some(weaknesses)) = (self.techniques.get(id), self.referred.get(other))
            else {
                continue;
            };
            said.extend(weaknesses.iter().map(|weakness| (weakness.clone(), technique.clone())));
        }
        // Names by number, so that a number elsewhere can be shown with its name.
        said.extend(self.techniques.values().map(|technique| (technique.0.clone(), technique.clone())));
        for (key, technique) in said {
            let list = desk.feeds.techniques.entry(key).or_default();
            if !list.contains(&technique) {
                list.push(technique);
            }
        }
    }
}
