//! The closed list of kinds: `data/kinds.toml`.

use crate::DataError;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct File {
    kind: Vec<Kind>,
}

/// What a device can be.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// `infusion-pump`.
    pub id: String,
    /// `infusion pump`.
    pub name: String,
    /// `infusion pumps`.
    pub plural: String,
    /// IT, IoT, OT or IoMT, unless protocols or the zone say otherwise.
    pub realm: String,
    /// Plain words that people use for it.
    pub words: Vec<String>,
    /// One sentence for everybody.
    pub says: String,
    /// `life-critical`, `care`, `building` or `none`.
    pub safety: String,
}

/// All kinds by id.
#[derive(Clone, Debug, Default)]
pub struct Kinds(BTreeMap<String, Kind>);

impl Kinds {
    /// Reads the file.
    pub fn parse(file: &str, text: &str) -> Result<Kinds, DataError> {
        let parsed: File = toml::from_str(text).map_err(|error| DataError::new(file, error))?;
        let mut kinds = BTreeMap::new();
        for kind in parsed.kind {
            if !["IT", "IoT", "OT", "IoMT"].contains(&kind.realm.as_str()) {
                return Err(DataError::new(
                    file,
                    format!("kind `{}` has the realm `{}`", kind.id, kind.realm),
                ));
            }
            let id = kind.id.clone();
            if kinds.insert(id.clone(), kind).is_some() {
                return Err(DataError::new(file, format!("kind `{id}` stands there twice")));
            }
        }
        Ok(Kinds(kinds))
    }

    /// The kind of that id.
    pub fn get(&self, id: &str) -> Option<&Kind> {
        self.0.get(id)
    }

    /// Every kind, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Kind> {
        self.0.values()
    }

    /// Kinds that people call by this word, by id: "bulb" finds `light`.
    pub fn search<'a>(&'a self, word: &str) -> impl Iterator<Item = &'a Kind> {
        let word = word.to_lowercase();
        self.iter().filter(move |kind| {
            kind.id == word
                || kind.name == word
                || kind.plural == word
                || kind.words.iter().any(|known| known.contains(&word))
        })
    }
}
