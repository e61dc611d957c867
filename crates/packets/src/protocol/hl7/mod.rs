//! HL7 version 2 over MLLP: each message begins with who sends it to whom and, from 2.5 on, with which software. Only the
//! header (MSH) and the software segments (SFT) are read, by name; every other segment is about patients and is stepped over.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use crate::Cursor;
use holdfast_facts::OperationClass::{self, Configure, Read, Write};

/// HL7 v2.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "hl7",
    title: "HL7 v2 (MLLP)",
    standard: "HL7 version 2.9 chapter 2 (MSH, SFT); HL7 Minimal Lower Layer Protocol release 1",
    carriers: &[Carrier::TcpToEnd(&[2575]), Carrier::Begins(&[0x0b])],
    attributes: &[
        attribute("hl7.application", "MSH-3: sending application."),
        attribute("hl7.facility", "MSH-4: sending facility."),
        weak(
            "hl7.receiving_application",
            "MSH-5: application that the sender addresses, about the receiver.",
            8,
        ),
        weak("hl7.receiving_facility", "MSH-6: facility that the sender addresses, about the receiver.", 4),
        attribute("hl7.version", "MSH-12: version of the standard."),
        attribute("hl7.software_vendor", "SFT-1: maker of the sending software."),
        attribute("hl7.software_version", "SFT-2: its version."),
        attribute("hl7.software", "SFT-3: its product name."),
        attribute("hl7.software_binary", "SFT-4: its binary id."),
    ],
    probe,
    dissect,
};

/// Messages can carry documents; of those that are longer only the beginning is read.
const LONGEST: usize = 64 * 1024;

