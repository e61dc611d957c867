//! Edimax smart plugs: discovery on the LAN (UDP 20560) and registration with the cloud (port 8765), whose XML has each
//! byte rotated. Layouts observed; in the cloud's the first byte is `<` plus the rotation of the others.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute};
use crate::Cursor;

/// Edimax.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "edimax",
    title: "Edimax discovery",
    standard: "observed layout",
    carriers: &[Carrier::Udp(&[20560, 8765]), Carrier::Tcp(&[8765])],
    attributes: &[
        attribute("edimax.maker", "Maker in a discovery answer or in the product id, about the plug."),
        attribute("edimax.model", "Model, about the plug: `SP1101W` on the LAN, `SP-1101W` to the cloud."),
        attribute("edimax.hardware", "Hardware version in the product id, about the plug."),
        attribute("edimax.firmware", "Firmware version, about the plug."),
        attribute(
            "edimax.name",
            "Name that it was delivered with: `Plug4a7649`; not one that a person gave.",
        ),
        attribute("edimax.type", "Type in the cloud registration: `SmartPlug`, about the plug."),
    ],
    probe,
    dissect,
};

const MAGIC: &[u8] = b"EDIMAX";
/// Bytes of a registration that are looked at.
const LIMIT: usize = 2048;

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Behind the sender's MAC; in a question, six bytes of ff.
    if pdu.bytes.get(6..12) == Some(MAGIC) {
        return Probe::Certain;
    }
    let rotated = rotation(pdu.bytes).zip(pdu.bytes.get(1..7));
    let xml = rotated.is_some_and(|(by, tag)| tag.iter().map(|b| b.rotate_left(by)).eq(*b"param>"));
    if xml && pdu.on_port(8765) { Probe::Certain } else { Probe::No }
}

fn rotation(bytes: &[u8]) -> Option<u32> {
    bytes.first()?.checked_sub(b'<').filter(|by| (1..8).contains(by)).map(u32::from)
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.bytes.get(6..12) == Some(MAGIC) {
        discovery(pdu, sink);
    } else {
        cloud(pdu, sink);
    }
    if pdu.transport == Transport::Tcp { Progress::Consumed(pdu.bytes.len()) } else { Progress::Done }
}

/// MAC (6), maker (12), a command of 4 to 16 bytes; in an answer: model (14), version (8), name (128), and addresses.
fn discovery(pdu: &Pdu<'_>, sink: &mut Sink<'_>) {
    // No byte of the command is a letter or a digit. A question ends there, and says nothing of who asks.
    let command = pdu.bytes.get(18..).unwrap_or(&[]);
    let Some(start) = command.iter().take(20).position(u8::is_ascii_alphanumeric) else { return };
    let mut fields = Cursor::new(command.get(start..).unwrap_or(&[]));
    let mut field = |length| fields.take_up_to(length).split(|b| *b == 0).next().unwrap_or(&[]);
    let (model, version, given) = (field(14), field(8), field(128));
    if !model.iter().all(u8::is_ascii_graphic) {
        return sink.anomaly("not_text");
    }
    sink.text(About::Source, "edimax.maker", pdu.bytes.get(6..12).unwrap_or(&[]));
    sink.text(About::Source, "edimax.model", model);
    sink.text(About::Source, "edimax.firmware", version);
    name(given, given, sink);
}

fn cloud(pdu: &Pdu<'_>, sink: &mut Sink<'_>) {
    let (Some(by), Some(rest)) = (rotation(pdu.bytes), pdu.bytes.get(1..)) else {
        return sink.anomaly("not_xml");
    };
    let text: Vec<u8> = rest.iter().take(LIMIT).map(|byte| byte.rotate_left(by)).collect();
    let value = |tag: &[u8]| {
        let at = text.windows(tag.len()).position(|w| w == tag)? + tag.len();
        let rest = text.get(at..)?.strip_prefix(b" value=\"")?;
        let value = rest.split(|b| *b == b'"').next().filter(|value| !value.is_empty())?;
        // The decoded copy lacks the first byte of the message.
        let start = at + b" value=\"".len() + 1;
        Some((value, pdu.bytes.get(start..start + value.len())?))
    };
    if let Some((model, at)) = value(b"<model") {
        sink.text_at(About::Source, "edimax.model", model, at);
    }
    if let Some((kind, at)) = value(b"<type") {
        sink.text_at(About::Source, "edimax.type", kind, at);
    }
    if let Some((alias, at)) = value(b"<alias") {
        name(alias, at, sink);
    }
    // Maker, model, hardware and firmware in one: `EDIMAX#SP-1101W#1.0#1.09`.
    if let Some((product, at)) = value(b"<productid") {
        let mut parts = product.split(|b| *b == b'#');
        for field in ["edimax.maker", "edimax.model", "edimax.hardware", "edimax.firmware"] {
            sink.text_at(About::Source, field, parts.next().unwrap_or(&[]), at);
        }
    }
}

