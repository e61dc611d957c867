//! Where a message ends (RFC 9112 §6), and what a flow must remember for that: bytes of a long body that are still to be
//! stepped over, and what the client asked last, since an answer to HEAD has no body and an answer to `/lights/3` does
//! not say which lamp it is about.

use super::head::{Head, words};
use crate::protocol::{FlowMemory, Pdu};
use std::borrow::Cow;

/// Longer bodies end the reading of a direction.
pub(super) const SKIP_LIMIT: usize = 192 * 1024;
/// Chunks of one body that are put together.
const CHUNKS: usize = 256;
const ASKED_LIMIT: usize = 64;

/// How far a body goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::protocol) enum Extent {
    Length(usize),
    Chunked,
    /// To the end of the connection.
    ToEnd,
}

/// RFC 9112 §6.3, in its order.
pub(in crate::protocol) fn extent(head: &Head<'_>, response: bool, asked_head: bool) -> Extent {
    if response && (asked_head || has_no_body(head)) {
        return Extent::Length(0);
    }
    let chunked =
        head.get(b"transfer-encoding").is_some_and(|value| value.to_ascii_lowercase().ends_with(b"chunked"));
    if chunked {
        return Extent::Chunked;
    }
    match head.number(b"content-length") {
        Some(length) => Extent::Length(length),
        None if response => Extent::ToEnd,
        None => Extent::Length(0),
    }
}

/// These have none whatever the fields say.
fn has_no_body(head: &Head<'_>) -> bool {
    words(head.start).nth(1).is_some_and(|code| code.starts_with(b"1") || matches!(code, b"204" | b"304"))
}

/// The content of a chunked body as far as it came, and where the body ends when it is whole (§7.1).
pub(in crate::protocol) fn unchunked(body: &[u8]) -> (Cow<'_, [u8]>, Option<usize>) {
    let mut content = Cow::Borrowed(&b""[..]);
    let mut at = 0;
    for _ in 0..CHUNKS {
        let rest = body.get(at..).unwrap_or(&[]);
        let Some(line) = rest.iter().take(64).position(|byte| *byte == b'\n') else { break };
        let digits = rest.get(..line).unwrap_or(&[]);
        let digits = digits.split(|byte| matches!(byte, b';' | b'\r' | b' ')).next().unwrap_or(&[]);
        let size = std::str::from_utf8(digits).ok().and_then(|text| u32::from_str_radix(text, 16).ok());
        let Some(size) = size.and_then(|size| usize::try_from(size).ok()) else { break };
        at += line + 1;
        if size == 0 {
            // Trailer fields up to an empty line.
            let mut trailer = crate::Cursor::new(body.get(at..).unwrap_or(&[]));
            while let Some(line) = trailer.line() {
                let end = at + trailer.position();
                // A lone \r at the end of the bytes is half of a line end.
                if line.is_empty() && body.get(end.saturating_sub(1)) == Some(&b'\n') {
                    return (content, Some(end));
                }
            }
            break;
        }
        let rest = body.get(at..).unwrap_or(&[]);
        let chunk = rest.get(..size).unwrap_or(rest);
        // One chunk stays where it stands, so that what is read of it can be shown there.
        if content.is_empty() {
            content = Cow::Borrowed(chunk);
        } else {
            content.to_mut().extend_from_slice(chunk);
        }
        if chunk.len() < size {
            break;
        }
        at += size;
        at += match body.get(at..) {
            Some([b'\r', b'\n', ..]) => 2,
            Some([b'\n', ..]) => 1,
            _ => break,
        };
    }
    (content, None)
}

/// What is remembered of a flow.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Notes {
    /// Bytes of a body still to be stepped over, by side.
    left: [u32; 2],
    /// The last request was HEAD.
    pub(super) asked_head: bool,
    /// The collection, and the thing in it, that the last request asked for: `lights/3`.
    pub(super) asked: Vec<u8>,
    /// The last request logged in.
    pub(super) logs_in: Option<super::login::How>,
}

impl Notes {
    pub(super) fn of(memory: &FlowMemory) -> Notes {
        let mut cursor = crate::Cursor::new(memory.note());
        let (Some(a), Some(b), Some(flags)) = (cursor.u32(), cursor.u32(), cursor.u8()) else {
            return Notes::default();
        };
        Notes {
            left: [a, b],
            asked_head: flags & 1 == 1,
            logs_in: super::login::How::from_number(flags >> 1),
            asked: cursor.rest().to_vec(),
        }
    }

    pub(super) fn keep(&self, memory: &mut FlowMemory) {
        if *self == Notes::default() {
            if !memory.note().is_empty() {
                memory.set_note(&[]);
            }
            return;
        }
        let [a, b] = self.left.map(u32::to_be_bytes);
        let asked = self.asked.get(..ASKED_LIMIT).unwrap_or(&self.asked);
        let flags = u8::from(self.asked_head) | self.logs_in.map_or(0, |how| how as u8) << 1;
        memory.set_note(&[&a[..], &b, &[flags], asked].concat());
    }

    /// The rest of the body that this side is sending.
    pub(super) fn left(&mut self, pdu: &Pdu<'_>) -> &mut u32 {
        let [a, b] = &mut self.left;
        let (from, to) = (pdu.source, pdu.destination);
        if (from.port, from.ip) > (to.port, to.ip) { a } else { b }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks() {
        assert_eq!(unchunked(b"4\r\nabcd\r\n0\r\n\r\nHTTP"), (Cow::Borrowed(&b"abcd"[..]), Some(14)));
        let (content, end) = unchunked(b"2;x=y\r\nab\r\n3\r\ncde\r\n0\r\nT: 1\r\n\r\n");
        assert_eq!((&*content, end), (&b"abcde"[..], Some(30)));
        assert_eq!(unchunked(b"ff\r\nabc"), (Cow::Borrowed(&b"abc"[..]), None));
        assert_eq!(unchunked(b"zz\r\nabc"), (Cow::Borrowed(&b""[..]), None));
        assert_eq!(unchunked(b"ffffffffffff\r\nabc").1, None);
    }

    #[test]
    fn notes_come_back() {
        let mut memory = FlowMemory::default();
        let how = Some(super::super::login::How::Form);
        let notes = Notes { left: [7, 0], asked_head: true, asked: b"lights/3".to_vec(), logs_in: how };
        notes.keep(&mut memory);
        assert_eq!(Notes::of(&memory), notes);
        Notes::default().keep(&mut memory);
        assert!(memory.note().is_empty());
    }
}
