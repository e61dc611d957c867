//! SIP (RFC 3261): `User-Agent` and `Server` name phone, gateway and exchange, often with firmware. Numbers and names of
//! people are not kept; of a contact only its host and instance.

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
    let line = pdu.bytes.split(|b| *b == b'\n').next().unwrap_or(&[]);
    let ends = line.strip_suffix(b"\r").unwrap_or(line).ends_with(b" SIP/2.0");
    if ends && begins_with_method(pdu.bytes, &METHODS) { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some(head) = head::read(pdu.bytes) else { return Progress::Done };
    let stream = pdu.transport == Transport::Tcp;
    if head.body_at.is_none() && stream && !pdu.cut {
        return Progress::More;
    }
    if let Some(agent) = head.get(b"user-agent") {
        sink.text(About::Source, "sip.user_agent", agent);
    }
    if let Some(server) = head.get(b"server") {
        sink.text(About::Source, "sip.server", server);
    }
    if !head.start.starts_with(b"SIP/2.0")
        && let Some(method) = head::words(head.start).next()
    {
        sink.text(About::Source, "sip.method", method);
    }
    if let Some(contact) = head.get(b"contact").or_else(|| head.get(b"m")) {
        read_contact(contact, sink);
    }
    let length = head.number(b"content-length").or_else(|| head.number(b"l")).unwrap_or(0);
    match head.body_at {
        Some(at) if stream && pdu.bytes.len() >= at + length => Progress::Consumed(at + length),
        Some(_) if stream => Progress::More,
        _ => Progress::Done,
    }
}

fn read_contact(contact: &[u8], sink: &mut Sink<'_>) {
    // sip:number@host:port;parameters — the host only.
    if let Some(host) = contact.split(|b| *b == b'@').nth(1) {
        let host = host.split(|b| matches!(b, b'>' | b';' | b' ' | b'?')).next().unwrap_or(host);
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
}
