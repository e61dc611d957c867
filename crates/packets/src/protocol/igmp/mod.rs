//! IGMP (RFC 3376): groups that a host listens to hint at what it speaks; who queries is a router or a switch.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use crate::Cursor;
use std::net::Ipv4Addr;

/// IGMP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "igmp",
    title: "IGMP",
    standard: "RFC 2236, RFC 3376",
    carriers: &[Carrier::IpProtocol(2)],
    attributes: &[
        weak("igmp.group", "A multicast group that the sender listens to.", 12),
        attribute(
            "igmp.querier",
            "The sender asks who listens, as routers and switches do; the protocol's version.",
        ),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    if matches!(pdu.bytes.first(), Some(0x11 | 0x12 | 0x16 | 0x17 | 0x22)) {
        Probe::Certain
    } else {
        Probe::No
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let kind = cursor.u8();
    let _ = cursor.skip(3);
    match kind {
        Some(0x11) => {
            // RFC 3376 §7.1: told apart by length, and by the response time that version 1 does not have.
            let version = match (pdu.bytes.len() >= 12, pdu.bytes.get(1)) {
                (true, _) => "3",
                (false, Some(0)) => "1",
                _ => "2",
            };
            sink.put(About::Source, "igmp.querier", version, pdu.bytes.get(..8).unwrap_or(&[]));
        }
        Some(0x12 | 0x16) => group(cursor.take(4), sink),
        Some(0x22) => {
            // Reserved and a count were skipped half; the count is the last two of four bytes.
            let count = cursor.u32().map_or(0, |word| word & 0xffff).min(32);
            for _ in 0..count {
                let (Some(record), Some(auxiliary), Some(sources)) = (cursor.u8(), cursor.u8(), cursor.u16())
                else {
                    break;
                };
                let address = cursor.take(4);
                // Leaving a group is "include nothing" (type 3 without sources).
                if !(record == 3 && sources == 0) {
                    group(address, sink);
                }
                if cursor.skip(usize::from(sources) * 4 + usize::from(auxiliary) * 4).is_none() {
                    break;
                }
            }
        }
        _ => {}
    }
    Progress::Done
}

fn group(address: Option<&[u8]>, sink: &mut Sink<'_>) {
    if let Some(bytes) = address
        && let Some(group) =
            <[u8; 4]>::try_from(bytes).ok().map(Ipv4Addr::from).filter(Ipv4Addr::is_multicast)
    {
        sink.value(About::Source, "igmp.group", group, bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn reports_of_both_versions() {
        let bytes = hex("16 00 0000 effffffa");
        let message = pdu(&bytes, Transport::Ip, Direction::Unknown, 0, 0);
        assert_eq!(dissect(&DISSECTOR, &message), ["source igmp.group = 239.255.255.250"]);
        let bytes = hex("22 00 0000 0000 0002 04 00 0000 e00000fb 03 00 0000 effffffa");
        let message = pdu(&bytes, Transport::Ip, Direction::Unknown, 0, 0);
        assert_eq!(dissect(&DISSECTOR, &message), ["source igmp.group = 224.0.0.251"]);
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn who_asks_is_a_router_or_a_switch() {
        for (query, version) in [
            ("11 64 ee9b 00000000 02 7d 0000", "3"),
            ("11 64 ee9b 00000000", "2"),
            ("11 00 eeff 00000000", "1"),
        ] {
            let bytes = hex(query);
            let message = pdu(&bytes, Transport::Ip, Direction::Unknown, 0, 0);
            assert_eq!(dissect(&DISSECTOR, &message), [format!("source igmp.querier = {version}")]);
            be_nasty(&DISSECTOR, &message);
        }
    }

    #[test]
    fn leaving_and_nonsense_say_nothing() {
        for report in
            ["17 00 0000 effffffa", "16 00 0000 0a000001", "22 00 0000 0000 ffff 04 00 ffff e00000fb"]
        {
            let bytes = hex(report);
            let lines = dissect(&DISSECTOR, &pdu(&bytes, Transport::Ip, Direction::Unknown, 0, 0));
            assert!(lines.iter().all(|line| line.ends_with("224.0.0.251")), "{lines:?}");
        }
        let bytes = hex("13 00 0000 00000000");
        assert_eq!(probe(&pdu(&bytes, Transport::Ip, Direction::Unknown, 0, 0)), Probe::No);
    }
}
