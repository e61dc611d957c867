//! A text that every match of a pattern holds. Looking for it first spares nearly all regular expressions.

use regex_syntax::hir::{Hir, HirKind};

/// The longest literal (in lower case) without which the pattern cannot match, if it has one of three characters or more.
pub(crate) fn required(pattern: &str) -> Option<String> {
    // Parsed with case, so that letters stay literals; both sides are compared in lower case.
    let hir = regex_syntax::ParserBuilder::new().build().parse(pattern).ok()?;
    longest(&hir, 0).filter(|literal| literal.len() >= 3)
}

fn longest(hir: &Hir, depth: u8) -> Option<String> {
    if depth > 32 {
        return None;
    }
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            // Lower-casing changes some letters outside ASCII in ways that regexes do not follow.
            text.is_ascii().then(|| text.to_ascii_lowercase())
        }
        HirKind::Capture(capture) => longest(&capture.sub, depth + 1),
        HirKind::Repetition(repetition) if repetition.min > 0 => longest(&repetition.sub, depth + 1),
        HirKind::Concat(parts) => {
            parts.iter().filter_map(|part| longest(part, depth + 1)).max_by_key(String::len)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_must_be_there() {
        assert_eq!(required(r"^(DCS-\d{3,4}[A-Z]{0,3})(?:[-_]|$)").as_deref(), Some("dcs-"));
        assert_eq!(required(r"^_googlecast\._tcp md=(.+)$").as_deref(), Some("_googlecast._tcp md="));
        assert_eq!(required(r"^(?:foo|bar)baz\d"), Some("baz".to_owned()));
        assert_eq!(required(r"^(.+)$"), None);
        assert_eq!(required(r"(?i)abc"), None, "case-folded letters are classes");
        assert_eq!(required(r"(abc)?xyz").as_deref(), Some("xyz"));
    }
}
