//! GE SRTP (Service Request Transport Protocol): how GE's programming tools and HMIs speak with Series 90, PACSystems and
//! VersaMax controllers. Not published by its maker; the header and the service codes follow a public forensic paper. What
//! the controller's identity looks like on the wire is not public, so only that it is one is told.

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, asked, attribute};
use holdfast_facts::OperationClass::{self, Configure, Identify, Login, Program, Read, Stop, Write};

/// GE SRTP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ge_srtp",
    title: "GE SRTP",
    standard: "Denton, Karpisek, Breitinger, Baggili: Leveraging the SRTP protocol for over-the-network memory acquisition of a GE Fanuc Series 90-30 (2017)",
    carriers: &[Carrier::TcpToEnd(&[18245, 18246]), Carrier::Begins(&[])],
    attributes: &[
        attribute("ge_srtp.controller", "The sender answers service requests as a controller."),
        attribute("ge_srtp.state", "State of the controller's program, from the status in an answer."),
    ],
    probe,
    dissect,
};

const HEADER: usize = 56;
/// Text behind the header.
const LONGEST: usize = 8192;

fn probe(pdu: &Pdu<'_>) -> Probe {
    if !(pdu.on_port(18245) || pdu.on_port(18246)) {
        return Probe::No;
    }
    match pdu.bytes.first() {
        // The first request of a connection is all zeros, its answer begins with 1.
        Some(0..=3 | 8) => Probe::Possible,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some(header) = pdu.bytes.get(..HEADER) else {
        return if pdu.cut { Progress::Done } else { Progress::More };
    };
    let byte = |at: usize| header.get(at).copied().unwrap_or(0);
    let length = usize::from(u16::from_le_bytes([byte(4), byte(5)]));
    if !matches!(byte(0), 0..=3 | 8) || length > LONGEST {
        return Progress::Done;
    }
    if pdu.bytes.len() < HEADER + length && !pdu.cut {
        return Progress::More;
    }
    let key = u32::from(byte(2)) << 1;
    match (byte(0), byte(31)) {
        // The service code of a short request stands in its mailbox message, of a longer one eight bytes later.
        (2, kind @ (0xc0 | 0x80)) => {
            let place = if kind == 0xc0 { 42 } else { 50 };
            let at = header.get(place..place + 1).unwrap_or(&[]);
            if let Some((class, name)) = service(byte(place)) {
                sink.asks(class, name, "", at);
                asked::remember(memory, key | asked::asker(pdu, true), byte(place));
            }
        }
        // Done, done with text, refused.
        (3, kind @ (0xd4 | 0x94 | 0xd1)) if pdu.direction != Direction::ToServer => {
            let at = header.get(31..32).unwrap_or(&[]);
            sink.put(About::Source, "ge_srtp.controller", "answers", at);
            if let Some((class, name)) =
                asked::recall(memory, key | asked::asker(pdu, false)).and_then(service)
            {
                sink.answers(class, name, "", kind != 0xd1, at);
            }
            // The status word at the end of a short answer: its high four bits are the state.
            if let (0xd4, Some(word)) = (kind, header.get(54..56)) {
                let state = match word.last().map_or(0, |high| high >> 4) {
                    0 => "run, i/o enabled",
                    1 => "run, i/o disabled",
                    2 => "stop, i/o disabled",
                    3 => "stop, faulted",
                    4 => "halted",
                    5 => "suspended",
                    6 => "stop, i/o enabled",
                    _ => "other",
                };
                sink.put(About::Source, "ge_srtp.state", state, word);
            }
        }
        _ => {}
    }
    Progress::Consumed(HEADER + length)
}

fn service(code: u8) -> Option<(OperationClass, &'static str)> {
    Some(match code {
        0x00 => (Read, "short status"),
        0x03 => (Identify, "return control program names"),
        0x04 => (Read, "read system memory"),
        0x05 => (Read, "read task memory"),
        0x06 => (Read, "read program block memory"),
        0x07 => (Write, "write system memory"),
        0x08 => (Write, "write task memory"),
        0x09 => (Program, "write program block memory"),
        0x20 => (Login, "programmer logon"),
        0x21 => (Login, "change privilege level"),
        0x22 => (Configure, "set controller id"),
        // Which of the two is a parameter that the paper does not give; the worse is assumed.
        0x23 => (Stop, "set controller run or stop"),
        0x24 => (Configure, "set controller time"),
        0x25 => (Read, "return controller time"),
        0x38 => (Read, "return fault table"),
        0x39 => (Write, "clear fault table"),
        0x3f => (Program, "program store"),
        0x40 => (Program, "program load"),
        0x43 => (Identify, "return controller type and id"),
        0x44 => (Write, "toggle force system memory"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, operations, pdu};
    use super::*;

    // No public capture: headers written from the paper.
    fn message(kind: u8, sequence: u8, what: u8, code: u8) -> Vec<u8> {
        let mut bytes = vec![0; HEADER];
        (bytes[0], bytes[2], bytes[30], bytes[31], bytes[42]) = (kind, sequence, sequence, what, code);
        bytes
    }

    fn there(bytes: &[u8]) -> Pdu<'_> {
        pdu(bytes, Transport::Tcp, Direction::ToServer, 50000, 18245)
    }

    fn back(bytes: &[u8]) -> Pdu<'_> {
        let to = there(bytes);
        Pdu { source: to.destination, destination: to.source, direction: Direction::ToClient, ..to }
    }

    #[test]
    fn services_are_operations() {
        let (first, answered) = (vec![0; HEADER], message(1, 0, 0, 0));
        let identify = message(2, 5, 0xc0, 0x43);
        let mut done = message(3, 5, 0xd4, 0);
        done[55] = 0x20;
        let load = message(2, 6, 0xc0, 0x40);
        let refused = message(3, 6, 0xd1, 5);
        assert_eq!(probe(&there(&identify)), Probe::Possible);
        assert_eq!(
            dissect(&DISSECTOR, &back(&done)),
            ["source ge_srtp.controller = answers", "source ge_srtp.state = stop, i/o disabled"]
        );
        assert_eq!(
            operations(
                &DISSECTOR,
                &[
                    there(&first),
                    back(&answered),
                    there(&identify),
                    back(&done),
                    there(&load),
                    back(&refused)
                ]
            ),
            [
                "192.0.2.1 > 192.0.2.2: identify `return controller type and id` asked 1 accepted 1 refused 0",
                "192.0.2.1 > 192.0.2.2: program `program load` asked 1 accepted 0 refused 1",
            ]
        );
        be_nasty(&DISSECTOR, &there(&identify));
        be_nasty(&DISSECTOR, &back(&done));
    }

    #[test]
    fn others_are_not_ours() {
        let message = pdu(&[0; HEADER], Transport::Tcp, Direction::ToServer, 50000, 80);
        assert_eq!(probe(&message), Probe::No);
        assert_eq!(probe(&there(b"GET / HTTP/1.1")), Probe::No);
    }
}
