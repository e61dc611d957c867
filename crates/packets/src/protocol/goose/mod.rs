//! GOOSE (IEC 61850-8-1 annex A): what a device publishes to its neighbours, under which control block. The values are not
//! kept, and publishing is no operation.

use super::mms::ber::{element, elements};
use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};

/// GOOSE.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "goose",
    title: "GOOSE",
    standard: "IEC 61850-8-1 §18, annex A",
    carriers: &[Carrier::EtherType(0x88b8)],
    attributes: &[
        attribute("goose.control_block", "Reference of the control block: `IED1LD0/LLN0$GO$gcb01`."),
        attribute("goose.id", "Id of the message (goID)."),
        attribute("goose.data_set", "Reference of the data set."),
        attribute("goose.configuration", "Revision of the configuration (confRev)."),
        attribute("goose.application", "Application id in hex."),
        attribute("goose.simulation", "The message says that it is simulated or a test: `true`."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Application id, length, two reserved words, then the message's tag.
    if pdu.bytes.get(8) == Some(&0x61) { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if read(pdu, sink).is_none() && !pdu.cut {
        sink.anomaly("malformed");
    }
    Progress::Done
}

fn read(pdu: &Pdu<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let application = pdu.bytes.get(..2)?;
    let (message, _) = element(pdu.bytes.get(8..)?)?;
    if (message.class, message.number) != (0x60, 1) {
        return None;
    }
    if let [high, low] = application {
        let id = format_args!("0x{high:02x}{low:02x}");
        sink.value(About::Source, "goose.application", id, application);
    }
    for part in elements(message.body) {
        let name = match part.number {
            0 => "goose.control_block",
            2 => "goose.data_set",
            3 => "goose.id",
            7 if part.body.first().is_some_and(|byte| *byte != 0) => {
                sink.put(About::Source, "goose.simulation", "true", part.body);
                continue;
            }
            8 => {
                let revision = part.unsigned()?;
                sink.value(About::Source, "goose.configuration", revision, part.body);
                continue;
            }
            _ => continue,
        };
        let text = part.body.trim_ascii();
        if !text.is_empty() && text.iter().all(|byte| (0x20..0x7f).contains(byte)) {
            sink.text(About::Source, name, text);
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, operations, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_relay_publishes() {
        // As a protection relay sent it, without the data.
        let bytes = hex("0001 0068 0000 0000 61 5e
            80 1a 4745446576696365463635302f4c4c4e3024474f246763623031
            81 03 009c40 82 18 4745446576696365463635302f4c4c4e3024474f4f534531
            83 0b 463635305f474f4f534531 84 08 386ebbf34217280a 85 01 01 86 01 0a 87 01 00 88 01 01");
        let frame = pdu(&bytes, Transport::Link, Direction::Unknown, 0, 0);
        assert_eq!(probe(&frame), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &frame),
            [
                "source goose.application = 0x0001",
                "source goose.configuration = 1",
                "source goose.control_block = GEDeviceF650/LLN0$GO$gcb01",
                "source goose.data_set = GEDeviceF650/LLN0$GOOSE1",
                "source goose.id = F650_GOOSE1",
            ]
        );
        assert_eq!(operations(&DISSECTOR, &[frame]), [] as [&str; 0]);
        be_nasty(&DISSECTOR, &frame);
    }

    #[test]
    fn a_message_that_is_only_a_test_says_so() {
        // Made after the standard.
        let bytes = hex("3fff 0012 0000 0000 61 08 80 03 612f62 87 01 ff");
        let frame = pdu(&bytes, Transport::Link, Direction::Unknown, 0, 0);
        assert!(dissect(&DISSECTOR, &frame).contains(&"source goose.simulation = true".to_owned()));
        let other = hex("0001 0010 0000 0000 30 08 8006 00");
        assert_eq!(probe(&pdu(&other, Transport::Link, Direction::Unknown, 0, 0)), Probe::No);
    }
}
