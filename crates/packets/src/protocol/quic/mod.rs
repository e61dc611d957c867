//! QUIC (RFC 9000): the client's first packets, protected with keys that everybody can derive (RFC 9001 §5.2), hold the same
//! hello as TLS.
//!
//! A hello that needs two datagrams is told as far as one datagram shows it; its server's name is put together from both.

mod google;
mod hello;
mod initial;
mod keys;

use super::tls;
use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use crate::Cursor;

/// QUIC.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "quic",
    title: "QUIC Initial",
    standard: "RFC 9000, RFC 9001, RFC 9369; Google QUIC up to Q046",
    carriers: &[Carrier::Udp(&[443, 8443])],
    attributes: &[
        weak("quic.server_name", "Server name that the client asks for (SNI), about the client.", 24),
        attribute("quic.version", "QUIC version, about the sender."),
        weak("quic.alpn", "Application protocols that the client offers.", 4),
        weak("quic.ja4", "JA4 of the client's hello.", 4),
        attribute(
            "quic.user_agent",
            "Program that the client names itself, in Google's versions and in the transport parameters of older clients.",
        ),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    if google::version(pdu.bytes).is_some() {
        return if pdu.on_port(443) || pdu.on_port(80) { Probe::Certain } else { Probe::Possible };
    }
    let [first, v3, v2, v1, v0, length, ..] = pdu.bytes else { return Probe::No };
    let version = u32::from_be_bytes([*v3, *v2, *v1, *v0]);
    // Long header with the fixed bit; connection ids of at most 20 bytes (RFC 9000 §17.2).
    let long = first & 0xc0 == 0xc0 && *length <= 20;
    if long && keys::is_known(version) { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if let Some(version) = google::version(pdu.bytes) {
        return read_google(pdu, version, sink);
    }
    let [first, v3, v2, v1, v0, ..] = pdu.bytes else { return Progress::Done };
    let version = u32::from_be_bytes([*v3, *v2, *v1, *v0]);
    if first & 0x80 == 0 || !keys::is_known(version) {
        return Progress::Done;
    }
    let at = pdu.bytes.get(1..5).unwrap_or(pdu.bytes);
    sink.put(About::Source, "quic.version", &keys::version_name(version), at);
    // The server's packets say nothing of identity before they are protected with keys of the handshake.
    if pdu.direction == Direction::ToClient {
        return Progress::Done;
    }
    let (id, mut pieces) = hello::noted(memory);
    let (new, opened_by) = initial::client_pieces(pdu.bytes, &id);
    if new.is_empty() {
        return Progress::Done;
    }
    let again = !pieces.is_empty();
    pieces.extend(new);
    let runs = hello::runs(pieces);
    let named = tell(pdu, &runs, sink);
    if named {
        memory.set_note(&[]);
    } else if !again || !opened_by.is_empty() {
        hello::note(opened_by, &runs, memory);
    }
    Progress::Done
}

/// Tells what the runs show. `true` when nothing more is to be expected.
fn tell(pdu: &Pdu<'_>, runs: &[initial::Piece], sink: &mut Sink<'_>) -> bool {
    let start = runs.first().filter(|(offset, _)| *offset == 0).map(|(_, run)| run.as_slice());
    if let Some((body, whole)) = start.and_then(body)
        && let Some(hello) = tls::hello::client(body).or_else(|| tls::hello::client_start(body))
    {
        tell_hello(pdu, &hello, whole, sink);
        if whole || hello.server_name.is_some() {
            return true;
        }
    }
    let name = runs.iter().find_map(|(_, run)| hello::server_name(run));
    if let Some(name) = name {
        sink.text_at(About::Source, "quic.server_name", &name.to_ascii_lowercase(), pdu.bytes);
    }
    name.is_some()
}

/// A client hello's body (RFC 8446 §4), and whether all of it is there.
fn body(handshake: &[u8]) -> Option<(&[u8], bool)> {
    let mut cursor = Cursor::new(handshake);
    if cursor.u8()? != 1 {
        return None;
    }
    let length = cursor.u24()? as usize;
    let whole = cursor.left() >= length;
    Some((cursor.take_up_to(length), whole))
}

fn tell_hello(pdu: &Pdu<'_>, hello: &tls::hello::Client<'_>, whole: bool, sink: &mut Sink<'_>) {
    if let Some(name) = hello.server_name {
        sink.text_at(About::Source, "quic.server_name", &name.to_ascii_lowercase(), pdu.bytes);
    }
    if !hello.alpn.is_empty() {
        let names: Vec<_> = hello.alpn.iter().take(6).map(|name| holdfast_facts::readable(name)).collect();
        sink.put(About::Source, "quic.alpn", &names.join(","), pdu.bytes);
    }
    if whole {
        sink.put(About::Source, "quic.ja4", &tls::ja4_of_quic(hello), pdu.bytes);
    }
    if let Some(agent) = hello.quic_parameters.and_then(user_agent) {
        sink.text_at(About::Source, "quic.user_agent", agent, pdu.bytes);
    }
}

/// Google's transport parameter 0x3129: the user agent, in plain text.
fn user_agent(parameters: &[u8]) -> Option<&[u8]> {
    let mut cursor = Cursor::new(parameters);
    for _ in 0..64 {
        let id = initial::variable(&mut cursor)?;
        let length = initial::variable(&mut cursor)?;
        let value = cursor.take(length)?;
        if id == 0x3129 {
            return Some(value);
        }
    }
    None
}

fn read_google(pdu: &Pdu<'_>, version: &[u8], sink: &mut Sink<'_>) -> Progress {
    sink.text(About::Source, "quic.version", version);
    if pdu.direction != Direction::ToClient
        && let Some(hello) = google::hello(pdu.bytes)
    {
        if let Some(name) = hello.server_name {
            sink.text(About::Source, "quic.server_name", name);
        }
        if let Some(agent) = hello.user_agent {
            sink.text(About::Source, "quic.user_agent", agent);
        }
    }
    Progress::Done
}

#[cfg(test)]
mod tests;
