//! FTP (RFC 959): the greeting and the answer to SYST; that somebody logs in, and whether he was let in. Names and passwords
//! are compared with documented defaults, and go no further.

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;
use holdfast_facts::OperationClass;

/// FTP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ftp",
    title: "FTP",
    standard: "RFC 959",
    carriers: &[Carrier::TcpToEnd(&[21, 2121]), Carrier::Begins(b"2")],
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

const PASSWORD: &str = "user and password";
const ANONYMOUS: &str = "anonymous";

/// The commands that log in. The name waits in the flow's memory for the password, which replaces it by how it was.
fn logs_in(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some(end) = pdu.bytes.iter().position(|byte| *byte == b'\n') else {
        return if pdu.bytes.len() > 512 { Progress::Done } else { Progress::More };
    };
    let line = pdu.bytes.get(..end).unwrap_or(&[]).trim_ascii_end();
    let (verb, rest) = line.split_at_checked(5).unwrap_or((line, &[]));
    if verb.eq_ignore_ascii_case(b"USER ") {
        memory.set_note(&[&b"U"[..], rest].concat());
    } else if verb.eq_ignore_ascii_case(b"PASS ") {
        let user = memory.note().strip_prefix(b"U").unwrap_or(&[]).to_vec();
        let anonymous = user.eq_ignore_ascii_case(b"anonymous") || user.eq_ignore_ascii_case(b"ftp");
        if anonymous {
            sink.asks(OperationClass::Login, ANONYMOUS, "", verb);
        } else {
            sink.logs_in(PASSWORD, &user, rest, verb);
        }
        memory.set_note(if anonymous { b"A" } else { b"P" });
    }
    Progress::Consumed(end + 1)
}

/// 230 lets in, 530 does not (§5.4).
fn answered(code: &[u8], memory: &mut FlowMemory, sink: &mut Sink<'_>) {
    let function = match memory.note() {
        b"A" => ANONYMOUS,
        b"P" => PASSWORD,
        _ => return,
    };
    if matches!(code, b"230" | b"530") {
        sink.answers(OperationClass::Login, function, "", code == b"230", code);
        memory.set_note(&[]);
    }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.direction == Direction::ToServer {
        return logs_in(pdu, memory, sink);
    }
    let Some(end) = pdu.bytes.iter().rposition(|byte| *byte == b'\n') else {
        return if pdu.bytes.len() > 1024 { Progress::Done } else { Progress::More };
    };
    let mut cursor = Cursor::new(pdu.bytes.get(..=end).unwrap_or(pdu.bytes));
    let mut in_greeting = false;
    let mut lines = 0;
    while let Some(line) = cursor.line() {
        let (code, text) = (line.get(..3).unwrap_or(&[]), line.get(4..).unwrap_or(&[]).trim_ascii());
        answered(code, memory, sink);
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
            }
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
    use super::super::test_support::{be_nasty, dissect, operations, pdu};
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
    fn logins_are_counted_and_nothing_of_them_is_kept() {
        let to = |bytes| pdu(bytes, Transport::Tcp, Direction::ToServer, 40000, 21);
        let from = |bytes| Pdu {
            source: to(bytes).destination,
            destination: to(bytes).source,
            direction: Direction::ToClient,
            ..to(bytes)
        };
        let session = [
            to(b"USER admin\r\n"),
            from(b"331 Password required\r\n"),
            to(b"PASS hunter2\r\n"),
            from(b"530 Login incorrect\r\n"),
            to(b"USER anonymous\r\n"),
            to(b"PASS a@b\r\n"),
            from(b"230 Welcome\r\n"),
        ];
        assert_eq!(
            operations(&DISSECTOR, &session),
            [
                "192.0.2.1 > 192.0.2.2: login `anonymous` asked 1 accepted 1 refused 0",
                "192.0.2.1 > 192.0.2.2: login `user and password` asked 1 accepted 0 refused 1",
            ]
        );
        assert!(dissect(&DISSECTOR, &to(b"USER admin\r\nPASS hunter2\r\n")).is_empty());
        be_nasty(&DISSECTOR, &to(b"PASS hunter2\r\n"));
    }

    #[test]
    fn a_mail_server_is_none() {
        let mail = pdu(b"220 mx1 ESMTP Postfix\r\n", Transport::Tcp, Direction::ToClient, 2525, 40000);
        assert_eq!(probe(&mail), Probe::No);
    }
}
