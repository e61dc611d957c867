//! A CoAP message taken apart (RFC 7252 §3): code, token, the options that matter here, payload.

use crate::Cursor;

/// What is read of a message.
pub(super) struct Message<'a> {
    pub(super) code: u8,
    pub(super) token: &'a [u8],
    /// Uri-Path (11) or Location-Path (8), joined: `/3/0`.
    pub(super) path: Vec<u8>,
    /// Uri-Query (15).
    pub(super) queries: Vec<&'a [u8]>,
    /// Content-Format (12).
    pub(super) format: Option<u32>,
    /// Shelly's CoIoT device id (3332).
    pub(super) device: Option<&'a [u8]>,
    /// The options' bytes.
    pub(super) options: &'a [u8],
    pub(super) payload: &'a [u8],
}

const PATH_LIMIT: usize = 128;
const QUERIES: usize = 8;

pub(super) fn read(bytes: &[u8]) -> Option<Message<'_>> {
    let mut cursor = Cursor::new(bytes);
    let [first, code, _, _] = cursor.array()?;
    let token = cursor.take(usize::from(first & 15))?;
    let mut message = Message {
        code,
        token,
        path: Vec::new(),
        queries: Vec::new(),
        format: None,
        device: None,
        options: cursor.rest(),
        payload: &[],
    };
    let mut number = 0usize;
    for _ in 0..64 {
        let Some(head) = cursor.u8() else { break };
        if head == 0xff {
            message.payload = cursor.rest();
            break;
        }
        number = number.checked_add(extended(head >> 4, &mut cursor)?)?;
        let length = extended(head & 15, &mut cursor)?;
        let value = cursor.take(length)?;
        match number {
            11 if message.path.len() + value.len() < PATH_LIMIT => {
                message.path.push(b'/');
                message.path.extend_from_slice(value);
            }
            12 => message.format = Some(value.iter().fold(0u32, |n, b| n << 8 | u32::from(*b))),
            15 if message.queries.len() < QUERIES => message.queries.push(value),
            3332 => message.device = Some(value),
            _ => {}
        }
    }
    Some(message)
}

/// §3.1: 13 and 14 take further bytes, 15 is reserved.
fn extended(nibble: u8, cursor: &mut Cursor<'_>) -> Option<usize> {
    match nibble {
        0..=12 => Some(usize::from(nibble)),
        13 => Some(usize::from(cursor.u8()?) + 13),
        14 => Some(usize::from(cursor.u16()?) + 269),
        _ => None,
    }
}
