//! Epson ENPC (UDP 3289): printers and scanners answer a search. The layout is not published: only that a device answers is
//! sure, and the IEEE 1284 device id where the answer holds one.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};

/// ENPC.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "epson",
    title: "Epson ENPC",
    standard: "observed layout; IEEE 1284 device id",
    carriers: &[Carrier::Udp(&[3289]), Carrier::Begins(&[])],
    attributes: &[
        attribute("epson.seen", "The sender answers Epson's search: `answers`."),
        attribute("epson.model", "Model (MDL) in the device id of an answer."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Then a capital letter asks, a small one answers.
    match pdu.bytes.strip_prefix(b"EPSON") {
        Some([kind, ..]) if kind.is_ascii_alphabetic() && pdu.on_port(3289) => Probe::Certain,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.source.port != 3289 || !pdu.bytes.get(5).is_some_and(u8::is_ascii_lowercase) {
        return Progress::Done;
    }
    sink.put(About::Source, "epson.seen", "answers", pdu.bytes.get(..6).unwrap_or(&[]));
    if let Some(at) = pdu.bytes.windows(4).position(|w| w == b"MDL:") {
        let rest = pdu.bytes.get(at + 4..).unwrap_or(&[]);
        let model = rest.split(|b| *b == b';' || *b < 0x20).next().unwrap_or(&[]);
        sink.text(About::Source, "epson.model", model);
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_printer_answers() {
        let bytes = b"EPSONq\x03\0\0\0\x10\0\0\0\x30MFG:EPSON;CMD:ESCPL2;MDL:WF-3520 Series;CLS:PRINTER;";
        let message = pdu(bytes, Transport::Udp, Direction::ToClient, 3289, 40000);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source epson.model = WF-3520 Series", "source epson.seen = answers"]
        );
        be_nasty(&DISSECTOR, &message);
        let question = pdu(b"EPSONP\0\xff\0\0\0\0\0\0\0", Transport::Udp, Direction::ToServer, 40000, 3289);
        assert!(dissect(&DISSECTOR, &question).is_empty());
    }
}
