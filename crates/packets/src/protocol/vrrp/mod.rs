//! VRRP (RFC 9568) and HSRP (RFC 2281): routers that share an address. Their virtual MAC must not swallow hosts.

mod hsrp;

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute};
use crate::Cursor;
use std::net::IpAddr;

/// VRRP and HSRP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "vrrp",
    title: "VRRP and HSRP",
    standard: "RFC 3768, RFC 9568, RFC 2281; Cisco, public description of HSRP version 2",
    carriers: &[Carrier::IpProtocol(112), Carrier::Udp(&[1985, 2029])],
    attributes: &[
        attribute("vrrp.group", "Virtual router id and priority (VRRP), about the router."),
        attribute("vrrp.virtual_address", "An address that the routers share."),
        attribute("vrrp.hsrp_group", "Group and state (HSRP), about the router."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    match (pdu.transport, pdu.bytes.first()) {
        // Version 0 begins with its number, version 2 with an element of type 1 to 4.
        (Transport::Udp, Some(0..=4)) if pdu.on_port(1985) || pdu.on_port(2029) => Probe::Possible,
        (Transport::Ip, Some(0x21 | 0x31)) => Probe::Certain,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let read = match pdu.transport {
        Transport::Udp => hsrp::read(pdu.bytes, sink),
        _ => vrrp(pdu, sink),
    };
    if read.is_none() && !pdu.cut {
        sink.anomaly("short");
    }
    Progress::Done
}

/// Version and type, id, priority, count of addresses; then four bytes of intervals and checksum, then the addresses.
fn vrrp(pdu: &Pdu<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(pdu.bytes);
    let [version, id, priority, count] = cursor.array()?;
    cursor.skip(4)?;
    let v6 = pdu.source.ip.is_some_and(|ip| ip.is_ipv6());
    let needed = usize::from(count).saturating_mul(if v6 { 16 } else { 4 });
    // CARP of the BSDs uses the same protocol number and begins the same (version 2, type 1), but has seven words of
    // counter and digest where VRRP 2 has addresses and eight bytes of authentication.
    if version == 0x21 && count == 7 && cursor.left() < needed + 8 {
        sink.value(About::Source, "vrrp.group", format_args!("{id} carp"), pdu.bytes.get(..4)?);
        return Some(());
    }
    sink.value(About::Source, "vrrp.group", format_args!("{id} priority {priority}"), pdu.bytes.get(..4)?);
    for _ in 0..count.min(16) {
        address(cursor.take(if v6 { 16 } else { 4 })?, sink);
    }
    Some(())
}

/// Of four or sixteen bytes.
fn address(bytes: &[u8], sink: &mut Sink<'_>) {
    let v4 = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    let Ok(address) = v4.or(<[u8; 16]>::try_from(bytes).map(IpAddr::from)) else { return };
    if !address.is_unspecified() {
        sink.value(About::Source, "vrrp.virtual_address", address, bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Direction;
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::*;

    #[test]
    fn both_protocols() {
        let bytes = hex("21 07 64 01 00 01 0000 c0000264 0000000000000000");
        let message = pdu(&bytes, Transport::Ip, Direction::Unknown, 0, 0);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source vrrp.group = 7 priority 100", "source vrrp.virtual_address = 192.0.2.100"]
        );
        be_nasty(&DISSECTOR, &message);
        let bytes = hex("00 00 10 03 0a 64 01 00 636973636f000000 c0000264");
        let message = pdu(&bytes, Transport::Udp, Direction::Unknown, 1985, 1985);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source vrrp.hsrp_group = 1 active", "source vrrp.virtual_address = 192.0.2.100"]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn version_three_shares_addresses_of_version_six() {
        let bytes =
            hex("31 07 64 02 0064 0000 fe800000000000000000000000000001 20010db8000000000000000000000001");
        let mut message = pdu(&bytes, Transport::Ip, Direction::Unknown, 0, 0);
        message.source.ip = Some("fe80::7".parse().unwrap());
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source vrrp.group = 7 priority 100",
                "source vrrp.virtual_address = 2001:db8::1",
                "source vrrp.virtual_address = fe80::1",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn carp_has_no_addresses_to_tell() {
        // Version and type, id, skew, authentication length 7, demotion, base, checksum; counter and digest.
        let mut bytes = hex("21 05 64 07 00 01 1234");
        bytes.extend([0x5a; 28]);
        let message = pdu(&bytes, Transport::Ip, Direction::Unknown, 0, 0);
        assert_eq!(dissect(&DISSECTOR, &message), ["source vrrp.group = 5 carp"]);
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn hsrp_version_two() {
        let bytes = hex("01 28 02 00 06 04 0064 020000000001 0000006e 00000bb8 00002710
            c0000264 000000000000000000000000                           # virtual address, filled up
            03 08 636973636f000000                                      # text authentication: not kept");
        let message = pdu(&bytes, Transport::Udp, Direction::Unknown, 1985, 1985);
        assert_eq!(probe(&message), Probe::Possible);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source vrrp.hsrp_group = 100 active", "source vrrp.virtual_address = 192.0.2.100"]
        );
        be_nasty(&DISSECTOR, &message);
        let elsewhere = pdu(&bytes, Transport::Udp, Direction::Unknown, 5000, 5000);
        assert_eq!(probe(&elsewhere), Probe::No);
    }
}
