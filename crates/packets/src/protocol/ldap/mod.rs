//! LDAP (RFC 4511): that somebody binds, how, and whether he was let in; and what the server says of itself in its root entry
//! (RFC 4512 §5.1). Names of people and passwords are not kept.

use super::snmp::ber::Ber;
use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use holdfast_facts::OperationClass;

/// LDAP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ldap",
    title: "LDAP",
    standard: "RFC 4511, RFC 4512, RFC 4513",
    carriers: &[Carrier::Tcp(&[389, 3268]), Carrier::Begins(&[])],
    attributes: &[
        attribute("ldap.server", "The sender answers binds: `answers`."),
        attribute("ldap.vendor", "vendorName or vendorVersion of the root entry, about the server."),
        attribute("ldap.dns_host", "dnsHostName of the root entry, about the server."),
    ],
    probe,
    dissect,
};

const SIMPLE: &str = "simple bind";
const ANONYMOUS: &str = "anonymous bind";
const SASL: &str = "sasl bind";

/// A SEQUENCE with a small message number and a bind or search in it.
fn probe(pdu: &Pdu<'_>) -> Probe {
    if !pdu.on_port(389) && !pdu.on_port(3268) {
        return Probe::No;
    }
    match Ber::new(pdu.bytes).sequence().and_then(|mut inner| {
        inner.integer()?;
        inner.any()
    }) {
        Some((0x60 | 0x61 | 0x63 | 0x64 | 0x65 | 0x77 | 0x78, _)) => Probe::Certain,
        _ => Probe::No,
    }
}

/// The whole length of the message at the start of the bytes.
fn extent(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [0x30, length, ..] if *length < 0x80 => Some(2 + usize::from(*length)),
        [0x30, 0x81, length, ..] => Some(3 + usize::from(*length)),
        [0x30, 0x82, a, b, ..] => Some(4 + usize::from(u16::from_be_bytes([*a, *b]))),
        [0x30, 0x84, 0, 0, a, b, ..] => Some(6 + usize::from(u16::from_be_bytes([*a, *b]))),
        _ => None,
    }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some(length) = extent(pdu.bytes) else {
        return if pdu.bytes.len() < 6 && pdu.bytes.first() == Some(&0x30) {
            Progress::More
        } else {
            Progress::Done
        };
    };
    let Some(message) = pdu.bytes.get(..length) else {
        return if length > crate::STREAM_LIMIT || pdu.cut { Progress::Done } else { Progress::More };
    };
    let parts = Ber::new(message).sequence().and_then(|mut inner| {
        inner.integer()?;
        inner.any()
    });
    let at = message.get(..8).unwrap_or(message);
    match parts {
        Some((0x60, body)) if pdu.direction != Direction::ToClient => bind(body, at, memory, sink),
        Some((0x61, body)) if pdu.direction != Direction::ToServer => bound(body, at, memory, sink),
        Some((0x64, body)) if pdu.direction != Direction::ToServer => root_entry(body, sink),
        // StartTLS and what follows cannot be read.
        Some((0x77, _)) => return Progress::Done,
        _ => {}
    }
    Progress::Consumed(length)
}

/// Version, name, and the kind of proof: [0] is a password in clear text, [3] a SASL mechanism.
fn bind(body: &[u8], at: &[u8], memory: &mut FlowMemory, sink: &mut Sink<'_>) {
    let mut bind = Ber::new(body);
    let (Some(_), Some(name), Some((kind, proof))) = (bind.integer(), bind.octets(), bind.any()) else {
        return;
    };
    let (function, note) = match kind {
        0x80 if name.is_empty() && proof.is_empty() => (ANONYMOUS, b"A"),
        0x80 => (SIMPLE, b"S"),
        _ => (SASL, b"X"),
    };
    sink.asks(OperationClass::Login, function, "", at);
    memory.set_note(note);
}

fn bound(body: &[u8], at: &[u8], memory: &mut FlowMemory, sink: &mut Sink<'_>) {
    sink.put(About::Source, "ldap.server", "answers", at);
    let function = match memory.note() {
        b"A" => ANONYMOUS,
        b"S" => SIMPLE,
        b"X" => SASL,
        _ => return,
    };
    // ENUMERATED; 14 asks for more.
    match Ber::new(body).any() {
        Some((0x0a, [14])) => return,
        Some((0x0a, [code])) => sink.answers(OperationClass::Login, function, "", *code == 0, at),
        _ => {}
    }
    memory.set_note(&[]);
}

/// An entry without a name is the server's own.
fn root_entry(body: &[u8], sink: &mut Sink<'_>) {
    let mut entry = Ber::new(body);
    let (Some([]), Some(mut attributes)) = (entry.octets(), entry.sequence()) else { return };
    for _ in 0..64 {
        let Some(mut attribute) = attributes.sequence() else { return };
        let (Some(kind), Some((0x31, values))) = (attribute.octets(), attribute.any()) else { continue };
        let name = match kind.to_ascii_lowercase().as_slice() {
            b"vendorname" | b"vendorversion" => "ldap.vendor",
            b"dnshostname" => "ldap.dns_host",
            _ => continue,
        };
        if let Some(value) = Ber::new(values).octets() {
            sink.text(About::Source, name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, hex, operations, pdu};
    use super::*;

    #[test]
    fn binds_and_a_root_entry() {
        // message 1, bind, version 3, name "cn=a", simple "pw"
        let bind = hex("30 12 02 01 01 60 0d 02 01 03 04 04 636e3d61 80 02 7077");
        let to = pdu(&bind, Transport::Tcp, Direction::ToServer, 40000, 389);
        assert_eq!(probe(&to), Probe::Certain);
        // message 1, bind response: success
        let done = hex("30 0c 02 01 01 61 07 0a 01 00 04 00 04 00");
        let back = pdu(&done, Transport::Tcp, Direction::ToClient, 389, 40000);
        let back = Pdu { source: to.destination, destination: to.source, ..back };
        assert_eq!(
            operations(&DISSECTOR, &[to, back]),
            ["192.0.2.1 > 192.0.2.2: login `simple bind` asked 1 accepted 1 refused 0"]
        );
        // search result entry "", vendorName: { "389 Project" }
        let entry = hex(
            "30 26 02 01 02 64 21 04 00 30 1d 30 1b 04 0a 76656e646f724e616d65 31 0d 04 0b 3338392050726f6a656374",
        );
        let message = pdu(&entry, Transport::Tcp, Direction::ToClient, 389, 40000);
        assert_eq!(dissect(&DISSECTOR, &message), ["source ldap.vendor = 389 Project"]);
        for message in [to, back, message] {
            be_nasty(&DISSECTOR, &message);
        }
    }
}
