//! A rough order of versions, enough to see whether a sentence's "older than" covers a product. The full grammar is
//! `version/`; this one says `None` wherever it is not sure.

use regex::Regex;
use std::cmp::Ordering;
use std::sync::LazyLock;

/// A condition on a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// This or anything older.
    Below(String),
    /// This one.
    Exactly(String),
}

const NUMBER: &str = r"[a-z]{0,2}\d+[a-z]?(?:[._]\w+)*";

static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)(?:<=?|\b(?:less|older|earlier|lower|prior|before|below|up|through|thru)\b(?: (?:than|to|and including|or equal to))*) ?(?:(?:firmware|version|versions|software|release|revision) )*({NUMBER})"
    ))
    .ok()
});
static AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)\b({NUMBER})\b[ ,]*(?:and|or|&) ?(?:all )?(?:prior|older|earlier|below|lower|previous|before)"
    ))
    .ok()
});
static ONLY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)^(?:[^:]{{1,60}}: ?)?(?:firmware |software )?version ({NUMBER})\b(?:[,:.]|$|\s(?:is|was|has)\b)"
    ))
    .ok()
});

/// The condition that a text names: `versions less than 9.19`, `V3.x or older`, `vers:all/<=4.2`, `Version R15A, …`.
pub(super) fn bound(text: &str) -> Option<Bound> {
    let group = |pattern: &LazyLock<Option<Regex>>| {
        pattern
            .as_ref()
            .and_then(|pattern| pattern.captures(text))
            .and_then(|captures| captures.get(1).map(|found| found.as_str().to_owned()))
    };
    group(&AFTER).or_else(|| group(&BEFORE)).map(Bound::Below).or_else(|| group(&ONLY).map(Bound::Exactly))
}

static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:(?:versions?|firmware|release|rev(?:ision)?) ?v?|v)\.? ?(\d+(?:[._]\w+)*)|\b(\d+\.\d+(?:[._]\w+)*)").ok()
});

/// The first version that words name: `TIA Project-Server V1.1 or later` → `1.1`.
pub(super) fn version_in(text: &str) -> Option<String> {
    let captures = NAMED.as_ref()?.captures(text)?;
    captures.get(1).or_else(|| captures.get(2)).map(|found| found.as_str().to_owned())
}

/// Whether a word is a version and no model: `v2.5`, `r9.2`, `1.0`.
pub(super) fn looks_like_version(word: &str) -> bool {
    let rest = word.strip_prefix(['v', 'r', 'p', 'b', 's', 'u', 'e']).unwrap_or(word);
    rest.starts_with(|c: char| c.is_ascii_digit()) && !rest.contains(['-', '/'])
}

/// Which of two versions is older, or None where their shapes differ.
pub(super) fn compare(a: &str, b: &str) -> Option<Ordering> {
    let (a, b) = (chunks(a), chunks(b));
    if a.is_empty() || b.is_empty() {
        return None;
    }
    for index in 0..a.len().max(b.len()) {
        let order = match (a.get(index), b.get(index)) {
            (Some(Chunk::Any), _) | (_, Some(Chunk::Any)) => return Some(Ordering::Equal),
            (Some(Chunk::Number(a)), Some(Chunk::Number(b))) => a.cmp(b),
            (Some(Chunk::Word(a)), Some(Chunk::Word(b))) => a.cmp(b),
            (Some(Chunk::Number(a)), None) => a.cmp(&0),
            (None, Some(Chunk::Number(b))) => 0.cmp(b),
            (Some(_), None) => Ordering::Greater,
            (None, Some(_)) => Ordering::Less,
            (Some(_), Some(_)) | (None, None) => return None,
        };
        if order.is_ne() {
            return Some(order);
        }
    }
    Some(Ordering::Equal)
}

enum Chunk {
    Number(u64),
    Word(String),
    Any,
}

fn chunks(version: &str) -> Vec<Chunk> {
    let low = version.to_lowercase();
    let low = low.trim_start_matches(|c: char| !c.is_ascii_digit());
    let mut chunks = Vec::new();
    let mut rest = low;
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let end = rest
            .find(|c: char| c.is_ascii_digit() != digits || !c.is_alphanumeric())
            .unwrap_or(rest.len())
            .max(first.len_utf8());
        let (chunk, after) = rest.split_at(end);
        rest = after;
        if digits {
            chunks.push(Chunk::Number(chunk.parse().unwrap_or(u64::MAX)));
        } else if first.is_alphanumeric() {
            chunks.push(if chunk == "x" { Chunk::Any } else { Chunk::Word(chunk.to_owned()) });
        }
    }
    chunks
}

#[cfg(test)]
mod tests {
    use super::{Bound, bound, compare, looks_like_version};
    use std::cmp::Ordering;

    #[test]
    fn conditions_are_found() {
        for (text, limit) in [
            ("All software versions less than 9.19 are end of life", "9.19"),
            ("equal or older than V3.x", "V3.x"),
            ("VideoEdge 5.4.1 and older cannot be patched", "5.4.1"),
            ("vers:all/<=9.33", "9.33"),
            ("9.5 and prior versions", "9.5"),
            ("versions prior to version 2.0", "2.0"),
        ] {
            assert_eq!(bound(text), Some(Bound::Below(limit.into())), "{text}");
        }
        assert_eq!(
            bound("FOXMAN-UN: Version R15A, this is an end-of-life version"),
            Some(Bound::Exactly("R15A".into()))
        );
        assert_eq!(bound("Update to V6.6 or later"), None);
        assert_eq!(bound(""), None);
    }

    #[test]
    fn order() {
        assert_eq!(compare("9.7", "9.19"), Some(Ordering::Less));
        assert_eq!(compare("V4.2", "4.2.0"), Some(Ordering::Equal));
        assert_eq!(compare("3.9", "V4.x"), Some(Ordering::Less));
        assert_eq!(compare("4.9", "V4.x"), Some(Ordering::Equal));
        assert_eq!(compare("2.6A", "2.6B"), Some(Ordering::Less));
        assert_eq!(compare("", "1"), None);
        assert_eq!(compare("99999999999999999999999", "1"), Some(Ordering::Greater));
        assert!(
            looks_like_version("v2.5") && !looks_like_version("adam-5550") && !looks_like_version("x-414")
        );
    }
}
