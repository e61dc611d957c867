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
    carriers: &[Carrier::Tcp(&[25, 587, 2525])],
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
        sink.text(About::Source, "smtp.banner", line.get(4..).unwrap_or(&[]));
    }
    Progress::Done
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
        let message =
            pdu(b"EHLO scanner-3\r\nMAIL FROM:<ann@x>\r\n", Transport::Tcp, Direction::ToServer, 40000, 25);
        assert_eq!(dissect(&DISSECTOR, &message), ["source smtp.client_name = scanner-3"]);
        be_nasty(&DISSECTOR, &message);
    }
}