/// `Plug` and the end of the MAC; every other name was typed by a person.
fn name(name: &[u8], at: &[u8], sink: &mut Sink<'_>) {
    let tail = name.strip_prefix(b"Plug").unwrap_or(&[]);
    if tail.len() == 6 && tail.iter().all(u8::is_ascii_hexdigit) {
        sink.text_at(About::Source, "edimax.name", name, at);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Direction;
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::*;

    /// An SP-1101W registers with its maker, as recorded: rotated by five bits.
    const REGISTRATION: &str = "41830b930b6bf150e11b7b232b01b30b63ab2be91189818981110179f150e16b7b232b6301b30b63ab2be911
        9a826989898189ba110179f150e14b2301b30b63ab2be911b9a1220a99c1a10ab9b1a1c9110179f150e1a3cb832b01b30b63ab2be9119a6b
        0b93a38263ab3b110179f150e10b634b0b9b01b30b63ab2be9118263ab3ba10bb9b1a1c9110179f150e1630b734b8301b30b63ab2be91189
        817189817189817189c1b1110179f150e1630b73837b93a301b30b63ab2be91199a9b1c189110179f150e19b7301b30b63ab2be9115a5a5a
        5a5a5a5a5a110179f150e12b731b93cb83a34b7b7301b30b63ab2be91181110179f150e1730ba3a3cb832b01b30b63ab2be911b9110179f1
        50e1232bb333bbb32b9301b30b63ab2be911897181c919818981818189110179f150e183937b23ab1ba34b2301b30b63ab2be9112a224a6a
        0ac2199a826989898189ba1989718119897181c9110179f150e179830b930b6bf1";

    /// The same plug answers a search on the LAN, as recorded, up to its name.
    const ANSWER: &str = "74da384a7649 4544494d4158000000000000 01a1fe5e  # MAC, maker, command
        5350313130315700000000000000 312e303900000000           # SP1101W, 1.09
        506c75673461373634390000";

    #[test]
    fn a_registration_as_recorded() {
        let bytes = hex(REGISTRATION);
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 35681, 8765);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source edimax.firmware = 1.09",
                "source edimax.hardware = 1.0",
                "source edimax.maker = EDIMAX",
                "source edimax.model = SP-1101W",
                "source edimax.name = Plug4a7649",
                "source edimax.type = SmartPlug",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn an_answer_on_the_lan_as_recorded() {
        let bytes = hex(ANSWER);
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 20560, 51947);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source edimax.firmware = 1.09",
                "source edimax.maker = EDIMAX",
                "source edimax.model = SP1101W",
                "source edimax.name = Plug4a7649",
            ]
        );
        be_nasty(&DISSECTOR, &message);
        // Another plug has a longer command.
        let mut bytes = hex("001f1fb34201 4544494d4158000000000000 04010000a1ff5e000000000000000000");
        bytes.extend(hex("53502d3131303157000000000000 312e303500000000 416e6e2773206c616d700000"));
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 37541, 20560);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source edimax.firmware = 1.05",
                "source edimax.maker = EDIMAX",
                "source edimax.model = SP-1101W",
            ]
        );
        let question = hex("ffffffffffff 4544494d4158000000000000 00a1ff5e");
        let message = pdu(&question, Transport::Udp, Direction::ToServer, 51947, 20560);
        assert!(dissect(&DISSECTOR, &message).is_empty());
    }

    #[test]
    fn every_rotation_and_no_persons_name() {
        let plain = b"<param><model value=\"SP-2101W\" /><alias value=\"Ann's lamp\" /></param>";
        for rotation in 1..8u8 {
            let mut bytes = vec![b'<' + rotation];
            bytes.extend(plain.iter().skip(1).map(|byte| byte.rotate_right(u32::from(rotation))));
            let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 50000, 8765);
            assert_eq!(dissect(&DISSECTOR, &message), ["source edimax.model = SP-2101W"]);
        }
        let other = pdu(b"AT+VERSION", Transport::Udp, Direction::ToServer, 50000, 8765);
        assert_eq!(probe(&other), Probe::No);
    }
}
