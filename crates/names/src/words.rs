//! Words that name no product ("pump", "series", "and") and words that name a line of products, which is often left out
//! ("SIMATIC", "Modicon"): `data/names/words.toml`.

use crate::DataError;
use crate::spelling::fold;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    group: Vec<Group>,
    line: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    about: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    brand: String,
    words: Vec<String>,
}

/// What words are worth in a product's name.
#[derive(Debug, Default)]
pub struct Words {
    generic: HashSet<String>,
    lines: HashMap<String, Vec<String>>,
}

impl Words {
    /// Reads the file. A word is generic or names a line, not both.
    pub fn parse(file: &str, text: &str) -> Result<Words, DataError> {
        let parsed: File = toml::from_str(text).map_err(|error| DataError::new(file, error))?;
        let mut words = Words::default();
        for group in parsed.group {
            if group.about.trim().is_empty() {
                return Err(DataError::new(file, "a group without `about`"));
            }
            for word in group.words {
                if word.split_whitespace().count() != 1 || !words.generic.insert(fold(&word)) {
                    return Err(DataError::new(
                        file,
                        format!("`{word}` is no single word or stands there twice"),
                    ));
                }
            }
        }
        for line in parsed.line {
            for word in line.words {
                if words.generic.contains(&fold(&word)) {
                    return Err(DataError::new(file, format!("`{word}` is a line and a generic word")));
                }
                let brands = words.lines.entry(fold(&word)).or_default();
                if brands.contains(&line.brand) {
                    return Err(DataError::new(
                        file,
                        format!("`{word}` of {} stands there twice", line.brand),
                    ));
                }
                brands.push(line.brand.clone());
            }
        }
        Ok(words)
    }

    /// Whether the word says nothing about which product is meant. Also its plural.
    pub fn is_generic(&self, word: &str) -> bool {
        let word = fold(word);
        self.generic.contains(&word)
            || word.strip_suffix('s').is_some_and(|single| single.len() > 2 && self.generic.contains(single))
            || word.strip_suffix("es").is_some_and(|single| single.len() > 2 && self.generic.contains(single))
    }

    /// The brands that have a line of products of this name, in the file's order; none for most words.
    pub fn line_of(&self, word: &str) -> &[String] {
        self.lines.get(&fold(word)).map(Vec::as_slice).unwrap_or_default()
    }

    /// How many generic words and how many line names there are.
    pub fn len(&self) -> (usize, usize) {
        (self.generic.len(), self.lines.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.generic.is_empty() && self.lines.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &str = "[[group]]\nabout=\"devices\"\nwords=[\"pump\",\"switch\",\"Gerät\"]\n[[line]]\nbrand=\"Siemens\"\nwords=[\"SIMATIC\",\"SIMATIC NET\"]\n";

    #[test]
    fn generic_words_and_lines() {
        let words = Words::parse("words.toml", DATA).unwrap();
        for word in ["pump", "Pumps", "SWITCHES", "Gerät", "geräts"] {
            assert!(words.is_generic(word), "{word}");
        }
        for word in ["SIMATIC", "S7-300", "", "pum"] {
            assert!(!words.is_generic(word), "{word}");
        }
        assert_eq!(words.line_of("Simatic Net"), ["Siemens"]);
        assert!(words.line_of("pump").is_empty());
    }

    #[test]
    fn a_word_stands_once() {
        assert!(Words::parse("words.toml", &DATA.replace("\"switch\"", "\"Pump\"")).is_err());
        assert!(Words::parse("words.toml", &DATA.replace("\"SIMATIC\"", "\"pump\"")).is_err());
        assert!(Words::parse("words.toml", &DATA.replace("\"switch\"", "\"two words\"")).is_err());
    }
}
