//! TFTP (RFC 1350): phones and boot loaders ask for files whose names hold model and MAC.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;

/// TFTP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "tftp",
    title: "TFTP",
    standard: "RFC 1350, RFC 2347",
    carriers: &[Carrier::Udp(&[69]), Carrier::Begins(&[])],
    attributes: &[attribute("tftp.file", "Name of a file that the sender asks for or offers.")],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.on_port(69) && matches!(pdu.bytes, [0, 1 | 2, 0x20..=0x7e, ..]) {
        Probe::Certain
    } else {
        Probe::No
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let _ = cursor.skip(2);
    sink.text(About::Source, "tftp.file", cursor.until(0));
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_phone_asks_for_its_settings() {
        let message =
            pdu(b"\0\x01SEP001E7A267475.cnf.xml\0octet\0", Transport::Udp, Direction::ToServer, 40000, 69);
        assert_eq!(dissect(&DISSECTOR, &message), ["source tftp.file = SEP001E7A267475.cnf.xml"]);
        be_nasty(&DISSECTOR, &message);
    }
}
