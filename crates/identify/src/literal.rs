//! Texts of which every match of a pattern holds one. Looking for them first spares nearly all regular expressions.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex_syntax::hir::{Hir, HirKind};

/// Alternatives of one pattern that are worth looking for one by one.
const ALTERNATIVES: usize = 128;

/// Literals of which at least one must stand in the text for the pattern to match; each has three characters or more.
/// Empty where the pattern can match without any.
pub(crate) fn required(pattern: &str) -> Vec<String> {
    let Ok(hir) = regex_syntax::ParserBuilder::new().build().parse(pattern) else { return Vec::new() };
    match of(&hir, 0) {
        Some(set) if shortest(&set) >= 3 => set,
        _ => Vec::new(),
    }
}

fn shortest(set: &[String]) -> usize {
    set.iter().map(String::len).min().unwrap_or(0)
}

fn of(hir: &Hir, depth: u8) -> Option<Vec<String>> {
    if depth > 32 {
        return None;
    }
    match hir.kind() {
        HirKind::Literal(literal) => Some(vec![std::str::from_utf8(&literal.0).ok()?.to_owned()]),
        HirKind::Capture(capture) => of(&capture.sub, depth + 1),
        HirKind::Repetition(repetition) if repetition.min > 0 => of(&repetition.sub, depth + 1),
        // Any one part will do; the one whose shortest literal is longest says most.
        HirKind::Concat(parts) => {
            let sets = parts.iter().filter_map(|part| of(part, depth + 1));
            sets.max_by_key(|set| (shortest(set), std::cmp::Reverse(set.len())))
        }
        // Every branch must have one.
        HirKind::Alternation(branches) => {
            let mut all = Vec::new();
            for branch in branches {
                all.extend(of(branch, depth + 1)?);
                if all.len() > ALTERNATIVES {
                    return None;
                }
            }
            Some(all)
        }
        _ => None,
    }
}

/// Which of many patterns can match a text, found in one pass over it.
#[derive(Debug)]
pub(crate) struct Finder {
    /// `None` where it could not be built: then every pattern is tried.
    automaton: Option<AhoCorasick>,
    /// Patterns by the automaton's number of a literal.
    of_literal: Vec<u32>,
    /// Those that can match without any literal.
    always: Vec<u32>,
    count: u32,
}

impl Finder {
    /// `literals` are those of each pattern, as [`required`] gives them.
    pub(crate) fn new<'l>(literals: impl Iterator<Item = &'l [String]>) -> Finder {
        let (mut texts, mut of_literal, mut always, mut count) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for list in literals {
            if list.is_empty() {
                always.push(count);
            }
            for text in list {
                texts.push(text.as_str());
                of_literal.push(count);
            }
            count += 1;
        }
        let automaton = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(texts).ok();
        Finder { automaton, of_literal, always, count }
    }

    /// The patterns that can match, by number, in order.
    pub(crate) fn find(&self, text: &str) -> Vec<u32> {
        let Some(automaton) = &self.automaton else { return (0..self.count).collect() };
        let mut found = self.always.clone();
        let met = automaton.find_overlapping_iter(text);
        found.extend(met.filter_map(|met| self.of_literal.get(met.pattern().as_usize())));
        found.sort_unstable();
        found.dedup();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_pass_finds_what_looking_for_each_finds() {
        let lists: Vec<Vec<String>> = ["^axis (p|q)", "(abc|xis)", "^(.+)$", "xis p3", "nothing"]
            .iter()
            .map(|pattern| required(pattern))
            .collect();
        let finder = Finder::new(lists.iter().map(Vec::as_slice));
        assert_eq!(finder.find("axis p3367"), [0, 1, 2, 3]);
        assert_eq!(finder.find(""), [2]);
    }

    #[test]
    fn finds_what_must_be_there() {
        assert_eq!(required(r"^(dcs-\d{3,4}[a-z]{0,3})(?:[-_]|$)"), ["dcs-"]);
        assert_eq!(required(r"^_googlecast\._tcp md=(.+)$"), ["_googlecast._tcp md="]);
        assert_eq!(required(r"^(?:philips|signify) \d"), ["philips", "signify"]);
        assert_eq!(required(r"(abc)?xyz"), ["xyz"]);
        for pattern in [r"^(.+)$", r"ab", r"^(?:abc|\d+)$", r"(?:abc)*"] {
            assert!(required(pattern).is_empty(), "{pattern}");
        }
    }
}
