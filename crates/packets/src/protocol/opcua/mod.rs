//! OPC UA over its own transport: what servers offer and who they are, and what clients do where the channel is not encrypted.
//! How a session is entered is told, never with what. Published values are no operations and are not kept.

mod binary;
mod identity;
mod services;

use super::{
    About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, questions, weak,
};
use crate::Cursor;
use binary::{bytes, count, extension, is_bad, node, request_header, response_header};
use holdfast_facts::OperationClass::Identify;
use services::{ACTIVATE_SESSION, CALL, CREATE_SESSION, FAULT, FIND_SERVERS, GET_ENDPOINTS, READ, WRITE};

/// OPC UA.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "opcua",
    title: "OPC UA",
    standard: "OPC 10000-4, OPC 10000-5, OPC 10000-6 (IEC 62541)",
    carriers: &[Carrier::TcpToEnd(&[4840]), Carrier::Begins(b"HARO")],
    attributes: &[
        attribute("opcua.application_uri", "Application URI, about the server or the client."),
        attribute("opcua.product_uri", "Product URI, about the server or the client."),
        attribute("opcua.application_name", "Application name, about the server or the client."),
        attribute("opcua.application_type", "`server`, `client`, `client and server`, `discovery server`."),
        super::AttributeSpec {
            limit: 16,
            ..attribute(
                "opcua.endpoint",
                "Policy, mode and tokens offered: `None none: anonymous, user name`.",
            )
        },
        attribute("opcua.policy", "Security policy of an opened channel, about both sides."),
        attribute("opcua.cert_subject", "Common name and organisation of the application's certificate."),
        weak("opcua.url", "Address that the client asked for, about the server.", 8),
        attribute("opcua.manufacturer", "Manufacturer's name in the server's build information."),
        attribute("opcua.product_name", "Product name in the server's build information."),
        attribute("opcua.software_version", "Software version in the server's build information."),
        attribute("opcua.build_number", "Build number in the server's build information."),
    ],
    probe,
    dissect,
};

/// Kind of message, kind of chunk, and length.
fn head(bytes: &[u8]) -> Option<(&[u8], u8, usize)> {
    let (kind, chunk) = (bytes.get(..3)?, *bytes.get(3)?);
    let length = usize::try_from(Cursor::new(bytes.get(4..)?).u32_le()?).ok()?;
    let is_ours = [&b"HEL"[..], b"ACK", b"ERR", b"RHE", b"OPN", b"CLO", b"MSG"].contains(&kind)
        && matches!(chunk, b'F' | b'C' | b'A')
        && (8..1 << 24).contains(&length);
    is_ours.then_some((kind, chunk, length))
}

fn probe(pdu: &Pdu<'_>) -> Probe {
    match head(pdu.bytes) {
        Some((b"HEL" | b"ACK" | b"RHE" | b"OPN", ..)) => Probe::Certain,
        Some(_) => Probe::Possible,
        None => Probe::No,
    }
}

/// So much of a long message is waited for.
const ENOUGH: usize = 14 * 1024;

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some((kind, chunk, length)) = head(pdu.bytes) else {
        let is_start = pdu.bytes.len() < 8 && pdu.bytes.iter().take(3).all(u8::is_ascii_uppercase);
        return if is_start { Progress::More } else { Progress::Done };
    };
    if pdu.bytes.len() < length.min(ENOUGH) && !pdu.cut {
        return Progress::More;
    }
    let message = pdu.bytes.get(..length.min(pdu.bytes.len())).unwrap_or(pdu.bytes);
    let body = message.get(8..).unwrap_or(&[]);
    match kind {
        b"HEL" => {
            if let Some(url) = body.get(20..).and_then(|rest| bytes(&mut Cursor::new(rest))) {
                sink.text(About::Destination, "opcua.url", url);
            }
        }
        // A server that calls its client.
        b"RHE" => {
            if let Some(uri) = bytes(&mut Cursor::new(body)) {
                identity::text("opcua.application_uri", uri, sink);
            }
        }
        b"OPN" => {
            opened(body, sink);
        }
        b"MSG" => {
            carried(pdu, body, chunk, memory, sink);
        }
        _ => {}
    }
    // Of a longer message what follows begins none, and is passed over.
    if pdu.bytes.len() < length { Progress::Done } else { Progress::Consumed(length) }
}

/// Channel, policy, the sender's certificate.
fn opened(body: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(body);
    cursor.skip(4)?;
    let policy = identity::fragment(bytes(&mut cursor)?);
    sink.text(About::Source, "opcua.policy", policy);
    let certificate = bytes(&mut cursor)?;
    if !certificate.is_empty() {
        identity::certificate(certificate, sink);
    }
    Some(())
}

