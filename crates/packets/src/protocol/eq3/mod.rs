//! eQ-3 MAX! cubes: discovery (UDP 23272) and the `H:` line that the cube sends first (TCP 62910). Layout observed.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute};

/// eQ-3.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "eq3",
    title: "eQ-3 MAX! discovery",
    standard: "observed layout",
    carriers: &[Carrier::Udp(&[23272]), Carrier::Tcp(&[62910]), Carrier::Begins(b"e")],
    attributes: &[
        attribute("eq3.type", "What the device says it is: `eQ3MaxAp`."),
        attribute("eq3.serial", "Serial number."),
        attribute("eq3.firmware", "Firmware version."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    let hello = pdu.transport == Transport::Tcp && pdu.bytes.starts_with(b"H:") && pdu.bytes.contains(&b',');
    if pdu.bytes.starts_with(b"eQ3Max") || (hello && pdu.on_port(62910)) { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.transport == Transport::Tcp {
        // H:serial,radio address,firmware,…
        let line = pdu.bytes.split(|b| matches!(b, b'\r' | b'\n')).next().unwrap_or(&[]);
        let mut fields = line.strip_prefix(b"H:").unwrap_or(&[]).split(|b| *b == b',');
        if let Some(serial) = fields.next() {
            sink.text(About::Source, "eq3.serial", serial);
        }
        if let Some(firmware) = fields.nth(1) {
            version(firmware, firmware, sink);
        }
        return Progress::Done;
    }
    // A question is `eQ3Max*` and zeros; an answer names the type in 8 bytes and the serial number in 10.
    if pdu.bytes.get(6..8) == Some(b"Ap") {
        sink.text(About::Source, "eq3.type", pdu.bytes.get(..8).unwrap_or(&[]));
        if let Some(serial) = pdu.bytes.get(8..18).filter(|text| text.iter().all(u8::is_ascii_alphanumeric)) {
            sink.text(About::Source, "eq3.serial", serial);
        }
        if let (Some(last), true) = (pdu.bytes.get(24..26), pdu.bytes.len() == 26) {
            let digits = format!(
                "{:02x}{:02x}",
                last.first().copied().unwrap_or(0),
                last.last().copied().unwrap_or(0)
            );
            version(digits.as_bytes(), last, sink);
        }
    }
    Progress::Done
}

/// `0113` is 1.13.
fn version(digits: &[u8], at: &[u8], sink: &mut Sink<'_>) {
    let Some(text) = std::str::from_utf8(digits).ok().filter(|text| text.len() == 4) else { return };
    if let (Ok(major), Some(minor)) = (text.get(..2).unwrap_or("").parse::<u8>(), text.get(2..))
        && minor.bytes().all(|b| b.is_ascii_digit())
    {
        sink.value(About::Source, "eq3.firmware", format_args!("{major}.{minor}"), at);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Direction;
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::*;

    #[test]
    fn the_cubes_first_line() {
        // First line of frame 16 of a MAX! cube's set-up traffic.
        let bytes =
            hex("483a4b4551303831373534312c3063633338362c303131332c30303030303030302c33343238646439390d0a");
        let message = pdu(&bytes, Transport::Tcp, Direction::ToClient, 62910, 40000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source eq3.firmware = 1.13", "source eq3.serial = KEQ0817541"]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn the_answer_to_a_search() {
        let mut bytes = b"eQ3MaxApKEQ0817541>I\x00\x0c\xc3\x86".to_vec();
        bytes.extend([0x01, 0x13]);
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 23272, 23272);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source eq3.firmware = 1.13", "source eq3.serial = KEQ0817541", "source eq3.type = eQ3MaxAp"]
        );
        let search = pdu(b"eQ3Max*\0**********I", Transport::Udp, Direction::ToServer, 40000, 23272);
        assert!(dissect(&DISSECTOR, &search).is_empty());
        be_nasty(&DISSECTOR, &message);
    }
}
