//! The application's messages (IEC 62056-5-3 clause 9.5): get, set and action, their answers, and what wraps them in
//! ciphering.

use super::{About, FlowMemory, Pdu, Sink, asked, association, manufacturer};
use crate::Cursor;
use holdfast_facts::OperationClass::{
    self, Configure, Firmware, Identify, Login, Operate, Program, Read, Write,
};

/// Functions, by the place that is remembered until the answer comes.
const FUNCTIONS: [(OperationClass, &str); 20] = [
    (Read, "get"),
    (Write, "set"),
    (Write, "action"),
    (Identify, "get"),
    (Identify, "get"),
    (Identify, "get"),
    (Configure, "set clock"),
    (Configure, "set communication"),
    (Operate, "disconnect or reconnect supply"),
    (Firmware, "image transfer"),
    (Program, "execute script"),
    (Login, "change secret"),
    (Login, "associate"),
    (Read, "read"),
    (Write, "write"),
    (Read, "ciphered get"),
    (Write, "ciphered set"),
    (Write, "ciphered action"),
    (Read, "ciphered message"),
    (Login, "prove high-level security"),
];
const NAME: u8 = 3;
const SERIAL: u8 = 4;
const FIRMWARE: u8 = 5;
const ASSOCIATE: u8 = 12;

/// A tag of an application message that may stand alone.
pub(super) fn is_known(tag: u8) -> bool {
    matches!(tag, 0x05 | 0x06 | 0x0c..=0x0f | 0x60..=0x63 | 0xc0..=0xd8 | 0xdb..=0xe0)
}

/// Whether the meter's end sends such messages.
pub(super) fn is_answer(tag: u8) -> bool {
    matches!(
        tag,
        0x0c..=0x0f | 0x61 | 0x63 | 0xc2 | 0xc4..=0xc7 | 0xca | 0xcc..=0xcf | 0xd2 | 0xd4..=0xd8
    )
}

pub(super) fn read(pdu: &Pdu<'_>, body: &[u8], device: u32, memory: &mut FlowMemory, sink: &mut Sink<'_>) {
    let _ = message(pdu, body, device, memory, sink);
}

fn message(
    pdu: &Pdu<'_>,
    body: &[u8],
    device: u32,
    memory: &mut FlowMemory,
    sink: &mut Sink<'_>,
) -> Option<()> {
    let unit = if device == 1 { String::new() } else { format!("logical device {device}") };
    let mut cursor = Cursor::new(body);
    let at = cursor.rest().get(..1)?;
    let tag = cursor.u8()?;
    let mut ask = |function: u8, key: u32, sink: &mut Sink<'_>| {
        let (class, name) = FUNCTIONS.get(usize::from(function)).copied()?;
        sink.asks(class, name, &unit, at);
        asked::remember(memory, key | asked::asker(pdu, true) << 16 | device << 17, function);
        Some(())
    };
    match tag {
        0x60 => {
            association::read(body, sink)?;
            ask(ASSOCIATE, 0x100, sink)
        }
        0xc0 | 0xc1 | 0xc3 => {
            let kind = cursor.u8()?;
            let invoke = u32::from(cursor.u8()? & 0x0f);
            // Only a normal request (1) or the first of blocks names one object; a list (3) names many.
            let plain = match tag {
                0xc0 => 0,
                0xc1 => 1,
                _ => 2,
            };
            let function = match (tag, kind) {
                (0xc0, 1) | (0xc1, 1 | 2) | (0xc3, 1 | 4) => specific(tag, &mut cursor).unwrap_or(plain),
                // The next block of what was asked for before.
                (0xc0 | 0xc3, 2) | (0xc1, 3) => return Some(()),
                _ => plain,
            };
            ask(function, invoke, sink)
        }
        0x05 => ask(13, 0x101, sink),
        0x06 => ask(14, 0x102, sink),
        0xc8 | 0xd0 => ask(15, 0x103, sink),
        0xc9 | 0xd1 => ask(16, 0x104, sink),
        0xcb | 0xd3 => ask(17, 0x105, sink),
        0xdb => {
            // General ciphering begins with the sender's system title.
            let length = usize::from(cursor.u8()?);
            association::system_title(cursor.take(length)?, sink);
            Some(())
        }
        _ => answer(pdu, tag, body, cursor, (device, &unit), memory, sink),
    }
}

