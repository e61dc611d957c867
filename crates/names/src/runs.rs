//! The pieces of a text that may be a code or a name: each word and each run of some words, folded.

use crate::spelling::fold;
use std::collections::BTreeMap;

/// Words of a text that are looked at; what comes after is no identity any more.
const WORDS: usize = 24;
/// The longest run: "Network Management Card 2 for Modular PDU" has seven, but is told by fewer.
const LONGEST: usize = 6;

/// Every run of up to six words, and the whole. Where the text has slashes, also with each slash as a gap: `1756-L61/B`
/// is tried as it stands and as `1756-L61`. With each, whether it is one word.
pub(crate) fn runs(text: &str) -> BTreeMap<String, bool> {
    let mut found = BTreeMap::new();
    collect(
        text,
        |c| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '[' | ']' | '"' | '=' | ':' | '|'),
        &mut found,
    );
    if text.contains('/') {
        collect(
            text,
            |c| {
                c.is_whitespace()
                    || matches!(c, ',' | ';' | '(' | ')' | '[' | ']' | '"' | '=' | ':' | '|' | '/')
            },
            &mut found,
        );
    }
    found
}

fn collect(text: &str, gap: impl Fn(char) -> bool, found: &mut BTreeMap<String, bool>) {
    let words: Vec<String> = text.split(gap).map(fold).filter(|word| !word.is_empty()).take(WORDS).collect();
    for from in 0..words.len() {
        let mut run = String::new();
        for word in words.iter().skip(from).take(LONGEST) {
            let first = run.is_empty();
            run.push_str(word);
            *found.entry(run.clone()).or_default() |= first;
        }
    }
    found.entry(words.concat()).or_default();
    found.remove("");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_runs_and_the_whole() {
        let found = runs("1756-L61/B LOGIX5561");
        for expected in ["1756l61b", "1756l61", "logix5561", "1756l61blogix5561"] {
            assert!(found.contains_key(expected), "{expected} of {found:?}");
        }
        assert!(runs("BMX P34 2020").contains_key("bmxp342020"));
        assert!(runs("SCALANCE X204-2 (6GK5 204-2BB10-2AA3)").contains_key("6gk52042bb102aa3"));
        assert_eq!(runs("BMX P34").get("bmx"), Some(&true));
        assert_eq!(runs("BMX P34").get("bmxp34"), Some(&false));
        assert!(runs(" -- ").is_empty());
        assert!(runs(&"a b ".repeat(100_000)).len() < 300, "a long text costs no more");
    }
}
