//! GE Ethernet Global Data: controllers send each other values, over and over. Only who produces is of interest: GE's
//! controllers and drives do. Values are not read.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use std::net::Ipv4Addr;

/// GE EGD.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "egd",
    title: "GE Ethernet Global Data",
    standard: "GE Fanuc GFK-2224 (TCP/IP Ethernet communications for PACSystems), EGD data message",
    carriers: &[Carrier::Udp(&[18246]), Carrier::Begins(&[])],
    attributes: &[
        attribute("egd.producer", "Producer id of the sender, written as an address."),
        weak("egd.exchange", "Number of an exchange that is produced.", 16),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Data message 13, version 1; 32 bytes of header.
    match pdu.bytes {
        [0x0d, 0x01, ..] if pdu.bytes.len() >= 32 && pdu.on_port(18246) => Probe::Certain,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if let Some(producer @ &[a, b, c, d]) = pdu.bytes.get(4..8) {
        sink.value(About::Source, "egd.producer", Ipv4Addr::new(a, b, c, d), producer);
    }
    if let Some(exchange @ &[a, b, c, d]) = pdu.bytes.get(8..12) {
        sink.value(About::Source, "egd.exchange", u32::from_le_bytes([a, b, c, d]), exchange);
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_producer_is_named() {
        // nDPI's egd capture: type, version, request, producer, exchange, time, status, signature, reserved; values cut off.
        let bytes = hex("0d01 d4f0 c0a8084d 7b000000 be8a7e38 00811b2c 00000000 00000000 00000000 0000");
        let message = pdu(&bytes, Transport::Udp, Direction::Unknown, 18246, 18246);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source egd.exchange = 123", "source egd.producer = 192.168.8.77"]
        );
        be_nasty(&DISSECTOR, &message);
        let other = pdu(b"\x0d\x01 hello", Transport::Udp, Direction::Unknown, 18246, 18246);
        assert_eq!(probe(&other), Probe::No);
    }
}
