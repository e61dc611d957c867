//! FTP (RFC 959): the greeting and the answer to SYST. Commands hold names and passwords and are not looked at.

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;

/// FTP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ftp",
    title: "FTP",
    standard: "RFC 959",
    carriers: &[Carrier::Tcp(&[21, 2121])],
    attributes: &[
        attribute("ftp.banner", "A line of the greeting (220), about the server."),
        attribute("ftp.system", "Answer to SYST (215), about the server."),
    ],
    probe,
    dissect,
};

/// Lines of a greeting that are kept.
const LINES: usize = 6;

fn probe(pdu: &Pdu<'_>) -> Probe {
    match (pdu.direction, pdu.bytes) {
        (Direction::ToClient | Direction::Unknown, [b'2', b'2', b'0', b' ' | b'-', rest @ ..]) => {
            // SMTP greets with the same number; only its own word tells it apart.
            let line = rest.split(|b| *b == b'\n').next().unwrap_or(rest).to_ascii_uppercase();
            let mail = line.windows(4).any(|w| w == b"SMTP" || w == b"MAIL");
            let ftp = line.windows(3).any(|w| w == b"FTP");
            if ftp && !mail {
                Probe::Certain
            } else if mail {
                Probe::No
            } else {
                Probe::Possible
            }
        }
        (Direction::ToServer, [b'U', b'S', b'E', b'R', b' ', ..]) if pdu.on_port(21) => Probe::Possible,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.direction == Direction::ToServer {
        return Progress::Done;
    }
    let Some(end) = pdu.bytes.iter().rposition(|byte| *byte == b'\n') else {
        return if pdu.bytes.len() > 1024 { Progress::Done } else { Progress::More };
    };
    let mut cursor = Cursor::new(pdu.bytes.get(..=end).unwrap_or(pdu.bytes));
    let mut in_greeting = false;
    let mut lines = 0;
    while let Some(line) = cursor.line() {
        let (code, text) = (line.get(..3).unwrap_or(&[]), line.get(4..).unwrap_or(&[]).trim_ascii());
        match code {
            b"220" => {
                in_greeting = line.get(3) == Some(&b'-');
                if lines < LINES {
                    sink.text(About::Source, "ftp.banner", text);
                }
                lines += 1;
            }
            b"215" => {
                sink.text(About::Source, "ftp.system", text);
                return Progress::Done;
            }
            // Logged in: nothing more of the server's own follows but SYST.
            _ if in_greeting && lines < LINES => {
                sink.text(About::Source, "ftp.banner", line.trim_ascii());
                lines += 1;
            }
            _ => {}
        }
    }
    Progress::Consumed(end + 1)
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::*;

    #[test]
    fn greeting_and_system() {
        let bytes = b"220-Welcome\r\n220 SIMATIC FTP V1.0 ready\r\n215 UNIX Type: L8\r\n";
        let message = pdu(bytes, Transport::Tcp, Direction::ToClient, 21, 40000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source ftp.banner = SIMATIC FTP V1.0 ready",
                "source ftp.banner = Welcome",
                "source ftp.system = UNIX Type: L8",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn names_and_passwords_are_not_looked_at() {
        let bytes = b"USER admin\r\nPASS hunter2\r\n";
        assert!(dissect(&DISSECTOR, &pdu(bytes, Transport::Tcp, Direction::ToServer, 40000, 21)).is_empty());
    }

    #[test]
    fn a_mail_server_is_none() {
        let mail = pdu(b"220 mx1 ESMTP Postfix\r\n", Transport::Tcp, Direction::ToClient, 2525, 40000);
        assert_eq!(probe(&mail), Probe::No);
    }
}
