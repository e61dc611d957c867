//! Raw printing: PJL answers on port 9100 (INFO ID, INFO STATUS) and LPD queues (RFC 1179). Documents are not looked at.

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use crate::Cursor;

/// PJL and LPD.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "printing",
    title: "PJL and LPD printing",
    standard: "HP PJL Technical Reference, RFC 1179",
    carriers: &[Carrier::Tcp(&[9100, 9101, 515]), Carrier::Begins(b"@\x1b")],
    attributes: &[
        attribute("printing.pjl_id", "Answer to @PJL INFO ID: the model, about the printer."),
        attribute("printing.pjl_status", "Display text in @PJL INFO STATUS, about the printer."),
        weak("printing.lpd_queue", "Queue that a client prints to, about the client.", 4),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.bytes.starts_with(b"@PJL ") || pdu.bytes.starts_with(b"\x1b%-12345X") {
        return Probe::Certain;
    }
    if pdu.on_port(515) && matches!(pdu.bytes, [1..=5, 0x21..=0x7e, ..]) {
        Probe::Possible
    } else {
        Probe::No
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.on_port(515) && !pdu.bytes.starts_with(b"@PJL") {
        if pdu.direction != Direction::ToClient {
            let queue =
                pdu.bytes.get(1..).unwrap_or(&[]).split(|b| matches!(b, b'\n' | b' ')).next().unwrap_or(&[]);
            sink.text(About::Source, "printing.lpd_queue", queue);
        }
        return Progress::Done;
    }
    if pdu.direction == Direction::ToServer {
        return Progress::Done;
    }
    let mut cursor = Cursor::new(pdu.bytes);
    let mut wanted = None;
    for _ in 0..64 {
        let Some(line) = cursor.line() else { break };
        let line = line.strip_prefix(b"\x0c").unwrap_or(line).trim_ascii();
        if line.starts_with(b"@PJL INFO ID") {
            wanted = Some("printing.pjl_id");
        } else if let Some(name) = wanted.take() {
            let text = line.strip_prefix(b"\"").and_then(|t| t.strip_suffix(b"\"")).unwrap_or(line);
            sink.text(About::Source, name, text);
        } else if let Some(text) = line.strip_prefix(b"DISPLAY=") {
            sink.text(
                About::Source,
                "printing.pjl_status",
                text.trim_ascii_start()
                    .strip_prefix(b"\"")
                    .unwrap_or(text)
                    .split(|b| *b == b'"')
                    .next()
                    .unwrap_or(text),
            );
        }
    }
    Progress::Consumed(pdu.bytes.len())
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::*;

    #[test]
    fn a_printer_and_its_client() {
        let bytes = b"@PJL INFO ID\r\n\"HP LaserJet 4250\"\r\n\x0c@PJL INFO STATUS\r\nCODE=10001\r\nDISPLAY=\"Ready\"\r\n";
        let message = pdu(bytes, Transport::Tcp, Direction::ToClient, 9100, 40000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source printing.pjl_id = HP LaserJet 4250", "source printing.pjl_status = Ready"]
        );
        be_nasty(&DISSECTOR, &message);
        let lpd = pdu(b"\x02ward7\n", Transport::Tcp, Direction::ToServer, 40000, 515);
        assert_eq!(dissect(&DISSECTOR, &lpd), ["source printing.lpd_queue = ward7"]);
    }
}
