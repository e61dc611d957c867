//! HART-IP: HART commands over UDP and TCP. A device says its expanded type, maker, revisions and id (commands 0, 11, 21) and
//! its tags (13, 20). A gateway answers for itself and for what is behind it: the first device that a session speaks to is
//! the server, others are its children, `hart:` with type and id.

mod commands;

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;
use holdfast_facts::OperationClass::Login;

/// HART-IP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "hart_ip",
    title: "HART-IP",
    standard: "FieldComm Group TS20085 (HART-IP), HCF_SPEC-127 (universal commands), HCF_SPEC-183 (tables); IEC 61784",
    carriers: &[Carrier::Udp(&[5094, 5095]), Carrier::TcpToEnd(&[5094]), Carrier::Begins(&[1, 2])],
    attributes: &[
        attribute("hart_ip.manufacturer_id", "Manufacturer id."),
        attribute("hart_ip.device_type", "Expanded device type, hexadecimal."),
        attribute("hart_ip.device_id", "Unique id of the unit, hexadecimal: a serial number."),
        attribute("hart_ip.universal_revision", "HART universal revision."),
        attribute("hart_ip.device_revision", "Device revision: of its command set."),
        attribute("hart_ip.software_revision", "Software revision."),
        attribute("hart_ip.hardware_revision", "Hardware revision."),
        attribute("hart_ip.profile", "Device profile: 1 is a process device, 132 a WirelessHART gateway."),
        attribute("hart_ip.tag", "Tag (command 13)."),
        attribute("hart_ip.descriptor", "Descriptor (command 13)."),
        attribute("hart_ip.long_tag", "Long tag (command 20)."),
    ],
    probe,
    dissect,
};

/// Longest message of the standard.
const LONGEST: usize = 2048;

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Version, request/response/publish/error, message id, status, sequence, length of the whole.
    match *pdu.bytes {
        [1 | 2, 0..=3 | 15, 0..=5 | 128, _, _, _, high, low, ..] => {
            let length = usize::from(u16::from_be_bytes([high, low]));
            let fits = (8..=LONGEST).contains(&length) && length <= pdu.bytes.len();
            if fits && (pdu.on_port(5094) || pdu.on_port(5095)) { Probe::Certain } else { Probe::No }
        }
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let (Some(version), Some(kind), Some(id), Some(status)) =
        (cursor.u8(), cursor.u8(), cursor.u8(), cursor.u8())
    else {
        return Progress::More;
    };
    let (Some(_), Some(length)) = (cursor.u16(), cursor.u16()) else { return Progress::More };
    let length = usize::from(length);
    if !matches!(version, 1 | 2) || !(8..=LONGEST).contains(&length) {
        return Progress::Done;
    }
    let Some(body) = pdu.bytes.get(8..length) else {
        return if pdu.cut { Progress::Done } else { Progress::More };
    };
    let at = pdu.bytes.get(2..3).unwrap_or(&[]);
    match (id, kind) {
        (0, 0) => {
            memory.set_note(&[1]);
            sink.asks(Login, "session initiate", "", at);
        }
        (0, 1 | 3) => sink.answers(Login, "session initiate", "", status == 0, at),
        (3, 0..=2) if token(kind, body, memory, sink).is_none() && !pdu.cut => sink.anomaly("malformed"),
        _ => {}
    }
    Progress::Consumed(length)
}

/// A token-passing frame without its preambles (HCF_SPEC-81): delimiter, address, command, byte count, data, check byte.
fn token(kind: u8, body: &[u8], memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(body);
    let delimiter = cursor.u8()?;
    let mut address = [0u8; 5];
    let long = delimiter & 0x80 != 0;
    if long {
        address = cursor.array()?;
        // The two highest bits say which master asks and whether the device bursts.
        address[0] &= 0x3f;
    } else {
        cursor.skip(1)?;
    }
    cursor.skip(usize::from(delimiter >> 5 & 3))?;
    let at = cursor.rest().get(..1)?;
    let mut command = u16::from(cursor.u8()?);
    let length = usize::from(cursor.u8()?);
    let data = cursor.take(length)?;
    // A request to a short address, or the session's first, is to the server itself. Servers answer from another port than
    // the one the session was asked at, so a flow may also begin with the question who it is.
    let begins = match memory.note() {
        [1] => long,
        [] => long && kind == 0 && command == 0,
        _ => false,
    };
    if begins {
        memory.set_note(&address);
    }
    let own = !long || memory.note() == address;
    let unit = if own {
        String::new()
    } else {
        let [a, b, c, d, e] = address;
        format!("device {a:02x}{b:02x}{c:02x}{d:02x}{e:02x}")
    };
    let mut data = Cursor::new(data);
    match kind {
        0 => {
            if command == 31 {
                command = data.u16()?;
            }
            let (class, name) = commands::command(command);
            sink.asks(class, name, &unit, at);
        }
        1 | 2 => {
            let response = data.u8()?;
            data.skip(1)?;
            if command == 31 {
                command = data.u16()?;
            }
            let (class, name) = commands::command(command);
            let accepted = matches!(response, 0 | 8 | 14 | 24..=27 | 30 | 31 | 96..=127);
            if kind == 1 {
                sink.answers(class, name, &unit, accepted, at);
            }
            if accepted {
                let _ = commands::tell(command, own, address, data, memory, sink);
            }
        }
        _ => {}
    }
    Some(())
}

#[cfg(test)]
mod tests;
