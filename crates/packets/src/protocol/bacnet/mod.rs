//! BACnet/IP (ASHRAE 135): a device announces its instance and vendor id, and answers what it is when asked for the
//! properties of its device object. Routers and broadcast managers pass on what others said: a forwarded message is about
//! its origin, and one from another network is about a thing behind the router that sends it.

mod application;
mod functions;
mod network;
mod property;
mod tag;

use super::{
    About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, asked, attribute, weak,
};
use crate::Cursor;
use holdfast_facts::OperationClass::{Configure, Read};
use std::net::IpAddr;

/// BACnet.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "bacnet",
    title: "BACnet",
    standard: "ANSI/ASHRAE 135-2020 (ISO 16484-5), Annex J (BACnet/IP)",
    carriers: &[Carrier::Udp(&[47808]), Carrier::Llc(0x82), Carrier::Begins(&[0x81])],
    attributes: &[
        attribute("bacnet.device", "Instance number of the device object."),
        attribute("bacnet.vendor_id", "ASHRAE vendor id, from I-Am or vendor-identifier."),
        attribute("bacnet.vendor_name", "vendor-name of the device object."),
        attribute("bacnet.model", "model-name of the device object."),
        attribute("bacnet.firmware", "firmware-revision of the device object."),
        attribute("bacnet.software", "application-software-version of the device object."),
        attribute("bacnet.object_name", "object-name of the device object."),
        attribute("bacnet.description", "description of the device object."),
        attribute("bacnet.location", "location of the device object."),
        attribute("bacnet.serial", "serial-number of the device object."),
        attribute("bacnet.profile", "profile-name of the device object."),
        weak("bacnet.protocol_revision", "protocol-revision of the device object.", 2),
        attribute("bacnet.router", "Network that the sender routes to."),
        attribute("bacnet.broadcast_manager", "The sender forwards broadcasts between networks (BBMD)."),
        attribute("bacnet.foreign_device", "The sender registers at a broadcast manager of another network."),
    ],
    probe,
    dissect,
};

/// Key under which the last question to a broadcast manager is kept.
const MANAGER: u32 = 1 << 31;

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.transport == Transport::Link {
        return if pdu.bytes.first() == Some(&1) { Probe::Certain } else { Probe::No };
    }
    match *pdu.bytes {
        [0x81, 0..=0x0b, high, low, ..]
            if usize::from(u16::from_be_bytes([high, low])) == pdu.bytes.len() || pdu.cut =>
        {
            if pdu.on_port(47808) || matches!(pdu.bytes.get(1..6), Some([0x0a | 0x0b, _, _, 1, 0..=0x2f])) {
                Probe::Certain
            } else {
                Probe::Possible
            }
        }
        [0x81, 0..=0x0b, ..] => Probe::Possible,
        _ => Probe::No,
    }
}

/// Whose message the network layer holds.
#[derive(Clone, Copy)]
struct Origin {
    /// The station that sent it on its network; `None`: the sender of the datagram.
    forwarded_from: Option<IpAddr>,
    /// It goes to everybody.
    broadcast: bool,
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let origin = Origin { forwarded_from: None, broadcast: false };
    let read = if pdu.transport == Transport::Link {
        network::read(pdu, pdu.bytes, origin, memory, sink)
    } else {
        virtual_link(pdu, memory, sink)
    };
    if read.is_none() && !pdu.cut {
        sink.anomaly("malformed");
    }
    Progress::Done
}

/// Annex J.2: type, function, length, then what the function says.
fn virtual_link(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(pdu.bytes);
    cursor.skip(1)?;
    let at = cursor.rest().get(..1)?;
    let function = cursor.u8()?;
    let length = usize::from(cursor.u16()?);
    let mut cursor = Cursor::new(pdu.bytes.get(4..length.min(pdu.bytes.len()))?);
    let origin = Origin { forwarded_from: None, broadcast: false };
    match function {
        0 => result(pdu, cursor.u16()?, at, memory, sink),
        4 => {
            let [a, b, c, d] = cursor.array()?;
            cursor.skip(2)?;
            let from = IpAddr::from([a, b, c, d]);
            let forwarded_from = (pdu.source.ip != Some(from)).then_some(from);
            if forwarded_from.is_some() {
                sink.put(About::Source, "bacnet.broadcast_manager", "forwards", at);
            }
            return network::read(
                pdu,
                cursor.rest(),
                Origin { forwarded_from, broadcast: true },
                memory,
                sink,
            );
        }
        0x0a => return network::read(pdu, cursor.rest(), origin, memory, sink),
        // 9: a foreign device gives a broadcast to its manager; the message is its own.
        9 | 0x0b => {
            return network::read(pdu, cursor.rest(), Origin { broadcast: true, ..origin }, memory, sink);
        }
        3 | 7 => sink.put(About::Source, "bacnet.broadcast_manager", "has tables", at),
        asked => {
            let Some((class, name)) = manager_function(asked) else { return Some(()) };
            if asked == 5 {
                sink.put(About::Source, "bacnet.foreign_device", "registers", at);
            }
            sink.asks(class, name, "", at);
            asked::remember(memory, MANAGER | asked::asker(pdu, true), asked);
        }
    }
    if let (3 | 7, Some((class, name))) = (function, manager_function(function.wrapping_sub(1))) {
        sink.answers(class, name, "", true, at);
        asked::recall(memory, MANAGER | asked::asker(pdu, false));
    }
    Some(())
}

fn manager_function(number: u8) -> Option<(holdfast_facts::OperationClass, &'static str)> {
    Some(match number {
        1 => (Configure, "write broadcast distribution table"),
        2 => (Read, "read broadcast distribution table"),
        5 => (Configure, "register foreign device"),
        6 => (Read, "read foreign device table"),
        8 => (Configure, "delete foreign device table entry"),
        _ => return None,
    })
}

/// Annex J.2.1: zero is done; a refusal's code begins with the function that it refuses.
fn result(pdu: &Pdu<'_>, code: u16, at: &[u8], memory: &mut FlowMemory, sink: &mut Sink<'_>) {
    let open = asked::recall(memory, MANAGER | asked::asker(pdu, false));
    let refused = match code >> 4 {
        1 => Some(1),
        2 => Some(2),
        3 => Some(5),
        4 => Some(6),
        5 => Some(8),
        _ => None,
    };
    let asked = if code == 0 { open } else { refused };
    if let Some((class, name)) = asked.and_then(manager_function) {
        sink.answers(class, name, "", code == 0, at);
    }
}

#[cfg(test)]
mod tests;
