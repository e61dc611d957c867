//! One name for each brand: `data/names/brands.toml`.

use crate::{DataError, squash};
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Deserialize)]
struct File {
    brand: Vec<Brand>,
}

#[derive(Deserialize)]
struct Brand {
    name: String,
    #[serde(default)]
    also: Vec<String>,
}

/// Spellings to brands.
#[derive(Debug, Default)]
pub struct Brands {
    names: Vec<String>,
    by_spelling: HashMap<String, u32>,
}

/// Legal forms and fillers that end a company's name; taken off one by one until a brand is found.
const ENDINGS: [&str; 40] = [
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "company",
    "ltd",
    "limited",
    "llc",
    "gmbh",
    "ag",
    "kg",
    "sa",
    "spa",
    "srl",
    "bv",
    "nv",
    "ab",
    "as",
    "oy",
    "oyj",
    "plc",
    "pte",
    "pty",
    "kk",
    "sas",
    "se",
    "international",
    "technologies",
    "technology",
    "systems",
    "electronics",
    "electronic",
    "networks",
    "communications",
    "group",
    "holdings",
    "industries",
    "usa",
    "america",
];

impl Brands {
    /// Reads the file. A spelling may belong to one brand only.
    pub fn parse(file: &str, text: &str) -> Result<Brands, DataError> {
        let parsed: File = toml::from_str(text).map_err(|error| DataError::new(file, error))?;
        let mut brands = Brands::default();
        for brand in parsed.brand {
            let index = u32::try_from(brands.names.len()).unwrap_or(u32::MAX);
            for spelling in std::iter::once(&brand.name).chain(&brand.also) {
                if let Some(other) = brands.by_spelling.insert(squash(spelling), index)
                    && other != index
                {
                    return Err(DataError::new(file, format!("`{spelling}` is a spelling of two brands")));
                }
            }
            brands.names.push(brand.name);
        }
        Ok(brands)
    }

    /// The brand that this spelling stands for: as it is, or without its legal form.
    pub fn find(&self, spelling: &str) -> Option<&str> {
        let direct = squash(spelling);
        if let Some(index) = self.by_spelling.get(&direct) {
            return self.names.get(*index as usize).map(String::as_str);
        }
        // Words from the end: "Axis Communications AB" → "Axis Communications" → "Axis".
        let mut words: Vec<&str> = spelling
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '(' | ')'))
            .filter(|w| !w.is_empty())
            .collect();
        for _ in 0..6 {
            let last = squash(words.pop()?);
            // "S.A." and "B.V." fall apart into single letters.
            if words.is_empty() || !(ENDINGS.contains(&last.as_str()) || last.chars().count() <= 1) {
                return None;
            }
            if let Some(index) = self.by_spelling.get(&squash(&words.join(" "))) {
                return self.names.get(*index as usize).map(String::as_str);
            }
        }
        None
    }

    /// The brand, or the spelling as it is.
    pub fn canonical<'a>(&'a self, spelling: &'a str) -> &'a str {
        self.find(spelling).unwrap_or(spelling)
    }

    /// How many brands there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &str = r#"
        [[brand]]
        name = "D-Link"
        also = ["D-Link Corporation", "Alpha"]
        [[brand]]
        name = "Axis"
    "#;

    #[test]
    fn legal_forms_come_off() {
        let brands = Brands::parse("brands.toml", DATA).unwrap();
        for spelling in ["d-link", "DLINK", "D-Link International", "D-Link Systems, Inc."] {
            assert_eq!(brands.find(spelling), Some("D-Link"), "{spelling}");
        }
        assert_eq!(brands.find("Axis Communications AB"), Some("Axis"));
        assert_eq!(brands.find("Axis of Evil"), None);
        assert_eq!(brands.find("Inc."), None);
        assert_eq!(brands.canonical("Nobody Ltd"), "Nobody Ltd");
    }

    #[test]
    fn a_spelling_of_two_brands_is_an_error() {
        let twice = "[[brand]]\nname = \"A\"\nalso = [\"X\"]\n[[brand]]\nname = \"x\"\n";
        assert!(Brands::parse("brands.toml", twice).is_err());
    }
}
