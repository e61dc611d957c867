//! Skinny (SCCP): a Cisco phone registers with its name (which holds its MAC), type and protocol.

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;

/// Skinny.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "skinny",
    title: "Skinny (SCCP)",
    standard: "Cisco, observed layout",
    carriers: &[Carrier::Tcp(&[2000]), Carrier::Begins(&[])],
    attributes: &[
        attribute("skinny.role", "`phone` (a station) or `call-manager`, by the messages that it sends."),
        attribute("skinny.device_name", "Name that the device registers with: `SEP001E7A267475`."),
        attribute("skinny.device_type", "Number of the device type: Cisco's list of phones and bridges."),
        attribute("skinny.firmware", "Load that the phone runs, where the registration holds it."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Length (little-endian), version, message number below 0x160.
    match pdu.bytes {
        [l0, l1, 0, 0, v, 0, 0, 0, _, 0 | 1, 0, 0, ..]
            if pdu.on_port(2000) && (4..2048).contains(&u16::from_le_bytes([*l0, *l1])) && *v <= 0x20 =>
        {
            Probe::Possible
        }
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let Some(length) = cursor.u32_le() else { return Progress::More };
    if !(4..=4096).contains(&length) {
        return Progress::Done;
    }
    let total = 8 + length as usize;
    let Some(message) = pdu.bytes.get(..total) else {
        return if pdu.cut { Progress::Done } else { Progress::More };
    };
    let _ = cursor.skip(4);
    let kind = cursor.u32_le().unwrap_or(u32::MAX);
    // Numbers below 0x81 go from the station to the call manager.
    let at = message.get(8..12).unwrap_or(&[]);
    match pdu.direction {
        Direction::ToServer if kind < 0x81 => sink.put(About::Source, "skinny.role", "phone", at),
        Direction::ToClient if (0x81..0x160).contains(&kind) => {
            sink.put(About::Source, "skinny.role", "call-manager", at)
        }
        _ => {}
    }
    if kind == 1 {
        register(message.get(12..).unwrap_or(&[]), sink);
    }
    Progress::Consumed(total)
}

/// Register: name (16), user and instance, address, device type, streams; newer ones end with the load's name.
fn register(body: &[u8], sink: &mut Sink<'_>) {
    let name = body.get(..16).unwrap_or(&[]).split(|b| *b == 0).next().unwrap_or(&[]);
    sink.text(About::Source, "skinny.device_name", name);
    if let Some(kind) = body.get(28..32)
        && let Ok(number) = <[u8; 4]>::try_from(kind).map(u32::from_le_bytes)
    {
        sink.value(About::Source, "skinny.device_type", number, kind);
    }
    let tail = body.get(32..).unwrap_or(&[]);
    let load = tail
        .split(|b| !(0x21..0x7f).contains(b))
        .find(|text| text.len() >= 8 && text.iter().any(u8::is_ascii_digit));
    if let Some(load) = load {
        sink.text(About::Source, "skinny.firmware", load);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::*;

    #[test]
    fn a_phone_registers() {
        let mut bytes = hex("34000000 14000000 01000000");
        bytes.extend(b"SEP001E7A267475\0");
        bytes.extend(hex("00000000 01000000 0a000009 73000000 00000000"));
        bytes.extend(b"SCCP41.8-3-1\0");
        let length = bytes.len() as u32 - 8;
        bytes[..4].copy_from_slice(&length.to_le_bytes());
        let message = pdu(&bytes, Transport::Tcp, Direction::ToServer, 40000, 2000);
        assert_eq!(probe(&message), Probe::Possible);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source skinny.device_name = SEP001E7A267475",
                "source skinny.device_type = 115",
                "source skinny.firmware = SCCP41.8-3-1",
                "source skinny.role = phone",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }
}
