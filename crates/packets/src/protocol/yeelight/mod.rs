//! Yeelight lamps: a search and its answers in the manner of SSDP on UDP port 1982, with model and firmware. The lamp's
//! name is what people call it and is not kept.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;

/// Yeelight.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "yeelight",
    title: "Yeelight discovery",
    standard: "Yeelight WiFi Light Inter-Operation Specification",
    carriers: &[Carrier::Udp(&[1982]), Carrier::Begins(b"HN")],
    attributes: &[
        attribute("yeelight.id", "Id of the lamp."),
        attribute("yeelight.model", "Model: `color`, `mono`, `stripe`, `ceiling`."),
        attribute("yeelight.firmware", "Firmware version (fw_ver)."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    let answer = pdu.bytes.starts_with(b"HTTP/1.1 200") || pdu.bytes.starts_with(b"NOTIFY * HTTP/1.1");
    let top = pdu.bytes.get(..200).unwrap_or(pdu.bytes);
    if answer && top.windows(11).any(|w| w == b"yeelight://") { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    for _ in 0..32 {
        let Some(line) = cursor.line() else { break };
        let mut parts = line.splitn(2, |b| *b == b':');
        let (Some(key), Some(value)) = (parts.next(), parts.next()) else { continue };
        let name = match key.to_ascii_lowercase().as_slice() {
            b"id" => "yeelight.id",
            b"model" => "yeelight.model",
            b"fw_ver" => "yeelight.firmware",
            _ => continue,
        };
        sink.text(About::Source, name, value.trim_ascii());
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_lamp_answers() {
        let bytes = b"HTTP/1.1 200 OK\r\nCache-Control: max-age=3600\r\nDate:\r\nExt:\r\n\
            Location: yeelight://192.0.2.1:55443\r\nServer: POSIX UPnP/1.0 YGLC/1\r\nid: 0x000000000015243f\r\n\
            model: color\r\nfw_ver: 18\r\nsupport: get_prop set_default\r\npower: on\r\nname: Ann's lamp\r\n";
        let message = pdu(bytes, Transport::Udp, Direction::ToClient, 1982, 40000);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source yeelight.firmware = 18",
                "source yeelight.id = 0x000000000015243f",
                "source yeelight.model = color",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn another_answer_is_none() {
        let bytes = b"HTTP/1.1 200 OK\r\nLocation: http://192.0.2.1/d.xml\r\n";
        assert_eq!(probe(&pdu(bytes, Transport::Udp, Direction::ToClient, 1900, 40000)), Probe::No);
    }
}
