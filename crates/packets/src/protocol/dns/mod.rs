//! DNS (RFC 1035): the names that a host asks for say whose clouds it belongs to.
//!
//! A question is about whoever asks. Only questions of clients to servers count: a resolver that asks on behalf of
//! others would otherwise have every device's clouds. Answers tell which address a name had; the answer itself shows
//! that its sender is a server.

pub(in crate::protocol) mod message;
mod name;

use super::{
    About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute, weak,
};

/// DNS.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "dns",
    title: "DNS",
    standard: "RFC 1035",
    carriers: &[Carrier::Udp(&[53]), Carrier::Tcp(&[53])],
    attributes: &[
        weak("dns.query", "A name that the client asked for (QNAME).", 24),
        weak("dns.answer", "A name and the address that the client was told it has (A, AAAA).", 12),
        attribute("dns.server", "The host answers DNS questions; the value says for whom: `answers`."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    let bytes = if pdu.transport == Transport::Tcp { pdu.bytes.get(2..).unwrap_or(&[]) } else { pdu.bytes };
    if pdu.on_port(53) && message::looks_like_one(bytes) { Probe::Possible } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.transport != Transport::Tcp {
        one(pdu, pdu.bytes, sink);
        return Progress::Done;
    }
    // Over TCP each message has its length in front (RFC 1035 §4.2.2).
    let Some([high, low]) = pdu.bytes.get(..2).and_then(|b| <[u8; 2]>::try_from(b).ok()) else {
        return Progress::More;
    };
    let length = usize::from(u16::from_be_bytes([high, low]));
    match pdu.bytes.get(2..2 + length) {
        Some(message) => {
            one(pdu, message, sink);
            Progress::Consumed(2 + length)
        }
        None => Progress::More,
    }
}

fn one(pdu: &Pdu<'_>, bytes: &[u8], sink: &mut Sink<'_>) {
    let Some(message) = message::read(bytes) else { return };
    if !message.whole && !pdu.cut {
        sink.anomaly("malformed");
    }
    if message.opcode != 0 {
        return;
    }
    if !message.response {
        if pdu.direction == Direction::ToClient {
            return;
        }
        for question in message.questions.iter().filter(|question| is_host_name(&question.name)) {
            sink.text_at(About::Source, "dns.query", &question.name.to_ascii_lowercase(), question.bytes);
        }
        return;
    }
    if message.code == 0 && pdu.direction == Direction::ToClient {
        sink.put(About::Source, "dns.server", "answers", bytes.get(..12).unwrap_or(bytes));
    }
    for record in message.records.iter().take(message.answers) {
        if let Some(address) = message::address(record) {
            let name = String::from_utf8_lossy(&record.name).to_ascii_lowercase();
            sink.value(About::Destination, "dns.answer", format_args!("{name}={address}"), record.bytes);
        }
    }
}

/// Reverse look-ups and service records of the local domain say nothing about the asker.
fn is_host_name(name: &[u8]) -> bool {
    name.contains(&b'.') && !name.ends_with(b".arpa") && !name.starts_with(b"_")
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::*;

    const QUERY: &str = "1a2b 0100 0001 0000 0000 0000 # id, recursion desired, one question
        05 7363616c65 07 6d79646c696e6b 03 636f6d 00 0001 0001 # scale.mydlink.com A";
    const ANSWER: &str = "1a2b 8180 0001 0001 0000 0000
        05 7363616c65 07 6d79646c696e6b 03 636f6d 00 0001 0001
        c00c 0001 0001 0000003c 0004 0a000009";

    #[test]
    fn the_asker_is_the_one_who_asks() {
        let bytes = hex(QUERY);
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 53);
        assert_eq!(probe(&message), Probe::Possible);
        assert_eq!(dissect(&DISSECTOR, &message), ["source dns.query = scale.mydlink.com"]);
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn an_answer_is_about_both_sides() {
        let bytes = hex(ANSWER);
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 53, 40000);
        let lines = dissect(&DISSECTOR, &message);
        assert_eq!(
            lines,
            ["destination dns.answer = scale.mydlink.com=10.0.0.9", "source dns.server = answers"]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn over_tcp_a_length_stands_in_front() {
        let mut bytes = vec![0, 35];
        bytes.extend(hex(QUERY));
        bytes[1] = (bytes.len() - 2) as u8;
        let message = pdu(&bytes, Transport::Tcp, Direction::ToServer, 40000, 53);
        assert_eq!(dissect(&DISSECTOR, &message), ["source dns.query = scale.mydlink.com"]);
    }
}
