//! IMAP (RFC 9051): the greeting, the ID (RFC 2971) that programs exchange, and that somebody logs in without encryption.
//! POP3 and SMTP log in with the same words.

use super::http::head::from_to;
use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use holdfast_facts::OperationClass;

/// IMAP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "imap",
    title: "IMAP",
    standard: "RFC 9051, RFC 2971",
    carriers: &[Carrier::Tcp(&[143]), Carrier::Begins(b"*")],
    attributes: &[
        attribute("imap.banner", "Greeting without its capabilities, about the server."),
        attribute("imap.id", "Program name, version, vendor or system of an ID exchange: `name=Dovecot`."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.bytes.starts_with(b"* OK") || pdu.bytes.starts_with(b"* PREAUTH") {
        return Probe::Certain;
    }
    if pdu.on_port(143) && id_list(pdu.bytes).is_some() { Probe::Possible } else { Probe::No }
}

const FUNCTION: &str = "user and password";

/// A client's command that logs in: LOGIN and AUTHENTICATE (IMAP), USER and PASS (POP3), AUTH (both and SMTP). The names and
/// passwords stand behind them and are not read.
pub(super) fn logs_in(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some(end) = pdu.bytes.iter().position(|byte| *byte == b'\n') else {
        return if pdu.bytes.len() > 1024 { Progress::Done } else { Progress::More };
    };
    let line = pdu.bytes.get(..end).unwrap_or(&[]).to_ascii_uppercase();
    let mut words = line.split(|byte| *byte == b' ').map(<[u8]>::trim_ascii).take(3);
    let (first, second, third) = (words.next(), words.next(), words.next());
    let plain = |word: Option<&[u8]>| matches!(word, Some(b"PLAIN" | b"LOGIN"));
    let login = matches!(first, Some(b"PASS"))
        || (matches!(first, Some(b"AUTH")) && plain(second))
        || matches!(second, Some(b"LOGIN"))
        || (matches!(second, Some(b"AUTHENTICATE")) && plain(third));
    if login {
        sink.asks(OperationClass::Login, FUNCTION, "", pdu.bytes.get(..end.min(4)).unwrap_or(&[]));
        memory.set_note(b"L");
    }
    // After STARTTLS nothing can be read any more.
    if matches!(first, Some(b"STARTTLS" | b"STLS")) || matches!(second, Some(b"STARTTLS")) {
        return Progress::Done;
    }
    Progress::Consumed(end + 1)
}

/// Whether this is the answer to a login that was asked for; notes it.
pub(super) fn answered(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> bool {
    if memory.note() != b"L" {
        return false;
    }
    let at = pdu.bytes.get(..pdu.bytes.len().min(8)).unwrap_or(&[]);
    let line = pdu.bytes.split(|byte| *byte == b'\n').next().unwrap_or(&[]);
    let second = line.split(|byte| *byte == b' ').nth(1).unwrap_or(&[]);
    let accepted = line.starts_with(b"+OK") || line.starts_with(b"235") || second == b"OK";
    let refused =
        line.starts_with(b"-ERR") || line.starts_with(b"535") || second == b"NO" || second == b"BAD";
    // `+` and 334 ask for more.
    if accepted || refused {
        sink.answers(OperationClass::Login, FUNCTION, "", accepted, at);
        memory.set_note(&[]);
    }
    true
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.direction == Direction::ToClient && answered(pdu, memory, sink) {
        return Progress::Consumed(pdu.bytes.len());
    }
    let line = pdu.bytes.split(|b| matches!(b, b'\r' | b'\n')).next().unwrap_or(&[]);
    if let Some(text) = line.strip_prefix(b"* OK") {
        let text = text.trim_ascii();
        let text = match text.strip_prefix(b"[") {
            Some(bracket) => bracket.splitn(2, |b| *b == b']').nth(1).unwrap_or(&[]),
            None => text,
        };
        sink.text(About::Source, "imap.banner", text.trim_ascii());
    }
    if let Some(list) = id_list(pdu.bytes) {
        let strings = strings(list);
        for pair in strings.chunks_exact(2) {
            if let [Some(key), Some(value)] = pair
                && [&b"name"[..], b"version", b"vendor", b"os", b"os-version"]
                    .iter()
                    .any(|known| key.eq_ignore_ascii_case(known))
            {
                let at = from_to(pdu, key, value);
                let key = String::from_utf8_lossy(key).to_ascii_lowercase();
                let shown = holdfast_facts::readable(value);
                sink.value(About::Source, "imap.id", format_args!("{key}={shown}"), at);
            }
        }
    }
    match pdu.direction {
        Direction::ToServer => logs_in(pdu, memory, sink),
        _ if pdu.bytes.ends_with(b"\n") => Progress::Consumed(pdu.bytes.len()),
        _ if pdu.bytes.len() > 2048 => Progress::Done,
        _ => Progress::More,
    }
}

/// What stands in the parentheses of an ID command or answer: `a1 ID (…)`, `* ID (…)`. Mails may hold the same words elsewhere.
fn id_list(bytes: &[u8]) -> Option<&[u8]> {
    let lines = bytes.split(|byte| *byte == b'\n').take(40);
    let list = lines.filter_map(|line| {
        let tag = line.iter().position(|byte| *byte == b' ').filter(|at| *at <= 16)?;
        let rest = line.get(tag + 1..)?;
        rest.get(..4).filter(|word| word.eq_ignore_ascii_case(b"ID ("))?;
        let rest = rest.get(4..)?;
        rest.get(..rest.iter().rposition(|byte| *byte == b')')?)
    });
    list.into_iter().next()
}

/// The quoted strings of a list; NIL stands for one that is not told (RFC 2971 §3.3).
fn strings(list: &[u8]) -> Vec<Option<&[u8]>> {
    let mut strings = Vec::new();
    let mut rest = list.trim_ascii_start();
    while strings.len() < 48 && !rest.is_empty() {
        if let Some(quoted) = rest.strip_prefix(b"\"") {
            let end = quoted.iter().position(|byte| *byte == b'"').unwrap_or(quoted.len());
            strings.push(quoted.get(..end));
            rest = quoted.get(end + 1..).unwrap_or(&[]).trim_ascii_start();
        } else {
            let end = rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
            strings.push(None);
            rest = rest.get(end..).unwrap_or(&[]).trim_ascii_start();
        }
    }
    strings
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::operations;
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::*;

    #[test]
    fn greeting_and_id() {
        let bytes =
            b"* OK [CAPABILITY IMAP4rev1] Dovecot ready.\r\n* ID (\"name\" \"Dovecot\" \"user\" \"ann\")\r\n";
        let message = pdu(bytes, Transport::Tcp, Direction::ToClient, 143, 40000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source imap.banner = Dovecot ready.", "source imap.id = name=Dovecot"]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn a_login_is_seen_and_not_kept() {
        let to = |bytes| pdu(bytes, Transport::Tcp, Direction::ToServer, 40000, 143);
        let from = |bytes| Pdu {
            source: to(bytes).destination,
            destination: to(bytes).source,
            direction: Direction::ToClient,
            ..to(bytes)
        };
        let session = [
            to(b"a1 LOGIN ann secret\r\n"),
            from(b"a1 NO failed\r\n"),
            to(b"a2 login ann x\r\n"),
            from(b"a2 OK in\r\n"),
        ];
        assert_eq!(
            operations(&DISSECTOR, &session),
            ["192.0.2.1 > 192.0.2.2: login `user and password` asked 2 accepted 1 refused 1"]
        );
        be_nasty(&DISSECTOR, &to(b"a1 LOGIN ann secret\r\n"));
    }

    #[test]
    fn nothing_told_shifts_nothing() {
        let bytes = b"a1 id (\"vendor\" NIL \"name\" \"Thunder(bird)\" \"version\" \"115\")\r\n";
        let message = pdu(bytes, Transport::Tcp, Direction::ToServer, 40000, 143);
        assert_eq!(probe(&message), Probe::Possible);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source imap.id = name=Thunder(bird)", "source imap.id = version=115"]
        );
        let mail = b"* OK ready\r\nSubject: your ID (\"name\" \"Ann\")\r\n";
        let message = pdu(mail, Transport::Tcp, Direction::ToClient, 143, 40000);
        assert_eq!(dissect(&DISSECTOR, &message), ["source imap.banner = ready"]);
    }
}
