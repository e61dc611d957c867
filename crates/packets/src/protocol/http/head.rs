//! The head of a text message: a start line and header fields (RFC 9112 §2, RFC 822 style), shared by HTTP, SSDP, SIP and RTSP.

use crate::Cursor;

/// Header fields that are looked at.
const FIELDS: usize = 64;
/// A longer head is not a head.
const HEAD_LIMIT: usize = 12 * 1024;

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
    let mut fields = Vec::new();
    let mut body_at = None;
    while let Some(line) = cursor.line() {
        if line.is_empty() {
            body_at = Some(cursor.position());
            break;
        }
        // A folded line goes on with the field before (RFC 9112 §5.2); nothing that we read is folded.
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        if fields.len() >= FIELDS {
            break;
        }
        if let Some(colon) = line.iter().position(|byte| *byte == b':') {
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
        std::str::from_utf8(self.get(name)?).ok()?.parse().ok()
    }
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

/// `key="value"` in a field like WWW-Authenticate.
pub(in crate::protocol) fn parameter<'a>(value: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    let at = value.windows(key.len() + 1).position(|window| {
        window.get(..key.len()).is_some_and(|name| name.eq_ignore_ascii_case(key))
            && window.last() == Some(&b'=')
    })?;
    let rest = value.get(at + key.len() + 1..)?;
    match rest.strip_prefix(b"\"") {
        Some(quoted) => quoted.split(|byte| *byte == b'"').next(),
        None => rest.split(|byte| matches!(byte, b',' | b' ' | b';')).next(),
    }
}
