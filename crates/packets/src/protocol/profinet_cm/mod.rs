//! PROFINET context management over DCE/RPC: controllers connect to devices, read and write their records, and start the
//! cyclic exchange; records of identification and maintenance say what a device is.

mod identity;

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, questions};
use crate::Cursor;
use holdfast_facts::OperationClass::{self, Configure, Identify, Read, Write};

/// PROFINET context management.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "profinet_cm",
    title: "PROFINET context management",
    standard: "IEC 61158-6-10 §5; DCE 1.1: Remote Procedure Call (C706) §12; PI: Identification and maintenance functions",
    carriers: &[Carrier::Udp(&[34964])],
    attributes: &[
        attribute("profinet_cm.vendor_id", "PI vendor id (I&M 0, or the object asked), about the device."),
        attribute("profinet_cm.device_id", "Vendor and device id of the object asked: `002a:0313`."),
        attribute(
            "profinet_cm.order_id",
            "Order number (I&M 0, or the endpoint's entry), about the device or a slot.",
        ),
        attribute("profinet_cm.serial", "Serial number (I&M 0), about the device or a slot."),
        attribute("profinet_cm.hardware", "Hardware revision (I&M 0, or the endpoint's entry)."),
        attribute("profinet_cm.firmware", "Software revision: `V4.2.1` (I&M 0, or the endpoint's entry)."),
        attribute("profinet_cm.type", "Type of device in the endpoint's entry."),
        attribute("profinet_cm.function", "Tag of function (I&M 1)."),
        attribute("profinet_cm.location", "Tag of location (I&M 1)."),
        attribute("profinet_cm.installed", "Date of installation (I&M 2)."),
        attribute("profinet_cm.station", "Name of the station that connects, about the controller."),
        attribute(
            "profinet_cm.role",
            "`io-controller` or `io-supervisor` connects, `io-device` is connected to.",
        ),
    ],
    probe,
    dissect,
};

/// The end of the interface ids dea0000n-6c97-11d1-8271-00a02442df7d, and the start of the objects'.
const INTERFACES: [u8; 8] = [0x82, 0x71, 0x00, 0xa0, 0x24, 0x42, 0xdf, 0x7d];
const MAPPER: [u8; 8] = [0x91, 0xa4, 0x08, 0x00, 0x2b, 0x14, 0xa0, 0xfa];

/// Connectionless RPC, version 4.
struct Header<'a> {
    kind: u8,
    object: &'a [u8],
    is_mapper: bool,
    sequence: u32,
    operation: u16,
    operation_at: &'a [u8],
    fragment: u16,
    body: &'a [u8],
}

fn header(bytes: &[u8]) -> Option<Header<'_>> {
    let [4, kind, _, _, format, ..] = *bytes.first_chunk::<8>()? else { return None };
    let little = format & 0x10 != 0;
    let is_mapper = match bytes.get(32..40)? {
        tail if *tail == INTERFACES => false,
        tail if *tail == MAPPER => true,
        _ => return None,
    };
    let number = |at: usize| {
        let bytes: [u8; 2] = bytes.get(at..at + 2)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let sequence = u32::from(number(64)?) << 16 | u32::from(number(66)?);
    Some(Header {
        kind,
        object: bytes.get(8..24)?,
        is_mapper,
        sequence,
        operation: number(68)?,
        operation_at: bytes.get(68..70)?,
        fragment: number(76)?,
        body: bytes.get(80..)?,
    })
}

