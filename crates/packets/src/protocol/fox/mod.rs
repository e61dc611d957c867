//! Tridium Niagara's Fox: before anybody signs in, both ends say hello with their program, its version, their operating
//! system, virtual machine, host id and brand. What follows the hello is not read but for who lets whom in.

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use crate::Cursor;
use holdfast_facts::OperationClass::{Identify, Login};

/// Niagara Fox.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "fox",
    title: "Niagara Fox",
    standard: "Tridium Niagara Fox 1.0 (as public captures and scanners show its hello; no standard is published)",
    carriers: &[Carrier::TcpToEnd(&[1911, 3011]), Carrier::Begins(b"f")],
    attributes: &[
        attribute("fox.version", "Fox version."),
        attribute("fox.application", "Program: `Station` serves, `Workbench` engineers."),
        attribute("fox.application_version", "Version of the program: the Niagara release."),
        attribute("fox.os", "Operating system and its version."),
        attribute("fox.vm", "Java virtual machine and its version."),
        attribute("fox.host_id", "Host id of the licence: operating system, hardware type, numbers."),
        attribute("fox.host_name", "Name that the host has for itself."),
        attribute("fox.station", "Name of the station (the building's configuration)."),
        attribute("fox.brand", "Brand that the licence is sold under."),
        weak("fox.host_address", "Address that the host has for itself.", 4),
        weak("fox.time_zone", "Time zone.", 2),
    ],
    probe,
    dissect,
};

/// A hello is small; what is longer is not one.
const LONGEST: usize = 16 * 1024;

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.bytes.starts_with(b"fox ") && pdu.bytes.get(5) == Some(&b' ') { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if probe(pdu) == Probe::No {
        return Progress::Done;
    }
    let window = pdu.bytes.get(..LONGEST).unwrap_or(pdu.bytes);
    let Some(end) = window.windows(3).position(|three| three == b"};;") else {
        return if pdu.cut || window.len() == LONGEST { Progress::Done } else { Progress::More };
    };
    let end = end + 3;
    message(pdu, window.get(..end).unwrap_or(window), sink);
    let blank = window.get(end..).unwrap_or(&[]).iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    Progress::Consumed(end + blank)
}

/// `fox` type, number, number of what is answered, channel, command; then fields between braces.
fn message(pdu: &Pdu<'_>, bytes: &[u8], sink: &mut Sink<'_>) {
    let mut cursor = Cursor::new(bytes);
    let Some(head) = cursor.line() else { return };
    let words: Vec<&[u8]> = head.split(|byte| *byte == b' ').take(6).collect();
    let &[_, _, _, _, channel, command] = words.as_slice() else { return };
    if channel != b"fox" {
        return;
    }
    match command {
        b"hello" => {
            if pdu.direction == Direction::ToClient {
                sink.answers(Identify, "hello", "", true, command);
            } else {
                sink.asks(Identify, "hello", "", command);
            }
            hello(cursor, sink);
        }
        b"login" | b"authenticate" if pdu.direction != Direction::ToClient => {
            sink.asks(Login, "login", "", command);
        }
        b"welcome" if pdu.direction != Direction::ToServer => sink.answers(Login, "login", "", true, command),
        b"rejected" if pdu.direction != Direction::ToServer => {
            sink.answers(Login, "login", "", false, command);
        }
        _ => {}
    }
}

