//! TLS (RFC 8446, RFC 5246): the client's hello names whom it asks and how it speaks; the server's hello and, up to TLS
//! 1.2, its certificate say who it is.

mod certificate;
mod fingerprint;
pub(super) mod hello;
mod suites;

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use crate::Cursor;

/// TLS.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "tls",
    title: "TLS",
    standard: "RFC 5246, RFC 8446, RFC 6066, RFC 5280; JA3 and JA4 as published",
    carriers: &[Carrier::Tcp(&[443, 8443, 8883, 993, 995, 465, 636]), Carrier::Begins(&[22])],
    attributes: &[
        weak("tls.server_name", "Server name that the client asks for (SNI), about the client.", 24),
        super::AttributeSpec { limit: 6, ..weak("tls.ja3", "JA3 of the client's hello.", 6) },
        super::AttributeSpec { limit: 6, ..weak("tls.ja4", "JA4 of the client's hello.", 6) },
        weak("tls.alpn", "Application protocols that the client offers.", 4),
        attribute("tls.offered", "Highest version that the client offers."),
        attribute("tls.version", "Version that the server chose, about the server."),
        attribute("tls.suite", "Cipher suite that the server chose, about the server."),
        attribute("tls.cert_subject", "Subject of a certificate, about who presents it."),
        attribute("tls.cert_issuer", "Issuer of a certificate."),
        attribute("tls.cert_name", "A name that the certificate is for (subjectAltName)."),
        attribute("tls.cert_begins", "Start of the certificate's validity."),
        attribute("tls.cert_expires", "End of the certificate's validity."),
        attribute("tls.cert_serial", "Serial number of the certificate."),
        attribute("tls.cert_key", "Kind and size of the certificate's key."),
        attribute("tls.cert_self_signed", "Subject and issuer are the same: `yes`."),
    ],
    probe,
    dissect,
};

/// Handshake bytes of one direction that are stitched from records.
const HANDSHAKE_LIMIT: usize = 16 * 1024;

