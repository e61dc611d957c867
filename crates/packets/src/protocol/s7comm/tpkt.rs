//! TPKT and COTP, which carry S7 and MMS on TCP port 102: a length in front of each packet, and the transport protocol of
//! ISO in it, of which only the connection request and the data remain.

use crate::Cursor;
use std::borrow::Cow;

/// What one TPKT packet, or several that make one message, carry.
#[derive(Debug)]
pub(in super::super) enum Cotp<'a> {
    /// Asked for or granted: whether it is the request, and the called selector.
    Connect { request: bool, called: &'a [u8] },
    /// A whole message.
    Data(Cow<'a, [u8]>),
    /// Another packet (disconnect, error).
    Other,
}

/// What the bytes begin with.
#[derive(Debug)]
pub(in super::super) enum Read<'a> {
    /// A message, and where it ends.
    Message(Cotp<'a>, usize),
    /// The start of one.
    Short,
    /// Something else.
    Foreign,
}

/// Packets of one message that are put together.
const PARTS: usize = 64;

/// Reads one message.
pub(in super::super) fn read(bytes: &[u8]) -> Read<'_> {
    let (mut whole, mut end) = (Cow::Borrowed(&[][..]), 0usize);
    for part in 0..PARTS {
        let rest = bytes.get(end..).unwrap_or(&[]);
        let Some([version, zero, l1, l0, header, code]) = rest.first_chunk() else {
            let fits = [3, 0].iter().zip(rest).all(|(a, b)| a == b);
            return if fits { Read::Short } else { Read::Foreign };
        };
        let length = usize::from(u16::from_be_bytes([*l1, *l0]));
        let header = usize::from(*header);
        if (*version, *zero) != (3, 0) || header < 2 || length < header + 5 {
            return Read::Foreign;
        }
        let Some(packet) = rest.get(..length) else { return Read::Short };
        end += length;
        let body = packet.get(5 + header..).unwrap_or(&[]);
        match code & 0xf0 {
            0xe0 | 0xd0 if part == 0 => {
                let called = called_selector(packet.get(11..5 + header).unwrap_or(&[]));
                return Read::Message(Cotp::Connect { request: code & 0xf0 == 0xe0, called }, end);
            }
            0xf0 => {
                // Some send an empty part first.
                if whole.is_empty() {
                    whole = Cow::Borrowed(body);
                } else {
                    whole.to_mut().extend_from_slice(body);
                }
                // The end-of-message mark is the top bit of the sequence number.
                if packet.get(6).is_none_or(|number| number & 0x80 != 0) {
                    return Read::Message(Cotp::Data(whole), end);
                }
            }
            _ => return Read::Message(Cotp::Other, end),
        }
    }
    Read::Message(Cotp::Other, end)
}

/// Parameters of a connection request: 0xc2 is the called selector.
fn called_selector(parameters: &[u8]) -> &[u8] {
    let mut cursor = Cursor::new(parameters);
    while let (Some(code), Some(length)) = (cursor.u8(), cursor.u8()) {
        match (code, cursor.take(usize::from(length))) {
            (0xc2, Some(value)) => return value,
            (_, None) => break,
            _ => {}
        }
    }
    &[]
}

/// The first bytes of data, over a connection request that stands before them: what tells whose connection it is.
pub(in super::super) fn first_data(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes;
    for _ in 0..3 {
        let [3, 0, l1, l0, header, code] = *rest.first_chunk()? else { return None };
        let length = usize::from(u16::from_be_bytes([l1, l0]));
        match code & 0xf0 {
            0xf0 => return rest.get(5 + usize::from(header)..),
            0xe0 | 0xd0 => rest = rest.get(length.max(6)..)?,
            _ => return None,
        }
    }
    None
}

/// The called selector of a connection request or its answer that stands alone.
pub(in super::super) fn called(bytes: &[u8]) -> Option<&[u8]> {
    match read(bytes) {
        Read::Message(Cotp::Connect { called, .. }, end) if end == bytes.len() => Some(called),
        _ => None,
    }
}
