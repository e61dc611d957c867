//! POP3 (RFC 1939): the greeting; and that somebody logs in without encryption. Names and passwords are not kept.

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};

/// POP3.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "pop3",
    title: "POP3",
    standard: "RFC 1939",
    carriers: &[Carrier::Tcp(&[110]), Carrier::Begins(&[])],
    attributes: &[attribute("pop3.banner", "Greeting without its time stamp, about the server.")],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.bytes.starts_with(b"+OK") && pdu.direction != Direction::ToServer {
        if pdu.on_port(110) { Probe::Certain } else { Probe::Possible }
    } else {
        Probe::No
    }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.direction == Direction::ToServer {
        return super::imap::logs_in(pdu, memory, sink);
    }
    if super::imap::answered(pdu, memory, sink) {
        return Progress::Consumed(pdu.bytes.len());
    }
    let line = pdu.bytes.split(|b| matches!(b, b'\r' | b'\n')).next().unwrap_or(&[]);
    if let Some(text) = line.strip_prefix(b"+OK").filter(|text| !is_of_a_session(text)) {
        // APOP puts a time stamp in angle brackets (§7) behind the text.
        let text = text.split(|b| *b == b'<').next().unwrap_or(text);
        sink.text(About::Source, "pop3.banner", text.trim_ascii());
    }
    Progress::Consumed(pdu.bytes.len())
}

/// Answers inside a session, where a capture begins too late: they count somebody's mail.
fn is_of_a_session(text: &[u8]) -> bool {
    const WORDS: [&[u8]; 6] = [b"message", b"octets", b"mailbox", b"maildrop", b"logged in", b"password"];
    let lower = text.to_ascii_lowercase();
    lower.contains(&b'@') && !lower.contains(&b'<')
        || WORDS.iter().any(|word| lower.windows(word.len()).any(|window| window == *word))
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::*;

    #[test]
    fn the_greeting() {
        let message = pdu(
            b"+OK Dovecot ready. <1896.697170952@mail>\r\n",
            Transport::Tcp,
            Direction::ToClient,
            110,
            40000,
        );
        assert_eq!(dissect(&DISSECTOR, &message), ["source pop3.banner = Dovecot ready."]);
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn an_answer_inside_a_session_is_no_greeting() {
        for bytes in [&b"+OK ann has 2 messages\r\n"[..], b"+OK Logged in.\r\n", b"+OK ann@example.org\r\n"] {
            assert!(
                dissect(&DISSECTOR, &pdu(bytes, Transport::Tcp, Direction::ToClient, 110, 40000)).is_empty()
            );
        }
    }
}
