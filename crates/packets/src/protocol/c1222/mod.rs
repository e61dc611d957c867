//! ANSI C12.22: meters and their head ends over the network. An ACSE envelope names both by title and, where the meter is of
//! a maker's class, the class; inside, unless ciphered, stand the services that are asked for.

mod services;

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, asked, attribute};
use crate::Cursor;
use std::fmt::Write as _;

/// ANSI C12.22.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "c1222",
    title: "ANSI C12.22",
    standard: "ANSI C12.22-2008 (IEEE 1703); RFC 6142",
    carriers: &[Carrier::TcpToEnd(&[1153]), Carrier::Udp(&[1153]), Carrier::Begins(&[])],
    attributes: &[
        attribute("c1222.title", "Title (ApTitle) of the sender, an object identifier."),
        attribute("c1222.class", "End device class: four letters of the maker or an identifier."),
        attribute("c1222.security", "Security of the message: `none`, `authentic`, `ciphered`."),
    ],
    probe,
    dissect,
};

const LONGEST: usize = 8192;

fn probe(pdu: &Pdu<'_>) -> Probe {
    // An ACSE message whose first element is a title, a call number or the user information.
    match Element::next(&mut Cursor::new(pdu.bytes)) {
        Some(Element { tag: 0x60, content: Some([0xa1 | 0xa2 | 0xa4 | 0xa6 | 0xa8 | 0xbe, ..]), .. })
            if pdu.on_port(1153) =>
        {
            Probe::Certain
        }
        Some(Element { tag: 0x60, content: None, .. }) if pdu.on_port(1153) => Probe::Possible,
        _ => Probe::No,
    }
}

/// A BER element; without content where not all has come.
struct Element<'a> {
    tag: u8,
    length: usize,
    content: Option<&'a [u8]>,
}

impl<'a> Element<'a> {
    fn next(cursor: &mut Cursor<'a>) -> Option<Element<'a>> {
        let tag = cursor.u8()?;
        let length = match cursor.u8()? {
            length @ 0..=0x7f => usize::from(length),
            0x81 => usize::from(cursor.u8()?),
            0x82 => usize::from(cursor.u16()?),
            _ => return None,
        };
        Some(Element { tag, length, content: cursor.take(length) })
    }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    match Element::next(&mut cursor) {
        Some(Element { tag: 0x60, content: Some(content), .. }) => {
            if message(pdu, content, memory, sink).is_none() && !pdu.cut {
                sink.anomaly("malformed");
            }
            Progress::Consumed(cursor.position())
        }
        Some(Element { tag: 0x60, length, .. })
            if length <= LONGEST && pdu.transport == Transport::Tcp && !pdu.cut =>
        {
            Progress::More
        }
        None if pdu.bytes.len() < 4 && pdu.bytes.first() == Some(&0x60) => Progress::More,
        _ => Progress::Done,
    }
}

fn message(pdu: &Pdu<'_>, bytes: &[u8], memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    let (mut own, mut answered, mut user) = (None, None, None);
    for _ in 0..16 {
        let Some(Element { tag, content: Some(content), .. }) = Element::next(&mut cursor) else { break };
        let inner = || Element::next(&mut Cursor::new(content)).and_then(|e| Some((e.tag, e.content?)));
        match (tag, inner()) {
            (0xa6, Some((kind, title))) => {
                let text = identifier(title, kind == 6);
                sink.put(About::Source, "c1222.title", &text, title);
            }
            // The call's number, and the number of the call that is answered.
            (0xa8, Some((2, number))) => own = Some(short(number)),
            (0xa4, Some((2, number))) => answered = Some(short(number)),
            (0xbe, Some((0x28, external))) => {
                let inner = Element::next(&mut Cursor::new(external))?;
                user = inner.content;
            }
            _ => {}
        }
    }
    let mut cursor = Cursor::new(user?);
    let at = cursor.rest().get(..1)?;
    let flags = cursor.u8()?;
    let security = match flags >> 2 & 3 {
        0 => "none",
        1 => "authentic",
        _ => "ciphered",
    };
    sink.put(About::Source, "c1222.security", security, at);
    if flags & 0x10 != 0 {
        let class = cursor.take(4)?;
        if class.iter().all(u8::is_ascii_alphanumeric) {
            sink.text(About::Source, "c1222.class", class);
        } else {
            sink.put(About::Source, "c1222.class", &identifier(class, false), class);
        }
    }
    // What is ciphered is not read; what is authentic is, behind nothing more.
    if security == "ciphered" {
        return Some(());
    }
    let key = |number: u32, asks| number & 0x7fff_ffff | asked::asker(pdu, asks) << 31;
    for place in 0..32 {
        // Length, then the service or, in an answer, the result.
        let Some(length) = cursor.u8().filter(|length| *length > 0) else { break };
        let service = cursor.take(usize::from(length).min(cursor.left()))?;
        let at = service.get(..1)?;
        let code = *service.first()?;
        match services::service(code, service) {
            Some((_, class, name)) if answered.is_none() => {
                sink.asks(class, name, "", at);
                if let Some(number) = own.filter(|_| place == 0) {
                    asked::remember(memory, key(number, true), code);
                }
            }
            // Of a list of answers the first is told.
            _ if place == 0 => {
                let code_asked = asked::recall(memory, key(answered?, false))?;
                let (_, class, name) = services::service(code_asked, &[])?;
                sink.answers(class, name, "", code == 0, at);
            }
            _ => {}
        }
    }
    Some(())
}

fn short(number: &[u8]) -> u32 {
    number.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

/// An object identifier in dots; of an absolute one the first byte holds two numbers.
fn identifier(bytes: &[u8], absolute: bool) -> String {
    let mut text = String::new();
    let mut value = 0u64;
    for byte in bytes.iter().take(64) {
        value = (value << 7 | u64::from(byte & 0x7f)) & 0xffff_ffff_ffff;
        if byte & 0x80 != 0 {
            continue;
        }
        if text.is_empty() && absolute {
            let first = (value / 40).min(2);
            let _ = write!(text, "{first}.{}", value - first * 40);
        } else {
            let dot = if text.is_empty() { "" } else { "." };
            let _ = write!(text, "{dot}{value}");
        }
        value = 0;
    }
    text
}

#[cfg(test)]
mod tests;