/// Lines of `name=type:value`. Two belong together: a name and its version.
fn hello(mut cursor: Cursor<'_>, sink: &mut Sink<'_>) {
    let (mut os, mut vm): (Option<&[u8]>, Option<&[u8]>) = (None, None);
    for _ in 0..64 {
        let Some(line) = cursor.line() else { return };
        let mut parts = line.splitn(2, |byte| *byte == b'=');
        let (Some(name), Some(value)) = (parts.next(), parts.next()) else { continue };
        let Some(value) = value.strip_prefix(b"s:") else { continue };
        let joined = |first: Option<&[u8]>| {
            let first = String::from_utf8_lossy(first.unwrap_or(b"")).into_owned();
            format!("{first} {}", String::from_utf8_lossy(value))
        };
        match name {
            b"fox.version" => sink.text(About::Source, "fox.version", value),
            b"app.name" => sink.text(About::Source, "fox.application", value),
            b"app.version" => sink.text(About::Source, "fox.application_version", value),
            b"os.name" => os = Some(value),
            b"os.version" => sink.put(About::Source, "fox.os", joined(os).trim(), value),
            b"vm.name" => vm = Some(value),
            b"vm.version" => sink.put(About::Source, "fox.vm", joined(vm).trim(), value),
            b"hostId" => sink.text(About::Source, "fox.host_id", value),
            b"hostName" => sink.text(About::Source, "fox.host_name", value),
            b"hostAddress" => sink.text(About::Source, "fox.host_address", value),
            b"station.name" => sink.text(About::Source, "fox.station", value),
            b"brandId" => sink.text(About::Source, "fox.brand", value),
            b"timeZone" => {
                let zone = value.split(|byte| *byte == b';').next().unwrap_or(value);
                sink.text(About::Source, "fox.time_zone", zone);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, operations, pdu};
    use super::*;

    // From ITI's fox_info capture, shortened.
    const HELLO: &[u8] = b"fox a 0 -1 fox hello\n{\nfox.version=s:1.0\nid=i:2\nhostName=s:192.168.2.15\n\
        hostAddress=s:192.168.2.15\napp.name=s:Station\napp.version=s:3.5.41.1\nvm.name=s:J9\nvm.version=s:2.3\n\
        os.name=s:QNX\nos.version=s:6.3.2\nstation.name=s:Legion_HQ_V4\nlang=s:en\n\
        timeZone=s:Australia/Perth;28800000;0;null;null\nhostId=s:Qnx-NPM6-0000-1490-C30C\nbrandId=s:vykon\n\
        sysInfo=o:bog 61[<bog version=\"1.0\">\n]\n};;\n";

    #[test]
    fn a_station_says_hello() {
        let message = pdu(HELLO, Transport::Tcp, Direction::ToClient, 1911, 42167);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source fox.application = Station",
                "source fox.application_version = 3.5.41.1",
                "source fox.brand = vykon",
                "source fox.host_address = 192.168.2.15",
                "source fox.host_id = Qnx-NPM6-0000-1490-C30C",
                "source fox.host_name = 192.168.2.15",
                "source fox.os = QNX 6.3.2",
                "source fox.station = Legion_HQ_V4",
                "source fox.time_zone = Australia/Perth",
                "source fox.version = 1.0",
                "source fox.vm = J9 2.3",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn hello_and_login_are_operations() {
        // The login's words are from public descriptions; its fields are left out, as the dissector leaves them.
        let ask = b"fox a 1 -1 fox hello\n{\n};;\n";
        let login = b"fox a 2 1 fox login\n{\n};;\n";
        let refused = b"fox a 2 2 fox rejected\n{\n};;\n";
        let to = |bytes| pdu(bytes, Transport::Tcp, Direction::ToServer, 42167, 1911);
        let back = |bytes| {
            let there = to(bytes);
            Pdu {
                source: there.destination,
                destination: there.source,
                direction: Direction::ToClient,
                ..there
            }
        };
        assert_eq!(
            operations(&DISSECTOR, &[to(ask), back(HELLO), to(login), back(refused)]),
            [
                "192.0.2.1 > 192.0.2.2: identify `hello` asked 1 accepted 1 refused 0",
                "192.0.2.1 > 192.0.2.2: login `login` asked 1 accepted 0 refused 1",
            ]
        );
    }

    #[test]
    fn a_fox_in_a_text_is_none() {
        let message = pdu(b"foxtrot a 1", Transport::Tcp, Direction::ToServer, 42167, 1911);
        assert_eq!(probe(&message), Probe::No);
    }
}
