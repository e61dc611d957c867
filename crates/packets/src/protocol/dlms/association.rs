//! AARQ and AARE (IEC 62056-5-3 clause 9.4.2, ISO 8650): BER, of which the context, the titles, the mechanism and the result
//! are read. The authentication value is a password and is passed over.

use super::manufacturer;
use crate::Cursor;
use crate::protocol::{About, Sink};
use std::fmt::Write as _;

/// A tag, its length in the definite form, its content.
fn element<'a>(cursor: &mut Cursor<'a>) -> Option<(u8, &'a [u8])> {
    let tag = cursor.u8()?;
    let length = match cursor.u8()? {
        length @ 0..=0x7f => usize::from(length),
        0x81 => usize::from(cursor.u8()?),
        0x82 => usize::from(cursor.u16()?),
        _ => return None,
    };
    Some((tag, cursor.take(length)?))
}

/// What an association says; for an answer, whether it is accepted.
pub(super) fn read(bytes: &[u8], sink: &mut Sink<'_>) -> Option<bool> {
    let (kind, body) = element(&mut Cursor::new(bytes))?;
    let mut cursor = Cursor::new(body);
    let (mut accepted, mut mechanism) = (true, None);
    for _ in 0..16 {
        let Some((tag, content)) = element(&mut cursor) else { break };
        match (kind, tag) {
            (_, 0xa1) => {
                let context = match content {
                    [.., 0x60, 0x85, 0x74, 5, 8, 1, 1] => "logical names",
                    [.., 0x60, 0x85, 0x74, 5, 8, 1, 2] => "short names",
                    [.., 0x60, 0x85, 0x74, 5, 8, 1, 3] => "logical names, ciphered",
                    [.., 0x60, 0x85, 0x74, 5, 8, 1, 4] => "short names, ciphered",
                    _ => continue,
                };
                sink.put(About::Source, "dlms.context", context, content);
            }
            // The caller's title is [6] of a request, the called one's [4] of an answer.
            (0x60, 0xa6) | (0x61, 0xa4) => {
                if let Some((4, title)) = element(&mut Cursor::new(content)) {
                    system_title(title, sink);
                }
            }
            (0x60, 0x8b) => mechanism = Some(content),
            (0x61, 0xa2) => accepted = content.last() == Some(&0),
            _ => {}
        }
    }
    if kind == 0x60 {
        let at = mechanism.unwrap_or_else(|| bytes.get(..1).unwrap_or(bytes));
        let says = match mechanism.and_then(<[u8]>::last) {
            None | Some(0) => "none",
            Some(1) => "low (password)",
            Some(2) => "high",
            Some(3) => "high (MD5)",
            Some(4) => "high (SHA-1)",
            Some(5) => "high (GMAC)",
            Some(6) => "high (SHA-256)",
            Some(7) => "high (ECDSA)",
            Some(_) => "other",
        };
        sink.put(About::Source, "dlms.authentication", says, at);
    }
    Some(accepted)
}

/// Eight bytes: the maker's letters, then what the maker wants.
pub(super) fn system_title(title: &[u8], sink: &mut Sink<'_>) {
    if title.len() != 8 {
        return;
    }
    manufacturer(About::Source, title, sink);
    let mut text = String::with_capacity(16);
    for byte in title {
        let _ = write!(text, "{byte:02x}");
    }
    sink.put(About::Source, "dlms.system_title", &text, title);
}
