//! GigE Vision (GVCP, UDP 3956): an industrial or laboratory camera answers a discovery with fixed fields of maker, model,
//! version and serial number.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;
use holdfast_facts::Mac;

/// GigE Vision.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "gige",
    title: "GigE Vision control protocol",
    standard: "AIA GigE Vision 2.0, §16 (DISCOVERY_ACK)",
    carriers: &[Carrier::Udp(&[3956]), Carrier::Begins(&[])],
    attributes: &[
        attribute("gige.mac", "MAC that the camera gives."),
        attribute("gige.manufacturer", "Manufacturer's name."),
        attribute("gige.model", "Model name."),
        attribute("gige.version", "Device version."),
        attribute("gige.info", "Manufacturer-specific information."),
        attribute("gige.serial", "Serial number."),
    ],
    probe,
    dissect,
};

/// Length of what a DISCOVERY_ACK carries.
const PAYLOAD: u16 = 248;
/// Texts behind the addresses: name, length. The last one is what the owner calls the camera.
const TEXTS: [(&str, usize); 5] = [
    ("gige.manufacturer", 32),
    ("gige.model", 32),
    ("gige.version", 32),
    ("gige.info", 48),
    ("gige.serial", 16),
];

fn probe(pdu: &Pdu<'_>) -> Probe {
    match pdu.bytes {
        // Status 0, DISCOVERY_ACK (0003), length.
        [0, 0, 0, 3, high, low, ..]
            if pdu.source.port == 3956 && u16::from_be_bytes([*high, *low]) == PAYLOAD =>
        {
            Probe::Certain
        }
        // A command: 42, flags, DISCOVERY_CMD.
        [0x42, _, 0, 2, 0, 0, ..] if pdu.on_port(3956) => Probe::Certain,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.bytes.first() == Some(&0) {
        let _ = answer(pdu.bytes, sink);
    }
    Progress::Done
}

fn answer(bytes: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    // Header; version of the specification and mode of the device, two reserved bytes.
    cursor.skip(8 + 10)?;
    let mac = cursor.take(6)?;
    sink.value(About::Source, "gige.mac", Mac(<[u8; 6]>::try_from(mac).ok()?), mac);
    // Options, current options, and three addresses, each behind its reserved bytes.
    cursor.skip(56)?;
    for (name, length) in TEXTS {
        let field = cursor.take(length)?;
        sink.text(About::Source, name, field.split(|b| *b == 0).next()?);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_camera_answers_a_discovery() {
        // tshark reads the same fields in this message.
        let mut bytes = hex("0000 0003 00f8 0001 00010002 80000001 0000");
        bytes.extend(hex("003053000001 00000007 00000006"));
        bytes.extend(hex("00000000000000000000 0000 0a000007"));
        bytes.extend(hex("000000000000000000000000 ffffff00 000000000000000000000000 00000000"));
        for (text, length) in [
            ("Basler", 32),
            ("acA1300-60gm", 32),
            ("106204-17", 32),
            ("none", 48),
            ("21728001", 16),
            ("Ann", 16),
        ] {
            let start = bytes.len();
            bytes.extend(text.as_bytes());
            bytes.resize(start + length, 0);
        }
        assert_eq!(bytes.len(), 8 + 248);
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 3956, 40000);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source gige.info = none",
                "source gige.mac = 00:30:53:00:00:01",
                "source gige.manufacturer = Basler",
                "source gige.model = acA1300-60gm",
                "source gige.serial = 21728001",
                "source gige.version = 106204-17",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn a_command_says_nothing() {
        let bytes = hex("42 11 0002 0000 0001");
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 3956);
        assert_eq!(probe(&message), Probe::Certain);
        assert!(dissect(&DISSECTOR, &message).is_empty());
    }
}
