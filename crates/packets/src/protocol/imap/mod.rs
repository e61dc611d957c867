//! IMAP (RFC 9051): the greeting, and the ID (RFC 2971) that programs exchange.

use super::http::head::from_to;
use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};

/// IMAP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "imap",
    title: "IMAP",
    standard: "RFC 9051, RFC 2971",
    carriers: &[Carrier::Tcp(&[143])],
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

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
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
        return Progress::Done;
    }
    if pdu.bytes.len() > 2048 { Progress::Done } else { Progress::More }
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
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::super::{Direction, Transport};
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
