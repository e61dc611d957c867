//! Service Location Protocol (RFC 2608): printers, storage and hypervisors list services and attributes.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use crate::Cursor;

/// SLP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "slp",
    title: "Service Location Protocol",
    standard: "RFC 2165, RFC 2608",
    carriers: &[Carrier::Udp(&[427]), Carrier::Begins(&[])],
    attributes: &[
        attribute("slp.service", "URL of a service that the sender offers."),
        attribute("slp.attributes", "Attribute list that the sender gives."),
        weak("slp.query", "Service type that the sender looks for.", 6),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.on_port(427) && matches!(pdu.bytes, [2, 1..=11, ..]) { Probe::Possible } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if read(pdu.bytes, sink).is_none() && !pdu.cut {
        sink.anomaly("malformed");
    }
    Progress::Done
}

fn text<'a>(cursor: &mut Cursor<'a>) -> Option<&'a [u8]> {
    let length = cursor.u16()?;
    cursor.take(usize::from(length))
}

fn read(bytes: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    cursor.skip(1)?;
    let function = cursor.u8()?;
    // Length, flags, extension offset, transaction id; language.
    cursor.skip(10)?;
    text(&mut cursor)?;
    match function {
        1 => {
            text(&mut cursor)?;
            sink.text(About::Source, "slp.query", text(&mut cursor)?);
        }
        2 => {
            cursor.skip(2)?;
            for _ in 0..cursor.u16()?.min(16) {
                url(&mut cursor, sink)?;
            }
        }
        3 => {
            url(&mut cursor, sink)?;
            text(&mut cursor)?;
            text(&mut cursor)?;
            sink.text(About::Source, "slp.attributes", text(&mut cursor)?);
        }
        7 => {
            cursor.skip(2)?;
            sink.text(About::Source, "slp.attributes", text(&mut cursor)?);
        }
        _ => {}
    }
    Some(())
}

/// A URL entry: reserved, lifetime, URL, authentication blocks (none of ours).
fn url(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Option<()> {
    cursor.skip(3)?;
    sink.text(About::Source, "slp.service", text(cursor)?);
    cursor.skip(1)
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_printer_answers() {
        let mut bytes = hex("02 02 000030 0000 000000 0001 0002 656e 0000 0001 00 ffff 0013");
        bytes.extend(b"service:printer:p-1");
        bytes.push(0);
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 427, 40000);
        assert_eq!(dissect(&DISSECTOR, &message), ["source slp.service = service:printer:p-1"]);
        be_nasty(&DISSECTOR, &message);
    }
}
