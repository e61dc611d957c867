//! DNS (RFC 1035): the names that a host asks for say whose clouds it belongs to.
//!
//! A question is about whoever asks. Only questions of clients to servers count: a resolver that asks on behalf of
//! others would otherwise have every device's clouds. Answers tell which address a name had; the answer itself shows
//! that its sender is a server. A host that enters its own address into the zone (RFC 2136) says its own name.

pub(in crate::protocol) mod message;
mod name;
mod tunnel;

use super::{
    About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute, weak,
};
use holdfast_facts::OperationClass;
use message::{Message, Record};
use std::borrow::Cow;

/// DNS.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "dns",
    title: "DNS",
    standard: "RFC 1035, RFC 2136, RFC 4892",
    carriers: &[Carrier::Udp(&[53]), Carrier::Tcp(&[53]), Carrier::Begins(&[])],
    attributes: &[
        weak("dns.query", "A name that the client asked for (QNAME).", 24),
        weak(
            "dns.answer",
            "A name that the client asked for and the address that it was told (A, AAAA).",
            12,
        ),
        attribute("dns.server", "The host answers DNS questions; the value says for whom: `answers`."),
        attribute(
            "dns.registered_name",
            "A name that the host enters into the zone for its own address (UPDATE).",
        ),
        attribute("dns.version", "Software of the server, as it answers to `version.bind` (class CHAOS)."),
    ],
    probe,
    dissect,
};

/// CHAOS (RFC 1035 §3.2.4): servers tell about themselves in it (RFC 4892).
const CHAOS: u16 = 3;
const UPDATE: u8 = 5;

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
    match (message.opcode, message.response, pdu.direction) {
        (0, false, Direction::ToServer | Direction::Unknown) => asked(&message, sink),
        (0, true, _) => answered(pdu, bytes, &message, sink),
        (UPDATE, false, Direction::ToServer | Direction::Unknown) => registered(pdu, &message, sink),
        _ => {}
    }
}

fn asked(message: &Message<'_>, sink: &mut Sink<'_>) {
    for question in &message.questions {
        if tunnel::is_encoded(&question.name) {
            sink.asks(
                OperationClass::File,
                "long encoded name",
                &tunnel::zone(&question.name),
                question.bytes,
            );
        }
    }
    for question in message.questions.iter().filter(|question| is_host_name(&question.name)) {
        sink.text_at(About::Source, "dns.query", &question.name.to_ascii_lowercase(), question.bytes);
    }
}

fn answered(pdu: &Pdu<'_>, bytes: &[u8], message: &Message<'_>, sink: &mut Sink<'_>) {
    // That there is no such name (3) is an answer too.
    if matches!(message.code, 0 | 3) && pdu.direction == Direction::ToClient {
        sink.put(About::Source, "dns.server", "answers", bytes.get(..12).unwrap_or(bytes));
    }
    for record in message.records.iter().take(message.answers) {
        if let Some(address) = message::address(record) {
            // The asked name says more than the content network's that an alias leads to.
            let name = match message.questions.as_slice() {
                [question] => &question.name,
                _ => &record.name,
            };
            let name = lower(name);
            sink.value(About::Destination, "dns.answer", format_args!("{name}={address}"), record.bytes);
        } else if (record.kind, record.class) == (16, CHAOS) && is_version(record) {
            // One string with its length in front.
            sink.text(About::Source, "dns.version", record.data.get(1..).unwrap_or(&[]));
        }
    }
}

fn is_version(record: &Record<'_>) -> bool {
    [&b"version.bind"[..], b"version.server"].iter().any(|name| record.name.eq_ignore_ascii_case(name))
}

/// An update adds records of class IN with a time to live; those of other classes take away (RFC 2136 §2.5).
/// DHCP servers enter the names of their clients: only the sender's own address counts.
fn registered(pdu: &Pdu<'_>, message: &Message<'_>, sink: &mut Sink<'_>) {
    for record in message.authority().filter(|record| record.class == 1 && record.ttl > 0) {
        if message::address(record).is_some_and(|address| Some(address) == pdu.source.ip) {
            sink.text_at(About::Source, "dns.registered_name", &record.name, record.bytes);
        }
    }
}

