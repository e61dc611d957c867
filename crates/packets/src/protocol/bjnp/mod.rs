//! BJNP (Canon; UDP 8611 to 8614): a printer or scanner answers a discovery with its MAC, and a question for its identity
//! with its IEEE 1284 device id.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;
use holdfast_facts::Mac;

/// BJNP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "bjnp",
    title: "BJNP (Canon)",
    standard: "public descriptions of BJNP; IEEE 1284 device id",
    carriers: &[Carrier::Udp(&[8611, 8612, 8613, 8614]), Carrier::Begins(b"BM")],
    attributes: &[
        attribute("bjnp.kind", "`printer` or `scanner`, by the answer's device type."),
        attribute("bjnp.mac", "MAC in a discovery answer."),
        attribute(
            "bjnp.device_id",
            "IEEE 1284 device id: `MFG:Canon;MDL:MG5200 series;…` without its commands.",
        ),
        attribute("bjnp.model", "Model in the device id (MDL)."),
        attribute("bjnp.firmware", "Version in the device id (VER)."),
    ],
    probe,
    dissect,
};

/// Set in the device type of an answer.
const ANSWER: u8 = 0x80;
const DISCOVER: u8 = 0x01;
const IDENTITY: u8 = 0x30;

fn probe(pdu: &Pdu<'_>) -> Probe {
    // MFNP and BJNB are the same for other device families.
    match pdu.bytes.get(..4) {
        Some(b"BJNP" | b"MFNP" | b"BJNB") if pdu.bytes.len() >= 16 => Probe::Certain,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let _ = read(pdu.bytes, sink);
    Progress::Done
}

/// Magic (4), device type, command, sequence or error (4), session (2), length (4), payload.
fn read(bytes: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    cursor.skip(4)?;
    let at = cursor.rest().get(..1)?;
    let kind = cursor.u8()?;
    if kind & ANSWER == 0 {
        return None;
    }
    match kind & !ANSWER {
        1 => sink.put(About::Source, "bjnp.kind", "printer", at),
        2 => sink.put(About::Source, "bjnp.kind", "scanner", at),
        _ => {}
    }
    let command = cursor.u8()?;
    cursor.skip(6)?;
    let length = cursor.u32()? as usize;
    let mut payload = Cursor::new(cursor.take_up_to(length));
    match command {
        DISCOVER => {
            payload.skip(4)?;
            // Lengths of the two addresses.
            let lengths = payload.array::<2>()?;
            if lengths == [6, 4] || lengths == [6, 16] {
                let mac = payload.take(6)?;
                sink.value(About::Source, "bjnp.mac", Mac(<[u8; 6]>::try_from(mac).ok()?), mac);
            }
        }
        IDENTITY => {
            // The length counts itself.
            let length = usize::from(payload.u16()?).checked_sub(2)?;
            device_id(payload.take_up_to(length), sink);
        }
        _ => {}
    }
    Some(())
}

/// `MFG:Canon;CMD:…;MDL:MG5200 series;CLS:PRINTER;VER:1.040;`
fn device_id(text: &[u8], sink: &mut Sink<'_>) {
    let mut kept = String::new();
    for part in text.split(|b| *b == b';').take(32) {
        let mut sides = part.splitn(2, |b| *b == b':');
        let (Some(key), Some(value)) = (sides.next(), sides.next()) else { continue };
        let shown = holdfast_facts::readable(value.get(..64).unwrap_or(value));
        match key.trim_ascii() {
            b"MDL" => sink.text(About::Source, "bjnp.model", value),
            b"VER" => sink.text(About::Source, "bjnp.firmware", value),
            b"MFG" | b"CLS" | b"DES" => {}
            _ => continue,
        }
        kept.push_str(&holdfast_facts::readable(key.trim_ascii()));
        kept.push(':');
        kept.push_str(&shown);
        kept.push(';');
    }
    sink.put(About::Source, "bjnp.device_id", &kept, text);
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_printer_answers_a_discovery() {
        let bytes = hex("424a4e50 81 01 00000001 0000 00000010 00010800 06 04 0000850000 01 0a000007");
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 8611, 40000);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source bjnp.kind = printer", "source bjnp.mac = 00:00:85:00:00:01"]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn it_says_its_identity() {
        let id =
            b"MFG:Canon;CMD:BJRaster3,NCCe;MDL:MG5200 series;CLS:PRINTER;DES:Canon MG5200 series;VER:1.040;";
        let mut bytes = hex("424a4e50 81 30 00000002 0000");
        bytes.extend((id.len() as u32 + 2).to_be_bytes());
        bytes.extend((id.len() as u16 + 2).to_be_bytes());
        bytes.extend(id);
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 8611, 40000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source bjnp.device_id = MFG:Canon;MDL:MG5200 series;CLS:PRINTER;DES:Canon MG5200 series;VER:1.040;",
                "source bjnp.firmware = 1.040",
                "source bjnp.kind = printer",
                "source bjnp.model = MG5200 series",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn a_question_says_nothing() {
        let bytes = hex("424a4e50 01 01 00000001 0000 00000000");
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 8611);
        assert!(dissect(&DISSECTOR, &message).is_empty());
    }
}
