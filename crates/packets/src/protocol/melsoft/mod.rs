//! MELSOFT connection (Mitsubishi Electric's engineering protocol). It is not published: what is read here is what public
//! captures show. A search is answered with the CPU's code; the first command of a session with its model as text. Commands
//! stand in groups as SLMP's do: 01 identity, 04 read, 14 write, 10 remote control, 18 files.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute};
use crate::Cursor;
use holdfast_facts::Mac;
use holdfast_facts::OperationClass::{
    self, File, Identify, Login, Operate, Program, Read, Start, Stop, Write,
};
use std::net::{IpAddr, Ipv4Addr};

/// MELSOFT.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "melsoft",
    title: "MELSOFT connection",
    standard: "Mitsubishi Electric MELSOFT (as public captures show it; no description is published)",
    carriers: &[
        Carrier::TcpToEnd(&[5007, 5562]),
        Carrier::Udp(&[5006, 5560]),
        Carrier::Begins(&[0x57, 0xd7, 0x5a, 0xda]),
    ],
    attributes: &[
        attribute("melsoft.model", "CPU model as text."),
        attribute("melsoft.model_code", "CPU model code of a search's answer, hexadecimal."),
        attribute("melsoft.engineers", "The sender speaks as an engineering tool."),
    ],
    probe,
    dissect,
};

/// Bytes before the length's end; where the length of the inner header stands, behind which the command follows. In answers
/// the inner header ends with a result.
const HEAD: usize = 21;
const INNER: usize = 23;
const LONGEST: usize = 4096;

