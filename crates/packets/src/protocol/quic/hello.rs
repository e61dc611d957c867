//! A client's hello out of its pieces: the CRYPTO frames of one datagram, and what was noted of the one before. Browsers shuffle
//! the frames and cut through the server's name on purpose; with post-quantum keys a hello needs two datagrams.
//!
//! The note of a flow is small, so only the ends of what came are noted: enough to put a name together that was cut.

use super::initial::Piece;
use crate::Cursor;
use crate::protocol::{FlowMemory, MEMORY_LIMIT};

/// Bytes of a handshake that are put together.
const HANDSHAKE_LIMIT: usize = 16 * 1024;
/// What is noted of a run's end and of its start.
const TAIL: usize = 80;
const HEAD: usize = 56;

/// Runs without gaps, in order.
pub(super) fn runs(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.retain(|(offset, data)| offset.saturating_add(data.len()) <= HANDSHAKE_LIMIT);
    pieces.sort_unstable_by_key(|(offset, _)| *offset);
    let mut runs: Vec<Piece> = Vec::new();
    for (offset, data) in pieces {
        if let Some((start, run)) = runs.last_mut()
            && let Some(known) = (*start + run.len()).checked_sub(offset)
        {
            run.extend_from_slice(data.get(known..).unwrap_or(&[]));
        } else {
            runs.push((offset, data));
        }
    }
    runs
}

/// A server's name in a stretch of a hello whose beginning is missing: the extension server_name (RFC 6066 §3), whose four
/// lengths must agree and whose name must be one.
pub(super) fn server_name(run: &[u8]) -> Option<&[u8]> {
    run.windows(9).enumerate().find_map(|(at, window)| {
        let [0, 0, e1, e0, l1, l0, 0, n1, n0] = <[u8; 9]>::try_from(window).ok()? else { return None };
        let [extension, list, name] =
            [[e1, e0], [l1, l0], [n1, n0]].map(|b| usize::from(u16::from_be_bytes(b)));
        let agrees = extension == list + 2 && list == name + 3 && (4..=253).contains(&name);
        let text = run.get(at + 9..at + 9 + name).filter(|_| agrees)?;
        let is_name = text.contains(&b'.')
            && text.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
        is_name.then_some(text)
    })
}

/// The first connection id, and the ends of what came.
pub(super) fn note(id: &[u8], runs: &[Piece], memory: &mut FlowMemory) {
    let mut note = vec![u8::try_from(id.len()).unwrap_or(0)];
    note.extend_from_slice(id);
    let tails = runs.iter().map(|(offset, run)| {
        let from = run.len().saturating_sub(TAIL);
        (offset + from, run.get(from..).unwrap_or(&[]))
    });
    let heads = runs
        .iter()
        .filter(|(offset, run)| *offset > 0 && run.len() > TAIL)
        .map(|(offset, run)| (*offset, run.get(..HEAD).unwrap_or(run)));
    for (offset, data) in tails.chain(heads) {
        let (Ok(offset), Ok(length)) = (u16::try_from(offset), u8::try_from(data.len())) else { continue };
        if note.len() + 3 + data.len() <= MEMORY_LIMIT {
            note.extend_from_slice(&offset.to_be_bytes());
            note.push(length);
            note.extend_from_slice(data);
        }
    }
    memory.set_note(&note);
}

/// What was noted.
pub(super) fn noted(memory: &FlowMemory) -> (Vec<u8>, Vec<Piece>) {
    let mut cursor = Cursor::new(memory.note());
    let id = cursor.u8().and_then(|length| cursor.take(usize::from(length))).unwrap_or(&[]).to_vec();
    let mut pieces = Vec::new();
    while let (Some(offset), Some(length)) = (cursor.u16(), cursor.u8()) {
        let Some(data) = cursor.take(usize::from(length)) else { break };
        pieces.push((usize::from(offset), data.to_vec()));
    }
    (id, pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_become_runs() {
        let piece = |offset, text: &str| (offset, text.as_bytes().to_vec());
        assert_eq!(
            runs(vec![piece(3, "def"), piece(0, "abcd"), piece(9, "j"), piece(4, "e"), piece(1 << 40, "x")]),
            [piece(0, "abcdef"), piece(9, "j")]
        );
    }

    #[test]
    fn a_name_is_found_only_where_the_lengths_agree() {
        let good = b"xx\x00\x00\x00\x0c\x00\x0a\x00\x00\x07ab.test...";
        assert_eq!(server_name(good), Some(&b"ab.test"[..]));
        let bad = b"xx\x00\x00\x00\x0d\x00\x0a\x00\x00\x07ab.test...";
        assert_eq!(server_name(bad), None);
        assert_eq!(server_name(b"\x00\x00\x00\x0c\x00\x0a\x00\x00\x07ab te"), None);
    }

    #[test]
    fn the_note_holds_the_ends() {
        let mut memory = FlowMemory::default();
        let runs = [(500, vec![7; 300]), (900, vec![8; 10])];
        note(&[1, 2, 3], &runs, &mut memory);
        let (id, pieces) = noted(&memory);
        assert_eq!(id, [1, 2, 3]);
        assert_eq!(pieces, [(720, vec![7; 80]), (900, vec![8; 10]), (500, vec![7; 56])]);
    }
}