fn probe(pdu: &Pdu<'_>) -> Probe {
    // A handshake record of version 3.x that begins with a client or server hello.
    match pdu.bytes {
        [22, 3, 0..=4, _, _, 1 | 2, 0, ..] => Probe::Certain,
        [22, 3, 0..=4, ..] if pdu.bytes.len() < 7 => Probe::Possible,
        // An SSLv2-compatible hello (RFC 5246 appendix E.2).
        [high, _, 1, 3, 0..=3, ..] if high & 0x80 != 0 => Probe::Possible,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let records = Handshake::read(pdu.bytes);
    let mut cursor = Cursor::new(&records.bytes);
    let mut encrypted = records.ended;
    let mut read_to = 0;
    while let (Some(kind), Some(length)) = (cursor.u8(), cursor.u24()) {
        let Some(body) = cursor.take(length as usize) else { break };
        let Some(at) = records.piece(pdu.bytes, read_to, 4 + body.len()) else { break };
        read_to = cursor.position();
        match kind {
            1 => {
                if let Some(hello) = hello::client(body) {
                    tell_client(&hello, at, sink);
                } else {
                    sink.anomaly("client_hello");
                }
                // Later messages of the client matter only for a certificate of its own (TLS ≤ 1.2).
            }
            2 => match hello::server(body) {
                Some(server) => {
                    sink.put(About::Source, "tls.version", &hello::version_name(server.version), at);
                    sink.put(About::Source, "tls.suite", &suites::name(server.suite), at);
                    // From TLS 1.3 on the rest is encrypted.
                    encrypted |= server.version >= 0x0304;
                }
                None => sink.anomaly("server_hello"),
            },
            11 => {
                certificate::tell(body, at, sink);
                return Progress::Done;
            }
            // Server hello done, client key exchange: no certificate follows.
            14 | 16 => return Progress::Done,
            _ => {}
        }
    }
    if encrypted || pdu.cut || records.bytes.len() >= HANDSHAKE_LIMIT {
        // A hello that the capture cut still names the server; a fingerprint of a part would be another client's.
        if read_to == 0
            && let Some([1, _, _, _, body @ ..]) = records.bytes.get(..)
            && let Some(name) = hello::client_start(body).and_then(|hello| hello.server_name)
        {
            sink.text_at(About::Source, "tls.server_name", &name.to_ascii_lowercase(), pdu.bytes);
        }
        return Progress::Done;
    }
    // What was read is not read again: the rest begins at a record, as the first did.
    match records.record_at(read_to, pdu.bytes.len()) {
        Some(count) if read_to > 0 => Progress::Consumed(count),
        _ => Progress::More,
    }
}

fn tell_client(hello: &hello::Client<'_>, at: &[u8], sink: &mut Sink<'_>) {
    if let Some(name) = hello.server_name {
        sink.text_at(About::Source, "tls.server_name", &name.to_ascii_lowercase(), at);
    }
    sink.put(About::Source, "tls.offered", &hello::version_name(hello.highest_version()), at);
    if !hello.alpn.is_empty() {
        let names: Vec<_> = hello.alpn.iter().take(6).map(|name| holdfast_facts::readable(name)).collect();
        sink.put(About::Source, "tls.alpn", &names.join(","), at);
    }
    sink.put(About::Source, "tls.ja3", &fingerprint::ja3(hello), at);
    sink.put(About::Source, "tls.ja4", &fingerprint::ja4(hello, 't'), at);
}

/// Whether a client's hello begins here: HTTP's reader asks that behind CONNECT.
pub(super) fn begins_client_hello(bytes: &[u8]) -> bool {
    matches!(bytes, [22, 3, 0..=4, _, _, 1, 0, ..])
}

/// Reads a direction that was something else before.
pub(super) fn read_tunnelled(pdu: &Pdu<'_>, sink: &mut Sink<'_>) -> Progress {
    match dissect(pdu, &mut FlowMemory::default(), sink) {
        // HTTP's reader knows the hello by its first bytes, which must stay.
        Progress::Consumed(_) => Progress::More,
        other => other,
    }
}

/// For QUIC: the same hello, carried otherwise.
pub(super) fn ja4_of_quic(hello: &hello::Client<'_>) -> String {
    fingerprint::ja4(hello, 'q')
}

/// The handshake's bytes out of their records (RFC 8446 §5.1), and where they came from.
struct Handshake {
    bytes: Vec<u8>,
    /// Start in `bytes`, start in the message, length.
    parts: Vec<(usize, usize, usize)>,
    /// Something other than a handshake record came: what follows is encrypted.
    ended: bool,
    /// The last record came to its end.
    whole: bool,
}

impl Handshake {
    fn read(message: &[u8]) -> Handshake {
        let mut handshake = Handshake {
            bytes: Vec::with_capacity(message.len()),
            parts: Vec::new(),
            ended: false,
            whole: true,
        };
        let mut cursor = Cursor::new(message);
        for _ in 0..32 {
            let (Some(kind), Some(_), Some(length)) = (cursor.u8(), cursor.u16(), cursor.u16()) else {
                break;
            };
            if kind != 22 {
                handshake.ended = true;
                break;
            }
            let start = cursor.position();
            let part = cursor.take_up_to(usize::from(length));
            handshake.parts.push((handshake.bytes.len(), start, part.len()));
            handshake.bytes.extend_from_slice(part);
            if part.len() < usize::from(length) {
                handshake.whole = false;
                break;
            }
        }
        handshake
    }

    /// Where in the message the record begins that this place of the handshake begins; the message's end, where all its
    /// records are whole and read.
    fn record_at(&self, place: usize, end: usize) -> Option<usize> {
        if let Some((_, start, _)) = self.parts.iter().find(|(from, _, _)| *from == place) {
            return start.checked_sub(5);
        }
        let (_, start, length) = self.parts.last()?;
        (place == self.bytes.len() && start + length == end && self.whole).then_some(end)
    }

    /// The bytes of the message that hold this stretch of the handshake.
    fn piece<'a>(&self, message: &'a [u8], start: usize, length: usize) -> Option<&'a [u8]> {
        let place = |at: usize| {
            let (from, in_message, _) = self.parts.iter().rfind(|(from, _, _)| *from <= at)?;
            Some(in_message + at - from)
        };
        message.get(place(start)?..place(start + length.max(1) - 1)? + 1)
    }
}

#[cfg(test)]
mod tests;
