//! Netgear Switch Discovery Protocol (UDP 63321 to 63324): smart switches tell model, name, place and firmware in typed
//! fields. A program's writing holds the switch's password and is not looked at.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;
use holdfast_facts::Mac;

/// NSDP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "netgear",
    title: "Netgear Switch Discovery Protocol",
    standard: "public descriptions of NSDP",
    carriers: &[Carrier::Udp(&[63322, 63324, 63321, 63323]), Carrier::Begins(&[1])],
    attributes: &[
        attribute("netgear.model", "Model (1): `GS108Ev3`."),
        attribute("netgear.name", "Name (3), about the switch."),
        attribute("netgear.mac", "MAC (4) that the switch gives."),
        attribute("netgear.location", "Location (5), about the switch."),
        attribute("netgear.firmware", "Firmware version (13), about the switch."),
    ],
    probe,
    dissect,
};

/// Answers to reading.
const READ_ANSWER: u8 = 2;

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Version 1, an operation, and the magic behind both addresses and the sequence number.
    match pdu.bytes {
        [1, 1..=4, ..] if pdu.bytes.get(24..28) == Some(b"NSDP") => Probe::Certain,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.bytes.get(1) != Some(&READ_ANSWER) {
        return Progress::Done;
    }
    let mut cursor = Cursor::new(pdu.bytes.get(32..).unwrap_or(&[]));
    while let (Some(kind), Some(length)) = (cursor.u16(), cursor.u16()) {
        let Some(value) = cursor.take(usize::from(length)) else {
            sink.anomaly("field_overrun");
            break;
        };
        let name = match kind {
            0x0001 => "netgear.model",
            0x0003 => "netgear.name",
            0x0005 => "netgear.location",
            0x000d => "netgear.firmware",
            0x0004 => {
                if let Ok(octets) = <[u8; 6]>::try_from(value) {
                    sink.value(About::Source, "netgear.mac", Mac(octets), value);
                }
                continue;
            }
            0xffff => break,
            _ => continue,
        };
        sink.text(About::Source, name, value.split(|b| *b == 0).next().unwrap_or(value));
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    fn message(operation: &str, fields: &str) -> Vec<u8> {
        let mut bytes = hex("01");
        bytes.extend(hex(operation));
        bytes.extend(hex("0000 00000000 020000000002 204e7f000001 0000 0001 4e534450 00000000"));
        bytes.extend(hex(fields));
        bytes.extend(hex("ffff0000"));
        bytes
    }

    #[test]
    fn a_switch_answers() {
        let bytes = message(
            "02",
            "0001 0008 4753313038457633  0003 0003 737733  0004 0006 204e7f000001  000d 0007 322e30302e3035
             0005 0000",
        );
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 63322, 63321);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source netgear.firmware = 2.00.05",
                "source netgear.mac = 20:4e:7f:00:00:01",
                "source netgear.model = GS108Ev3",
                "source netgear.name = sw3",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn writing_is_not_looked_at() {
        // A name and a password.
        let bytes = message("03", "0003 0003 737733 000a 0008 70617373776f7264");
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 63321, 63322);
        assert!(dissect(&DISSECTOR, &message).is_empty());
    }
}