/// Channel, token, sequence, request; then a type and its fields, unless it is encrypted.
fn carried(
    pdu: &Pdu<'_>,
    body: &[u8],
    chunk: u8,
    memory: &mut FlowMemory,
    sink: &mut Sink<'_>,
) -> Option<()> {
    let mut cursor = Cursor::new(body);
    cursor.skip(12)?;
    let id = cursor.u32_le()?;
    // Only the first of several chunks begins with a type.
    let to_client = pdu.direction == Direction::ToClient;
    let going_on = id.rotate_left(9) ^ if to_client { 0xc0de_0001 } else { 0xc0de_0000 };
    let has_begun = questions::asked(memory, going_on).is_some();
    if has_begun && chunk != b'C' {
        questions::answered(memory, going_on);
    }
    if has_begun {
        return Some(());
    }
    if chunk == b'C' {
        questions::ask(memory, going_on, 0);
    }
    let at = cursor.rest().get(..4)?;
    let (0, number) = node(&mut cursor)?? else { return None };
    if number == FAULT {
        let asked = questions::answered(memory, id)?;
        return tell_answer(asked >> 16, false, at, sink);
    }
    if let Some((class, name)) = services::service(number) {
        request_header(&mut cursor)?;
        let (class, name, kept) = asked(number, class, name, &mut cursor, sink);
        sink.asks(class, name, "", at);
        questions::ask(memory, id, number.min(0x3fff) << 16 | kept & 0xffff);
        if number == READ && kept > 0xffff {
            // More than fits beside the service stands for itself.
            questions::ask(memory, !id, kept);
        }
        return Some(());
    }
    let request = number.checked_sub(3)?;
    services::service(request)?;
    let result = response_header(&mut cursor)?;
    let kept = questions::answered(memory, id).map_or(0, |kept| kept & 0xffff);
    let kept = questions::answered(memory, !id).unwrap_or(kept);
    let failed = match request {
        // A result for each; the first stands for all.
        WRITE | CALL => count(&mut cursor) > Some(0) && cursor.u32_le().is_some_and(is_bad),
        _ => false,
    };
    let accepted = !is_bad(result) && !failed;
    if request == ACTIVATE_SESSION {
        sink.answers(services::service(request)?.0, services::entered(kept), "", accepted, at);
    } else if request == READ && kept != 0 {
        sink.answers(Identify, "read build information", "", accepted, at);
    } else {
        tell_answer(request, accepted, at, sink)?;
    }
    if accepted { answered(request, kept, &mut cursor, sink) } else { Some(()) }
}

fn tell_answer(service: u32, accepted: bool, at: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let (class, name) = services::service(service)?;
    sink.answers(class, name, "", accepted, at);
    Some(())
}

type Asked = (holdfast_facts::OperationClass, &'static str, u32);

/// What a request says beyond its service, and what of it its answer needs.
fn asked(
    number: u32,
    class: holdfast_facts::OperationClass,
    name: &'static str,
    cursor: &mut Cursor<'_>,
    sink: &mut Sink<'_>,
) -> Asked {
    match number {
        CREATE_SESSION => {
            let _ = identity::application(cursor, sink);
            (class, name, 0)
        }
        ACTIVATE_SESSION => {
            let token = token(cursor).unwrap_or(0);
            (class, services::entered(token), token)
        }
        READ => match nodes(cursor).unwrap_or(0) {
            0 => (class, name, 0),
            wanted => (Identify, "read build information", wanted),
        },
        _ => (class, name, 0),
    }
}

/// A signature, software certificates, locales; then the token, of which only the type is looked at.
fn token(cursor: &mut Cursor<'_>) -> Option<u32> {
    bytes(cursor)?;
    bytes(cursor)?;
    for _ in 0..count(cursor)?.min(16) {
        bytes(cursor)?;
        bytes(cursor)?;
    }
    for _ in 0..count(cursor)?.min(16) {
        bytes(cursor)?;
    }
    extension(cursor).map(|(kind, _)| kind)
}

/// Age, times; then of each value: node, attribute, range, encoding. The build's nodes among the first ten, in three bits each.
fn nodes(cursor: &mut Cursor<'_>) -> Option<u32> {
    cursor.skip(12)?;
    let mut wanted = 0;
    for index in 0..count(cursor)?.min(10) {
        wanted |= identity::wanted(node(cursor)?) << (3 * index);
        cursor.skip(4)?;
        bytes(cursor)?;
        cursor.skip(2)?;
        bytes(cursor)?;
    }
    Some(wanted)
}

fn answered(request: u32, kept: u32, cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Option<()> {
    match request {
        GET_ENDPOINTS => identity::endpoints(cursor, sink),
        FIND_SERVERS => {
            // A discovery server answers for others; it stands for itself only where it knows one alone.
            if count(cursor)? == 1 { identity::application(cursor, sink) } else { Some(()) }
        }
        CREATE_SESSION => {
            node(cursor)?;
            node(cursor)?;
            cursor.skip(8)?;
            bytes(cursor)?;
            bytes(cursor)?;
            identity::endpoints(cursor, sink)
        }
        READ if kept != 0 => identity::values(cursor, kept, sink),
        _ => Some(()),
    }
}

#[cfg(test)]
mod tests;
