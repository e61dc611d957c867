//! IPv6 neighbour discovery (RFC 4861): who has which address, and who routes.
//!
//! An address is its sender's own when the sender defends it (an advertisement of its own address), is about to take
//! it (duplicate address detection, RFC 4862 §5.4), or gives its MAC along with it (source link-layer address).

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use crate::Cursor;
use holdfast_facts::Mac;
use std::net::{IpAddr, Ipv6Addr};

/// Neighbour discovery.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ndp",
    title: "IPv6 neighbour discovery",
    standard: "RFC 4861, RFC 4862, RFC 8106",
    carriers: &[Carrier::IpProtocol(58)],
    attributes: &[
        // Weak: a flood of made-up addresses says as much.
        weak("ndp.address", "An IPv6 address that the sender says is its own.", 8),
        attribute("ndp.router", "The sender advertises itself as a router; its lifetime in seconds."),
        attribute("ndp.prefix", "A prefix that the router announces."),
        attribute("ndp.name_server", "A name server that the router announces (RFC 8106)."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    if matches!(pdu.bytes.first(), Some(133..=137)) { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let kind = cursor.u8();
    let _ = cursor.skip(3);
    match kind {
        Some(133) => {
            let _ = cursor.skip(4);
            stated(pdu, cursor.rest(), sink);
        }
        Some(134) => {
            stated(pdu, pdu.bytes.get(16..).unwrap_or(&[]), sink);
            advertised(&mut cursor, sink);
        }
        Some(135) => {
            solicited(pdu, &mut cursor, sink);
            stated(pdu, cursor.rest(), sink);
        }
        Some(136) => defended(pdu, &mut cursor, sink),
        _ => {}
    }
    Progress::Done
}

fn advertised(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) {
    let Some(head) = cursor.take(12) else { return };
    let lifetime = head.get(2..4).unwrap_or(&[]);
    if let Ok(seconds) = <[u8; 2]>::try_from(lifetime).map(u16::from_be_bytes)
        && seconds > 0
    {
        sink.value(About::Source, "ndp.router", seconds, lifetime);
    }
    for _ in 0..32 {
        let (Some(kind), Some(length)) = (cursor.u8(), cursor.u8()) else { return };
        let Some(value) = (usize::from(length) * 8).checked_sub(2).and_then(|length| cursor.take(length))
        else {
            sink.anomaly("option_overrun");
            return;
        };
        let address = |from: usize| -> Option<Ipv6Addr> {
            value.get(from..from + 16).and_then(|b| <[u8; 16]>::try_from(b).ok()).map(Ipv6Addr::from)
        };
        match kind {
            3 => {
                if let (Some(bits), Some(prefix)) = (value.first(), address(14)) {
                    sink.value(About::Source, "ndp.prefix", format_args!("{prefix}/{bits}"), value);
                }
            }
            25 => {
                if let Some(server) = address(6) {
                    sink.value(About::Source, "ndp.name_server", server, value);
                }
            }
            _ => {}
        }
    }
}

/// The sender's own statement of which MAC its address is at: option 1, where it is the frame's own (a bridge that
/// rewrites frames leaves another MAC in the option).
fn stated(pdu: &Pdu<'_>, options: &[u8], sink: &mut Sink<'_>) {
    let mut cursor = Cursor::new(options);
    for _ in 0..8 {
        let (Some(kind), Some(length)) = (cursor.u8(), cursor.u8()) else { return };
        let value = (usize::from(length) * 8).checked_sub(2).and_then(|length| cursor.take(length));
        let Some(value) = value else { return };
        let mac = <[u8; 6]>::try_from(value).ok().map(Mac);
        if let (1, Some(mac), Some(IpAddr::V6(address))) = (kind, mac, pdu.source.ip)
            && pdu.source.mac == Some(mac)
            && !address.is_unspecified()
        {
            sink.value(About::Mac(mac), "ndp.address", address, value);
        }
    }
}

fn target(cursor: &mut Cursor<'_>) -> Option<Ipv6Addr> {
    cursor.skip(4)?;
    cursor.array::<16>().map(Ipv6Addr::from)
}

fn solicited(pdu: &Pdu<'_>, cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) {
    // From nobody: the sender asks whether anybody else has the address that it wants.
    if let (Some(IpAddr::V6(Ipv6Addr::UNSPECIFIED)), Some(mac), Some(address)) =
        (pdu.source.ip, pdu.source.mac, target(cursor))
    {
        let at = pdu.bytes.get(8..24).unwrap_or(pdu.bytes);
        sink.value(About::Mac(mac), "ndp.address", address, at);
    }
}

fn defended(pdu: &Pdu<'_>, cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) {
    let Some(address) = target(cursor) else { return };
    let at = pdu.bytes.get(8..24).unwrap_or(pdu.bytes);
    // The target's link-layer address (option 2) says whose it is; a proxy advertises for others.
    let owner = match (cursor.u8(), cursor.u8()) {
        (Some(2), Some(1)) => cursor.array::<6>().map(Mac),
        _ => pdu.source.mac.filter(|_| pdu.source.ip == Some(IpAddr::V6(address))),
    };
    if let Some(mac) = owner
        && !address.is_multicast()
    {
        sink.value(About::Mac(mac), "ndp.address", address, at);
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_router_and_its_prefix() {
        let bytes = hex("86 00 0000 40 00 0708 00000000 00000000
            03 04 40 c0 00015180 00003840 00000000 20010db8000000000000000000000000");
        let message = pdu(&bytes, Transport::Ip, Direction::Unknown, 0, 0);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source ndp.prefix = 2001:db8::/64", "source ndp.router = 1800"]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn the_target_of_an_advertisement_owns_its_address() {
        let bytes = hex("88 00 0000 60000000 fe80000000000000021b1bfffe23eb3b 02 01 001b1b23eb3b");
        let message = pdu(&bytes, Transport::Ip, Direction::Unknown, 0, 0);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["00:1b:1b:23:eb:3b ndp.address = fe80::21b:1bff:fe23:eb3b"]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn looking_for_a_neighbour_says_nothing_of_the_asker() {
        let bytes = hex("87 00 0000 00000000 fe800000000000000000000000000001");
        assert!(dissect(&DISSECTOR, &pdu(&bytes, Transport::Ip, Direction::Unknown, 0, 0)).is_empty());
    }

    #[test]
    fn a_solicitation_states_the_senders_address() {
        // Router solicitation of a D-Link hub (public capture), source link-layer address.
        let bytes = hex("8500178b0000000001011c5f2baafd4e");
        let mut message = pdu(&bytes, Transport::Ip, Direction::Unknown, 0, 0);
        message.source.ip = Some("fe80::e080:1ff:fe2b:3e9f".parse().unwrap());
        assert!(dissect(&DISSECTOR, &message).is_empty(), "somebody else's frame");
        message.source.mac = Some(Mac([0x1c, 0x5f, 0x2b, 0xaa, 0xfd, 0x4e]));
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["1c:5f:2b:aa:fd:4e ndp.address = fe80::e080:1ff:fe2b:3e9f"]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn who_asks_from_nowhere_is_about_to_have_the_address() {
        let bytes = hex("87 00 0000 00000000 fe800000000000000217 88fffe2476ff");
        let mut message = pdu(&bytes, Transport::Ip, Direction::Unknown, 0, 0);
        message.source.ip = Some(IpAddr::V6(Ipv6Addr::UNSPECIFIED));
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["02:00:00:00:00:01 ndp.address = fe80::217:88ff:fe24:76ff"]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn an_echo_is_none_of_ours() {
        let bytes = hex("80 00 0000 0001 0001 00");
        assert_eq!(probe(&pdu(&bytes, Transport::Ip, Direction::Unknown, 0, 0)), Probe::No);
    }
}