fn answer(
    pdu: &Pdu<'_>,
    tag: u8,
    body: &[u8],
    mut cursor: Cursor<'_>,
    (device, unit): (u32, &str),
    memory: &mut FlowMemory,
    sink: &mut Sink<'_>,
) -> Option<()> {
    let at = body.get(..1)?;
    let (key, accepted, kind) = match tag {
        0x61 => (0x100, association::read(body, sink)?, 0),
        0xc4 | 0xc5 | 0xc7 => {
            let kind = cursor.u8()?;
            let invoke = u32::from(cursor.u8()? & 0x0f);
            let accepted = match (tag, kind) {
                // Data, or why there is none.
                (0xc4, 1) => cursor.u8()? == 0,
                (0xc5 | 0xc7, 1) => cursor.u8()? == 0,
                _ => true,
            };
            (invoke, accepted, kind)
        }
        0x0c => (0x101, true, 0),
        0x0d => (0x102, true, 0),
        0xcc | 0xd4 => (0x103, true, 0),
        0xcd | 0xd5 => (0x104, true, 0),
        0xcf | 0xd7 => (0x105, true, 0),
        _ => return Some(()),
    };
    let function = asked::recall(memory, key | asked::asker(pdu, false) << 16 | device << 17)?;
    let (class, name) = FUNCTIONS.get(usize::from(function)).copied()?;
    sink.answers(class, name, unit, accepted, at);
    if (tag, kind) != (0xc4, 1) || !accepted {
        return Some(());
    }
    // An octet string (9) or a visible string (10), of readable text.
    let (9 | 10) = cursor.u8()? else { return None };
    let length = usize::from(cursor.u8()?);
    let text = cursor.take(length)?;
    if text.is_empty() || !text.iter().all(|byte| (0x20..0x7f).contains(byte)) {
        return None;
    }
    match function {
        NAME => {
            manufacturer(About::Source, text, sink);
            sink.text(About::Source, "dlms.logical_device_name", text);
        }
        SERIAL => sink.text(About::Source, "dlms.device_id", text),
        FIRMWARE => sink.text(About::Source, "dlms.firmware", text),
        _ => {}
    }
    Some(())
}

/// The function that class, object and attribute or method make of the service (IEC 62056-6-2).
fn specific(tag: u8, cursor: &mut Cursor<'_>) -> Option<u8> {
    let class = cursor.u16()?;
    let object: [u8; 6] = cursor.array()?;
    let member = cursor.u8()?;
    Some(match (tag, class, object, member) {
        (0xc0, 1, [0, 0, 42, 0, 0, _], 2) => NAME,
        (0xc0, 1, [0, 0, 96, 1, _, _] | [1, 0, 0, 0, 0..=9, _], 2) => SERIAL,
        (0xc0, 1, [1, 0, 0, 2, 0, _], 2) => FIRMWARE,
        (0xc1 | 0xc3, 8, _, _) => 6,
        (0xc1, 40..=43 | 19 | 23 | 27..=29 | 45, _, _) => 7,
        (0xc3, 70, _, _) => 8,
        (0xc1 | 0xc3, 18, _, _) => 9,
        (0xc3, 9, _, _) => 10,
        // Reply to the challenge, change of the secret of an association.
        (0xc3, 15, _, 1) => 19,
        (0xc1, 15, _, 7) | (0xc3, 15, _, 2) => 11,
        _ => return None,
    })
}
