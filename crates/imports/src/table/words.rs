//! What words in cells mean: kinds and realms, from `data/imports/words.toml` and `data/kinds.toml`.

use crate::text::plain;
use holdfast_names::{DataError, Kinds};
use rustc_hash::FxHashMap;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    kind: Vec<Entry>,
    #[serde(default)]
    realm: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    words: Vec<String>,
}

/// Words to ids.
#[derive(Debug, Default)]
pub(crate) struct Words {
    kinds: FxHashMap<String, Option<String>>,
    realms: FxHashMap<String, String>,
}

impl Words {
    /// Reads the file. Words that the list of kinds itself gives to several kinds mean none of them.
    pub(crate) fn parse(file: &str, text: &str, kinds: &Kinds) -> Result<Words, DataError> {
        let parsed: File = toml::from_str(text).map_err(|error| DataError::new(file, error))?;
        let mut words = Words::default();
        for kind in kinds.iter() {
            for word in &kind.words {
                words
                    .kinds
                    .entry(plain(word))
                    .and_modify(|held| {
                        if held.as_ref() != Some(&kind.id) {
                            *held = None;
                        }
                    })
                    .or_insert_with(|| Some(kind.id.clone()));
            }
        }
        // A kind's own name is stronger than another kind's word.
        for kind in kinds.iter() {
            for word in [&kind.id, &kind.name, &kind.plural] {
                words.kinds.insert(plain(word), Some(kind.id.clone()));
            }
        }
        let mut own = FxHashMap::default();
        for entry in parsed.kind {
            if kinds.get(&entry.id).is_none() {
                return Err(DataError::new(file, format!("`{}` is no kind", entry.id)));
            }
            for word in entry.words {
                if let Some(other) = own.insert(plain(&word), entry.id.clone())
                    && other != entry.id
                {
                    return Err(DataError::new(
                        file,
                        format!("`{word}` means both {other} and {}", entry.id),
                    ));
                }
            }
        }
        words.kinds.extend(own.into_iter().map(|(word, id)| (word, Some(id))));
        for entry in parsed.realm {
            words.realms.extend(entry.words.iter().map(|word| (plain(word), entry.id.clone())));
            words.realms.insert(plain(&entry.id), entry.id);
        }
        Ok(words)
    }

    /// The kind that a cell means: `Pumps, Infusion` is turned round, a last `s` taken off, what stands in brackets left out.
    pub(crate) fn kind(&self, cell: &str) -> Option<&str> {
        if cell.len() > 200 {
            return None;
        }
        let find = |text: &str| -> Option<&str> {
            let text = plain(text);
            let known = |text: &str| self.kinds.get(text).and_then(Option::as_deref);
            known(&text).or_else(|| known(text.strip_suffix('s')?))
        };
        let bare = cell.split(['(', '[']).next().unwrap_or(cell);
        let turned = bare.split_once(',').map(|(what, of)| {
            // Nomenclatures write the noun first: "Pumps, Infusion, Syringe".
            let of = of.split(',').next().unwrap_or(of);
            format!("{of} {}", what.trim_end_matches('s'))
        });
        let first = || bare.split(['/', ';', '>']).next().unwrap_or(bare);
        let last = || bare.rsplit(['/', '>', ':']).next().unwrap_or(bare);
        find(cell)
            .or_else(|| find(bare))
            .or_else(|| turned.as_deref().and_then(find))
            .or_else(|| find(last()))
            .or_else(|| find(first()))
    }

    /// The realm that a cell means.
    pub(crate) fn realm(&self, cell: &str) -> Option<&str> {
        self.realms.get(&plain(cell)).map(String::as_str)
    }
}
