//! As much of BER (X.690) as SNMP needs: definite lengths, no recursion.

use crate::Cursor;

/// Reads values one after the other.
#[derive(Clone, Copy)]
pub(in crate::protocol) struct Ber<'a>(Cursor<'a>);

impl<'a> Ber<'a> {
    pub(in crate::protocol) fn new(bytes: &'a [u8]) -> Ber<'a> {
        Ber(Cursor::new(bytes))
    }

    /// The next value's tag and contents. A frame that was cut gives what there is.
    pub(in crate::protocol) fn any(&mut self) -> Option<(u8, &'a [u8])> {
        let tag = self.0.u8()?;
        let first = self.0.u8()?;
        let length = match first {
            0..=0x7f => usize::from(first),
            0x81..=0x84 => {
                let mut length = 0usize;
                for _ in 0x80..first {
                    length = length << 8 | usize::from(self.0.u8()?);
                }
                length
            }
            _ => return None,
        };
        Some((tag, self.0.take(length)?))
    }

    fn tagged(&mut self, wanted: u8) -> Option<&'a [u8]> {
        let (tag, value) = self.any()?;
        (tag == wanted).then_some(value)
    }

    pub(in crate::protocol) fn sequence(&mut self) -> Option<Ber<'a>> {
        self.tagged(0x30).map(Ber::new)
    }

    pub(in crate::protocol) fn octets(&mut self) -> Option<&'a [u8]> {
        self.tagged(0x04)
    }

    pub(in crate::protocol) fn integer(&mut self) -> Option<i64> {
        let bytes = self.tagged(0x02)?;
        let first = *bytes.first()?;
        if bytes.len() > 8 {
            return None;
        }
        let start = if first & 0x80 != 0 { -1 } else { 0 };
        Some(bytes.iter().fold(start, |value, byte| value << 8 | i64::from(*byte)))
    }
}

/// An object identifier's arcs; at most 64.
pub(in crate::protocol) fn oid(bytes: &[u8]) -> Option<Vec<u32>> {
    let mut arcs = Vec::new();
    let mut value = 0u32;
    for byte in bytes {
        value = value.checked_mul(128)?.checked_add(u32::from(byte & 0x7f))?;
        if byte & 0x80 == 0 {
            if arcs.is_empty() {
                let first = (value / 40).min(2);
                arcs.push(first);
                arcs.push(value - first * 40);
            } else {
                arcs.push(value);
            }
            value = 0;
            if arcs.len() > 64 {
                return None;
            }
        }
    }
    Some(arcs)
}
