//! QUIC Initial packets (RFC 9000, RFC 9001, RFC 9369): their keys follow from the packet itself, so the client's hello in
//! them can be read by everybody.
//!
//! A hello that needs two datagrams (post-quantum keys) is read from the first where the server name stands in it.

mod initial;

use super::tls;
use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};

/// QUIC.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "quic",
    title: "QUIC Initial",
    standard: "RFC 9000, RFC 9001, RFC 9369",
    carriers: &[Carrier::Udp(&[443, 8443])],
    attributes: &[
        weak("quic.server_name", "Server name that the client asks for (SNI), about the client.", 24),
        attribute("quic.version", "QUIC version, about the sender."),
        weak("quic.alpn", "Application protocols that the client offers.", 4),
        weak("quic.ja4", "JA4 of the client's hello.", 4),
        attribute("quic.user_agent", "User agent in the transport parameters of older clients."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    let [first, v3, v2, v1, v0, length, ..] = pdu.bytes else { return Probe::No };
    let version = u32::from_be_bytes([*v3, *v2, *v1, *v0]);
    // Long header with the fixed bit; connection ids of at most 20 bytes (RFC 9000 §17.2).
    let long = first & 0xc0 == 0xc0 && *length <= 20;
    if long && initial::is_known(version) { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let [_, v3, v2, v1, v0, ..] = pdu.bytes else { return Progress::Done };
    let version = u32::from_be_bytes([*v3, *v2, *v1, *v0]);
    let at = pdu.bytes.get(1..5).unwrap_or(pdu.bytes);
    sink.put(About::Source, "quic.version", &initial::version_name(version), at);
    // Keys for the server's packets need the client's first connection id, and they say nothing of identity.
    if pdu.direction == Direction::ToClient {
        return Progress::Done;
    }
    let Some(handshake) = initial::client_handshake(pdu.bytes) else { return Progress::Done };
    let Some([1, l2, l1, l0]) = handshake.get(..4).and_then(|b| <[u8; 4]>::try_from(b).ok()) else {
        return Progress::Done;
    };
    let length = u32::from_be_bytes([0, l2, l1, l0]) as usize;
    let body = handshake.get(4..).unwrap_or(&[]);
    let whole = body.len() >= length;
    let body = body.get(..length).unwrap_or(body);
    let Some(hello) = tls::hello::client(body).or_else(|| tls::hello::client_start(body)) else {
        return Progress::Done;
    };
    if let Some(name) = hello.server_name {
        sink.text_at(About::Source, "quic.server_name", &name.to_ascii_lowercase(), pdu.bytes);
    }
    if !hello.alpn.is_empty() {
        let names: Vec<_> = hello.alpn.iter().take(6).map(|name| holdfast_facts::readable(name)).collect();
        sink.put(About::Source, "quic.alpn", &names.join(","), pdu.bytes);
    }
    if whole {
        sink.put(About::Source, "quic.ja4", &tls::ja4_of_quic(&hello), pdu.bytes);
    }
    if let Some(agent) = hello.quic_parameters.and_then(initial::user_agent) {
        sink.text_at(About::Source, "quic.user_agent", agent, pdu.bytes);
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::*;

    /// The protected client Initial of RFC 9001 appendix A.2.
    pub(super) const SAMPLE: &str = include_str!("rfc9001_a2.hex");

    #[test]
    fn the_example_of_the_standard() {
        let bytes = hex(SAMPLE);
        assert_eq!(bytes.len(), 1200);
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 50000, 443);
        assert_eq!(probe(&message), Probe::Certain);
        let lines = dissect(&DISSECTOR, &message);
        assert!(lines.contains(&"source quic.server_name = example.com".to_owned()), "{lines:?}");
        assert!(lines.contains(&"source quic.version = 1".to_owned()));
        be_nasty(
            &DISSECTOR,
            &pdu(bytes.get(..300).unwrap(), Transport::Udp, Direction::ToServer, 50000, 443),
        );
    }
}
