//! HDLC frames of meters (IEC 62056-46): flag, format and length, two addresses, control, checks, and in information frames
//! the LLC header with the message. Segmented messages are not put together.

use super::application;
use crate::Cursor;
use crate::protocol::{FlowMemory, Pdu, Progress, Sink, Transport};

/// Whether a whole frame stands at the start, with flags at both ends and a right check: good on any port.
pub(super) fn is_frame(bytes: &[u8]) -> bool {
    let Some(length) = bytes.get(1..3).map(|two| two.iter().fold(0, |sum, b| sum << 8 | usize::from(*b)))
    else {
        return false;
    };
    let length = length & 0x7ff;
    let (Some(frame), Some(0x7e)) = (bytes.get(1..=length), bytes.get(length + 1)) else { return false };
    // The check of a frame with its own check behind it leaves a constant (ISO/IEC 13239 annex A).
    length >= 7 && check(frame) == 0xf0b8
}

/// CRC-16 as HDLC uses it, without the last inversion.
fn check(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xffff, |mut sum, byte| {
        sum ^= u16::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { sum >> 1 ^ 0x8408 } else { sum >> 1 };
        }
        sum
    })
}

pub(super) fn frame(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let (Some(0x7e), Some(format)) = (cursor.u8(), cursor.u16()) else {
        return if pdu.bytes.len() < 3 { Progress::More } else { Progress::Done };
    };
    if format >> 12 != 0x0a {
        // A closing flag before the next frame's opening one.
        return if pdu.bytes.get(1) == Some(&0x7e) { Progress::Consumed(1) } else { Progress::Done };
    }
    let length = usize::from(format & 0x7ff);
    let Some(body) = pdu.bytes.get(3..length + 1) else {
        return if pdu.cut || pdu.transport == Transport::Udp { Progress::Done } else { Progress::More };
    };
    let _ = information(pdu, body, memory, sink);
    Progress::Consumed(length + 1)
}

fn information(pdu: &Pdu<'_>, body: &[u8], memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(body);
    let to = address(&mut cursor)?;
    let from = address(&mut cursor)?;
    let control = cursor.u8()?;
    // Information frames have bit 0 clear; the header's check follows, the frame's stands at the end.
    if control & 1 != 0 {
        return None;
    }
    cursor.skip(2)?;
    let rest = cursor.rest();
    let message = rest.get(..rest.len().checked_sub(2)?)?;
    match message {
        [0xe6, 0xe6, 0, message @ ..] => application::read(pdu, message, to, memory, sink),
        [0xe6, 0xe7, 0, message @ ..] => application::read(pdu, message, from, memory, sink),
        _ => {}
    }
    Some(())
}

/// The upper part of an address (the logical device) of one, two or four bytes; the last byte has bit 0 set.
fn address(cursor: &mut Cursor<'_>) -> Option<u32> {
    let mut bytes = Vec::with_capacity(4);
    for _ in 0..4 {
        let byte = cursor.u8()?;
        bytes.push(u32::from(byte >> 1));
        if byte & 1 == 1 {
            break;
        }
    }
    match *bytes.as_slice() {
        [upper] | [upper, _] => Some(upper),
        [high, low, _, _] => Some(high << 7 | low),
        _ => None,
    }
}
