//! VRRP (RFC 9568) and HSRP (RFC 2281): routers that share an address. Their virtual MAC must not swallow hosts.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute};
use crate::Cursor;
use std::net::Ipv4Addr;

/// VRRP and HSRP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "vrrp",
    title: "VRRP and HSRP",
    standard: "RFC 3768, RFC 9568, RFC 2281",
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
        (Transport::Udp, Some(0 | 1)) if pdu.on_port(1985) || pdu.on_port(2029) => Probe::Possible,
        (Transport::Ip, Some(0x21 | 0x31)) => Probe::Certain,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let _ = if pdu.transport == Transport::Udp { hsrp(pdu.bytes, sink) } else { vrrp(pdu, sink) };
    Progress::Done
}

fn vrrp(pdu: &Pdu<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(pdu.bytes);
    let [_, id, priority, count] = cursor.array()?;
    sink.value(About::Source, "vrrp.group", format_args!("{id} priority {priority}"), pdu.bytes.get(..4)?);
    cursor.skip(4)?;
    if pdu.source.ip.is_some_and(|ip| ip.is_ipv4()) {
        for _ in 0..count.min(16) {
            address(cursor.take(4)?, sink);
        }
    }
    Some(())
}

/// Version 0: version, operation, state, hello, hold, priority, group, reserved, eight bytes of authentication (not kept), address.
fn hsrp(bytes: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    let [version, operation, state, _, _, _, group, _] = cursor.array()?;
    if version != 0 || operation > 2 {
        return None;
    }
    let state = match state {
        16 => "active",
        8 => "standby",
        4 => "speak",
        2 => "listen",
        1 => "learn",
        _ => "initial",
    };
    sink.value(About::Source, "vrrp.hsrp_group", format_args!("{group} {state}"), bytes.get(..8)?);
    cursor.skip(8)?;
    address(cursor.take(4)?, sink);
    Some(())
}

fn address(bytes: &[u8], sink: &mut Sink<'_>) {
    if let Ok(octets) = <[u8; 4]>::try_from(bytes) {
        sink.value(About::Source, "vrrp.virtual_address", Ipv4Addr::from(octets), bytes);
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
}
