//! RTSP (RFC 2326, RFC 7826): cameras and recorders name themselves in `Server`, in the login realm and in the session
//! description (SDP) that answers DESCRIBE.

use super::http::head::{self, begins_with_method};
use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use holdfast_facts::OperationClass;

/// RTSP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "rtsp",
    title: "RTSP",
    standard: "RFC 2326, RFC 7826, RFC 8866",
    carriers: &[Carrier::Tcp(&[554, 8554])],
    attributes: &[
        attribute("rtsp.server", "Server header, about the server."),
        attribute("rtsp.user_agent", "User-Agent header, about the client."),
        attribute("rtsp.realm", "Realm of WWW-Authenticate, about the server."),
        attribute("rtsp.session_name", "Session name of the description (s=), about the server."),
        attribute("rtsp.tool", "Tool that made the description (a=tool), about the server."),
    ],
    probe,
    dissect,
};

const METHODS: [&str; 10] = [
    "OPTIONS",
    "DESCRIBE",
    "SETUP",
    "PLAY",
    "PAUSE",
    "TEARDOWN",
    "ANNOUNCE",
    "RECORD",
    "GET_PARAMETER",
    "SET_PARAMETER",
];

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.bytes.starts_with(b"RTSP/") {
        return Probe::Certain;
    }
    if !begins_with_method(pdu.bytes, &METHODS) {
        return Probe::No;
    }
    let line = pdu.bytes.split(|b| *b == b'\n').next().unwrap_or(&[]);
    if line.windows(6).any(|w| w == b" RTSP/") { Probe::Certain } else { Probe::No }
}

/// A Basic login in clear text; a Digest keeps the password to itself.
fn logs_in(head: &head::Head<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) {
    let Some(value) = head.get(b"authorization") else { return };
    let Some(encoded) =
        value.get(..6).filter(|word| word.eq_ignore_ascii_case(b"basic ")).and(value.get(6..))
    else {
        return;
    };
    if let Some((user, password)) = super::base64::pair(encoded.trim_ascii()) {
        sink.logs_in("basic", &user, &password, value.get(..5).unwrap_or(&[]));
        memory.set_note(b"B");
    }
}

fn judged(head: &head::Head<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) {
    if memory.note() == b"B" {
        let code = head::words(head.start).nth(1).unwrap_or(&[]);
        sink.answers(OperationClass::Login, "basic", "", code.starts_with(b"2"), code);
        memory.set_note(&[]);
    }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    // Interleaved media begins with '$' (RFC 2326 §10.12): no more of what we read follows.
    if pdu.bytes.first() == Some(&b'$') {
        return Progress::Done;
    }
    let Some(head) = head::read(pdu.bytes) else { return Progress::Done };
    let Some(body_at) = head.body_at else { return if pdu.cut { Progress::Done } else { Progress::More } };
    let answer = head.start.starts_with(b"RTSP/");
    if answer {
        if let Some(server) = head.get(b"server") {
            sink.text(About::Source, "rtsp.server", server);
        }
        if let Some(realm) = head.get(b"www-authenticate").and_then(|value| head::parameter(value, b"realm"))
        {
            sink.text(About::Source, "rtsp.realm", realm);
        }
        judged(&head, memory, sink);
    } else {
        if let Some(agent) = head.get(b"user-agent") {
            sink.text(About::Source, "rtsp.user_agent", agent);
        }
        logs_in(&head, memory, sink);
    }
    let length = head.number(b"content-length").unwrap_or(0);
    let body = pdu.bytes.get(body_at..).unwrap_or(&[]);
    if body.len() < length && !pdu.cut && pdu.bytes.len() < crate::STREAM_LIMIT {
        return Progress::More;
    }
    if answer {
        let description = body.get(..length).unwrap_or(body);
        for line in description.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).take(60) {
            if let Some(name) = line.strip_prefix(b"s=") {
                sink.text(About::Source, "rtsp.session_name", name);
            } else if let Some(tool) = line.strip_prefix(b"a=tool:") {
                sink.text(About::Source, "rtsp.tool", tool);
            }
        }
    }
    if body.len() >= length { Progress::Consumed(body_at + length) } else { Progress::Done }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_camera_describes_itself() {
        let body = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=Media Presentation\r\na=tool:LIVE555 v2014\r\n";
        let text = format!(
            "RTSP/1.0 200 OK\r\nCSeq: 2\r\nServer: Hipcam RealServer/V1.0\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let message = pdu(text.as_bytes(), Transport::Tcp, Direction::ToClient, 554, 40000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source rtsp.server = Hipcam RealServer/V1.0",
                "source rtsp.session_name = Media Presentation",
                "source rtsp.tool = LIVE555 v2014",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    /// A login that is asked for (cameras name themselves in the realm), and a player.
    #[test]
    fn realm_and_player() {
        let text = b"RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\nWWW-Authenticate: Digest realm=\"IP Camera(12345)\", nonce=\"x\"\r\n\r\n";
        let message = pdu(text, Transport::Tcp, Direction::ToClient, 10554, 40000);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(dissect(&DISSECTOR, &message), ["source rtsp.realm = IP Camera(12345)"]);
        let text = b"OPTIONS rtsp://10.2.2.2:8554/ RTSP/1.0\r\nCSeq: 2\r\n\
            User-Agent: LibVLC/3.0.16 (LIVE555 Streaming Media v2016.11.28)\r\nAuthorization: Basic YTpi\r\n\r\n";
        let message = pdu(text, Transport::Tcp, Direction::ToServer, 40000, 8554);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source rtsp.user_agent = LibVLC/3.0.16 (LIVE555 Streaming Media v2016.11.28)"]
        );
        be_nasty(&DISSECTOR, &message);
        let http = pdu(b"OPTIONS / HTTP/1.1\r\n", Transport::Tcp, Direction::ToServer, 40000, 554);
        assert_eq!(probe(&http), Probe::No);
    }
}