fn probe(pdu: &Pdu<'_>) -> Probe {
    match header(pdu.bytes) {
        // The endpoint mapper is everybody's: only on PROFINET's port is it ours.
        Some(header) if header.is_mapper => {
            if pdu.on_port(34964) {
                Probe::Certain
            } else {
                Probe::No
            }
        }
        Some(_) => Probe::Certain,
        None => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if let Some(header) = header(pdu.bytes)
        && header.fragment == 0
        && read(&header, memory, sink).is_none()
        && !pdu.cut
    {
        sink.anomaly("malformed");
    }
    Progress::Done
}

fn read(header: &Header<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Option<()> {
    let at = header.operation_at;
    match (header.kind, header.is_mapper) {
        (0, true) => sink.asks(Identify, "endpoint lookup", "", at),
        (2, true) => {
            sink.answers(Identify, "endpoint lookup", "", true, at);
            identity::annotation(header.body, sink);
        }
        (0, false) => return request(header, memory, sink),
        (2, false) => return response(header, memory, sink),
        // Fault and reject.
        (3 | 6, false) => {
            let asked = questions::answered(memory, header.sequence)?;
            let (class, name) = operation(header.operation, asked);
            sink.answers(class, name, "", false, at);
        }
        _ => {}
    }
    Some(())
}

/// The record's index decides what reading and writing it means.
fn operation(code: u16, index: u32) -> (OperationClass, &'static str) {
    let is_identity = (0xaff0..=0xafff).contains(&(index & 0xffff));
    match code {
        0 => (Configure, "connect"),
        1 => (Configure, "release"),
        2 | 5 if is_identity => (Identify, "read identification"),
        2 | 5 => (Read, "read record"),
        3 if is_identity => (Configure, "write identification"),
        3 => (Write, "write record"),
        4 => (Configure, "control"),
        _ => (Read, "other"),
    }
}

/// Size, length, and an array's size, offset and count; then blocks.
fn request(header: &Header<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Option<()> {
    object(header, sink);
    let blocks = header.body.get(20..)?;
    let kind = u16::from_be_bytes(*blocks.first_chunk()?);
    let (mut index, mut slot) = (0, 0);
    match kind {
        0x0101 => initiator(blocks, sink)?,
        // Read and write: sequence, relation, interface, slot, sub-slot, padding, index.
        0x0008 | 0x0009 => {
            let mut cursor = Cursor::new(blocks.get(28..)?);
            slot = cursor.u16()?;
            cursor.skip(4)?;
            index = u32::from(cursor.u16()?);
        }
        _ => {}
    }
    let (class, name) = operation(header.operation, index);
    sink.asks(class, name, "", header.operation_at);
    questions::ask(memory, header.sequence, u32::from(slot) << 16 | index);
    Some(())
}

/// The object that is asked: dea00000-6c97-11d1-8271, then instance, device id and vendor id.
fn object(header: &Header<'_>, sink: &mut Sink<'_>) {
    if let [.., d1, d0, v1, v0] = header.object
        && header.object.get(8..10) == Some(&[0x82, 0x71])
    {
        let (vendor, device) = (u16::from_be_bytes([*v1, *v0]), u16::from_be_bytes([*d1, *d0]));
        if vendor != 0 {
            sink.value(About::Destination, "profinet_cm.vendor_id", vendor, header.object);
            let both = format_args!("{vendor:04x}:{device:04x}");
            sink.value(About::Destination, "profinet_cm.device_id", both, header.object);
        }
    }
}

/// Who connects: kind of relation, its id, session, MAC, object, properties, timeout, port, name.
fn initiator(blocks: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(blocks);
    cursor.skip(6)?;
    let at = cursor.rest().get(..2)?;
    let role = match cursor.u16()? {
        1 | 0x10 | 0x20 => "io-controller",
        6 => "io-supervisor",
        _ => return Some(()),
    };
    sink.put(About::Source, "profinet_cm.role", role, at);
    cursor.skip(16 + 2 + 6 + 16 + 4 + 2 + 2)?;
    let length = cursor.u16()?;
    identity::text(About::Source, "profinet_cm.station", cursor.take(usize::from(length))?, sink);
    Some(())
}

/// Status first; then as in the request.
fn response(header: &Header<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Option<()> {
    let status = header.body.get(..4)?;
    let accepted = status == [0; 4];
    let asked = questions::answered(memory, header.sequence).unwrap_or(0);
    let (class, name) = operation(header.operation, asked);
    sink.answers(class, name, "", accepted, header.operation_at);
    if !accepted {
        return Some(());
    }
    match header.operation {
        0 => sink.put(About::Source, "profinet_cm.role", "io-device", status),
        // A head of 64 bytes with slot and index, then the record.
        2 | 5 => {
            let blocks = header.body.get(20..)?;
            let mut cursor = Cursor::new(blocks.get(28..)?);
            let slot = cursor.u16()?;
            cursor.skip(4)?;
            if (0xaff0..=0xaff3).contains(&cursor.u16()?) {
                return identity::record(slot, blocks.get(64..)?, sink);
            }
        }
        _ => {}
    }
    Some(())
}

#[cfg(test)]
mod tests;
