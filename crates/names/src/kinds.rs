//! The closed list of kinds: `data/kinds.toml`.

use crate::{DataError, squash};
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

    /// The kind of that id, or that is called exactly so: `infusion-pump`, `Infusion pump`, `infusion pumps`.
    pub fn named(&self, text: &str) -> Option<&Kind> {
        let key = squash(text);
        self.get(text).or_else(|| {
            self.iter()
                .find(|kind| [&kind.id, &kind.name, &kind.plural].into_iter().any(|name| squash(name) == key))
        })
    }

    /// Kinds that may be meant by a word that names none, likeliest first: those that people call so, then those of
    /// nearly the same spelling.
    pub fn nearest(&self, text: &str, count: usize) -> Vec<&Kind> {
        let key = squash(text);
        let mut list: Vec<(usize, &Kind)> = self
            .iter()
            .map(|kind| {
                let called = key.len() >= 3 && kind.words.iter().any(|word| squash(word) == key);
                let spelt = distance(&key, &squash(&kind.id)).min(distance(&key, &squash(&kind.name)));
                (if called { 0 } else { 1 + spelt }, kind)
            })
            .collect();
        list.sort_by(|a, b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id)));
        list.into_iter().take(count).map(|(_, kind)| kind).collect()
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

/// Characters to put in, take out or change to get from one word to the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        let pairs = row.iter().zip(row.iter().skip(1));
        for ((diagonal, above), right) in pairs.zip(b.chars()) {
            let before = next.last().copied().unwrap_or(0);
            next.push((diagonal + usize::from(left != right)).min(above + 1).min(before + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds() -> Kinds {
        let one = |id: &str, words: &str| {
            format!(
                "[[kind]]\nid = \"{id}\"\nname = \"{id}\"\nplural = \"{id}s\"\nrealm = \"IoT\"\nwords = [{words}]\nsays = \"x\"\nsafety = \"none\"\n"
            )
        };
        let text =
            [one("infusion-pump", "\"syringe driver\""), one("camera", "\"cctv\""), one("plc", "")].concat();
        Kinds::parse("kinds.toml", &text).unwrap()
    }

    #[test]
    fn a_slip_of_the_pen_finds_the_kind() {
        let kinds = kinds();
        let first = |text: &str| kinds.nearest(text, 1)[0].id.clone();
        assert_eq!(first("infusion pmp"), "infusion-pump");
        assert_eq!(first("CCTV"), "camera");
        assert_eq!(first("pcl"), "plc");
        assert_eq!(kinds.named("Infusion Pump").unwrap().id, "infusion-pump");
        assert!(kinds.named("syringe driver").is_none(), "a word may mean several kinds");
    }

    #[test]
    fn distances() {
        for (a, b, expected) in [("", "", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("plc", "plc", 0)] {
            assert_eq!((distance(a, b), distance(b, a)), (expected, expected));
        }
    }
}
