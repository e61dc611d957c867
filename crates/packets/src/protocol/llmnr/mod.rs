//! LLMNR (RFC 4795): names asked for and answered on the link. A host that answers for a name has it.

use super::dns::message;
use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};

/// LLMNR.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "llmnr",
    title: "LLMNR",
    standard: "RFC 4795",
    carriers: &[Carrier::Udp(&[5355])],
    attributes: &[
        weak("llmnr.query", "A name that the sender asked for.", 8),
        attribute("llmnr.name", "A name that the sender answers for with its own address."),
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
            if message::address(record).is_some_and(|address| Some(address) == pdu.source.ip) {
                sink.text_at(About::Source, "llmnr.name", &record.name, record.bytes);
            }
        }
    } else {
        for question in message.questions.iter().filter(|question| !question.name.ends_with(b".arpa")) {
            sink.text_at(About::Source, "llmnr.query", &question.name, question.bytes);
        }
    }
    Progress::Done
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
}
