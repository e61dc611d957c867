//! Bytes as text: UTF-8, UTF-16 with or without its mark, or Windows-1252, which is what the rest turns out to be.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The text, without a byte-order mark, and what it was.
pub(crate) fn decode(bytes: &[u8]) -> (String, &'static str) {
    let encoding = match bytes {
        [0xef, 0xbb, 0xbf, ..] => UTF_8,
        [0xff, 0xfe, ..] => UTF_16LE,
        [0xfe, 0xff, ..] => UTF_16BE,
        _ if is_utf8(bytes) => UTF_8,
        _ => utf16_without_mark(bytes).unwrap_or(WINDOWS_1252),
    };
    // ASCII in UTF-16 is valid UTF-8 as well, full of NUL.
    let encoding = if encoding == UTF_8 { utf16_without_mark(bytes).unwrap_or(UTF_8) } else { encoding };
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    (text.into_owned(), encoding.name())
}

/// Valid, but for a character that the end cuts.
fn is_utf8(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

/// Text of European languages in UTF-16 has a NUL in every second byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or(&[]);
    let pairs = head.len() / 2;
    let nul = |at: usize| head.chunks_exact(2).filter(|pair| pair.get(at) == Some(&0)).count();
    let (even, odd) = (nul(0), nul(1));
    match () {
        () if pairs < 4 => None,
        () if odd * 10 > pairs * 7 && even * 10 < pairs => Some(UTF_16LE),
        () if even * 10 > pairs * 7 && odd * 10 < pairs => Some(UTF_16BE),
        () => None,
    }
}

/// Letters and digits only, in lower case, umlauts spelled out: the form in which headers and words are compared.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase) {
        match character {
            'ä' => plain.push_str("ae"),
            'ö' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            other => plain.push(other),
        }
    }
    plain
}

/// A cell without blanks around it and without characters that steer a terminal; line breaks become blanks.
pub(crate) fn clean(text: &str) -> String {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}');
    // Excel's way to keep zeros: ="00123". It is text, not a formula to be evaluated.
    let text = text
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .filter(|inner| !inner.contains('"'))
        .unwrap_or(text);
    if !text.chars().any(|c| c.is_control() || c == '\u{a0}') {
        return text.to_owned();
    }
    let spaced =
        text.chars().map(|c| if c.is_control() || c == '\u{a0}' { ' ' } else { c }).collect::<String>();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The longest start of so many bytes that ends at a character.
pub(crate) fn start(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let end = (0..=limit).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_reads_the_same() {
        let text = "Gerät;Ort\nBeatmung;Süd\n";
        let utf16 = |big: bool| -> Vec<u8> {
            text.encode_utf16()
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect()
        };
        let with_mark = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        let latin: Vec<u8> = text.chars().map(|c| c as u32 as u8).collect();
        for (bytes, name) in [
            (text.as_bytes().to_vec(), "UTF-8"),
            (with_mark(&[0xef, 0xbb, 0xbf], text.as_bytes()), "UTF-8"),
            (with_mark(&[0xff, 0xfe], &utf16(false)), "UTF-16LE"),
            (with_mark(&[0xfe, 0xff], &utf16(true)), "UTF-16BE"),
            (utf16(false), "UTF-16LE"),
            (utf16(true), "UTF-16BE"),
            (latin, "windows-1252"),
        ] {
            assert_eq!(decode(&bytes), (text.to_owned(), name));
        }
    }

    #[test]
    fn headers_are_compared_in_one_form() {
        assert_eq!(plain("MAC-Address_(es)"), "macaddresses");
        assert_eq!(plain("Gerätetyp / Größe"), "geraetetypgroesse");
    }

    #[test]
    fn formulas_are_text() {
        assert_eq!(clean("=\"00123\""), "00123");
        assert_eq!(clean("=HYPERLINK(\"http://x\",\"y\")"), "=HYPERLINK(\"http://x\",\"y\")");
        assert_eq!(clean(" a\u{1b}[31m\r\nb\u{0} "), "a [31m b");
    }
}
