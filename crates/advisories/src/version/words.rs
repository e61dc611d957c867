//! The words that stand around versions: `data/versions/words.toml`.

use holdfast_names::DataError;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    noise: HashSet<String>,
    all: HashSet<String>,
    before: Vec<String>,
    until: Vec<String>,
    and_before: Vec<String>,
    and_after: Vec<String>,
    after: Vec<String>,
    conditions: Vec<String>,
    level: Vec<Group>,
    early: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    words: Vec<String>,
}

/// What a phrase says of the version beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phrase {
    /// An upper bound follows that is outside.
    Before,
    /// An upper bound follows that is inside.
    Until,
    /// What stood before is an upper bound that is inside.
    AndBefore,
    /// What stood before is a lower bound that is inside.
    AndAfter,
    /// A lower bound follows that is outside ("later than") or inside ("from").
    After,
    /// What follows is a condition that no version settles.
    Condition,
}

/// All words, ready for look-ups.
#[derive(Debug, Default)]
pub struct Words {
    noise: HashSet<String>,
    all: HashSet<String>,
    /// Phrases as lists of words, longest first.
    phrases: Vec<(Vec<String>, Phrase)>,
    /// Rank of a service level: positive; the smaller decides first. Early ones are negative: -1 is nearest to the release.
    levels: HashMap<String, i8>,
}

impl Words {
    /// Reads the file.
    pub fn parse(file: &str, text: &str) -> Result<Words, DataError> {
        let parsed: File = toml::from_str(text).map_err(|error| DataError::new(file, error))?;
        let mut phrases = Vec::new();
        for (list, phrase) in [
            (&parsed.before, Phrase::Before),
            (&parsed.until, Phrase::Until),
            (&parsed.and_before, Phrase::AndBefore),
            (&parsed.and_after, Phrase::AndAfter),
            (&parsed.after, Phrase::After),
            (&parsed.conditions, Phrase::Condition),
        ] {
            phrases
                .extend(list.iter().map(|p| (p.split(' ').map(str::to_owned).collect::<Vec<_>>(), phrase)));
        }
        phrases.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        let mut levels = HashMap::new();
        let ranked = parsed.level.iter().zip(1i8..);
        let early = parsed.early.iter().rev().zip(1i8..).map(|(group, rank)| (group, -rank));
        for (group, rank) in ranked.chain(early) {
            for word in &group.words {
                if levels.insert(word.replace(' ', ""), rank).is_some() {
                    return Err(DataError::new(file, format!("`{word}` stands there twice")));
                }
            }
        }
        Ok(Words { noise: parsed.noise, all: parsed.all, phrases, levels })
    }

    /// Says nothing beside a version.
    pub(super) fn is_noise(&self, word: &str) -> bool {
        self.noise.contains(word)
    }

    /// Means every version.
    pub(super) fn is_all(&self, word: &str) -> bool {
        self.all.contains(word)
    }

    /// The rank of a service level, if the word is one.
    pub(super) fn level(&self, word: &str) -> Option<i8> {
        self.levels.get(word).copied()
    }

    /// The longest phrase at the start of these words, and how many words it has.
    pub(super) fn phrase<S: AsRef<str>>(&self, words: &[S]) -> Option<(Phrase, usize)> {
        self.phrases.iter().find_map(|(phrase, meaning)| {
            let fits = words.len() >= phrase.len() && phrase.iter().zip(words).all(|(a, b)| a == b.as_ref());
            fits.then_some((*meaning, phrase.len()))
        })
    }
}
