//! Edimax smart plugs: discovery on the LAN (UDP 20560) and registration with the cloud (port 8765), whose XML has each
//! byte rotated. Layout observed; the first byte is `<` plus the rotation.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute};

/// Edimax.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "edimax",
    title: "Edimax discovery",
    standard: "observed layout",
    carriers: &[Carrier::Udp(&[20560, 8765]), Carrier::Tcp(&[8765])],
    attributes: &[
        attribute("edimax.maker", "Maker in a discovery answer."),
        attribute("edimax.model", "Model, about the plug."),
        attribute("edimax.firmware", "Firmware version, about the plug."),
        attribute("edimax.name", "Name of the device kind or the name that it was delivered with."),
        attribute("edimax.type", "Type in the cloud registration."),
    ],
    probe,
    dissect,
};

const MAGIC: &[u8] = b"EDIMAX";

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.on_port(8765) && pdu.bytes.first().is_some_and(|first| (0x3d..=0x43).contains(first)) {
        return Probe::Possible;
    }
    let near = pdu.bytes.get(..24).unwrap_or(pdu.bytes);
    if near.windows(MAGIC.len()).any(|w| w == MAGIC) { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.bytes.windows(MAGIC.len()).take(24).any(|w| w == MAGIC) {
        discovery(pdu, sink);
    } else {
        cloud(pdu, sink);
    }
    if pdu.transport == Transport::Tcp { Progress::Consumed(pdu.bytes.len()) } else { Progress::Done }
}

/// MAC, then texts padded with zeros: maker, command, model, firmware, name.
fn discovery(pdu: &Pdu<'_>, sink: &mut Sink<'_>) {
    let texts: Vec<&[u8]> =
        pdu.bytes.split(|b| !(0x20..0x7f).contains(b)).filter(|text| text.len() >= 3).take(12).collect();
    for (index, text) in texts.iter().enumerate() {
        let has = |test: fn(&u8) -> bool| text.iter().any(test);
        if text.ends_with(MAGIC) {
            sink.text(About::Source, "edimax.maker", text.get(text.len() - MAGIC.len()..).unwrap_or(text));
        } else if index > 0
            && has(u8::is_ascii_digit)
            && text.contains(&b'.')
            && !has(u8::is_ascii_alphabetic)
        {
            sink.text(About::Source, "edimax.firmware", text);
        } else if index > 0 && (text.starts_with(b"SP") || text.starts_with(b"IC")) && has(u8::is_ascii_digit)
        {
            sink.text(About::Source, "edimax.model", text);
        } else if index > 1 && has(u8::is_ascii_lowercase) {
            sink.text(About::Source, "edimax.name", text);
        }
    }
}

fn cloud(pdu: &Pdu<'_>, sink: &mut Sink<'_>) {
    let Some((first, rest)) = pdu.bytes.split_first() else { return };
    let Some(rotation) = first.checked_sub(b'<').filter(|rotation| (1..8).contains(rotation)) else { return };
    let text: Vec<u8> = rest.iter().take(2048).map(|byte| byte.rotate_left(u32::from(rotation))).collect();
    if !text.starts_with(b"param>") {
        return sink.anomaly("not_xml");
    }
    for (name, key) in [
        ("edimax.model", &b"<model value=\""[..]),
        ("edimax.type", b"<type value=\""),
        ("edimax.name", b"<alias value=\""),
        ("edimax.firmware", b"<version value=\""),
    ] {
        let Some(at) = text.windows(key.len()).position(|w| w == key).map(|at| at + key.len()) else {
            continue;
        };
        let value = text.get(at..).and_then(|tail| tail.split(|b| *b == b'"').next()).unwrap_or(&[]);
        // The decoded copy stands one byte further on in the message.
        let bytes = pdu.bytes.get(at + 1..at + 1 + value.len()).unwrap_or(pdu.bytes);
        // An alias is what the owner types; only the delivered one is kept.
        if name != "edimax.name" || value == b"Edimax" || value.starts_with(b"Smart Plug") {
            sink.text_at(About::Source, name, value, bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Direction;
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::*;

    #[test]
    fn rotated_registration() {
        let plain = b"<param><code value=\"1010\" /><model value=\"SP-1101W\" /><type value=\"Smart Plug\" /></param>";
        for rotation in 1..8u8 {
            let mut bytes = vec![b'<' + rotation];
            bytes.extend(plain.iter().skip(1).map(|byte| byte.rotate_right(u32::from(rotation))));
            let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 50000, 8765);
            assert_eq!(probe(&message), Probe::Possible);
            assert_eq!(
                dissect(&DISSECTOR, &message),
                ["source edimax.model = SP-1101W", "source edimax.type = Smart Plug"]
            );
            if rotation == 2 {
                be_nasty(&DISSECTOR, &message);
            }
        }
    }

    #[test]
    fn discovery_on_the_lan() {
        let mut bytes = vec![0x74, 0xda, 0x38, 0, 0, 1];
        bytes.extend(b"EDIMAX\0\0\0\0\0\0\x01\xa1");
        bytes.extend(b"SP2101W\0\0\0\0\0\0\x001.03\0\0\0\0Smart Plug\0");
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 20560, 20560);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source edimax.firmware = 1.03",
                "source edimax.maker = EDIMAX",
                "source edimax.model = SP2101W",
                "source edimax.name = Smart Plug",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }
}
