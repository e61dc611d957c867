//! LLMNR (RFC 4795): names asked for and answered on the link. A host that answers for a name has it.
//!
//! Windows asks for its own name with type ANY when an interface comes up, to see that nobody else has it (§4.1).
//! Nothing else asks for ANY, so such a question names its sender.

use super::dns::message;
use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use std::net::IpAddr;

/// QTYPE * (RFC 1035 §3.2.3).
const ANY: u16 = 255;

/// LLMNR.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "llmnr",
    title: "LLMNR",
    standard: "RFC 4795",
    carriers: &[Carrier::Udp(&[5355]), Carrier::Begins(&[])],
    attributes: &[
        weak("llmnr.query", "A name that the sender asked for.", 8),
        attribute(
            "llmnr.name",
            "A name that the sender answers for with its own address, or makes sure of (type ANY).",
        ),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.on_port(5355) && message::looks_like_one(pdu.bytes) { Probe::Possible } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some(message) = message::read(pdu.bytes) else { return Progress::Done };
    if !message.whole && !pdu.cut {
        sink.anomaly("malformed");
    }
    if message.response {
        for record in message.records.iter().take(message.answers) {
            if message::address(record).is_some_and(|address| is_own(address, pdu.source.ip)) {
                sink.text_at(About::Source, "llmnr.name", &record.name, record.bytes);
            }
        }
    } else {
        for question in message.questions.iter().filter(|question| !question.name.ends_with(b".arpa")) {
            let name = if question.kind == ANY { "llmnr.name" } else { "llmnr.query" };
            sink.text_at(About::Source, name, &question.name, question.bytes);
        }
    }
    Progress::Done
}

/// A host asked over IPv6 tells its IPv4 addresses too: only an address of the same family can be another's.
fn is_own(address: IpAddr, source: Option<IpAddr>) -> bool {
    source.is_some_and(|source| match (address, source) {
        (IpAddr::V4(address), IpAddr::V4(source)) => address == source,
        // One host has several IPv6 addresses; which of them it sends from is its choice.
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn who_answers_with_its_own_address_has_the_name() {
        let bytes = hex(
            "0001 8000 0001 0001 0000 0000 08 57415244372d5043 00 0001 0001 c00c 0001 0001 0000001e 0004 c0000201",
        );
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 5355, 50000);
        assert_eq!(dissect(&DISSECTOR, &message), ["source llmnr.name = WARD7-PC"]);
        be_nasty(&DISSECTOR, &message);
        let query = hex("0001 0000 0001 0000 0000 0000 04 77706164 00 0001 0001");
        let message = pdu(&query, Transport::Udp, Direction::ToServer, 50000, 5355);
        assert_eq!(dissect(&DISSECTOR, &message), ["source llmnr.query = wpad"]);
    }

    #[test]
    fn windows_makes_sure_of_its_own_name() {
        // From a public capture: Usher-PC, type ANY.
        let bytes = hex("34bb 0000 0001 0000 0000 0000 08 55736865722d5043 00 00ff 0001");
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 65150, 5355);
        assert_eq!(dissect(&DISSECTOR, &message), ["source llmnr.name = Usher-PC"]);
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn an_answer_with_somebody_elses_address_names_nobody() {
        let bytes = hex(
            "0001 8000 0001 0001 0000 0000 08 57415244372d5043 00 0001 0001 c00c 0001 0001 0000001e 0004 c0000209",
        );
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 5355, 50000);
        assert!(dissect(&DISSECTOR, &message).is_empty());
    }
}
