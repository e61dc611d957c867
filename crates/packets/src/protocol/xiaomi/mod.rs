//! Xiaomi: the handshake of its smart-home protocol (miIO, UDP 54321), and the greeting of its phones to the push service
//! (TCP 5222), which names model and system in the clear before the rest is encrypted.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute};
use crate::Cursor;

/// Xiaomi.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "xiaomi",
    title: "Xiaomi miIO and push",
    standard: "public descriptions of miIO; observed layout of the push greeting",
    carriers: &[Carrier::Udp(&[54321]), Carrier::Tcp(&[5222]), Carrier::Begins(&[0x21, 0xc2])],
    attributes: &[
        attribute("xiaomi.device_id", "Id of a miIO device (did)."),
        attribute("xiaomi.token", "A miIO device gives its key to whoever asks: `given`; never the key."),
        attribute("xiaomi.phone_model", "Model of a phone, as it greets the push service: `Redmi Note 9S`."),
        attribute("xiaomi.phone_firmware", "System version of a phone: `V12.5.2.0.RJWMIXM`."),
    ],
    probe,
    dissect,
};

const HELLO: usize = 32;

fn probe(pdu: &Pdu<'_>) -> Probe {
    let wanted: &[u8] = match pdu.transport {
        Transport::Udp => b"\x21\x31",
        _ => b"\xc2\xfe\x00\x05",
    };
    if !pdu.bytes.starts_with(wanted) {
        return Probe::No;
    }
    match pdu.bytes {
        // The length of the whole.
        [0x21, 0x31, high, low, ..] => {
            let whole = usize::from(u16::from_be_bytes([*high, *low])) == pdu.bytes.len();
            if whole && pdu.on_port(54321) { Probe::Certain } else { Probe::No }
        }
        _ => Probe::Certain,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.transport == Transport::Udp {
        let _ = handshake(pdu.bytes, sink);
        return Progress::Done;
    }
    let Some(length) = pdu.bytes.get(4..8).and_then(|b| <[u8; 4]>::try_from(b).ok()) else {
        return Progress::More;
    };
    // Header of 8 bytes, body, checksum of 4. The greeting is short; what follows is encrypted.
    let total = 12 + u32::from_be_bytes(length) as usize;
    if total <= 2048 && pdu.bytes.len() < total && !pdu.cut {
        return Progress::More;
    }
    let _ = greeting(pdu.bytes, sink);
    Progress::Done
}

/// Magic, length, unknown (4), device id (4), time (4), checksum (16). A question is filled with ones.
fn handshake(bytes: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    cursor.skip(4)?;
    let unknown = cursor.u32()?;
    let at = cursor.rest().get(..4)?;
    let device = cursor.u32()?;
    // Messages that go to the device carry its id too; only the answer to a greeting is surely its own.
    if unknown != 0 || device == 0 || device == u32::MAX || bytes.len() != HELLO {
        return None;
    }
    sink.value(About::Source, "xiaomi.device_id", device, at);
    cursor.skip(4)?;
    let checksum = cursor.take(16)?;
    if checksum.iter().any(|b| *b != 0xff) && checksum.iter().any(|b| *b != 0) {
        sink.put(About::Source, "xiaomi.token", "given", at);
    }
    Some(())
}

/// Two (2), length of the head (2), length of the body (4), then both as protocol buffers; the head says `CONN`.
fn greeting(bytes: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    cursor.skip(10)?;
    let head = usize::from(cursor.u16()?);
    let body = cursor.u32()? as usize;
    let head = cursor.take(head)?;
    head.windows(4).find(|w| *w == b"CONN")?;
    let mut fields = Cursor::new(cursor.take_up_to(body));
    // A phone's greeting begins with a number, the service's answer with a text.
    fields.rest().strip_prefix(&[0x08])?;
    for _ in 0..16 {
        let key = fields.u8()?;
        match key & 7 {
            // A number.
            0 => while fields.u8()? & 0x80 != 0 {},
            // Bytes; these are short.
            2 => {
                let length = usize::from(fields.u8().filter(|length| length & 0x80 == 0)?);
                let value = fields.take(length)?;
                let name = match key >> 3 {
                    2 => "xiaomi.phone_model",
                    3 => "xiaomi.phone_firmware",
                    // 4 is an id of the person's account.
                    _ => continue,
                };
                sink.text(About::Source, name, value);
            }
            _ => return None,
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::Direction;
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::*;

    /// A phone greets the push service, as recorded up to its second field and the account's id.
    const GREETING: &str = "c2fe0005 000000ac 0002 0016 0000008e
        0800 1a0a 7869616f6d692e636f6d 2a04 434f4e4e 4800
        086a 120d 5265646d69204e6f7465203953 1a11 5631322e352e322e302e524a574d49584d
        222a 612d44374135443841394235333735323946393636453432394430353838363230333234463643354532 282a";

    #[test]
    fn a_phone_names_its_model() {
        let mut bytes = hex(GREETING);
        bytes.resize(184, 0);
        let message = pdu(&bytes, Transport::Tcp, Direction::ToServer, 45904, 5222);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source xiaomi.phone_firmware = V12.5.2.0.RJWMIXM", "source xiaomi.phone_model = Redmi Note 9S",]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn the_service_is_no_phone() {
        // As recorded.
        let bytes =
            hex("c2fe000500000036000200160000001808001a0a7869616f6d692e636f6d2a04434f4e4e48000a0a3533383633
            373037363912043766303 41a02080022007da80b77");
        let message = pdu(&bytes, Transport::Tcp, Direction::ToClient, 5222, 39180);
        assert!(dissect(&DISSECTOR, &message).is_empty());
    }

    #[test]
    fn a_device_answers_a_greeting() {
        let closed = hex("2131 0020 00000000 03c12d61 0000a1b2 ffffffffffffffffffffffffffffffff");
        let message = pdu(&closed, Transport::Udp, Direction::ToClient, 54321, 40000);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(dissect(&DISSECTOR, &message), ["source xiaomi.device_id = 62991713"]);
        be_nasty(&DISSECTOR, &message);
        let open = hex("2131 0020 00000000 03c12d61 0000a1b2 00112233445566778899aabbccddeeff");
        let message = pdu(&open, Transport::Udp, Direction::ToClient, 54321, 40000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source xiaomi.device_id = 62991713", "source xiaomi.token = given"]
        );
        let question = hex("2131 0020 ffffffff ffffffff ffffffff ffffffffffffffffffffffffffffffff");
        let message = pdu(&question, Transport::Udp, Direction::ToServer, 40000, 54321);
        assert!(dissect(&DISSECTOR, &message).is_empty());
    }
}
