//! DLMS/COSEM (IEC 62056): meters over the IP wrapper or HDLC. An association names the sort of access and, where it is
//! protected, the meter's system title, which begins with its maker's letters; the logical device name and the serial numbers
//! follow as objects. Passwords and readings are not read.

mod application;
mod association;
mod hdlc;

use super::{
    About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, asked, attribute, weak,
};
use crate::Cursor;

/// DLMS/COSEM.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "dlms",
    title: "DLMS/COSEM",
    standard: "IEC 62056-47 (wrapper), IEC 62056-46 (HDLC), IEC 62056-5-3 (application), IEC 62056-6-1 (OBIS)",
    carriers: &[Carrier::TcpToEnd(&[4059]), Carrier::Udp(&[4059]), Carrier::Begins(&[0, 0x7e])],
    attributes: &[
        attribute(
            "dlms.manufacturer",
            "FLAG letters of the maker, from a system title or logical device name.",
        ),
        attribute("dlms.system_title", "System title, hexadecimal: maker, then type and serial."),
        attribute("dlms.logical_device_name", "Logical device name."),
        attribute("dlms.device_id", "Device id objects 0-0:96.1.x and 1-0:0.0.x: serial numbers."),
        attribute("dlms.firmware", "Active firmware identifier, 1-0:0.2.0."),
        attribute("dlms.authentication", "How the client proves itself: `none`, `low (password)`, `high …`."),
        weak("dlms.context", "Application context: names, with or without ciphering.", 4),
    ],
    probe,
    dissect,
};

/// Longest application message that is waited for.
const LONGEST: usize = 8 * 1024;

fn probe(pdu: &Pdu<'_>) -> Probe {
    match *pdu.bytes {
        // Wrapper: version 1, two ports, length, then a known message.
        [0, 1, _, _, _, _, high, low, tag, ..] => {
            let length = usize::from(u16::from_be_bytes([high, low]));
            let fits = length > 1 && length <= LONGEST && pdu.bytes.len() >= 8 + length;
            let exact = pdu.bytes.len() == 8 + length;
            // An association names a context of 2.16.756.5.8.1.
            let named = pdu
                .bytes
                .get(8..32)
                .is_some_and(|start| start.windows(6).any(|six| six == [0x60, 0x85, 0x74, 5, 8, 1]));
            match tag {
                0x60 | 0x61 if fits && named => Probe::Certain,
                _ if fits && exact && application::is_known(tag) && pdu.on_port(4059) => Probe::Certain,
                _ if application::is_known(tag) && pdu.on_port(4059) => Probe::Possible,
                _ => Probe::No,
            }
        }
        // HDLC: flag, format type 3.
        [0x7e, format, ..] if format >> 4 == 0x0a && hdlc::is_frame(pdu.bytes) => Probe::Certain,
        [0x7e, format, ..] if format >> 4 == 0x0a && pdu.on_port(4059) => Probe::Possible,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    if pdu.bytes.first() == Some(&0x7e) {
        return hdlc::frame(pdu, memory, sink);
    }
    let (Some(version), Some(from), Some(to), Some(length)) =
        (cursor.u16(), cursor.u16(), cursor.u16(), cursor.u16())
    else {
        return Progress::More;
    };
    let length = usize::from(length);
    if version != 1 || length == 0 || length > LONGEST {
        return Progress::Done;
    }
    let Some(body) = cursor.take(length) else {
        return if pdu.cut || pdu.transport == Transport::Udp { Progress::Done } else { Progress::More };
    };
    let is_answer = body.first().is_some_and(|tag| application::is_answer(*tag));
    // The logical device is the meter's end: 1 is the management device that every meter has.
    let device = if is_answer { from } else { to };
    application::read(pdu, body, u32::from(device), memory, sink);
    Progress::Consumed(8 + length)
}

/// The maker's letters at the start of a system title or a logical device name.
fn manufacturer(about: About<'_>, title: &[u8], sink: &mut Sink<'_>) {
    if let Some(letters) = title.get(..3).filter(|letters| letters.iter().all(u8::is_ascii_uppercase)) {
        sink.text(about, "dlms.manufacturer", letters);
    }
}

#[cfg(test)]
mod tests;
