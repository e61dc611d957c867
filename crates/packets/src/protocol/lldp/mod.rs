//! LLDP (IEEE 802.1AB) with the extensions of 802.1, 802.3, TIA-1057 (MED) and PROFINET: a neighbour introduces itself.

mod med;
mod power;
mod profinet;

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;
use holdfast_facts::Mac;
use std::net::IpAddr;

/// LLDP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "lldp",
    title: "LLDP",
    standard: "IEEE 802.1AB-2016, ANSI/TIA-1057, IEC 61158-6-10 (PROFINET), RFC 8520",
    carriers: &[Carrier::EtherType(0x88cc)],
    attributes: &[
        attribute("lldp.chassis_id", "Chassis id (TLV 1) with its kind: `mac …`, `name …`, `address …`."),
        attribute("lldp.port_id", "Port id (TLV 2)."),
        attribute("lldp.port_description", "Port description (TLV 4)."),
        attribute("lldp.system_name", "System name (TLV 5)."),
        attribute("lldp.system_description", "System description (TLV 6)."),
        attribute(
            "lldp.capabilities",
            "Enabled capabilities (TLV 7): `bridge,router,wlan-access-point,telephone,station` and others.",
        ),
        attribute("lldp.management_address", "Management address (TLV 8)."),
        attribute("lldp.vlan", "Port VLAN (802.1) or the voice VLAN of a network policy (MED)."),
        attribute(
            "lldp.power",
            "Power over Ethernet: `pse` feeds, `pd` is fed; class or watts (802.3, MED).",
        ),
        attribute("lldp.med_class", "MED device type: `endpoint-1`, `endpoint-2`, `endpoint-3`, `network`."),
        attribute("lldp.med_hardware", "MED inventory: hardware revision."),
        attribute("lldp.med_firmware", "MED inventory: firmware revision."),
        attribute("lldp.med_software", "MED inventory: software revision."),
        attribute("lldp.med_serial", "MED inventory: serial number."),
        attribute("lldp.med_manufacturer", "MED inventory: manufacturer name."),
        attribute("lldp.med_model", "MED inventory: model name."),
        attribute("lldp.med_asset", "MED inventory: asset id."),
        attribute("lldp.profinet_name", "PROFINET name of station, from the port id or the chassis id."),
        attribute("lldp.profinet_mac", "PROFINET chassis MAC (00-0E-CF subtype 5)."),
        attribute("lldp.mud_url", "MUD URL (00-00-5E subtype 1)."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    // The first TLV is the chassis id.
    if pdu.bytes.first().is_some_and(|byte| byte >> 1 == 1) { Probe::Certain } else { Probe::No }
}

/// What must be kept until the whole frame is seen.
#[derive(Default)]
struct Neighbour<'a> {
    /// Locally assigned chassis id.
    chassis: Option<&'a [u8]>,
    /// Locally assigned port id.
    port: &'a [u8],
    profinet: bool,
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let mut neighbour = Neighbour::default();
    while let Some(head) = cursor.u16() {
        let (kind, length) = (head >> 9, usize::from(head & 0x1ff));
        let Some(value) = cursor.take(length) else {
            if !pdu.cut {
                sink.anomaly("tlv_overrun");
            }
            break;
        };
        match kind {
            0 => break,
            1 => {
                identifier(value, "lldp.chassis_id", sink);
                neighbour.chassis = value.strip_prefix(&[LOCALLY_ASSIGNED]);
            }
            2 => {
                identifier(value, "lldp.port_id", sink);
                neighbour.port = value.strip_prefix(&[LOCALLY_ASSIGNED]).unwrap_or(&[]);
            }
            4 => sink.text(About::Source, "lldp.port_description", value),
            5 => sink.text(About::Source, "lldp.system_name", value),
            6 => sink.text(About::Source, "lldp.system_description", value),
            7 => capabilities(value, sink),
            8 => management(value, sink),
            127 => {
                neighbour.profinet |= value.starts_with(&profinet::ORGANISATION);
                organisation(value, sink);
            }
            _ => {}
        }
    }
    if neighbour.profinet {
        profinet::name_of_station(&neighbour, sink);
    }
    Progress::Done
}

/// Subtype 7 of chassis and port ids (IEEE 802.1AB-2016 tables 8-2 and 8-3).
const LOCALLY_ASSIGNED: u8 = 7;