fn probe(pdu: &Pdu<'_>) -> Probe {
    let start: &[u8] = b"\x0bMSH|";
    let seen = pdu.bytes.get(..5).unwrap_or(pdu.bytes);
    match seen {
        seen if seen == start => Probe::Certain,
        // The separator may be another one; then only the own port is good enough.
        [0x0b, b'M', b'S', b'H', separator] if separator.is_ascii_punctuation() => Probe::Possible,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if probe(pdu) == Probe::No {
        // A start byte alone may be all that has come.
        let starts = pdu.bytes.len() < 5 && b"\x0bMSH".starts_with(pdu.bytes);
        return if starts { Progress::More } else { Progress::Done };
    }
    let window = pdu.bytes.get(..LONGEST).unwrap_or(pdu.bytes);
    // The end block: file separator and carriage return.
    let end = window.windows(2).position(|two| two == [0x1c, 0x0d]);
    if end.is_none() && window.len() < LONGEST && !pdu.cut {
        return Progress::More;
    }
    let message = window.get(1..end.unwrap_or(window.len())).unwrap_or(&[]);
    read(message, sink);
    end.map_or(Progress::Done, |end| Progress::Consumed(end + 2))
}

fn read(message: &[u8], sink: &mut Sink<'_>) {
    let mut cursor = Cursor::new(message);
    let header = cursor.until(b'\r');
    let (Some(separator), Some(component)) = (header.get(3), header.get(4)) else { return };
    let fields: Vec<&[u8]> = header.split(|byte| byte == separator).take(13).collect();
    // The separator itself is MSH-1, so that MSH-n stands at place n - 1.
    let field = |number: usize| fields.get(number - 1).copied().unwrap_or(&[]);
    let first = |text: &'_ [u8]| text.split(|byte| byte == component).next().map_or(0, <[u8]>::len);
    let mut tell = |about, name, number: usize| {
        let text = field(number);
        let text = text.get(..first(text).min(64)).unwrap_or(text);
        if !text.is_empty() {
            sink.text(about, name, text);
        }
    };
    tell(About::Source, "hl7.application", 3);
    tell(About::Source, "hl7.facility", 4);
    tell(About::Destination, "hl7.receiving_application", 5);
    tell(About::Destination, "hl7.receiving_facility", 6);
    tell(About::Source, "hl7.version", 12);
    let kind = field(9);
    if let Some((class, function)) = kind.get(..3).and_then(function) {
        sink.asks(class, function, "", kind.get(..3).unwrap_or(kind));
    }
    // SFT follows MSH; a few others that are not about patients may stand between.
    for _ in 0..8 {
        let segment = cursor.until(b'\r');
        if segment.starts_with(b"SFT") && segment.get(3) == Some(separator) {
            let fields: Vec<&[u8]> = segment.split(|byte| byte == separator).take(5).collect();
            for (place, name) in [
                (1, "hl7.software_vendor"),
                (2, "hl7.software_version"),
                (3, "hl7.software"),
                (4, "hl7.software_binary"),
            ] {
                let text = fields.get(place).copied().unwrap_or(&[]);
                let text = text.split(|byte| byte == component).next().unwrap_or(text);
                if !text.is_empty() {
                    sink.text(About::Source, name, text);
                }
            }
        }
    }
}

/// What a message type asks of its receiver (HL7 table 0076). An acknowledgement asks for nothing.
fn function(kind: &[u8]) -> Option<(OperationClass, &'static str)> {
    Some(match kind {
        b"ADT" => (Write, "message adt"),
        b"BAR" => (Write, "message bar"),
        b"DFT" => (Write, "message dft"),
        b"MDM" => (Write, "message mdm"),
        b"MFN" => (Configure, "message mfn"),
        b"OML" => (Write, "message oml"),
        b"OMG" => (Write, "message omg"),
        b"OMI" => (Write, "message omi"),
        b"OMP" => (Write, "message omp"),
        b"ORM" => (Write, "message orm"),
        b"ORU" => (Write, "message oru"),
        b"OUL" => (Write, "message oul"),
        b"PPR" => (Write, "message ppr"),
        b"QBP" => (Read, "message qbp"),
        b"QRY" => (Read, "message qry"),
        b"RAS" => (Write, "message ras"),
        b"RDE" => (Write, "message rde"),
        b"RDS" => (Write, "message rds"),
        b"RGV" => (Write, "message rgv"),
        b"SIU" => (Write, "message siu"),
        b"SRM" => (Write, "message srm"),
        b"VXU" => (Write, "message vxu"),
        b"NMD" => (Configure, "message nmd"),
        b"ESU" | b"EAR" | b"EAC" => (Write, "message to equipment"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, operations, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    // As python-hl7 sent it in examples/protocols/hl7.pcap, with a made-up patient segment behind it.
    const RESULT: &[u8] = b"\x0bMSH|^~\\&|RESPONDER5^1.2.3^ISO|STEXAMPLE|EHRLINK|STEXAMPLE|20261125080000||ORU^R01|HF0001|P|2.5\r\
        SFT|Example Works^L|21.1|Example Call|21.1.0\rPID|1||X^^^Y||NOBODY^NO\r\x1c\r";

    fn message(bytes: &[u8]) -> Pdu<'_> {
        pdu(bytes, Transport::Tcp, Direction::ToServer, 46380, 2575)
    }

    #[test]
    fn applications_and_software_are_named_and_patients_are_not() {
        assert_eq!(probe(&message(RESULT)), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message(RESULT)),
            [
                "destination hl7.receiving_application = EHRLINK",
                "destination hl7.receiving_facility = STEXAMPLE",
                "source hl7.application = RESPONDER5",
                "source hl7.facility = STEXAMPLE",
                "source hl7.software = Example Call",
                "source hl7.software_binary = 21.1.0",
                "source hl7.software_vendor = Example Works",
                "source hl7.software_version = 21.1",
                "source hl7.version = 2.5",
            ]
        );
        assert_eq!(
            operations(&DISSECTOR, &[message(RESULT)]),
            ["192.0.2.1 > 192.0.2.2: write `message oru` asked 1 accepted 0 refused 0"]
        );
        be_nasty(&DISSECTOR, &message(RESULT));
    }

    #[test]
    fn other_texts_are_not_ours() {
        assert_eq!(probe(&message(b"MSH|^~\\&|A|B")), Probe::No);
        assert_eq!(probe(&message(b"\x0bPID|1")), Probe::No);
    }
}
