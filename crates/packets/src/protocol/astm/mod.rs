//! ASTM E1394 (CLSI LIS2-A2) over TCP: laboratory instruments begin each message with a header record that names the sender.
//! Only that record is read, without its password; patients, orders and results follow it and are not looked at.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};

/// ASTM E1394.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "astm",
    title: "ASTM E1394 / LIS2-A2",
    standard: "CLSI LIS2-A2 (ASTM E1394) header record; CLSI LIS1-A (ASTM E1381) frames",
    carriers: &[Carrier::Tcp(&[])],
    attributes: &[
        attribute("astm.sender", "Sender name or id: often product, version and serial number."),
        weak("astm.receiver", "Receiver id, about the receiver.", 4),
        attribute("astm.version", "Version of the standard."),
    ],
    probe,
    dissect,
};

/// Longest frame of the low level protocol is 247 bytes; instruments stretch it.
const LONGEST: usize = 2048;

/// The header record: behind an enquiry, a start and the frame's number, or alone.
fn record(bytes: &[u8]) -> Option<&[u8]> {
    let bytes = bytes.strip_prefix(&[0x05]).unwrap_or(bytes);
    let record = match bytes {
        [0x02, b'0'..=b'7', rest @ ..] | [0x0b, rest @ ..] => rest,
        rest => rest,
    };
    match record {
        // The delimiters of fields, repetitions, components and escapes follow the letter; `|\^&` by use.
        [b'H', field, b'\\', b'^' | b'!', b'&', next, ..]
            if field == next && field.is_ascii_punctuation() =>
        {
            Some(record)
        }
        _ => None,
    }
}

fn probe(pdu: &Pdu<'_>) -> Probe {
    if record(pdu.bytes).is_some() { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some(record) = record(pdu.bytes) else { return Progress::Done };
    let window = record.get(..LONGEST).unwrap_or(record);
    let Some(end) = window.iter().position(|byte| matches!(byte, b'\r' | b'\n' | 0x03 | 0x17)) else {
        return if window.len() == LONGEST || pdu.cut { Progress::Done } else { Progress::More };
    };
    let record = window.get(..end).unwrap_or(window);
    let Some(separator) = record.get(1) else { return Progress::Done };
    let fields: Vec<&[u8]> = record.split(|byte| byte == separator).take(14).collect();
    // 4 is the access password; addresses and telephone numbers are nobody's business either.
    for (place, about, name) in [
        (4, About::Source, "astm.sender"),
        (9, About::Destination, "astm.receiver"),
        (12, About::Source, "astm.version"),
    ] {
        let text = fields.get(place).copied().unwrap_or(&[]);
        let text = text.get(..64).unwrap_or(text).trim_ascii();
        if !text.is_empty() {
            sink.text(about, name, text);
        }
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn an_instrument_names_itself() {
        // No public capture: written after the standard's example; a made-up patient behind it is not read.
        let bytes =
            b"\x05\x021H|\\^&|||ABL90 FLEX^Radiometer^3.4^1393-090R0001N0001|||||||P|1|20261125120000\r\
            P|1||X||NOBODY^NO\r\x03A1\r\n";
        let message = pdu(bytes, Transport::Tcp, Direction::ToServer, 50000, 6000);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source astm.sender = ABL90 FLEX^Radiometer^3.4^1393-090R0001N0001", "source astm.version = 1"]
        );
        be_nasty(&DISSECTOR, &message);
        assert_eq!(probe(&pdu(b"HELO there", Transport::Tcp, Direction::ToServer, 50000, 6000)), Probe::No);
    }
}
