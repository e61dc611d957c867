//! Crestron discovery (UDP 41794): a controller or panel answers with its host name and a line of model, firmware and serial
//! number.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};

/// Crestron.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "crestron",
    title: "Crestron discovery",
    standard: "public descriptions of the autodiscovery of CIP devices",
    carriers: &[Carrier::Udp(&[41794]), Carrier::Begins(&[])],
    attributes: &[
        attribute("crestron.hostname", "Host name of the device."),
        attribute("crestron.model", "Model: the first word of its description."),
        attribute("crestron.firmware", "Firmware version in its description."),
        attribute("crestron.serial", "Serial number in its description, in hexadecimal digits."),
    ],
    probe,
    dissect,
};

/// Where the host name stands, and where its field ends.
const NAME: std::ops::Range<usize> = 10..266;
const DESCRIPTION: usize = 128;

fn probe(pdu: &Pdu<'_>) -> Probe {
    match pdu.bytes {
        // 14 asks, 15 answers.
        [0x14 | 0x15, 0, 0, 0, ..] if pdu.on_port(41794) && pdu.bytes.len() >= NAME.end => Probe::Certain,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    // A program that asks gives the name of the person's computer; only devices answer.
    if pdu.bytes.first() != Some(&0x15) {
        return Progress::Done;
    }
    let before_zero = |bytes: &'_ [u8]| bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
    let name = pdu.bytes.get(NAME).unwrap_or(&[]);
    sink.text(About::Source, "crestron.hostname", name.get(..before_zero(name)).unwrap_or(name));
    let rest = pdu.bytes.get(NAME.end..).unwrap_or(&[]);
    let text = rest.get(..before_zero(rest).min(DESCRIPTION)).unwrap_or(&[]);
    // `MC3 [v1.8001.4925.23874 (Jun 07 2013), #00818AB2]`
    let Some(bracket) = text.iter().position(|b| *b == b'[') else { return Progress::Done };
    sink.text(About::Source, "crestron.model", text.get(..bracket).unwrap_or(&[]).trim_ascii());
    let inside = text.get(bracket + 1..).unwrap_or(&[]);
    if let Some(version) = inside.strip_prefix(b"v") {
        let version = version.split(|b| matches!(b, b' ' | b',' | b']')).next().unwrap_or(&[]);
        sink.text(About::Source, "crestron.firmware", version);
    }
    if let Some(serial) = inside.split(|b| *b == b'#').nth(1) {
        let serial = serial.split(|b| !b.is_ascii_hexdigit()).next().unwrap_or(&[]);
        sink.text(About::Source, "crestron.serial", serial);
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    fn message(kind: u8, name: &[u8], description: &[u8]) -> Vec<u8> {
        let mut bytes = hex("00000000 0104 0003 0000");
        bytes[0] = kind;
        bytes.extend(name);
        bytes.resize(266, 0);
        bytes.extend(description);
        bytes.resize(394, 0);
        bytes
    }

    #[test]
    fn a_controller_answers() {
        let bytes = message(0x15, b"THEATRE2-MC3", b"MC3 [v1.8001.4925.23874 (Jun 07 2013), #00818AB2]");
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 41794, 40000);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source crestron.firmware = 1.8001.4925.23874",
                "source crestron.hostname = THEATRE2-MC3",
                "source crestron.model = MC3",
                "source crestron.serial = 00818AB2",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn who_asks_is_not_named() {
        let bytes = message(0x14, b"ANNS-LAPTOP", b"");
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 41794);
        assert!(dissect(&DISSECTOR, &message).is_empty());
    }
}