fn identifier(value: &[u8], name: &'static str, sink: &mut Sink<'_>) {
    let Some((kind, rest)) = value.split_first() else { return };
    // Subtypes differ between chassis and port ids: MAC is 4 and 3, network address 5 and 4.
    let port = name == "lldp.port_id";
    let (mac, address) = if port { (3, 4) } else { (4, 5) };
    // Some say that it is a name and send a MAC.
    let is_text = !rest.is_empty()
        && rest.iter().all(|byte| (0x20..0x7f).contains(byte) || *byte >= 0x80 || *byte == 0);
    if (*kind == mac || !is_text)
        && let Ok(octets) = <[u8; 6]>::try_from(rest)
    {
        sink.value(About::Source, name, format_args!("mac {}", Mac(octets)), rest);
    } else if *kind == address {
        if let Some(text) = network_address(rest) {
            sink.value(About::Source, name, format_args!("address {text}"), rest);
        }
    } else {
        let text = holdfast_facts::readable(rest);
        sink.value(About::Source, name, format_args!("name {text}"), rest);
    }
}

/// IANA address family, then the address.
fn network_address(bytes: &[u8]) -> Option<String> {
    let address = match bytes.split_first()? {
        (1, rest) => IpAddr::from(<[u8; 4]>::try_from(rest).ok()?),
        (2, rest) => IpAddr::from(<[u8; 16]>::try_from(rest).ok()?),
        (6, rest) => return Some(Mac(<[u8; 6]>::try_from(rest).ok()?).to_string()),
        _ => return None,
    };
    // Not configured yet.
    (!address.is_unspecified()).then(|| address.to_string())
}

/// IEEE 802.1AB-2016 table 8-4.
fn capabilities(value: &[u8], sink: &mut Sink<'_>) {
    const NAMES: [&str; 11] = [
        "other",
        "repeater",
        "bridge",
        "wlan-access-point",
        "router",
        "telephone",
        "docsis",
        "station",
        "c-vlan",
        "s-vlan",
        "two-port-relay",
    ];
    let mut cursor = Cursor::new(value);
    let (Some(able), Some(enabled)) = (cursor.u16(), cursor.u16()) else { return };
    // Some switch everything off and are still what they are able to be.
    let bits = if enabled == 0 { able } else { enabled };
    let names: Vec<&str> =
        NAMES.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, name)| *name).collect();
    sink.put(About::Source, "lldp.capabilities", &names.join(","), value);
}

fn management(value: &[u8], sink: &mut Sink<'_>) {
    let mut cursor = Cursor::new(value);
    if let Some(address) = cursor.u8().and_then(|length| cursor.take(usize::from(length)))
        && let Some(text) = network_address(address)
    {
        sink.put(About::Source, "lldp.management_address", &text, address);
    }
}

