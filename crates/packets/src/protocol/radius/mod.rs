//! RADIUS (RFC 2865): a network access server names itself and the station that wants in. User names and passwords are not
//! kept.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use crate::Cursor;
use holdfast_facts::Mac;
use std::net::Ipv4Addr;

/// RADIUS.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "radius",
    title: "RADIUS",
    standard: "RFC 2865, RFC 2866, RFC 3580",
    carriers: &[Carrier::Udp(&[1812, 1813, 1645, 1646]), Carrier::Begins(&[])],
    attributes: &[
        attribute("radius.nas_identifier", "NAS-Identifier (32), about the access server."),
        attribute("radius.nas_address", "NAS-IP-Address (4), about the access server."),
        attribute("radius.vendor", "Enterprise number of vendor attributes (26), about the access server."),
        attribute(
            "radius.called_station",
            "Called-Station-Id (30): the access point's MAC and network, about the access server.",
        ),
        weak("radius.nas_port_type", "NAS-Port-Type (61): `ethernet`, `wireless`.", 4),
        attribute(
            "radius.calling_station",
            "Calling-Station-Id (31), about the station with that MAC: how it comes in.",
        ),
        attribute("radius.framed_address", "Framed-IP-Address (8), about the station."),
        attribute("radius.server", "The sender decides who comes in: `answers`."),
    ],
    probe,
    dissect,
};

const PORTS: [u16; 4] = [1812, 1813, 1645, 1646];

fn probe(pdu: &Pdu<'_>) -> Probe {
    match pdu.bytes {
        [1..=5 | 11, _, high, low, ..] if PORTS.iter().any(|port| pdu.on_port(*port)) => {
            let length = usize::from(u16::from_be_bytes([*high, *low]));
            if (20..=4096).contains(&length) && (length <= pdu.bytes.len() || pdu.cut) {
                Probe::Certain
            } else {
                Probe::No
            }
        }
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let code = pdu.bytes.first().copied().unwrap_or(0);
    let at = pdu.bytes.get(..4).unwrap_or(&[]);
    if matches!(code, 2 | 3 | 5 | 11) {
        sink.put(About::Source, "radius.server", "answers", at);
        return Progress::Done;
    }
    let mut cursor = Cursor::new(pdu.bytes.get(20..).unwrap_or(&[]));
    let (mut port, mut station, mut framed) = (None, None, None);
    for _ in 0..128 {
        let (Some(kind), Some(length)) = (cursor.u8(), cursor.u8()) else { break };
        let Some(value) = usize::from(length).checked_sub(2).and_then(|length| cursor.take(length)) else {
            sink.anomaly("attribute_overrun");
            break;
        };
        match kind {
            4 => {
                if let Ok(octets) = <[u8; 4]>::try_from(value) {
                    sink.value(About::Source, "radius.nas_address", Ipv4Addr::from(octets), value);
                }
            }
            8 => framed = <[u8; 4]>::try_from(value).ok().map(|octets| (Ipv4Addr::from(octets), value)),
            26 => {
                if let Some(number) = value.get(..4).and_then(|b| <[u8; 4]>::try_from(b).ok()) {
                    sink.value(About::Source, "radius.vendor", u32::from_be_bytes(number), value);
                }
            }
            30 => sink.text(About::Source, "radius.called_station", value),
            31 => {
                station = std::str::from_utf8(value)
                    .ok()
                    .and_then(|text| text.parse::<Mac>().ok())
                    .map(|mac| (mac, value))
            }
            32 => sink.text(About::Source, "radius.nas_identifier", value),
            61 => {
                port = match value {
                    [0, 0, 0, 15] => Some("ethernet"),
                    [0, 0, 0, 19] => Some("wireless"),
                    [0, 0, 0, 5] => Some("virtual"),
                    _ => None,
                };
                if let Some(name) = port {
                    sink.put(About::Source, "radius.nas_port_type", name, value);
                }
            }
            _ => {}
        }
    }
    if let Some((mac, value)) = station {
        sink.put(About::Mac(mac), "radius.calling_station", port.unwrap_or("network"), value);
        if let Some((address, value)) = framed {
            sink.value(About::Mac(mac), "radius.framed_address", address, value);
        }
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_switch_asks_for_a_station() {
        let mut bytes =
            hex("01 07 0000 00112233445566778899aabbccddeeff 01 05 616e6e 04 06 c0000201 3d 06 0000000f");
        bytes.extend([31, 19]);
        bytes.extend(b"00-1B-1B-23-EB-3B");
        bytes.extend([32, 5]);
        bytes.extend(b"sw3");
        let length = bytes.len() as u8;
        bytes[3] = length;
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 1812);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "00:1b:1b:23:eb:3b radius.calling_station = ethernet",
                "source radius.nas_address = 192.0.2.1",
                "source radius.nas_identifier = sw3",
                "source radius.nas_port_type = ethernet",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }
}