fn probe(pdu: &Pdu<'_>) -> Probe {
    match pdu.bytes {
        [0x57 | 0xd7, 0 | 1, 0, 0, 0, 0x11, 0x11, ..] => Probe::Certain,
        [0x5a, 0, 0, _] if pdu.on_port(5560) || pdu.on_port(5006) => Probe::Certain,
        [0xda, 0, 0, _, ..] if pdu.on_port(5560) || pdu.on_port(5006) => Probe::Certain,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let bytes = pdu.bytes;
    match bytes {
        [0x5a, 0, 0, _, ..] if pdu.transport == Transport::Udp => {
            sink.asks(Identify, "search", "", bytes.get(..1).unwrap_or(&[]));
            Progress::Done
        }
        [0xda, 0, 0, kind, rest @ ..] if pdu.transport == Transport::Udp => {
            if !to_all(pdu) {
                sink.answers(Identify, "search", "", true, bytes.get(..1).unwrap_or(&[]));
            }
            // The answer to "all" begins with the CPU's code.
            if let (0xff, [low, high, ..]) = (kind, rest) {
                let code = rest.get(..2).unwrap_or(rest);
                sink.value(About::Source, "melsoft.model_code", format_args!("{high:02x}{low:02x}"), code);
            }
            Progress::Done
        }
        [0x57 | 0xd7, ..] => session(pdu, sink),
        _ => Progress::Done,
    }
}

/// Directly connected, both sides speak to everybody: then an answer does not say who had asked.
fn to_all(pdu: &Pdu<'_>) -> bool {
    pdu.destination.mac.is_some_and(Mac::is_group)
        || pdu.destination.ip.is_some_and(|ip| ip == IpAddr::V4(Ipv4Addr::BROADCAST))
}

fn session(pdu: &Pdu<'_>, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let (Some(start), Some(length)) = (cursor.take(HEAD - 2), cursor.u16_le()) else { return Progress::More };
    let whole = HEAD + usize::from(length);
    if start.get(5..7) != Some(&[0x11, 0x11]) || whole > LONGEST {
        return Progress::Done;
    }
    let Some(message) = pdu.bytes.get(..whole) else {
        return if pdu.cut || pdu.transport == Transport::Udp { Progress::Done } else { Progress::More };
    };
    let answer = start.first() == Some(&0xd7);
    let place = INNER + usize::from(message.get(INNER).copied().unwrap_or(0));
    if let Some(at @ &[group, command]) = message.get(place..place + 2) {
        let (class, name) = function(group, command);
        if answer {
            let result = message.get(place.saturating_sub(2)..place);
            if !to_all(pdu) {
                sink.answers(class, name, "", result == Some(&[0, 0]), at);
            }
            if let (1, 0x01 | 0x21) = (group, command) {
                let _ = model(message.get(place..).unwrap_or(&[]), sink);
            }
        } else {
            sink.asks(class, name, "", at);
            if matches!((group, command), (1, 0x01 | 0x21) | (0x18, _)) {
                sink.put(About::Source, "melsoft.engineers", "yes", at);
            }
        }
    }
    Progress::Consumed(whole)
}

/// Sixteen characters behind command and number, then the code.
fn model(message: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let text = message.get(6..22)?;
    let end = text.iter().position(|byte| *byte == 0).unwrap_or(text.len());
    let text = text.get(..end)?.trim_ascii();
    if text.is_empty() || !text.iter().all(u8::is_ascii_graphic) {
        return None;
    }
    sink.text(About::Source, "melsoft.model", text);
    let code = message.get(22..24)?;
    if let [low, high] = code {
        sink.value(About::Source, "melsoft.model_code", format_args!("{high:02x}{low:02x}"), code);
    }
    Some(())
}

fn function(group: u8, command: u8) -> (OperationClass, &'static str) {
    match (group, command) {
        (0x01, 0x01 | 0x21) => (Identify, "read cpu model"),
        (0x01, 0xa0) => (Login, "authenticate session"),
        (0x01, _) => (Identify, "other identification"),
        (0x04 | 0x06, _) => (Read, "read devices"),
        (0x14 | 0x16, _) => (Write, "write devices"),
        (0x10, 0x01) => (Start, "remote run"),
        (0x10, 0x02) => (Stop, "remote stop"),
        (0x10, 0x03) => (Stop, "remote pause"),
        (0x10, 0x05) => (Operate, "remote latch clear"),
        (0x10, 0x06) => (Start, "remote reset"),
        (0x10, _) => (Operate, "other remote control"),
        // The iQ series counts its file commands from 0x40 on.
        (0x18, 0x27 | 0x67) => (File, "open file"),
        (0x18, 0x28 | 0x68) => (File, "read file"),
        (0x18, 0x29 | 0x69) => (Program, "write file"),
        (0x18, 0x2a | 0x6a) => (File, "close file"),
        (0x18, _) => (File, "other file function"),
        _ => (Read, "other function"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Direction;
    use super::super::test_support::{be_nasty, dissect, hex, operations, pdu};
    use super::*;

    // From ITI's melsoft_UDP captures: an FX5U; search, model, file, stop.
    const SEARCHED: &str = "da0000ff 294a 0c000000000000100200f0a832a34d79872800001003";
    const ASK: &str =
        "57010000001111070000ffff030000fe0300 00 2000 1c0a1614 0000000000000000000000000000000000000000
        0121 0100 0000 0001";
    const MODEL: &str =
        "d70100000011117f000000a80300ffff0300 00 3800 9c0a1814 0000000000000000000000000000000000000000
        0000 0121 0100 0000 465835552d33324d542f455300000000 294a 000800000000";

    fn there(bytes: &[u8]) -> Pdu<'_> {
        pdu(bytes, Transport::Udp, Direction::ToServer, 62659, 5560)
    }

    fn back(bytes: &[u8]) -> Pdu<'_> {
        let to = there(bytes);
        Pdu { source: to.destination, destination: to.source, direction: Direction::ToClient, ..to }
    }

    #[test]
    fn a_controller_says_its_model() {
        let bytes = hex(MODEL);
        assert_eq!(probe(&back(&bytes)), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &back(&bytes)),
            ["source melsoft.model = FX5U-32MT/ES", "source melsoft.model_code = 4a29"]
        );
        be_nasty(&DISSECTOR, &back(&bytes));
        assert_eq!(dissect(&DISSECTOR, &back(&hex(SEARCHED))), ["source melsoft.model_code = 4a29"]);
        be_nasty(&DISSECTOR, &back(&hex(SEARCHED)));
    }

    #[test]
    fn the_older_series_has_a_shorter_header() {
        // The question that a public scanner asks a Q controller, and an answer as it parses it.
        let ask = hex(
            "57000000001111070000ffff030000fe0300 00 1400 1c080a08 0000000000000004 0101 0100 0000 00 01",
        );
        let ask = [&ask[..19], &[(ask.len() - 21) as u8], &ask[20..]].concat();
        assert_eq!(
            operations(&DISSECTOR, &[there(&ask)]),
            ["192.0.2.1 > 192.0.2.2: identify `read cpu model` asked 1 accepted 0 refused 0"]
        );
        let answer = hex("d7000000001111070000ffff030000fe0300 00 2800 9c080c08 0000000000000004 0000
            0101 0100 0000 51303355444543505500000000000000 6803");
        let answer = [&answer[..19], &[(answer.len() - 21) as u8], &answer[20..]].concat();
        assert_eq!(
            dissect(&DISSECTOR, &back(&answer)),
            ["source melsoft.model = Q03UDECPU", "source melsoft.model_code = 0368"]
        );
        be_nasty(&DISSECTOR, &back(&answer));
    }

    #[test]
    fn commands_are_operations() {
        let change = |text: &str, command: &str| hex(&text.replace("0121", command));
        let lines = operations(
            &DISSECTOR,
            &[
                there(&hex(ASK)),
                back(&hex(MODEL)),
                there(&change(ASK, "1002")),
                back(&change(MODEL, "1002")),
                there(&change(ASK, "1869")),
            ],
        );
        assert_eq!(
            lines,
            [
                "192.0.2.1 > 192.0.2.2: identify `read cpu model` asked 1 accepted 1 refused 0",
                "192.0.2.1 > 192.0.2.2: program `write file` asked 1 accepted 0 refused 0",
                "192.0.2.1 > 192.0.2.2: stop `remote stop` asked 1 accepted 1 refused 0",
            ]
        );
    }

    #[test]
    fn others_are_not_ours() {
        assert_eq!(probe(&there(b"WHATEVER")), Probe::No);
    }
}
