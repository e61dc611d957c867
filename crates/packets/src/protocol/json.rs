//! The value under a key of a JSON object, found without building the document: for discovery messages of a few hundred
//! bytes, whose keys are known and do not repeat.

/// The text or number under `key`, wherever in the document the key stands; of a list, its first text. With it, where the
/// value stands in `json`.
pub(super) fn find<'a>(json: &'a [u8], key: &str) -> Option<(&'a [u8], usize)> {
    let key = key.as_bytes();
    let mut at = 0;
    loop {
        let rest = json.get(at..)?;
        let found = rest.windows(key.len() + 2).position(|w| {
            w.strip_prefix(b"\"").and_then(|w| w.strip_suffix(b"\"")).is_some_and(|inner| inner == key)
        })?;
        at += found + key.len() + 2;
        // A value that reads like the key has no colon behind it.
        let blanks = json.get(at..)?.iter().take_while(|b| b.is_ascii_whitespace()).count();
        if json.get(at + blanks) == Some(&b':') {
            return value(json, at + blanks + 1);
        }
    }
}

/// As [`find`], without the place.
pub(super) fn text<'a>(json: &'a [u8], key: &str) -> Option<&'a [u8]> {
    find(json, key).map(|(value, _)| value)
}

fn value(json: &[u8], mut at: usize) -> Option<(&[u8], usize)> {
    at += json.get(at..)?.iter().take_while(|b| b.is_ascii_whitespace() || **b == b'[').count();
    let rest = json.get(at..)?;
    let (length, start) = match rest.first()? {
        b'"' => (rest.get(1..)?.iter().position(|b| *b == b'"')?, at + 1),
        b if b.is_ascii_digit() || *b == b'-' => {
            (rest.iter().take_while(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.')).count(), at)
        }
        _ => return None,
    };
    let value = json.get(start..start + length)?;
    (!value.is_empty() && value.len() <= 128).then_some((value, start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_numbers_and_first_texts_of_lists() {
        let json = br#"{"what": "model", "model" : "HS110", "n":12.5, "ids":[ "a","b"], "null":null}"#;
        assert_eq!(find(json, "model"), Some((&b"HS110"[..], 29)));
        assert_eq!(text(json, "n"), Some(&b"12.5"[..]));
        assert_eq!(text(json, "ids"), Some(&b"a"[..]));
        assert_eq!(text(json, "null"), None);
        assert_eq!(text(json, "mode"), None);
        assert_eq!(text(b"{\"model\":\"cut", "model"), None);
    }
}
