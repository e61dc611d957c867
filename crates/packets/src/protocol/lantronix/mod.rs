//! Lantronix discovery (UDP 30718): serial servers, which sit behind many instruments, answer a query with a short product
//! code and their MAC. Other answers on this port hold the settings, a password among them, and are not looked at.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use holdfast_facts::Mac;

/// Lantronix.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "lantronix",
    title: "Lantronix discovery",
    standard: "observed layout; Lantronix integration guides (port 77FE)",
    carriers: &[Carrier::Udp(&[30718]), Carrier::Begins(&[])],
    attributes: &[
        attribute("lantronix.product", "Product code in the answer: `X5`, `M1`, `U2`."),
        attribute("lantronix.mac", "MAC in the answer."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    match pdu.bytes {
        [0, 0, 0, 0xf6 | 0xf8 | 0xe4, ..] if pdu.destination.port == 30718 => Probe::Possible,
        [0, 0, 0, 0xf7 | 0xf9, ..] if pdu.source.port == 30718 => Probe::Possible,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    // f7 answers f6, the question for the firmware: 30 bytes, the MAC in the last six.
    if pdu.bytes.get(3) != Some(&0xf7) {
        return Progress::Done;
    }
    if let Some(code) = pdu.bytes.get(8..10).filter(|code| code.iter().all(u8::is_ascii_alphanumeric)) {
        sink.text(About::Source, "lantronix.product", code);
    }
    if let Some(at) = pdu.bytes.get(24..30)
        && let Some(mac) = <[u8; 6]>::try_from(at).ok().map(Mac).filter(|mac| mac.is_unicast())
    {
        sink.value(About::Source, "lantronix.mac", mac, at);
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_serial_server_answers() {
        let bytes = hex("000000f7 00060501 5835 0000 000000000000000000000000 00204a000001");
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 30718, 40000);
        assert_eq!(probe(&message), Probe::Possible);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source lantronix.mac = 00:20:4a:00:00:01", "source lantronix.product = X5"]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn settings_are_not_looked_at() {
        let bytes = hex("000000f9 00000000 5835 70617373 00000000000000000000 00204a000001");
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 30718, 40000);
        assert!(dissect(&DISSECTOR, &message).is_empty());
    }
}
