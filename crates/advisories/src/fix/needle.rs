//! Pieces of which every match of a pattern holds one, in lower case. Looking for them first spares nearly all of the
//! regular expressions, which are large and mostly do not match.

use regex_syntax::hir::{Hir, HirKind};

/// More alternatives than these are not worth looking for one by one.
const ALTERNATIVES: usize = 48;

/// Pieces, in lower case, of which one must stand in the lower-cased text for the pattern to match in any letter case; each
/// has three characters or more. Empty where the pattern can match without any.
pub(super) fn needles(pattern: &str) -> Vec<String> {
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
        HirKind::Literal(literal) => Some(vec![std::str::from_utf8(&literal.0).ok()?.to_lowercase()]),
        HirKind::Capture(capture) => of(&capture.sub, depth + 1),
        HirKind::Repetition(repetition) if repetition.min > 0 => of(&repetition.sub, depth + 1),
        // Any one part will do; the one whose shortest piece is longest says most.
        HirKind::Concat(parts) => {
            let sets = parts.iter().filter_map(|part| of(part, depth + 1));
            sets.max_by_key(|set| (shortest(set).min(4), std::cmp::Reverse(set.len())))
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

#[cfg(test)]
mod tests {
    use super::needles;

    #[test]
    fn finds_what_must_be_there() {
        assert_eq!(needles(r"(?-u:\b)(?:Fixed|patched)\d"), ["fixed", "patched"]);
        assert_eq!(needles(r"(abc)?xyz"), ["xyz"]);
        for pattern in [r"^(.+)$", r"ab", r"^(?:abc|\d+)$", r"(?:abc)*", "("] {
            assert!(needles(pattern).is_empty(), "{pattern}");
        }
    }
}
