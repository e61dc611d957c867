//! KNXnet/IP: interfaces and routers of a KNX installation answer a search with their name, serial number, MAC and address
//! on the bus; tools open connections to them, and write to the bus and to its devices through them.

mod cemi;

use super::{
    About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, asked, attribute, weak,
};
use crate::Cursor;
use holdfast_facts::OperationClass::{Identify, Login, Read, Start};
use holdfast_facts::{Mac, OperationClass};

/// KNXnet/IP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "knx",
    title: "KNXnet/IP",
    standard: "ISO 22510; EN 13321-2; KNX specification 3/8 (KNXnet/IP), 3/6/3 (cEMI)",
    carriers: &[Carrier::Udp(&[3671]), Carrier::TcpToEnd(&[3671]), Carrier::Begins(&[6])],
    attributes: &[
        attribute("knx.name", "Friendly name of the device."),
        attribute("knx.serial", "KNX serial number, hexadecimal; it begins with the maker's number."),
        attribute("knx.manufacturer_id", "KNX manufacturer number, from serial number or manufacturer data."),
        attribute("knx.mac", "MAC address that the device tells."),
        attribute("knx.address", "Individual address on the bus: area, line, device."),
        weak("knx.tunnel_address", "Individual address that a tunnel through the sender has.", 4),
        attribute("knx.medium", "Medium of the bus: `TP1`, `PL110`, `RF`, `IP`."),
        attribute("knx.services", "Service families with their versions."),
        attribute("knx.mask", "Mask version (device descriptor 0), hexadecimal."),
        attribute("knx.programming_mode", "The device is in programming mode."),
        attribute("knx.security", "Secure services are offered or used."),
        weak("knx.client", "The sender searches for or connects to KNX devices.", 2),
    ],
    probe,
    dissect,
};

const LONGEST: usize = 1024;

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Header of six bytes, version 1.0 (2.0 for TCP is the same), service, whole length.
    match *pdu.bytes {
        [6, 0x10, 2..=5 | 7 | 9, _, high, low, ..] => {
            let length = usize::from(u16::from_be_bytes([high, low]));
            let fits = (6..=LONGEST).contains(&length) && (length <= pdu.bytes.len() || pdu.cut);
            if fits { Probe::Certain } else { Probe::No }
        }
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let (Some(head), Some(service), Some(length)) = (cursor.u16(), cursor.u16(), cursor.u16()) else {
        return Progress::More;
    };
    let length = usize::from(length);
    if head != 0x0610 || !(6..=LONGEST).contains(&length) {
        return Progress::Done;
    }
    let Some(body) = pdu.bytes.get(6..length) else {
        return if pdu.cut || pdu.transport == Transport::Udp { Progress::Done } else { Progress::More };
    };
    let at = pdu.bytes.get(2..4).unwrap_or(&[]);
    if read(pdu, service, body, at, memory, sink).is_none() && !pdu.cut {
        sink.anomaly("malformed");
    }
    Progress::Consumed(length)
}

/// Functions of the core services, by the place that is remembered.
fn core(place: u8) -> Option<(OperationClass, &'static str)> {
    Some(match place {
        1 => (Identify, "description request"),
        2 => (Login, "connect tunnelling"),
        3 => (Login, "connect device management"),
        4 => (Login, "connect remote configuration"),
        5 => (Login, "connect object server"),
        6 => (Login, "connect"),
        _ => return None,
    })
}

fn read(
    pdu: &Pdu<'_>,
    service: u16,
    body: &[u8],
    at: &[u8],
    memory: &mut FlowMemory,
    sink: &mut Sink<'_>,
) -> Option<()> {
    let mut cursor = Cursor::new(body);
    let group = pdu.destination.mac.is_some_and(Mac::is_group);
    let mut ask = |place: u8, sink: &mut Sink<'_>| {
        if let Some((class, name)) = core(place) {
            sink.asks(class, name, "", at);
            asked::remember(memory, u32::from(service >> 8) << 1 | asked::asker(pdu, true), place);
        }
    };
    match service {
        0x0201 | 0x020b => {
            sink.put(About::Source, "knx.client", "searches", at);
            if !group {
                sink.asks(Identify, "search request", "", at);
            }
        }
        0x0202 | 0x020c => {
            if !group {
                sink.answers(Identify, "search request", "", true, at);
            }
            // The control endpoint stands before the description.
            let length = usize::from(*body.first()?);
            cursor.skip(length)?;
            description(&mut cursor, sink);
        }
        0x0203 => ask(1, sink),
        0x0204 => {
            sink.answers(Identify, "description request", "", true, at);
            description(&mut cursor, sink);
        }
        0x0205 => {
            sink.put(About::Source, "knx.client", "connects", at);
            // Two endpoints, then the kind of connection.
            for _ in 0..2 {
                let length = usize::from(*cursor.rest().first()?);
                cursor.skip(length.max(1))?;
            }
            cursor.skip(1)?;
            ask(
                match cursor.u8()? {
                    4 => 2,
                    3 => 3,
                    6 | 7 => 4,
                    8 => 5,
                    _ => 6,
                },
                sink,
            );
        }
        0x0206 => {
            cursor.skip(1)?;
            let accepted = cursor.u8()? == 0;
            let place = asked::recall(memory, 2 << 1 | asked::asker(pdu, false)).unwrap_or(6);
            let (class, name) = core(place)?;
            sink.answers(class, name, "", accepted, at);
        }
        // Device configuration and tunnelling: connection header of four bytes, then the bus frame.
        0x0310 | 0x0420 => {
            let length = usize::from(*body.first()?);
            cursor.skip(length)?;
            let _ = cemi::read(cursor.rest(), false, sink);
        }
        // Tunnelling feature 6 is the individual address that the tunnel has; who tells it is the interface.
        0x0423 | 0x0425 => {
            let length = usize::from(*body.first()?);
            cursor.skip(length)?;
            let (feature, _) = (cursor.u8()?, cursor.u8()?);
            let address = cursor.rest();
            if feature == 6 {
                sink.put(About::Source, "knx.tunnel_address", &individual(cursor.u16()?), address.get(..2)?);
            }
        }
        0x0530 => {
            let _ = cemi::read(body, true, sink);
        }
        0x0740 | 0x0741 => sink.asks(Read, "remote diagnosis", "", at),
        0x0742 => sink.asks(OperationClass::Configure, "remote basic configuration", "", at),
        0x0743 => sink.asks(Start, "remote reset", "", at),
        0x0950..=0x0955 => {
            sink.put(About::Source, "knx.security", "uses secure services", at);
            if service == 0x0951 {
                sink.asks(Login, "secure session request", "", at);
            }
        }
        _ => {}
    }
    Some(())
}

