//! Red Lion Crimson 3: panels and protocol converters answer two questions with maker and model. The rest of the protocol is
//! not published.

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use holdfast_facts::OperationClass::{self, Identify, Read};

/// Crimson.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "crimson",
    title: "Red Lion Crimson",
    standard: "Red Lion Crimson 3 (as public scanners parse its identification; no description is published)",
    carriers: &[Carrier::TcpToEnd(&[789]), Carrier::Begins(&[])],
    attributes: &[
        attribute("crimson.manufacturer", "Maker, as the device tells it."),
        attribute("crimson.model", "Model, as the device tells it."),
    ],
    probe,
    dissect,
};

const MANUFACTURER: u16 = 0x012b;
const MODEL: u16 = 0x012a;
const LONGEST: usize = 4096;

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Length of what follows, register, type.
    match *pdu.bytes {
        [high, low, _, _, _, _, ..]
            if pdu.on_port(789) && (4..=LONGEST).contains(&usize::from(u16::from_be_bytes([high, low]))) =>
        {
            Probe::Possible
        }
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let &[high, low, ref rest @ ..] = pdu.bytes else { return Progress::More };
    let length = usize::from(u16::from_be_bytes([high, low]));
    if !(4..=LONGEST).contains(&length) {
        return Progress::Done;
    }
    let Some(message) = rest.get(..length) else {
        return if pdu.cut { Progress::Done } else { Progress::More };
    };
    if let &[r1, r0, _, _, ref text @ ..] = message {
        let register = u16::from_be_bytes([r1, r0]);
        let at = message.get(..2).unwrap_or(&[]);
        let (class, name) = function(register);
        if pdu.direction == Direction::ToClient {
            sink.answers(class, name, "", true, at);
            let end = text.iter().position(|byte| *byte == 0).unwrap_or(text.len());
            let text = text.get(..end).unwrap_or(text);
            let readable = text.len() >= 2 && text.iter().all(|byte| (0x20..0x7f).contains(byte));
            match register {
                MANUFACTURER if readable => sink.text(About::Source, "crimson.manufacturer", text),
                MODEL if readable => sink.text(About::Source, "crimson.model", text),
                _ => {}
            }
        } else {
            sink.asks(class, name, "", at);
        }
    }
    Progress::Consumed(length + 2)
}

/// What is known of the registers is who the device is.
fn function(register: u16) -> (OperationClass, &'static str) {
    match register {
        MANUFACTURER => (Identify, "read manufacturer"),
        MODEL => (Identify, "read model"),
        _ => (Read, "other register"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, hex, operations, pdu};
    use super::*;

    #[test]
    fn a_panel_says_maker_and_model() {
        // No public capture: the questions that public scanners ask, and answers as they parse them.
        let ask = hex("0004 012b 1b00");
        let mut maker = hex("0015 012b 0300");
        maker.extend(b"Red Lion Controls");
        let mut model = hex("0007 012a 0300");
        model.extend(b"G3");
        model.push(0);
        let to = pdu(&ask, Transport::Tcp, Direction::ToServer, 50000, 789);
        let back = |bytes| Pdu {
            source: to.destination,
            destination: to.source,
            ..pdu(bytes, Transport::Tcp, Direction::ToClient, 789, 50000)
        };
        assert_eq!(probe(&to), Probe::Possible);
        assert_eq!(dissect(&DISSECTOR, &back(&maker)), ["source crimson.manufacturer = Red Lion Controls"]);
        assert_eq!(dissect(&DISSECTOR, &back(&model)), ["source crimson.model = G3"]);
        assert_eq!(
            operations(&DISSECTOR, &[to, back(&maker)]),
            ["192.0.2.1 > 192.0.2.2: identify `read manufacturer` asked 1 accepted 1 refused 0"]
        );
        be_nasty(&DISSECTOR, &back(&maker));
        assert_eq!(probe(&pdu(b"GET / HTTP", Transport::Tcp, Direction::ToServer, 50000, 80)), Probe::No);
    }
}
