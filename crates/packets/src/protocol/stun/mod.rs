//! STUN (RFC 8489): SOFTWARE names the program. Users' names and addresses are not kept.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute};
use crate::Cursor;

/// STUN.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "stun",
    title: "STUN",
    standard: "RFC 8489",
    carriers: &[Carrier::Udp(&[3478]), Carrier::Tcp(&[3478])],
    attributes: &[
        attribute("stun.software", "SOFTWARE attribute (0x8022), about the sender."),
        attribute("stun.seen", "The sender speaks STUN: it makes calls, or serves them."),
    ],
    probe,
    dissect,
};

const COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];

fn probe(pdu: &Pdu<'_>) -> Probe {
    let whole =
        pdu.bytes.first().is_some_and(|first| first & 0xc0 == 0) && pdu.bytes.get(4..8) == Some(&COOKIE);
    if whole { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let _ = cursor.skip(2);
    let Some(length) = cursor.u16().map(usize::from) else { return Progress::More };
    if pdu.transport == Transport::Tcp && pdu.bytes.len() < 20 + length && !pdu.cut {
        return Progress::More;
    }
    sink.put(About::Source, "stun.seen", "speaks", pdu.bytes.get(..8).unwrap_or(&[]));
    let _ = cursor.skip(16);
    for _ in 0..32 {
        let (Some(kind), Some(length)) = (cursor.u16(), cursor.u16()) else { break };
        let Some(value) = cursor.take(usize::from(length)) else { break };
        if kind == 0x8022 {
            sink.text(About::Source, "stun.software", value);
        }
        // Values are padded to four bytes.
        if cursor.skip((4 - usize::from(length) % 4) % 4).is_none() {
            break;
        }
    }
    if pdu.transport == Transport::Tcp { Progress::Consumed(20 + length) } else { Progress::Done }
}

#[cfg(test)]
mod tests {
    use super::super::Direction;
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::*;

    #[test]
    fn the_program_names_itself() {
        let bytes = hex("0101 0010 2112a442 000102030405060708090a0b 8022 000a 436f7475726e2d342e36 0000");
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 3478, 40000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source stun.seen = speaks", "source stun.software = Coturn-4.6"]
        );
        be_nasty(&DISSECTOR, &message);
    }
}