fn organisation(value: &[u8], sink: &mut Sink<'_>) {
    let (Some(oui), Some(kind), Some(rest)) = (value.get(..3), value.get(3), value.get(4..)) else { return };
    match (oui, kind) {
        ([0x00, 0x12, 0xbb], kind) => med::read(*kind, rest, sink),
        // 802.1: port VLAN id; 0 is none.
        ([0x00, 0x80, 0xc2], 1) => {
            if let Some(id) = <[u8; 2]>::try_from(rest).ok().map(u16::from_be_bytes).filter(|id| *id != 0) {
                sink.value(About::Source, "lldp.vlan", id, rest);
            }
        }
        ([0x00, 0x12, 0x0f], 2) => power::ieee(rest, sink),
        (organisation, kind) if *organisation == profinet::ORGANISATION => {
            profinet::element(*kind, rest, sink)
        }
        ([0x00, 0x00, 0x5e], 1) => sink.text(About::Source, "lldp.mud_url", rest),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_phone_introduces_itself() {
        let bytes = hex("
            02 06 05 01 c0000201                    # chassis: network address
            04 07 03 0004f2aabbcc                   # port: MAC
            06 02 0078                              # TTL
            0a 03 534950                            # system name SIP
            0c 04 4c696e78                          # description
            0e 04 0024 0024                         # bridge and telephone
            10 0c 05 01 c0000201 02 00000001 00     # management address
            fe 07 0012bb 01 003f 03                 # MED endpoint class 3
            fe 09 0012bb 09 506f6c79 63             # manufacturer Polyc
            fe 09 0012bb 0a 56565831 30             # model VVX10
            fe 06 0080c2 01 000a                    # VLAN 10
            0000");
        let message = pdu(&bytes, Transport::Link, Direction::Unknown, 0, 0);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source lldp.capabilities = bridge,telephone",
                "source lldp.chassis_id = address 192.0.2.1",
                "source lldp.management_address = 192.0.2.1",
                "source lldp.med_class = endpoint-3",
                "source lldp.med_manufacturer = Polyc",
                "source lldp.med_model = VVX10",
                "source lldp.port_id = mac 00:04:f2:aa:bb:cc",
                "source lldp.system_description = Linx",
                "source lldp.system_name = SIP",
                "source lldp.vlan = 10",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    fn station(chassis: &str, port: &str, element: &str) -> Vec<String> {
        let bytes = hex(&format!("{chassis} {port} 06 02 0014 {element} 0000"));
        let message = pdu(&bytes, Transport::Link, Direction::Unknown, 0, 0);
        be_nasty(&DISSECTOR, &message);
        dissect(&DISSECTOR, &message).into_iter().filter(|line| line.contains("profinet")).collect()
    }

    #[test]
    fn a_station_is_named_by_its_chassis_or_by_its_port() {
        let plc = "02 06 07 706c632d31"; // plc-1
        let old = "04 09 07 706f72742d303031"; // port-001
        let new = "04 0e 07 706f72742d3030312e636e63 31"; // port-001.cnc1
        let element = "fe 0a 000ecf 05 001b1b23eb3b";
        let mac = "source lldp.profinet_mac = 00:1b:1b:23:eb:3b";
        assert_eq!(station(plc, old, element), [mac, "source lldp.profinet_name = plc-1"]);
        assert_eq!(station(plc, new, element), [mac, "source lldp.profinet_name = cnc1"]);
        assert!(station(plc, old, "").is_empty(), "a locally assigned chassis id alone is no station's name");
        assert_eq!(station("02 06 07 50 4c432d31", old, element), [mac], "PLC-1 is no name of a station");
    }

    #[test]
    fn who_feeds_and_who_is_fed() {
        let power = |element: &str| {
            let bytes = hex(&format!("02 07 04 020000000001 04 02 05 31 06 02 0078 {element} 0000"));
            let lines = dissect(&DISSECTOR, &pdu(&bytes, Transport::Link, Direction::Unknown, 0, 0));
            lines.into_iter().filter(|line| line.contains("power")).collect::<Vec<_>>()
        };
        assert_eq!(power("fe 07 00120f 02 07 01 05"), ["source lldp.power = pse class 4"]);
        assert_eq!(power("fe 0c 00120f 02 02 01 04 50 0082 0082"), ["source lldp.power = pd 13.0 W"]);
        assert_eq!(power("fe 07 0012bb 04 40 003f"), ["source lldp.power = pd 6.3 W"]);
    }

    #[test]
    fn what_does_not_begin_with_a_chassis_is_none() {
        let bytes = hex("04 02 05 31");
        assert_eq!(probe(&pdu(&bytes, Transport::Link, Direction::Unknown, 0, 0)), Probe::No);
    }

    #[test]
    fn a_switch_of_a_public_capture() {
        // SMC GS8P, one element a line.
        let bytes = hex("
            02070400222d81db10
            04020731
            06020078
            0807506f7274202331
            0a0d534d43475338502d536d617274
            0c23534d43475338502d536d617274202d20534d43475338502d536d6172742076332e3230
            0e0400040004
            100c0501c0a8020a020000000100
            0000");
        let message = pdu(&bytes, Transport::Link, Direction::Unknown, 0, 0);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source lldp.capabilities = bridge",
                "source lldp.chassis_id = mac 00:22:2d:81:db:10",
                "source lldp.management_address = 192.168.2.10",
                "source lldp.port_description = Port #1",
                "source lldp.port_id = name 1",
                "source lldp.system_description = SMCGS8P-Smart - SMCGS8P-Smart v3.20",
                "source lldp.system_name = SMCGS8P-Smart",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }
}
