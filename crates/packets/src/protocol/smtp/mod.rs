//! SMTP (RFC 5321): the server's greeting, and the name by which a client introduces itself. Scanners and cameras that
//! send mail do; addresses and texts are not looked at.

use super::http::head::words;
use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;

/// SMTP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "smtp",
    title: "SMTP",
    standard: "RFC 5321",
    carriers: &[Carrier::Tcp(&[25, 587, 2525]), Carrier::Begins(b"2EeHh")],
    attributes: &[
        attribute("smtp.banner", "Greeting (220), about the server."),
        attribute("smtp.client_name", "Name in HELO or EHLO, about the client."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    let line = pdu.bytes.split(|b| *b == b'\n').next().unwrap_or(&[]).to_ascii_uppercase();
    let greets = line.starts_with(b"220") && line.windows(4).any(|w| w == b"SMTP");
    if greets || line.starts_with(b"EHLO ") || line.starts_with(b"HELO ") {
        return Probe::Certain;
    }
    if line.starts_with(b"220") && (pdu.on_port(25) || pdu.on_port(587)) {
        Probe::Possible
    } else {
        Probe::No
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let complete = pdu.bytes.contains(&b'\n');
    let Some(line) = cursor.line().filter(|_| complete) else {
        return if pdu.bytes.len() > 512 { Progress::Done } else { Progress::More };
    };
    if pdu.direction == Direction::ToServer || line.get(1) == Some(&b'H') || line.first() == Some(&b'E') {
        let mut parts = words(line);
        if let (Some(verb), Some(name)) = (parts.next(), parts.next())
            && (verb.eq_ignore_ascii_case(b"EHLO") || verb.eq_ignore_ascii_case(b"HELO"))
        {
            sink.text(About::Source, "smtp.client_name", name);
        }
    } else if line.starts_with(b"220") {
        sink.text(About::Source, "smtp.banner", without_date(line.get(4..).unwrap_or(&[])));
    }
    Progress::Done
}

/// The greeting without the time of day that many servers put behind it (RFC 5322 §3.3): it would be another one each time.
fn without_date(text: &[u8]) -> &[u8] {
    const DAYS: [&[u8]; 7] = [b" Mon, ", b" Tue, ", b" Wed, ", b" Thu, ", b" Fri, ", b" Sat, ", b" Sun, "];
    let at = text.windows(6).position(|window| DAYS.contains(&window)).unwrap_or(text.len());
    let kept = text.get(..at).unwrap_or(text).trim_ascii_end();
    kept.strip_suffix(b";").unwrap_or(kept)
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::*;

    #[test]
    fn both_sides() {
        let message =
            pdu(b"220 mx1.example ESMTP Exim 4.96\r\n", Transport::Tcp, Direction::ToClient, 25, 40000);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(dissect(&DISSECTOR, &message), ["source smtp.banner = mx1.example ESMTP Exim 4.96"]);
        be_nasty(&DISSECTOR, &message);
        let dated = b"220 xc90.example ESMTP Exim 4.69 #1 Mon, 05 Oct 2009 01:05:54 -0500 \r\n";
        assert_eq!(
            dissect(&DISSECTOR, &pdu(dated, Transport::Tcp, Direction::ToClient, 25, 40000)),
            ["source smtp.banner = xc90.example ESMTP Exim 4.69 #1"]
        );
        let message =
            pdu(b"EHLO scanner-3\r\nMAIL FROM:<ann@x>\r\n", Transport::Tcp, Direction::ToServer, 40000, 25);
        assert_eq!(dissect(&DISSECTOR, &message), ["source smtp.client_name = scanner-3"]);
        be_nasty(&DISSECTOR, &message);
    }
}
