//! BSAP over IP (Bristol Standard Asynchronous Protocol): RTUs of Bristol Babcock, now Emerson, and their masters. Only that
//! somebody speaks it is told; what is asked follows from tables that are not public.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};

/// BSAP/IP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "bsap",
    title: "BSAP/IP",
    standard: "Emerson D301401X012 (BSAP communications), as public dissectors read its IP header",
    carriers: &[Carrier::Udp(&[1234, 1235]), Carrier::Begins(&[])],
    attributes: &[attribute("bsap.speaks", "The sender speaks BSAP over IP.")],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Identifier 14, number of messages, function, all little endian, then sequence numbers.
    match *pdu.bytes {
        [0x0e, 0, 0..=16, 0, function, 0, ..]
            if matches!(function, 0..=6)
                && pdu.bytes.len() >= 14
                && pdu.source.port.min(pdu.destination.port) >= 1234
                && pdu.source.port.max(pdu.destination.port) <= 1235 =>
        {
            Probe::Possible
        }
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    sink.put(About::Source, "bsap.speaks", "yes", pdu.bytes.get(..6).unwrap_or(&[]));
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_speaker_is_told() {
        // No public capture: one message, written from the header's description.
        let bytes = hex("0e00 0100 0000 01000000 02000000 0011");
        let message = pdu(&bytes, Transport::Udp, Direction::Unknown, 1234, 1234);
        assert_eq!(probe(&message), Probe::Possible);
        assert_eq!(dissect(&DISSECTOR, &message), ["source bsap.speaks = yes"]);
        be_nasty(&DISSECTOR, &message);
        let other = pdu(&bytes, Transport::Udp, Direction::Unknown, 1234, 53);
        assert_eq!(probe(&other), Probe::No);
    }
}
