//! Names in DNS messages (RFC 1035 §4.1.4): labels and pointers, shared by DNS, mDNS and LLMNR.

use crate::Cursor;

/// A pointer may only lead backwards, and only so often.
const HOPS: usize = 8;
/// RFC 1035 §2.3.4.
const NAME_LIMIT: usize = 255;

/// Reads the name at the cursor, as text with dots; what is not text in a label stays as it is.
pub(in crate::protocol) fn read(message: &[u8], cursor: &mut Cursor<'_>) -> Option<Vec<u8>> {
    // Most names fit: growing step by step would cost more than reading.
    let mut name = Vec::with_capacity(64);
    let mut at = cursor.position();
    let mut end = None;
    let mut hops = 0;
    // Where this piece of the name begins: a pointer must lead in front of it, or it could lead round in circles.
    let mut floor = at;
    loop {
        let length = *message.get(at)?;
        match length {
            0 => {
                let end = end.unwrap_or(at + 1);
                cursor.skip(end.checked_sub(cursor.position())?)?;
                return Some(name);
            }
            1..=63 => {
                let label = message.get(at + 1..at + 1 + usize::from(length))?;
                if name.len() + label.len() + 1 > NAME_LIMIT {
                    return None;
                }
                if !name.is_empty() {
                    name.push(b'.');
                }
                name.extend_from_slice(label);
                at += 1 + usize::from(length);
            }
            0xc0..=0xff => {
                let target = usize::from(length & 0x3f) << 8 | usize::from(*message.get(at + 1)?);
                end = end.or(Some(at + 2));
                hops += 1;
                if hops > HOPS || target >= floor {
                    return None;
                }
                (at, floor) = (target, target);
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(message: &[u8], position: usize) -> Option<(String, usize)> {
        let mut cursor = Cursor::new(message);
        cursor.skip(position)?;
        let name = read(message, &mut cursor)?;
        Some((String::from_utf8_lossy(&name).into_owned(), cursor.position()))
    }

    #[test]
    fn pointers_lead_backwards_only() {
        let message = b"\x05local\x00\x04host\xc0\x00\xc0\x0e";
        assert_eq!(at(message, 7), Some(("host.local".into(), 14)));
        assert_eq!(at(message, 14), None, "a pointer to itself");
        assert_eq!(at(b"\xc0\x05\x00\x00\x00\x00", 0), None, "forwards");
        assert_eq!(at(b"\x3fshort", 0), None);
        assert_eq!(at(b"\x01a\xc0\x00", 0), None, "round in a circle");
    }

    #[test]
    fn names_and_chains_have_their_limits() {
        // A chain of pointers, each to the one before: eight hops are followed, nine are not.
        let mut message = b"\x01a\x00".to_vec();
        for hop in 0u8..10 {
            message.extend([0xc0, if hop == 0 { 0 } else { 1 + 2 * hop }]);
        }
        assert_eq!(at(&message, 3 + 2 * 7), Some(("a".into(), 19)));
        assert_eq!(at(&message, 3 + 2 * 8), None);
        // Four labels of 62 make 251 characters; a fifth is too many.
        let label = [&[62][..], &[b'x'; 62]].concat();
        let long = [label.repeat(4), vec![0]].concat();
        assert_eq!(at(&long, 0).map(|(name, _)| name.len()), Some(251));
        assert_eq!(at(&[label.repeat(5), vec![0]].concat(), 0), None);
    }
}
