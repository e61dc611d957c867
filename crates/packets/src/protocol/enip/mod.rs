//! EtherNet/IP with CIP in it: devices tell their identity object, whole chassis slot by slot; controllers are read, written,
//! loaded, stopped and flashed by services on their objects. Cyclic input and output is not looked at, and values are not kept.

mod cip;
mod identity;
mod path;
mod pccc;
mod services;

use super::{Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;
use holdfast_facts::OperationClass;
use path::Route;

/// EtherNet/IP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "enip",
    title: "EtherNet/IP and CIP",
    standard: "ODVA, The CIP Networks Library, volumes 1 and 2; Rockwell Automation 1756-PM020, 1770-6.5.16",
    carriers: &[
        Carrier::TcpToEnd(&[44818]),
        Carrier::Udp(&[44818]),
        Carrier::Begins(&[0, 1, 4, 0x63, 0x64, 0x65, 0x66, 0x6f, 0x70]),
    ],
    attributes: &[
        attribute("enip.vendor_id", "ODVA vendor id (identity attribute 1), about the device or a slot."),
        attribute("enip.device_type", "Device type (identity attribute 2), about the device or a slot."),
        attribute("enip.product_code", "Product code (identity attribute 3), about the device or a slot."),
        attribute("enip.revision", "Revision (identity attribute 4): `16.20`, about the device or a slot."),
        attribute("enip.serial", "Serial number in hex (identity attribute 6), about the device or a slot."),
        attribute("enip.product_name", "Product name (identity attribute 7), about the device or a slot."),
        attribute("enip.address", "Address that the device holds for its own, where it is another one."),
        attribute("enip.controller", "Product name of the controller in the chassis behind this address."),
        attribute(
            "enip.controller_revision",
            "Revision of the controller in the chassis behind this address.",
        ),
        attribute("enip.originator_vendor_id", "ODVA vendor id of who opens connections, about the client."),
        attribute("enip.originator_serial", "Serial number of who opens connections, about the client."),
        attribute("enip.pccc_processor", "Catalogue number in the answer to PCCC diagnostic status."),
    ],
    probe,
    dissect,
};

/// Encapsulation commands (volume 2 §2-3).
const COMMANDS: [u16; 9] = [0x00, 0x01, 0x04, 0x63, 0x64, 0x65, 0x66, 0x6f, 0x70];

struct Header {
    command: u16,
    length: usize,
    session: u32,
    status: u32,
    context: u32,
}

fn header(bytes: &[u8]) -> Option<Header> {
    let mut cursor = Cursor::new(bytes);
    let command = cursor.u16_le()?;
    let length = usize::from(cursor.u16_le()?);
    let session = cursor.u32_le()?;
    let status = cursor.u32_le()?;
    let context = cursor.u32_le()? ^ cursor.u32_le()?.rotate_left(16);
    let options = cursor.u32_le()?;
    let is_ours = COMMANDS.contains(&command) && options == 0 && status <= 0xff;
    is_ours.then_some(Header { command, length, session, status, context })
}

fn probe(pdu: &Pdu<'_>) -> Probe {
    match header(pdu.bytes) {
        // A packet of exactly its length that belongs to a session.
        Some(header)
            if header.session != 0 && header.length + 24 == pdu.bytes.len() && header.length >= 16 =>
        {
            Probe::Certain
        }
        Some(_) => Probe::Possible,
        None => Probe::No,
    }
}

/// The longest packet that is put together.
const LONGEST: usize = 8192;

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some(header) = header(pdu.bytes) else {
        return if pdu.bytes.len() < 24 { Progress::More } else { Progress::Done };
    };
    let end = 24 + header.length;
    let Some(body) = pdu.bytes.get(24..end) else {
        return if pdu.cut || header.length > LONGEST { Progress::Done } else { Progress::More };
    };
    let at = pdu.bytes.get(..2).unwrap_or(&[]);
    let is_answer = match pdu.direction {
        Direction::ToServer => false,
        Direction::ToClient => true,
        Direction::Unknown => pdu.source.port == 44818 && pdu.destination.port != 44818,
    };
    match header.command {
        0x63 if body.is_empty() && !is_answer => sink.asks(OperationClass::Identify, "list identity", "", at),
        0x63 => {
            sink.answers(OperationClass::Identify, "list identity", "", header.status == 0, at);
            for (kind, item) in items(body) {
                if kind == 0x0c && identity::listed(item, sink).is_none() {
                    sink.anomaly("identity_cut");
                }
            }
        }
        0x6f | 0x70 if header.status == 0 => {
            carried(body.get(6..).unwrap_or(&[]), &header, is_answer, memory, sink);
        }
        _ => {}
    }
    Progress::Consumed(end)
}

/// An address (none, or a connection's id) and a message, which on a connection has a number before it.
fn carried(body: &[u8], header: &Header, is_answer: bool, memory: &mut FlowMemory, sink: &mut Sink<'_>) {
    let mut route = Route::Here;
    for (kind, item) in items(body) {
        let (id, message) = match kind {
            0xa1 => {
                route = Cursor::new(item).u32_le().map_or(Route::Here, |id| cip::connection(id, memory));
                continue;
            }
            0xb1 => {
                let mut cursor = Cursor::new(item);
                let Some(number) = cursor.u16_le() else { continue };
                (0x4000_0000 | u32::from(number), cursor.rest())
            }
            0xb2 => (header.context & 0x3fff_ffff, item),
            _ => continue,
        };
        // A service with the high bit is an answer, whichever way it goes.
        let told = match message.first() {
            Some(code) if code & 0x80 != 0 => cip::answer(message, id, 0, memory, sink),
            Some(_) if !is_answer => cip::request(message, route, id, 0, memory, sink),
            _ => continue,
        };
        if told.is_none() {
            sink.anomaly("malformed");
        }
    }
}

/// Count, then kind, length and bytes of each.
fn items(body: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut cursor = Cursor::new(body);
    let count = cursor.u16_le().unwrap_or(0).min(8);
    (0..count).map_while(move |_| {
        let kind = cursor.u16_le()?;
        let length = cursor.u16_le()?;
        Some((kind, cursor.take(usize::from(length))?))
    })
}

#[cfg(test)]
mod tests;
