//! Sampled values (IEC 61850-9-2): a merging unit publishes currents and voltages. Only under which name is kept.

use super::mms::ber::{element, elements};
use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};

/// Sampled values.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "sampled_values",
    title: "Sampled values",
    standard: "IEC 61850-9-2 §8, IEC 61869-9",
    carriers: &[Carrier::EtherType(0x88ba)],
    attributes: &[
        attribute("sampled_values.id", "Id of the stream (svID)."),
        attribute("sampled_values.data_set", "Reference of the data set."),
        attribute("sampled_values.configuration", "Revision of the configuration (confRev)."),
        attribute("sampled_values.application", "Application id in hex."),
        attribute("sampled_values.synchronised", "To which clock: `none`, `local`, `global`."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.bytes.get(8) == Some(&0x60) { Probe::Certain } else { Probe::No }
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
    if (message.class, message.number) != (0x60, 0) {
        return None;
    }
    if let [high, low] = application {
        let id = format_args!("0x{high:02x}{low:02x}");
        sink.value(About::Source, "sampled_values.application", id, application);
    }
    // The list of streams is [2].
    let list = elements(message.body).find(|part| part.is_context(2))?;
    for stream in elements(list.body).take(8) {
        for part in elements(stream.body) {
            match part.number {
                0 => text("sampled_values.id", part.body, sink),
                1 => text("sampled_values.data_set", part.body, sink),
                3 => {
                    let revision = part.unsigned()?;
                    sink.value(About::Source, "sampled_values.configuration", revision, part.body);
                }
                5 => {
                    let clock = match part.body {
                        [0] => "none",
                        [1] => "local",
                        [_] => "global",
                        _ => continue,
                    };
                    sink.put(About::Source, "sampled_values.synchronised", clock, part.body);
                }
                _ => {}
            }
        }
    }
    Some(())
}

fn text(name: &'static str, value: &[u8], sink: &mut Sink<'_>) {
    let value = value.trim_ascii();
    if !value.is_empty() && value.iter().all(|byte| (0x20..0x7f).contains(byte)) {
        sink.text(About::Source, name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_merging_unit_publishes() {
        // Made after IEC 61850-9-2: one stream, eight bytes of samples.
        let bytes = hex("4000 0036 0000 0000 60 2c 80 01 01 a2 27 30 25
            80 08 4d55303130304d 55 82 02 0a1b 83 04 00000001 85 01 02
            87 0c 000000010000000000000000");
        let frame = pdu(&bytes, Transport::Link, Direction::Unknown, 0, 0);
        assert_eq!(probe(&frame), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &frame),
            [
                "source sampled_values.application = 0x4000",
                "source sampled_values.configuration = 1",
                "source sampled_values.id = MU0100MU",
                "source sampled_values.synchronised = global",
            ]
        );
        be_nasty(&DISSECTOR, &frame);
        let other = hex("4000 0010 0000 0000 61 02 8000");
        assert_eq!(probe(&pdu(&other, Transport::Link, Direction::Unknown, 0, 0)), Probe::No);
    }
}
