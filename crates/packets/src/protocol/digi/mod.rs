//! ADDP (Digi; UDP 2362): serial servers and embedded modules, which sit behind many instruments, answer a search with name,
//! product and firmware. A setting of addresses holds a password and is not looked at.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;
use holdfast_facts::Mac;

/// ADDP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "digi",
    title: "Digi Advanced Device Discovery Protocol",
    standard: "public descriptions of ADDP",
    carriers: &[Carrier::Udp(&[2362]), Carrier::Begins(b"D")],
    attributes: &[
        attribute("digi.mac", "MAC (1) that the device gives."),
        attribute("digi.name", "Network name (4), about the device."),
        attribute("digi.product", "Product (13): `Digi Connect ME`."),
        attribute("digi.firmware", "Firmware (8): `Version 82000856_F6 07/21/2006`."),
    ],
    probe,
    dissect,
};

const DISCOVERY_ANSWER: u16 = 2;

fn probe(pdu: &Pdu<'_>) -> Probe {
    // The maker's magic and two of its resellers'; type and length of the rest.
    let (Some(b"DIGI" | b"DVKT" | b"DGDP"), Some(length)) = (pdu.bytes.get(..4), pdu.bytes.get(6..8)) else {
        return Probe::No;
    };
    let length = <[u8; 2]>::try_from(length).map_or(0, |b| usize::from(u16::from_be_bytes(b)));
    if length + 8 == pdu.bytes.len() || pdu.cut { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let _ = cursor.skip(4);
    let kind = cursor.u16();
    let _ = cursor.skip(2);
    if kind != Some(DISCOVERY_ANSWER) {
        return Progress::Done;
    }
    while let (Some(kind), Some(length)) = (cursor.u8(), cursor.u8()) {
        let Some(value) = cursor.take(usize::from(length)) else {
            sink.anomaly("field_overrun");
            break;
        };
        match kind {
            1 => {
                if let Ok(octets) = <[u8; 6]>::try_from(value) {
                    sink.value(About::Source, "digi.mac", Mac(octets), value);
                }
            }
            4 => sink.text(About::Source, "digi.name", value),
            8 => sink.text(About::Source, "digi.firmware", value),
            13 => sink.text(About::Source, "digi.product", value),
            _ => {}
        }
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    fn message(kind: &str, fields: &[u8]) -> Vec<u8> {
        let mut bytes = hex("44494749");
        bytes.extend(hex(kind));
        bytes.extend((fields.len() as u16).to_be_bytes());
        bytes.extend(fields);
        bytes
    }

    #[test]
    fn a_serial_server_answers() {
        let mut fields = hex("01 06 00409d000001 02 04 0a000007 04 04 6c616233");
        fields.extend(hex("0d 0f"));
        fields.extend(b"Digi Connect ME");
        fields.extend(hex("08 13"));
        fields.extend(b"Version 82000856_F6");
        let bytes = message("0002", &fields);
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 2362, 40000);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source digi.firmware = Version 82000856_F6",
                "source digi.mac = 00:40:9d:00:00:01",
                "source digi.name = lab3",
                "source digi.product = Digi Connect ME",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn a_search_says_nothing() {
        let bytes = message("0001", &hex("ffffffffffff"));
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 2362);
        assert_eq!(probe(&message), Probe::Certain);
        assert!(dissect(&DISSECTOR, &message).is_empty());
    }
}
