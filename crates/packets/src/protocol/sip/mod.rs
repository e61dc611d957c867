//! SIP (RFC 3261): `User-Agent` and `Server` name phone, gateway and exchange, often with firmware. Numbers and names of
//! people are not kept; of a contact only its host and instance.
//!
//! Proxies hand on what others say. A request that passed one is not about its sender; the answer to a registration lists
//! the contacts of whoever registered.

use super::http::head::{self, begins_with_method};
use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute, weak};

/// SIP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "sip",
    title: "SIP",
    standard: "RFC 3261, RFC 5626",
    carriers: &[Carrier::Udp(&[5060]), Carrier::Tcp(&[5060])],
    attributes: &[
        attribute("sip.user_agent", "User-Agent header, about the sender."),
        attribute("sip.server", "Server header, about the sender."),
        attribute("sip.contact", "Host in the sender's contact."),
        attribute("sip.instance", "Instance id (+sip.instance) of the sender: often holds its MAC."),
        weak("sip.method", "Method that the sender used.", 8),
    ],
    probe,
    dissect,
};

const METHODS: [&str; 14] = [
    "REGISTER",
    "INVITE",
    "ACK",
    "BYE",
    "CANCEL",
    "OPTIONS",
    "SUBSCRIBE",
    "NOTIFY",
    "PUBLISH",
    "INFO",
    "REFER",
    "MESSAGE",
    "UPDATE",
    "PRACK",
];

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.bytes.starts_with(b"SIP/2.0 ") {
        return Probe::Certain;
    }
    if !begins_with_method(pdu.bytes, &METHODS) {
        return Probe::No;
    }
    let line = pdu.bytes.split(|b| *b == b'\n').next().unwrap_or(&[]);
    let ends = line.strip_suffix(b"\r").unwrap_or(line).ends_with(b" SIP/2.0");
    if ends { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some(head) = head::read(pdu.bytes) else { return Progress::Done };
    let stream = pdu.transport == Transport::Tcp;
    if head.body_at.is_none() && stream && !pdu.cut {
        return Progress::More;
    }
    let answer = head.start.starts_with(b"SIP/2.0");
    if answer || !passed_a_proxy(&head) {
        tell(&head, answer, sink);
    }
    let length = head.number(b"content-length").or_else(|| head.number(b"l")).unwrap_or(0);
    match head.body_at {
        Some(at) if stream && pdu.bytes.len() >= at + length => Progress::Consumed(at + length),
        Some(_) if stream => Progress::More,
        _ => Progress::Done,
    }
}

/// Each proxy puts a Via of its own before the others (RFC 3261 §16.6).
fn passed_a_proxy(head: &head::Head<'_>) -> bool {
    let lines = head.fields().filter(|(name, _)| name.eq_ignore_ascii_case(b"via") || *name == b"v");
    lines.map(|(_, value)| value.split(|byte| *byte == b',').count()).sum::<usize>() > 1
}

fn tell(head: &head::Head<'_>, answer: bool, sink: &mut Sink<'_>) {
    if let Some(agent) = head.get(b"user-agent") {
        sink.text(About::Source, "sip.user_agent", agent);
    }
    if let Some(server) = head.get(b"server") {
        sink.text(About::Source, "sip.server", server);
    }
    let asked = head.get(b"cseq").and_then(|value| head::words(value).nth(1)).unwrap_or(&[]);
    if !answer && let Some(method) = head::words(head.start).next() {
        sink.text(About::Source, "sip.method", method);
    }
    // Of answers, only one that takes a call names the sender's own contact; a redirection names another's.
    let own = !answer
        || (asked == b"INVITE" && head::words(head.start).nth(1).is_some_and(|code| code.starts_with(b"2")));
    if own && let Some(contact) = head.get(b"contact").or_else(|| head.get(b"m")) {
        read_contact(contact, sink);
    }
}

/// `"Name" <sip:number@host:port;parameters>;parameters`: the host and the instance only.
fn read_contact(contact: &[u8], sink: &mut Sink<'_>) {
    let uri = contact.splitn(2, |byte| *byte == b'<').nth(1).unwrap_or(contact);
    let rest = uri.iter().position(|byte| *byte == b':').and_then(|at| uri.get(at + 1..)).unwrap_or(&[]);
    let rest = rest.split(|byte| matches!(byte, b'>' | b' ' | b',')).next().unwrap_or(&[]);
    let host = rest.rsplit(|byte| *byte == b'@').next().unwrap_or(rest);
    let host = host.split(|byte| matches!(byte, b';' | b'?')).next().unwrap_or(host);
    let is_host =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']');
    if host.len() <= 80 && host.iter().all(is_host) {
        sink.text(About::Source, "sip.contact", host);
    }
    if let Some(instance) = head::parameter(contact, b"+sip.instance") {
        let instance = instance.strip_prefix(b"<").unwrap_or(instance);
        sink.text(About::Source, "sip.instance", instance.strip_suffix(b">").unwrap_or(instance));
    }
}

#[cfg(test)]
mod tests {
    use super::super::Direction;
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::*;

    #[test]
    fn a_phone_registers() {
        let bytes = b"REGISTER sip:pbx SIP/2.0\r\nFrom: \"Ann Smith\" <sip:4711@pbx>;tag=1\r\n\
            Contact: <sip:4711@10.0.0.9:5060;line=1>;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-0004f2aabbcc>\"\r\n\
            User-Agent: PolycomVVX-VVX_410-UA/5.4.1.18405\r\nAuthorization: Digest username=\"4711\"\r\nContent-Length: 0\r\n\r\n";
        let message = pdu(bytes, Transport::Udp, Direction::ToServer, 5060, 5060);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source sip.contact = 10.0.0.9:5060",
                "source sip.instance = urn:uuid:00000000-0000-1000-8000-0004f2aabbcc",
                "source sip.method = REGISTER",
                "source sip.user_agent = PolycomVVX-VVX_410-UA/5.4.1.18405",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn what_is_not_about_the_sender() {
        let lines =
            |bytes: &[u8]| dissect(&DISSECTOR, &pdu(bytes, Transport::Udp, Direction::Unknown, 5060, 5060));
        let forwarded = b"INVITE sip:4712@10.0.0.9 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=1\r\nVia: SIP/2.0/UDP 10.0.0.7;branch=2\r\n\
            User-Agent: Phone\r\nContact: <sip:4711@10.0.0.7>\r\n\r\n";
        assert!(lines(forwarded).is_empty());
        let registered = b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 10.0.0.9\r\nCSeq: 2 REGISTER\r\nServer: Cirpack/v4.38e (gw_sip)\r\n\
            Contact: <sip:4711@10.0.0.9:5060>;expires=60\r\n\r\n";
        assert_eq!(lines(registered), ["source sip.server = Cirpack/v4.38e (gw_sip)"]);
        let accepted =
            b"SIP/2.0 200 OK\r\nCSeq: 2 INVITE\r\nContact: \"A, B\" <sip:10.0.0.9:5062;line=1>\r\n\r\n";
        assert_eq!(lines(accepted), ["source sip.contact = 10.0.0.9:5062"]);
    }

    #[test]
    fn several_messages_on_one_connection_and_a_length_that_lies() {
        let bytes = b"OPTIONS sip:a SIP/2.0\r\nContent-Length: 18446744073709551615\r\n\r\n";
        let message = pdu(bytes, Transport::Tcp, Direction::ToServer, 5060, 5060);
        assert_eq!(dissect(&DISSECTOR, &message), ["source sip.method = OPTIONS"]);
        be_nasty(&DISSECTOR, &message);
    }
}
