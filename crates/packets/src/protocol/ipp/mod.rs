//! Internet Printing Protocol (RFC 8011) inside HTTP: the printer names make, model, device id and firmware. Jobs, users and
//! documents are not looked at.

use super::http::head;
use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;

/// IPP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ipp",
    title: "Internet Printing Protocol",
    standard: "RFC 8010, RFC 8011, PWG 5100.13",
    carriers: &[Carrier::Tcp(&[631])],
    attributes: &[
        attribute("ipp.make_and_model", "printer-make-and-model, about the printer."),
        attribute("ipp.device_id", "printer-device-id (IEEE 1284), about the printer."),
        attribute("ipp.printer_name", "printer-name, about the printer."),
        attribute("ipp.info", "printer-info, about the printer."),
        attribute("ipp.location", "printer-location, about the printer."),
        attribute("ipp.firmware", "printer-firmware-string-version, about the printer."),
        attribute("ipp.uri", "printer-more-info, about the printer."),
        attribute("ipp.server", "Server header of the answer, about the printer."),
        attribute("ipp.user_agent", "User-Agent header of the request, about who prints."),
    ],
    probe,
    dissect,
};

const TYPE: &[u8] = b"application/ipp";

fn probe(pdu: &Pdu<'_>) -> Probe {
    let starts = pdu.bytes.starts_with(b"POST ") || pdu.bytes.starts_with(b"HTTP/1.");
    let top = pdu.bytes.get(..1500).unwrap_or(pdu.bytes);
    if starts && top.windows(TYPE.len()).any(|w| w == TYPE) { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some(head) = head::read(pdu.bytes) else { return Progress::Done };
    let Some(body_at) = head.body_at else { return if pdu.cut { Progress::Done } else { Progress::More } };
    let body = pdu.bytes.get(body_at..).unwrap_or(&[]);
    if !head.start.starts_with(b"HTTP/") {
        if let Some(agent) = head.get(b"user-agent") {
            sink.text(About::Source, "ipp.user_agent", agent);
        }
        let Some(length) = head.number(b"content-length") else { return Progress::Done };
        return if body.len() >= length { Progress::Consumed(body_at + length) } else { Progress::Done };
    }
    if head.start.windows(4).any(|w| w == b" 100") {
        return Progress::Consumed(body_at);
    }
    let length = head.number(b"content-length");
    if body.len() < length.unwrap_or(usize::MAX)
        && pdu.bytes.len() < crate::STREAM_LIMIT
        && !pdu.cut
        && length.is_some()
    {
        return Progress::More;
    }
    if let Some(server) = head.get(b"server") {
        sink.text(About::Source, "ipp.server", server);
    }
    // A chunked answer: the first chunk's size stands on a line of its own.
    let chunked = head.get(b"transfer-encoding").is_some();
    let message = if chunked { after_line(body) } else { body };
    attributes(message, sink);
    match length {
        Some(length) if body.len() >= length => Progress::Consumed(body_at + length),
        _ => Progress::Done,
    }
}

fn after_line(body: &[u8]) -> &[u8] {
    body.windows(2).position(|w| w == b"\r\n").and_then(|at| body.get(at + 2..)).unwrap_or(body)
}

/// RFC 8010 §3.1: version, status, request id; then groups of tagged attributes.
fn attributes(message: &[u8], sink: &mut Sink<'_>) {
    let mut cursor = Cursor::new(message);
    let _ = cursor.skip(8);
    let mut group = 0;
    for _ in 0..600 {
        let Some(tag) = cursor.u8() else { return };
        if tag <= 0x0f {
            group = tag;
            if tag == 3 {
                return;
            }
            continue;
        }
        let Some(name) = cursor.u16().and_then(|length| cursor.take(usize::from(length))) else { return };
        let Some(value) = cursor.u16().and_then(|length| cursor.take(usize::from(length))) else { return };
        // Group 4 holds the printer's attributes; others hold jobs.
        let attribute = match (group, name) {
            (4, b"printer-make-and-model") => "ipp.make_and_model",
            (4, b"printer-device-id") => "ipp.device_id",
            (4, b"printer-name") => "ipp.printer_name",
            (4, b"printer-info") => "ipp.info",
            (4, b"printer-location") => "ipp.location",
            (4, b"printer-firmware-string-version") => "ipp.firmware",
            (4, b"printer-more-info") => "ipp.uri",
            _ => continue,
        };
        sink.text(About::Source, attribute, value);
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_printer_names_itself() {
        let mut body =
            hex("0200 0000 00000001 01 47 0012 617474726962757465732d63686172736574 0005 7574662d38 04");
        for (tag, name, value) in
            [(0x41u8, "printer-make-and-model", "HP LaserJet M404"), (0x41, "printer-location", "Ward 7")]
        {
            body.push(tag);
            body.extend((name.len() as u16).to_be_bytes());
            body.extend(name.as_bytes());
            body.extend((value.len() as u16).to_be_bytes());
            body.extend(value.as_bytes());
        }
        body.push(3);
        let mut bytes = format!("HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nServer: HP HTTP Server\r\nContent-Length: {}\r\n\r\n", body.len())
            .into_bytes();
        bytes.extend(body);
        let message = pdu(&bytes, Transport::Tcp, Direction::ToClient, 631, 40000);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source ipp.location = Ward 7",
                "source ipp.make_and_model = HP LaserJet M404",
                "source ipp.server = HP HTTP Server"
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }
}
