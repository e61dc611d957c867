//! eISCP (Onkyo, Pioneer, Integra; UDP and TCP 60128): a receiver answers a search with model, region and MAC, and a
//! controller's question with a document that names brand and firmware.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute};
use crate::Cursor;

/// eISCP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "onkyo",
    title: "eISCP (Onkyo, Pioneer)",
    standard: "Onkyo Integra Serial Control Protocol over Ethernet",
    carriers: &[Carrier::Udp(&[60128]), Carrier::Tcp(&[60128]), Carrier::Begins(b"I")],
    attributes: &[
        attribute("onkyo.model", "Model (ECN, or the document's id): `TX-NR609`."),
        attribute("onkyo.region", "Region of the model (ECN): `DX` for the United States, `XX` for Europe."),
        attribute("onkyo.mac", "Identifier (ECN): the device's MAC."),
        attribute("onkyo.brand", "Brand in the document (NRI): `ONKYO`, `Pioneer`."),
        attribute("onkyo.firmware", "Firmware version in the document (NRI)."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Magic, then the header's size: 16.
    if pdu.bytes.starts_with(b"ISCP\0\0\0\x10") { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let (Some(()), Some(length), Some(())) = (cursor.skip(8), cursor.u32(), cursor.skip(4)) else {
        return Progress::More;
    };
    let length = length as usize;
    let stream = pdu.transport == Transport::Tcp;
    let data = match cursor.take(length) {
        Some(data) => data,
        None if stream && !pdu.cut && length < crate::STREAM_LIMIT => return Progress::More,
        None => cursor.rest(),
    };
    // `!`, the kind of unit, three letters, parameters, an end mark.
    match (data.get(..2), data.get(2..5), data.get(5..)) {
        (Some([b'!', b'0'..=b'9']), Some(b"ECN"), Some(text)) => search(text, sink),
        (Some([b'!', b'0'..=b'9']), Some(b"NRI"), Some(text)) => document(text, sink),
        _ => {}
    }
    if stream { Progress::Consumed(16 + length) } else { Progress::Done }
}

/// `TX-NR609/60128/DX/0009B0000001`
fn search(text: &[u8], sink: &mut Sink<'_>) {
    let end = text.iter().position(|b| *b < 0x20).unwrap_or(text.len());
    let mut parts = text.get(..end).unwrap_or(text).split(|b| *b == b'/');
    // The question is `!xECNQSTN`; its kind of unit is no number.
    if let (Some(model), Some(_), Some(region), Some(mac)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    {
        sink.text(About::Source, "onkyo.model", model);
        sink.text(About::Source, "onkyo.region", region);
        sink.text(About::Source, "onkyo.mac", mac.get(..12).unwrap_or(mac));
    }
}

/// `<response><device id="TX-NR686"><brand>ONKYO</brand>…`
fn document(text: &[u8], sink: &mut Sink<'_>) {
    for element in text.split(|b| *b == b'<').take(40) {
        if let Some(id) = element.strip_prefix(b"device id=\"") {
            sink.text(About::Source, "onkyo.model", id.split(|b| *b == b'"').next().unwrap_or(id));
        } else if let Some(brand) = element.strip_prefix(b"brand>") {
            sink.text(About::Source, "onkyo.brand", brand);
        } else if let Some(version) = element.strip_prefix(b"firmwareversion>") {
            sink.text(About::Source, "onkyo.firmware", version);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Direction;
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::*;

    fn framed(data: &[u8]) -> Vec<u8> {
        let mut bytes = hex("49534350 00000010");
        bytes.extend((data.len() as u32).to_be_bytes());
        bytes.extend(hex("01000000"));
        bytes.extend(data);
        bytes
    }

    #[test]
    fn a_receiver_answers_a_search() {
        let bytes = framed(b"!1ECNTX-NR609/60128/DX/0009B0000001\x19\r\n");
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 60128, 40000);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source onkyo.mac = 0009B0000001", "source onkyo.model = TX-NR609", "source onkyo.region = DX"]
        );
        be_nasty(&DISSECTOR, &message);
        let bytes = framed(b"!xECNQSTN\r\n");
        let question = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 60128);
        assert!(dissect(&DISSECTOR, &question).is_empty());
    }

    #[test]
    fn a_document_names_the_brand() {
        let bytes = framed(
            b"!1NRI<?xml version=\"1.0\"?><response status=\"ok\"><device id=\"TX-NR686\"><brand>ONKYO</brand>\
              <firmwareversion>1110-1000</firmwareversion></device></response>\x1a\r\n",
        );
        let message = pdu(&bytes, Transport::Tcp, Direction::ToClient, 60128, 40000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source onkyo.brand = ONKYO",
                "source onkyo.firmware = 1110-1000",
                "source onkyo.model = TX-NR686"
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }
}
