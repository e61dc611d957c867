//! NetBIOS names: sixteen bytes, each as two letters A–P (RFC 1001 §14.1); the last byte is a service's number.

use crate::Cursor;

pub(super) struct Name {
    /// `WARD7<20>`.
    pub(super) text: String,
}

/// Reads a first-level encoded name.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Option<Name> {
    if cursor.u8()? != 32 {
        return None;
    }
    let letters = cursor.take(32)?;
    let mut bytes = [0; 16];
    for (slot, pair) in bytes.iter_mut().zip(letters.chunks_exact(2)) {
        let nibble = |letter: u8| letter.checked_sub(b'A').filter(|n| *n < 16);
        *slot = nibble(*pair.first()?)? << 4 | nibble(*pair.last()?)?;
    }
    // The scope: labels up to the empty one.
    for _ in 0..8 {
        match cursor.u8()? {
            0 => {
                let (text, suffix) = (bytes.get(..15)?, *bytes.last()?);
                return Some(Name { text: with_suffix(text, suffix) });
            }
            length => cursor.skip(usize::from(length))?,
        }
    }
    None
}

/// Suffix 03 is the messenger service's: beside the host it names the person who is logged in. Never kept.
pub(super) fn may_be_a_person(text: &str) -> bool {
    text.ends_with("<03>")
}

/// The name without its padding, and the suffix in hex.
pub(super) fn with_suffix(text: &[u8], suffix: u8) -> String {
    let text = holdfast_facts::readable(text);
    let text = text.trim_end_matches([' ', '\0']);
    format!("{text}<{suffix:02X}>")
}
