//! Telnet (RFC 854): the text before the login prompt, and which options the server starts with.

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};

/// Telnet.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "telnet",
    title: "Telnet",
    standard: "RFC 854, RFC 855",
    carriers: &[Carrier::Tcp(&[23, 2323])],
    attributes: &[
        attribute("telnet.banner", "A line that the server shows before the login, about the server."),
        weak("telnet.options", "Options that the server opens with, in their order.", 2),
    ],
    probe,
    dissect,
};

const INTERPRET: u8 = 255;
const LINES: usize = 6;
const OPENING: usize = 1024;

fn probe(pdu: &Pdu<'_>) -> Probe {
    match pdu.bytes {
        [INTERPRET, 251..=254, 0..=49, ..] => Probe::Certain,
        _ if pdu.on_port(23) && pdu.bytes.first().is_some_and(|b| b.is_ascii()) => Probe::Possible,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    // What is typed is nobody's business.
    if pdu.direction != Direction::ToClient {
        return Progress::Done;
    }
    let (text, options) = without_commands(pdu.bytes);
    let lower = text.to_ascii_lowercase();
    let asks = ["login:", "username:", "password:", "user:", "name:"]
        .iter()
        .any(|word| contains(&lower, word.as_bytes()));
    // The banner is over when the server asks; what is shown after the login is not looked at.
    if !asks && pdu.bytes.len() < OPENING && !pdu.cut {
        return Progress::More;
    }
    if !options.is_empty() {
        sink.put(
            About::Source,
            "telnet.options",
            &options,
            pdu.bytes.get(..pdu.bytes.len().min(64)).unwrap_or(&[]),
        );
    }
    for line in text
        .split(|b| matches!(b, b'\r' | b'\n'))
        .map(<[u8]>::trim_ascii)
        .filter(|l| l.len() >= 3)
        .take(LINES)
    {
        if line.iter().filter(|b| b.is_ascii_graphic() || **b == b' ').count() * 4 >= line.len() * 3 {
            // The text was taken out of the message, so the message as a whole proves it.
            sink.text_at(About::Source, "telnet.banner", line, pdu.bytes);
        }
    }
    Progress::Done
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// The text without option negotiation, and the negotiation as `will 1,do 24`.
fn without_commands(bytes: &[u8]) -> (Vec<u8>, String) {
    let mut text = Vec::with_capacity(bytes.len());
    let mut options = Vec::new();
    let mut rest = bytes;
    loop {
        match rest {
            [INTERPRET, 250, tail @ ..] => {
                // A sub-negotiation ends with 255 240.
                let end =
                    tail.windows(2).position(|pair| pair == [INTERPRET, 240]).map_or(tail.len(), |at| at + 2);
                rest = tail.get(end..).unwrap_or(&[]);
            }
            [INTERPRET, verb @ 251..=254, option, tail @ ..] => {
                let word = match verb {
                    251 => "will",
                    252 => "wont",
                    253 => "do",
                    _ => "dont",
                };
                if options.len() < 16 {
                    options.push(format!("{word} {option}"));
                }
                rest = tail;
            }
            [INTERPRET, _, tail @ ..] => rest = tail,
            [byte, tail @ ..] => {
                text.push(*byte);
                rest = tail;
            }
            [] => return (text, options.join(",")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::*;

    #[test]
    fn the_text_before_the_login() {
        let bytes = b"\xff\xfb\x01\xff\xfd\x18\r\nMoxa NPort 5110\r\nFirmware 2.7\r\nlogin: ";
        let message = pdu(bytes, Transport::Tcp, Direction::ToClient, 23, 40000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source telnet.banner = Firmware 2.7",
                "source telnet.banner = Moxa NPort 5110",
                "source telnet.banner = login:",
                "source telnet.options = will 1,do 24",
            ]
        );
        be_nasty(&DISSECTOR, &message);
        let typed = pdu(b"root\r\nsecret\r\n", Transport::Tcp, Direction::ToServer, 40000, 23);
        assert!(dissect(&DISSECTOR, &typed).is_empty());
    }
}
