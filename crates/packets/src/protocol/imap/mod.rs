//! IMAP (RFC 9051): the greeting, and the ID (RFC 2971) that programs exchange.

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
        let parts: Vec<&[u8]> = list.split(|b| *b == b'"').skip(1).step_by(2).take(24).collect();
        for pair in parts.chunks_exact(2) {
            if let [key, value] = pair
                && [&b"name"[..], b"version", b"vendor", b"os", b"os-version"]
                    .iter()
                    .any(|k| key.eq_ignore_ascii_case(k))
            {
                let key = String::from_utf8_lossy(key).to_ascii_lowercase();
                let shown = holdfast_facts::readable(value);
                sink.value(About::Source, "imap.id", format_args!("{key}={shown}"), value);
            }
        }
        return Progress::Done;
    }
    if pdu.bytes.len() > 2048 { Progress::Done } else { Progress::More }
}

/// What stands between `ID (` and `)`.
fn id_list(bytes: &[u8]) -> Option<&[u8]> {
    let at = bytes.windows(4).position(|w| w.eq_ignore_ascii_case(b"ID ("))?;
    let rest = bytes.get(at + 4..)?;
    rest.get(..rest.iter().position(|b| *b == b')')?)
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
}