fn lower(name: &[u8]) -> String {
    match holdfast_facts::readable(name) {
        Cow::Borrowed(text) => text.to_ascii_lowercase(),
        Cow::Owned(text) => text,
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
    const ANSWER: &str = "1a2b 8180 0001 0002 0000 0000
        05 7363616c65 07 6d79646c696e6b 03 636f6d 00 0001 0001
        c00c 0005 0001 0000003c 0007 04 65646765 c012 # scale is edge.mydlink.com
        c02f 0001 0001 0000003c 0004 0a000009";

    #[test]
    fn the_asker_is_the_one_who_asks() {
        let bytes = hex(QUERY);
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 53);
        assert_eq!(probe(&message), Probe::Possible);
        assert_eq!(dissect(&DISSECTOR, &message), ["source dns.query = scale.mydlink.com"]);
        be_nasty(&DISSECTOR, &message);
        // A resolver's question to a host that is its client is not.
        let backwards = pdu(&bytes, Transport::Udp, Direction::ToClient, 53, 40000);
        assert!(dissect(&DISSECTOR, &backwards).is_empty());
        let elsewhere = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 5300);
        assert_eq!(probe(&elsewhere), Probe::No);
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
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn a_host_enters_its_own_name_and_a_dhcp_server_others() {
        // Update of the zone corp.lan: 192.0.2.1 (the sender) and 192.0.2.9 get names, one is taken away (ANY).
        let bytes = hex("0007 2800 0001 0000 0003 0000
            04 636f7270 03 6c616e 00 0006 0001
            05 5741524437 c00c 0001 0001 000004b0 0004 c0000201
            05 5741524438 c00c 0001 0001 000004b0 0004 c0000209
            05 5741524439 c00c 0001 00ff 00000000 0000");
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 50000, 53);
        assert_eq!(dissect(&DISSECTOR, &message), ["source dns.registered_name = WARD7.corp.lan"]);
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn a_server_names_its_software() {
        let bytes = hex("0007 8580 0001 0001 0000 0000
            07 76657273696f6e 04 62696e64 00 0010 0003
            c00c 0010 0003 00000000 000d 0c 646e736d6173712d322e3838 # dnsmasq-2.88");
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 53, 50000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source dns.server = answers", "source dns.version = dnsmasq-2.88"]
        );
    }

    #[test]
    fn a_wemo_switch_of_a_public_capture_learns_where_its_cloud_is() {
        // An alias, eight addresses; the four name servers' own addresses behind them are no answer to the asker.
        let bytes = hex("
            afe781800001000900040004036170690478626373036e65740000010001c00c0005000100000cbc003a1c70
            726f64312d6170692d786263732d6e65742d3838393333363535370975732d656173742d3103656c6209616d
            617a6f6e61777303636f6d00c02a000100010000003c0004b849fefac02a000100010000003c000417176f81
            c02a000100010000003c00043211dd42c02a000100010000003c00043653cc6dc02a000100010000003c0004
            36e18c71c02a000100010000003c000436f35761c02a000100010000003c0004ae81d59cc02a000100010000
            003c0004ae81f934c04700020001000000070013066e732d39333409617773646e732d3532c015c047000200
            01000000070019076e732d3137393309617773646e732d333202636f02756b00c04700020001000000070013
            066e732d32333509617773646e732d3239c05fc04700020001000000070017076e732d313131390961777364
            6e732d3131036f726700c134000100010000f2a40004cdfbc0ebc0f0000100010000f2a40004cdfbc3a6c153
            000100010000f2a30004cdfbc45fc10f000100010000f2a40004cdfbc701");
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 53, 40000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "destination dns.answer = api.xbcs.net=174.129.213.156",
                "destination dns.answer = api.xbcs.net=174.129.249.52",
                "destination dns.answer = api.xbcs.net=184.73.254.250",
                "destination dns.answer = api.xbcs.net=23.23.111.129",
                "destination dns.answer = api.xbcs.net=50.17.221.66",
                "destination dns.answer = api.xbcs.net=54.225.140.113",
                "destination dns.answer = api.xbcs.net=54.243.87.97",
                "destination dns.answer = api.xbcs.net=54.83.204.109",
                "source dns.server = answers"
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }
}
