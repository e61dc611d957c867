//! LLDP (IEEE 802.1AB) with the extensions of 802.1, 802.3, TIA-1057 (MED) and PROFINET: a neighbour introduces itself.

mod med;

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;
use holdfast_facts::Mac;
use std::net::{Ipv4Addr, Ipv6Addr};

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
        attribute("lldp.power", "Power over Ethernet class or watts (802.3, MED)."),
        attribute("lldp.med_class", "MED device type: `endpoint-1`, `endpoint-2`, `endpoint-3`, `network`."),
        attribute("lldp.med_hardware", "MED inventory: hardware revision."),
        attribute("lldp.med_firmware", "MED inventory: firmware revision."),
        attribute("lldp.med_software", "MED inventory: software revision."),
        attribute("lldp.med_serial", "MED inventory: serial number."),
        attribute("lldp.med_manufacturer", "MED inventory: manufacturer name."),
        attribute("lldp.med_model", "MED inventory: model name."),
        attribute("lldp.med_asset", "MED inventory: asset id."),
        attribute("lldp.profinet_name", "PROFINET name of station, from the chassis id."),
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

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
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
            1 => chassis(value, sink),
            2 => identifier(value, "lldp.port_id", sink),
            4 => sink.text(About::Source, "lldp.port_description", value),
            5 => sink.text(About::Source, "lldp.system_name", value),
            6 => sink.text(About::Source, "lldp.system_description", value),
            7 => capabilities(value, sink),
            8 => management(value, sink),
            127 => organisation(value, sink),
            _ => {}
        }
    }
    Progress::Done
}

/// IEEE 802.1AB-2016 table 8-2.
fn chassis(value: &[u8], sink: &mut Sink<'_>) {
    identifier(value, "lldp.chassis_id", sink);
    // PROFINET stations use their name as a locally assigned chassis id.
    if let Some((7, name)) = value.split_first().map(|(kind, rest)| (*kind, rest))
        && !name.is_empty()
        && name.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.'))
    {
        sink.text(About::Source, "lldp.profinet_name", name);
    }
}

fn identifier(value: &[u8], name: &'static str, sink: &mut Sink<'_>) {
    let Some((kind, rest)) = value.split_first() else { return };
    // Subtypes differ between chassis and port ids: MAC is 4 and 3, network address 5 and 4.
    let port = name == "lldp.port_id";
    let (mac, address) = if port { (3, 4) } else { (4, 5) };
    if *kind == mac
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
    match bytes.split_first()? {
        (1, rest) => Some(Ipv4Addr::from(<[u8; 4]>::try_from(rest).ok()?).to_string()),
        (2, rest) => Some(Ipv6Addr::from(<[u8; 16]>::try_from(rest).ok()?).to_string()),
        (6, rest) => Some(Mac(<[u8; 6]>::try_from(rest).ok()?).to_string()),
        _ => None,
    }
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
        // 802.1: port VLAN id.
        ([0x00, 0x80, 0xc2], 1) => {
            if let Ok(id) = <[u8; 2]>::try_from(rest) {
                sink.value(About::Source, "lldp.vlan", u16::from_be_bytes(id), rest);
            }
        }
        // 802.3: power via MDI, the third byte is the class plus one.
        ([0x00, 0x12, 0x0f], 2) => {
            if let Some(class @ 1..=9) = rest.get(2) {
                sink.value(About::Source, "lldp.power", format_args!("class {}", class - 1), rest);
            }
        }
        ([0x00, 0x0e, 0xcf], 5) => {
            if let Ok(octets) = <[u8; 6]>::try_from(rest) {
                sink.value(About::Source, "lldp.profinet_mac", Mac(octets), rest);
            }
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
}
