//! LwM2M (OMA Core 1.1): a client registers under its endpoint name; a server reads object 3, the device object
//! (appendix E.4), as a whole in TLV (§7.4.3) or one resource in plain text.

use super::super::{About, Sink};
use super::option::Message;
use crate::Cursor;

/// Content formats: plain text, and TLV by its number and by the one used before it was registered.
const TEXT: u32 = 0;
const TLV: [u32; 2] = [11542, 1542];

/// The device object's resources that say what it is.
fn resource(number: u32) -> Option<&'static str> {
    match number {
        0 => Some("manufacturer"),
        1 => Some("model"),
        2 => Some("serial"),
        3 => Some("firmware"),
        17 => Some("type"),
        18 => Some("hardware"),
        19 => Some("software"),
        _ => None,
    }
}

/// `POST /rd?ep=name&lwm2m=1.1`: the endpoint name is often the IMEI, the MAC or the serial number.
pub(super) fn registration(message: &Message<'_>, sink: &mut Sink<'_>) {
    if message.path != b"/rd" {
        return;
    }
    for query in &message.queries {
        if let Some(name) = query.strip_prefix(b"ep=") {
            sink.text(About::Source, "coap.endpoint", name);
        } else if let Some(version) = query.strip_prefix(b"lwm2m=") {
            sink.text(About::Source, "coap.lwm2m_version", version);
        }
    }
}

/// An answer to `GET /3…`, whose path was noted.
pub(super) fn answer(path: &[u8], message: &Message<'_>, sink: &mut Sink<'_>) {
    let mut parts = path.split(|b| *b == b'/').skip(1);
    if parts.next() != Some(b"3") {
        return;
    }
    match message.format {
        Some(TEXT) | None => {
            // /3/0/1
            let number = parts.nth(1).and_then(|part| std::str::from_utf8(part).ok()?.parse().ok());
            if let Some(name) = number.and_then(resource) {
                put(name, message.payload, sink);
            }
        }
        Some(format) if TLV.contains(&format) => values(message.payload, sink),
        Some(_) => {}
    }
}

/// Resources, or an object instance that holds them; no deeper.
fn values(bytes: &[u8], sink: &mut Sink<'_>) {
    let mut cursor = Cursor::new(bytes);
    for _ in 0..64 {
        let Some((kind, number, value)) = value(&mut cursor) else { return };
        match kind {
            // An object instance: its resources follow inside, and nothing else in an answer for /3.
            0 => cursor = Cursor::new(value),
            3 => {
                if let Some(name) = resource(number) {
                    put(name, value, sink);
                }
            }
            _ => {}
        }
    }
}

/// Type byte: kind (2 bits), 16-bit number, size of the length (2 bits), short length (3 bits).
fn value<'a>(cursor: &mut Cursor<'a>) -> Option<(u8, u32, &'a [u8])> {
    let head = cursor.u8()?;
    let number = if head & 0x20 != 0 { u32::from(cursor.u16()?) } else { u32::from(cursor.u8()?) };
    let length = match head >> 3 & 3 {
        0 => usize::from(head & 7),
        1 => usize::from(cursor.u8()?),
        2 => usize::from(cursor.u16()?),
        _ => cursor.u24()? as usize,
    };
    Some((head >> 6, number, cursor.take(length)?))
}

fn put(name: &str, value: &[u8], sink: &mut Sink<'_>) {
    if value.is_empty() || value.len() > 128 || value.iter().any(|b| *b < 0x20) {
        return;
    }
    let text = holdfast_facts::readable(value);
    sink.value(About::Source, "coap.lwm2m", format_args!("{name}={text}"), value);
}
