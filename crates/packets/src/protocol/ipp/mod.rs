//! Internet Printing Protocol (RFC 8011) inside HTTP: the printer names make, model, device id and firmware. Jobs, users and
//! documents are not looked at.

use super::http::framing::{self, Extent};
use super::http::head;
use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;

/// IPP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ipp",
    title: "Internet Printing Protocol",
    standard: "RFC 8010, RFC 8011, PWG 5100.13",
    carriers: &[Carrier::Tcp(&[631]), Carrier::Begins(b"PH")],
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

/// Whether an HTTP message carries IPP, by its head: HTTP's own reader leaves those to us.
pub(super) fn is_ipp(bytes: &[u8]) -> bool {
    if !(bytes.starts_with(b"POST ") || bytes.starts_with(b"HTTP/1.")) {
        return false;
    }
    let top = bytes.get(..1500).unwrap_or(bytes);
    let end = memchr::memmem::find(top, b"\r\n\r\n");
    let head = end.and_then(|end| top.get(..end)).unwrap_or(top);
    head.windows(TYPE.len()).any(|window| window.eq_ignore_ascii_case(TYPE))
}

fn probe(pdu: &Pdu<'_>) -> Probe {
    if is_ipp(pdu.bytes) { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some(head) = head::read(pdu.bytes) else { return Progress::Done };
    let response = head.start.starts_with(b"HTTP/1.");
    if !response && !head.start.starts_with(b"POST ") {
        return Progress::Done;
    }
    let room = !pdu.cut && pdu.bytes.len() < crate::STREAM_LIMIT;
    let Some(body_at) = head.body_at else { return if room { Progress::More } else { Progress::Done } };
    let body = pdu.bytes.get(body_at..).unwrap_or(&[]);
    let field: (&[u8], _) =
        if response { (b"server", "ipp.server") } else { (b"user-agent", "ipp.user_agent") };
    if let Some(value) = head.get(field.0) {
        sink.text(About::Source, field.1, value);
    }
    // 100 Continue has no body.
    if response && head::words(head.start).nth(1).is_some_and(|code| code.starts_with(b"1")) {
        return Progress::Consumed(body_at);
    }
    match framing::extent(&head, response, false) {
        Extent::Length(length) => {
            if response {
                attributes(body.get(..length).unwrap_or(body), sink);
            }
            // A request's body is the document to be printed; what follows a long one is not looked at.
            match body.len() >= length {
                true => Progress::Consumed(body_at + length),
                false if response && room => Progress::More,
                false => Progress::Done,
            }
        }
        // CUPS and most printers answer in chunks. What has come is read each time, and kept once.
        Extent::Chunked => {
            let (content, end) = framing::unchunked(body);
            if response {
                attributes(&content, sink);
            }
            match end {
                Some(end) => Progress::Consumed(body_at + end),
                None if response && room => Progress::More,
                None => Progress::Done,
            }
        }
        Extent::ToEnd => {
            attributes(body, sink);
            if room { Progress::More } else { Progress::Done }
        }
    }
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
