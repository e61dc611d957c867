//! Cisco Discovery Protocol, versions 1 and 2 (and what others send in it): device id, platform, software.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;
use std::net::Ipv4Addr;

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
            let text = holdfast_facts::readable(value);
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
        16 => {
            if let Ok(power) = <[u8; 2]>::try_from(value) {
                sink.value(source, "cdp.power", u16::from_be_bytes(power), value);
            }
        }
        20 => sink.text(source, "cdp.system_name", value),
        23 => sink.text(source, "cdp.location", value.get(1..).unwrap_or(&[])),
        _ => {}
    }
}

/// A count, then protocol type, protocol, address, each with its length. IPv4 is NLPID 0xCC.
fn addresses(value: &[u8], sink: &mut Sink<'_>) {
    let mut cursor = Cursor::new(value);
    let count = cursor.u32().unwrap_or(0).min(16);
    for _ in 0..count {
        let (Some(_), Some(protocol)) =
            (cursor.u8(), cursor.u8().and_then(|length| cursor.take(usize::from(length))))
        else {
            return;
        };
        let Some(address) = cursor.u16().and_then(|length| cursor.take(usize::from(length))) else { return };
        if protocol == [0xcc]
            && let Ok(octets) = <[u8; 4]>::try_from(address)
        {
            sink.value(About::Source, "cdp.address", Ipv4Addr::from(octets), address);
        }
    }
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
}
