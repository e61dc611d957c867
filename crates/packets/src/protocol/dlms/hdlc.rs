//! HDLC frames of meters (IEC 62056-46): flag, format and length, two addresses, control, checks, and in information frames
//! the LLC header with the message. Segmented messages are not put together.

use super::application;
use crate::Cursor;
use crate::protocol::{FlowMemory, Pdu, Progress, Sink, Transport};

/// Whether an information frame holds an association.
pub(super) fn is_association(bytes: &[u8]) -> bool {
    bytes.get(..48).unwrap_or(bytes).windows(7).any(|seven| seven == [0x06, 0x07, 0x60, 0x85, 0x74, 5, 8])
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
