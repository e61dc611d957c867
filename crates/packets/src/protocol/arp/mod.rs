//! ARP (RFC 826): who says which IPv4 address is theirs. Probes and announcements after RFC 5227.
//!
//! A request and a reply both state the sender's address; a probe (sender 0.0.0.0) only asks.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, weak};
use crate::Cursor;
use holdfast_facts::Mac;
use std::net::{IpAddr, Ipv4Addr};

/// ARP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "arp",
    title: "ARP",
    standard: "RFC 826, RFC 5227",
    carriers: &[Carrier::EtherType(0x0806)],
    // Weak: a flood of made-up addresses says as much.
    attributes: &[weak(
        "arp.address",
        "An IPv4 address that the sender says is its own (spa), about the sender's MAC (sha).",
        8,
    )],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Ethernet (1) and IPv4 with their usual lengths.
    if pdu.bytes.starts_with(&[0, 1, 8, 0, 6, 4]) { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let _ = cursor.skip(8);
    let (Some(sha), Some(spa)) = (cursor.array(), cursor.take(4)) else {
        sink.anomaly("short");
        return Progress::Done;
    };
    let sender = Mac(sha);
    if let Ok(octets) = <[u8; 4]>::try_from(spa) {
        let address = Ipv4Addr::from(octets);
        if !address.is_unspecified() {
            sink.value(About::Mac(sender), "arp.address", IpAddr::V4(address), spa);
        }
    }
    if pdu.source.mac.is_some_and(|mac| mac != sender) {
        sink.anomaly("sender_differs");
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    const REPLY: &str = "
        0001 0800 06 04 0002          # Ethernet, IPv4, reply
        020000000001 0a000001         # sha, spa
        020000000002 0a000002         # tha, tpa";

    #[test]
    fn the_sender_owns_its_address() {
        let bytes = hex(REPLY);
        let mut message = pdu(&bytes, Transport::Link, Direction::Unknown, 0, 0);
        message.source.mac = Some(Mac([2, 0, 0, 0, 0, 1]));
        assert_eq!(dissect(&DISSECTOR, &message), ["source arp.address = 10.0.0.1"]);
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn a_probe_owns_nothing() {
        let bytes = hex("0001 0800 06 04 0001 020000000001 00000000 000000000000 0a000002");
        assert!(dissect(&DISSECTOR, &pdu(&bytes, Transport::Link, Direction::Unknown, 0, 0)).is_empty());
    }
}
