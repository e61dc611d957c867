//! The head of a text message: a start line and header fields (RFC 9112 §2, RFC 822 style), shared by HTTP, SSDP, SIP, RTSP
//! and IPP. It borrows everything, looks at a bounded number of fields, and finds the end of the head whatever stands in it.

use crate::Cursor;
use crate::protocol::Pdu;

/// Header fields that are looked at; those behind them are stepped over.
const FIELDS: usize = 64;
/// A longer head is not a head.
pub(in crate::protocol) const HEAD_LIMIT: usize = 12 * 1024;
/// No body that we follow is longer: what a field claims beyond it says only "long", and no sum of lengths can overflow.
const NUMBER_LIMIT: u64 = 1 << 31;

/// A start line and its fields, borrowed from the message.
pub(in crate::protocol) struct Head<'a> {
    pub(in crate::protocol) start: &'a [u8],
    fields: Vec<(&'a [u8], &'a [u8])>,
    /// Where the body begins; `None` where the head does not end in these bytes.
    pub(in crate::protocol) body_at: Option<usize>,
}

/// Reads a head as far as it goes.
pub(in crate::protocol) fn read(bytes: &[u8]) -> Option<Head<'_>> {
    let mut cursor = Cursor::new(bytes.get(..HEAD_LIMIT).unwrap_or(bytes));
    let start = cursor.line()?;
    let mut fields = Vec::with_capacity(12);
    let mut body_at = None;
    while let Some(line) = cursor.line() {
        if line.is_empty() {
            // A lone \r at the end of the bytes is half of a line end.
            let ended = bytes.get(cursor.position().saturating_sub(1)) == Some(&b'\n');
            body_at = ended.then_some(cursor.position());
            break;
        }
        // A folded line goes on with the field before (RFC 9112 §5.2); nothing that we read is folded.
        if line.starts_with(b" ") || line.starts_with(b"\t") || fields.len() >= FIELDS {
            continue;
        }
        if let Some(colon) = memchr::memchr(b':', line) {
            let name = line.get(..colon).unwrap_or(&[]).trim_ascii();
            let value = line.get(colon + 1..).unwrap_or(&[]).trim_ascii();
            fields.push((name, value));
        }
    }
    Some(Head { start, fields, body_at })
}

impl<'a> Head<'a> {
    /// The first field of that name, in any case.
    pub(in crate::protocol) fn get(&self, name: &[u8]) -> Option<&'a [u8]> {
        self.fields.iter().find(|(held, _)| held.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }

    /// Every field, in order.
    pub(in crate::protocol) fn fields(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> + '_ {
        self.fields.iter().copied()
    }

    /// A field as a number.
    pub(in crate::protocol) fn number(&self, name: &[u8]) -> Option<usize> {
        let number: u64 = std::str::from_utf8(self.get(name)?).ok()?.parse().ok()?;
        usize::try_from(number.min(NUMBER_LIMIT)).ok()
    }
}

/// The first line, as far as it came, without its end.
pub(in crate::protocol) fn first_line(bytes: &[u8]) -> &[u8] {
    let top = bytes.get(..HEAD_LIMIT).unwrap_or(bytes);
    let line = memchr::memchr(b'\n', top).and_then(|end| top.get(..end)).unwrap_or(top);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The words of a start line.
pub(in crate::protocol) fn words(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(|byte| *byte == b' ').filter(|word| !word.is_empty())
}

/// Whether the bytes begin with one of these words and a blank.
pub(in crate::protocol) fn begins_with_method(bytes: &[u8], methods: &[&str]) -> bool {
    methods
        .iter()
        .any(|method| bytes.strip_prefix(method.as_bytes()).is_some_and(|rest| rest.first() == Some(&b' ')))
}

/// `key="value"` in a field like WWW-Authenticate; the key must not be the end of a longer one.
pub(in crate::protocol) fn parameter<'a>(value: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    let at = value.windows(key.len() + 1).enumerate().position(|(at, window)| {
        let before = at.checked_sub(1).and_then(|before| value.get(before));
        window.get(..key.len()).is_some_and(|name| name.eq_ignore_ascii_case(key))
            && window.last() == Some(&b'=')
            && before.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_'))
    })?;
    let rest = value.get(at + key.len() + 1..)?;
    match rest.strip_prefix(b"\"") {
        Some(quoted) => quoted.split(|byte| *byte == b'"').next(),
        None => rest.split(|byte| matches!(byte, b',' | b' ' | b';')).next(),
    }
}

/// The stretch of the message from one piece to another behind it, which proves both: a key and its value. The value alone where
/// they are not of the message (put together out of chunks).
pub(in crate::protocol) fn from_to<'a>(message: &Pdu<'a>, first: &[u8], last: &'a [u8]) -> &'a [u8] {
    let ends = message.offset_of(first).zip(message.offset_of(last).map(|at| at + last.len()));
    ends.and_then(|(start, end)| message.bytes.get(start..end)).unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_fields_do_not_hide_the_end() {
        let mut text = b"GET / HTTP/1.1\r\nHost: a\r\n folded\r\n".to_vec();
        for number in 0..200 {
            text.extend(format!("X-{number}: y\r\n").as_bytes());
        }
        text.extend(b"\r\nbody");
        let head = read(&text).unwrap();
        assert_eq!(head.body_at, Some(text.len() - 4));
        assert_eq!(head.get(b"HOST"), Some(&b"a"[..]));
        assert_eq!(head.fields().count(), FIELDS);
        assert_eq!(read(text.get(..text.len() - 5).unwrap()).unwrap().body_at, None, "half a line end");
    }

    #[test]
    fn numbers_stay_small_and_keys_whole() {
        let head = read(b"X\r\nContent-Length: 18446744073709551615\r\nL: -1\r\n\r\n").unwrap();
        assert_eq!(head.number(b"content-length"), Some(1 << 31));
        assert_eq!(head.number(b"l"), None);
        let value = b"Digest surrealm=\"no\", Realm=\"AXIS\", nonce=x";
        assert_eq!(parameter(value, b"realm"), Some(&b"AXIS"[..]));
        assert_eq!(parameter(value, b"nonce"), Some(&b"x"[..]));
        assert_eq!(parameter(value, b"opaque"), None);
    }
}
