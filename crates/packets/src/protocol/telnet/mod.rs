//! Telnet (RFC 854): the text before the login prompt, and which options the server starts with.
//!
//! A server echoes what is typed, and a capture may begin in the middle of a session: only what stands before a prompt is a
//! banner. Behind the prompt only the login itself is followed: what is typed is compared with documented defaults and is
//! gone, and the next words of the server say whether it let somebody in.

mod login;

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};

/// Telnet.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "telnet",
    title: "Telnet",
    standard: "RFC 854, RFC 855",
    carriers: &[Carrier::Tcp(&[23, 2323]), Carrier::Begins(&[0xff])],
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

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.direction != Direction::ToClient {
        return login::typed(pdu, memory, sink);
    }
    if login::has_begun(memory) {
        return login::answered(pdu, memory, sink);
    }
    let (text, options) = without_commands(pdu.bytes);
    let prompt = prompt_end(&text);
    // Only the options that a session begins with; a few may be all that ever comes before a full screen.
    let begins = pdu.bytes.first() == Some(&INTERPRET);
    if begins && !options.is_empty() && (prompt.is_some() || pdu.bytes.len() >= OPENING || pdu.cut) {
        let at = pdu.bytes.get(..pdu.bytes.len().min(64)).unwrap_or(&[]);
        sink.put(About::Source, "telnet.options", &options, at);
    }
    let Some(end) = prompt else {
        return if pdu.bytes.len() < OPENING && !pdu.cut { Progress::More } else { Progress::Done };
    };
    let shown = text.get(..end).unwrap_or(&text);
    let lines = shown.split(|byte| matches!(byte, b'\r' | b'\n')).map(<[u8]>::trim_ascii);
    for line in lines.filter(|line| line.len() >= 3 && is_readable(line)).take(LINES) {
        // The text was taken out of the message, so the message as a whole proves it.
        sink.text_at(About::Source, "telnet.banner", line, pdu.bytes);
    }
    login::begins(&text, memory);
    Progress::Consumed(pdu.bytes.len())
}

/// Where the first prompt for a login ends.
fn prompt_end(text: &[u8]) -> Option<usize> {
    const PROMPTS: [&[u8]; 8] =
        [b"login:", b"login :", b"username:", b"user name:", b"password:", b"user:", b"account:", b"name:"];
    let lower = text.to_ascii_lowercase();
    let ends = PROMPTS.iter().filter_map(|prompt| {
        lower.windows(prompt.len()).position(|window| window == *prompt).map(|at| at + prompt.len())
    });
    ends.min()
}

fn is_readable(line: &[u8]) -> bool {
    line.iter().filter(|byte| byte.is_ascii_graphic() || **byte == b' ').count() * 4 >= line.len() * 3
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
        // The echo of what was typed, and what was shown behind it.
        let more = [&bytes[..], b"root\r\nPassword: \r\nLast login: Mon\r\nann@plc:~$ "].concat();
        assert_eq!(
            dissect(&DISSECTOR, &message),
            dissect(&DISSECTOR, &pdu(&more, Transport::Tcp, Direction::ToClient, 23, 40000))
        );
        let typed = pdu(b"root\r\nsecret\r\n", Transport::Tcp, Direction::ToServer, 40000, 23);
        assert!(dissect(&DISSECTOR, &typed).is_empty());
    }

    #[test]
    fn the_middle_of_a_session_is_no_banner() {
        let bytes = [&b"patient list\r\nSmith, Ann\r\n"[..]; 60].concat();
        assert!(dissect(&DISSECTOR, &pdu(&bytes, Transport::Tcp, Direction::ToClient, 23, 40000)).is_empty());
    }
}