/// Description blocks (3/8/2 §7.5.4): length, kind, content.
fn description(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) {
    for _ in 0..16 {
        let Some(length) = cursor.u8() else { return };
        let Some(block) = usize::from(length).checked_sub(1).and_then(|rest| cursor.take(rest)) else {
            return;
        };
        let mut block = Cursor::new(block);
        let _ = match block.u8() {
            Some(1) => device(&mut block, sink),
            Some(2) => services(&mut block, sink),
            // Extended device information: medium status, longest message, mask version.
            Some(8) => (|| {
                block.skip(4)?;
                let mask = block.rest();
                sink.value(About::Source, "knx.mask", format_args!("{:04x}", block.u16()?), mask);
                Some(())
            })(),
            Some(0xfe) => (|| {
                let maker = block.rest().get(..2)?;
                sink.value(About::Source, "knx.manufacturer_id", block.u16()?, maker);
                Some(())
            })(),
            _ => None,
        };
    }
}

fn device(block: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let medium = block.rest().get(..1)?;
    let word = match block.u8()? {
        0x02 => "TP1",
        0x04 => "PL110",
        0x10 => "RF",
        0x20 => "IP",
        _ => "other",
    };
    sink.put(About::Source, "knx.medium", word, medium);
    let status = block.rest().get(..1)?;
    if block.u8()? & 1 == 1 {
        sink.put(About::Source, "knx.programming_mode", "on", status);
    }
    let address = block.rest().get(..2)?;
    let number = block.u16()?;
    // 15.15.255 and 0.0.0 mean that none is set.
    sink.put(About::Source, "knx.address", &individual(number), address);
    block.skip(2)?;
    let serial = block.take(6)?;
    if serial.iter().any(|byte| *byte != 0) {
        let text: String = serial.iter().map(|byte| format!("{byte:02x}")).collect();
        sink.put(About::Source, "knx.serial", &text, serial);
        let maker = serial.get(..2)?;
        let number = maker.iter().fold(0u16, |sum, byte| sum << 8 | u16::from(*byte));
        sink.value(About::Source, "knx.manufacturer_id", number, maker);
    }
    block.skip(4)?;
    let mac = block.rest().get(..6)?;
    sink.value(About::Source, "knx.mac", Mac(block.array()?), mac);
    // The name is ISO 8859-1, filled up with zeros.
    let name = block.take_up_to(30);
    let text: String = name.iter().take_while(|byte| **byte != 0).map(|byte| char::from(*byte)).collect();
    sink.put(About::Source, "knx.name", &text, name);
    Some(())
}

fn services(block: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let all = block.rest();
    let mut words = Vec::new();
    for _ in 0..16 {
        let (Some(family), Some(version)) = (block.u8(), block.u8()) else { break };
        let word = match family {
            2 => "core",
            3 => "device management",
            4 => "tunnelling",
            5 => "routing",
            6 => "remote logging",
            7 => "remote configuration",
            8 => "object server",
            9 => "security",
            _ => continue,
        };
        if family == 9 {
            sink.put(About::Source, "knx.security", "offers secure services", all);
        }
        words.push(format!("{word} {version}"));
    }
    sink.put(About::Source, "knx.services", &words.join(", "), all);
    Some(())
}

/// Area, line and device.
fn individual(number: u16) -> String {
    format!("{}.{}.{}", number >> 12, number >> 8 & 15, number & 255)
}

#[cfg(test)]
mod tests;
