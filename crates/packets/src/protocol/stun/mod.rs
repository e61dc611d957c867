//! STUN (RFC 8489): SOFTWARE names the program. Users' names and addresses are not kept.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute, weak};
use crate::Cursor;

/// STUN.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "stun",
    title: "STUN",
    standard: "RFC 8489",
    carriers: &[Carrier::Udp(&[3478]), Carrier::Tcp(&[3478])],
    attributes: &[
        attribute("stun.software", "SOFTWARE attribute (0x8022), about the sender."),
        weak("stun.realm", "REALM attribute (0x0014): whose relay the sender uses or is.", 4),
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
        match kind {
            // Some pad it with zeros that count.
            0x8022 => {
                sink.text(About::Source, "stun.software", value.split(|b| *b == 0).next().unwrap_or(&[]))
            }
            0x0014 => sink.text(About::Source, "stun.realm", value),
            _ => {}
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
    fn a_switch_asks_for_a_relay_as_recorded() {
        let bytes = hex("0003001c 2112a442 b1060000f85b210ba09c9463 0019 0004 06000000
            8022 0010 706a6e6174682d312e382e31 30000000");
        let message = pdu(&bytes, Transport::Tcp, Direction::ToServer, 4432, 3478);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source stun.seen = speaks", "source stun.software = pjnath-1.8.10"]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn the_realm_is_kept_and_the_users_name_is_not() {
        let bytes = hex("0003 001c 2112a442 000102030405060708090a0b
            0006 0003 616e6e00 0014 000a 62656c6b696e2e6f7267 0000");
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 3478);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source stun.realm = belkin.org", "source stun.seen = speaks"]
        );
    }

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
