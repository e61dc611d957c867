//! Cisco Discovery Protocol, versions 1 and 2 (and what others send in it): device id, platform, software.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;
use std::net::IpAddr;

/// CDP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "cdp",
    title: "Cisco Discovery Protocol",
    standard: "Cisco, public description of CDP versions 1 and 2",
    carriers: &[Carrier::Snap([0x00, 0x00, 0x0c], 0x2000)],
    attributes: &[
        attribute("cdp.device_id", "Device id (1): mostly the host name."),
        attribute("cdp.address", "Network address (2) or management address (22)."),
        attribute("cdp.port", "Port id (3)."),
        attribute("cdp.capabilities", "Capabilities (4): `router`, `switch`, `host`, `phone` and others."),
        attribute("cdp.version", "Software version text (5), its lines joined."),
        attribute("cdp.platform", "Platform (6): the model."),
        attribute("cdp.vtp_domain", "VTP domain (9)."),
        attribute("cdp.native_vlan", "Native VLAN (10)."),
        attribute("cdp.duplex", "Duplex (11)."),
        attribute("cdp.power", "Power consumption in milliwatts (16)."),
        attribute("cdp.system_name", "System name (20)."),
        attribute(
            "cdp.system_object_id",
            "System object identifier (21): the maker's number of the product.",
        ),
        attribute("cdp.voice_vlan", "Voice VLAN (14) that the switch gives to a phone."),
        attribute("cdp.location", "Location (23)."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    if matches!(pdu.bytes, [1 | 2, _, _, _, 0, ..]) { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let _ = cursor.skip(4);
    while let (Some(kind), Some(length)) = (cursor.u16(), cursor.u16()) {
        let Some(value) = usize::from(length).checked_sub(4).and_then(|length| cursor.take(length)) else {
            // Ethernet pads short frames with zeros.
            if (kind, length) != (0, 0) && !pdu.cut {
                sink.anomaly("tlv_overrun");
            }
            break;
        };
        read(kind, value, sink);
    }
    Progress::Done
}

fn read(kind: u16, value: &[u8], sink: &mut Sink<'_>) {
    let source = About::Source;
    match kind {
        1 => sink.text(source, "cdp.device_id", value),
        2 | 22 => addresses(value, sink),
        3 => sink.text(source, "cdp.port", value),
        4 => capabilities(value, sink),
        5 => {
            // Longer texts end in copyrights and dates of building.
            let text = holdfast_facts::readable(value.get(..400).unwrap_or(value));
            let lines: Vec<&str> =
                text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
            sink.put(source, "cdp.version", &lines.join(" "), value);
        }
        6 => sink.text(source, "cdp.platform", value),
        9 => sink.text(source, "cdp.vtp_domain", value),
        10 => {
            if let Ok(vlan) = <[u8; 2]>::try_from(value) {
                sink.value(source, "cdp.native_vlan", u16::from_be_bytes(vlan), value);
            }
        }
        11 => sink.put(source, "cdp.duplex", if value.first() == Some(&1) { "full" } else { "half" }, value),
        14 => {
            // A kind of answer, then the VLAN.
            if let Some(vlan) = value.get(1..3).and_then(|b| <[u8; 2]>::try_from(b).ok()) {
                sink.value(source, "cdp.voice_vlan", u16::from_be_bytes(vlan), value);
            }
        }
        16 => {
            if let Ok(power) = <[u8; 2]>::try_from(value) {
                sink.value(source, "cdp.power", u16::from_be_bytes(power), value);
            }
        }
        20 => sink.text(source, "cdp.system_name", value),
        21 => {
            if let Some(identifier) = object_identifier(value) {
                sink.put(source, "cdp.system_object_id", &identifier, value);
            }
        }
        23 => sink.text(source, "cdp.location", value.get(1..).unwrap_or(&[])),
        _ => {}
    }
}

/// A count, then protocol type, protocol, address, each with its length. IPv4 is NLPID 0xCC; IPv6 is the SNAP header
/// of its EtherType.
fn addresses(value: &[u8], sink: &mut Sink<'_>) {
    const IPV6: [u8; 8] = [0xaa, 0xaa, 0x03, 0, 0, 0, 0x86, 0xdd];
    let mut cursor = Cursor::new(value);
    let count = cursor.u32().unwrap_or(0).min(16);
    for _ in 0..count {
        let (Some(_), Some(protocol)) =
            (cursor.u8(), cursor.u8().and_then(|length| cursor.take(usize::from(length))))
        else {
            return;
        };
        let Some(bytes) = cursor.u16().and_then(|length| cursor.take(usize::from(length))) else { return };
        let address = if protocol == [0xcc] {
            <[u8; 4]>::try_from(bytes).ok().map(IpAddr::from)
        } else if protocol == IPV6 {
            <[u8; 16]>::try_from(bytes).ok().map(IpAddr::from)
        } else {
            None
        };
        // A switch without an address of its own sends 0.0.0.0.
        if let Some(address) = address.filter(|address| !address.is_unspecified()) {
            sink.value(About::Source, "cdp.address", address, bytes);
        }
    }
}

/// BER (ITU-T X.690 §8.19), with or without its tag and length.
fn object_identifier(value: &[u8]) -> Option<String> {
    let content = match value {
        [6, length, content @ ..] if usize::from(*length) == content.len() => content,
        _ => value,
    };
    let (first, rest) = content.split_first()?;
    let mut text = format!("{}.{}", (first / 40).min(2), first - 40 * (first / 40).min(2));
    let mut number = 0u32;
    for byte in rest.iter().take(64) {
        number = number.checked_mul(128)?.checked_add(u32::from(byte & 0x7f))?;
        if byte & 0x80 == 0 {
            text.push_str(&format!(".{number}"));
            number = 0;
        }
    }
    // An unfinished number is no identifier.
    rest.last().is_some_and(|byte| byte & 0x80 == 0).then_some(text)
}

fn capabilities(value: &[u8], sink: &mut Sink<'_>) {
    const NAMES: [&str; 11] = [
        "router",
        "transparent-bridge",
        "source-route-bridge",
        "switch",
        "host",
        "igmp",
        "repeater",
        "phone",
        "remote",
        "cvta",
        "two-port-relay",
    ];
    let Ok(bits) = <[u8; 4]>::try_from(value).map(u32::from_be_bytes) else { return };
    let names: Vec<&str> =
        NAMES.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, name)| *name).collect();
    sink.put(About::Source, "cdp.capabilities", &names.join(","), value);
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_router_introduces_itself() {
        let bytes = hex("02 b4 0000
            0001 0006 5231                                  # R1
            0002 0011 00000001 01 01 cc 0004 c0000201       # 192.0.2.1
            0003 0007 466130                                # Fa0
            0004 0008 00000029                              # router, switch, IGMP
            0005 0010 494f530a56657273 696f6e20             # version over two lines
            0006 000e 436973636f2032383131                  # Cisco 2811
            000a 0006 0001                                  # VLAN 1
            000b 0005 01");
        let message = pdu(&bytes, Transport::Link, Direction::Unknown, 0, 0);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source cdp.address = 192.0.2.1",
                "source cdp.capabilities = router,switch,igmp",
                "source cdp.device_id = R1",
                "source cdp.duplex = full",
                "source cdp.native_vlan = 1",
                "source cdp.platform = Cisco 2811",
                "source cdp.port = Fa0",
                "source cdp.version = IOS Version",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn an_access_point_of_a_public_capture() {
        // Cisco AIR-CAP2602I; the version text is shortened.
        let bytes = hex("02 b4 897d
            0001 0014 4150623833382e363166332e30356163
            0005 0035 436973636f20494f5320536f6674776172652c20433236303020536f667477617265202841503347322d4b3957382d4d29
            0006 001b 636973636f204149522d43415032363032492d512d4b39
            0002 0011 00000001 01 01 cc 0004 c0a80a0a
            0003 0016 4769676162697445746865726e6574302e31
            0004 0008 00000003 000b 0005 01
            0010 0006 32c8                                   # 13 W
            0019 0010 a48d 0000 00003c28 000032c8            # power requested: not read");
        let message = pdu(&bytes, Transport::Link, Direction::Unknown, 0, 0);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source cdp.address = 192.168.10.10",
                "source cdp.capabilities = router,transparent-bridge",
                "source cdp.device_id = APb838.61f3.05ac",
                "source cdp.duplex = full",
                "source cdp.platform = cisco AIR-CAP2602I-Q-K9",
                "source cdp.port = GigabitEthernet0.1",
                "source cdp.power = 13000",
                "source cdp.version = Cisco IOS Software, C2600 Software (AP3G2-K9W8-M)",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn the_rarer_elements() {
        let bytes = hex("02 b4 0000
            0002 002d 00000002 01 01 cc 0004 00000000        # no address yet, and an IPv6 one
                 02 08 aaaa0300000086dd 0010 fe800000000000000000000000000001
            000e 0007 01 0064                                # voice VLAN 100
            0015 000e 06 08 2b060104 01098c22");
        let message = pdu(&bytes, Transport::Link, Direction::Unknown, 0, 0);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source cdp.address = fe80::1",
                "source cdp.system_object_id = 1.3.6.1.4.1.9.1570",
                "source cdp.voice_vlan = 100",
            ]
        );
        be_nasty(&DISSECTOR, &message);
        let other = hex("03 b4 0000 0001 0006 5231");
        assert_eq!(probe(&pdu(&other, Transport::Link, Direction::Unknown, 0, 0)), Probe::No);
    }
}
