//! Modbus/TCP: what a client asks of registers and programs, and what a server says of itself. An answer repeats its
//! function's number, with the high bit where it refuses; sub-functions are remembered by transaction. Things behind a
//! gateway have unit ids of their own, and are children where they identify themselves. Values are not kept.

mod functions;
mod identity;

use super::{
    About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, questions,
};
use functions::{UMAS, function, sub_function};
use holdfast_facts::OperationClass;

/// Modbus.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "modbus",
    title: "Modbus/TCP",
    standard: "MODBUS Application Protocol V1.1b3, MODBUS Messaging on TCP/IP V1.0b; UMAS as published by its students",
    carriers: &[Carrier::TcpToEnd(&[502]), Carrier::Udp(&[502])],
    attributes: &[
        attribute("modbus.vendor_name", "Device identification (43/14) object 0, about the server or unit."),
        attribute("modbus.product_code", "Device identification object 1, about the server or unit."),
        attribute("modbus.revision", "Device identification object 2, about the server or unit."),
        attribute("modbus.vendor_url", "Device identification object 3, about the server or unit."),
        attribute("modbus.product_name", "Device identification object 4, about the server or unit."),
        attribute("modbus.model_name", "Device identification object 5, about the server or unit."),
        attribute(
            "modbus.user_application_name",
            "Device identification object 6, about the server or unit.",
        ),
        attribute(
            "modbus.server_id",
            "Text of report server id (17), or its bytes in hex, about the server or unit.",
        ),
        attribute("modbus.umas_cpu", "Name of the CPU in UMAS read id, about the server."),
        attribute("modbus.umas_version", "Version in UMAS read id, about the server."),
        attribute(
            "modbus.client",
            "`engineering`: the client reserves the controller or moves its program (UMAS).",
        ),
    ],
    probe,
    dissect,
};

/// Transaction, protocol 0, length, unit, function.
struct Header {
    transaction: u16,
    unit: u8,
    code: u8,
    end: usize,
}

/// The longest message: 253 bytes and the header, and more in UMAS, where both sides agree on a size.
const LONGEST: u16 = 260;
const LONGEST_UMAS: u16 = 2048;

fn header(bytes: &[u8]) -> Option<Header> {
    let [t1, t0, 0, 0, l1, l0, unit, code] = *bytes.first_chunk()? else { return None };
    let length = u16::from_be_bytes([l1, l0]);
    let longest = if code & 0x7f == UMAS { LONGEST_UMAS } else { LONGEST };
    let is_ours = (2..=longest).contains(&length) && code & 0x7f != 0;
    is_ours.then_some(Header {
        transaction: u16::from_be_bytes([t1, t0]),
        unit,
        code,
        end: 6 + usize::from(length),
    })
}

fn probe(pdu: &Pdu<'_>) -> Probe {
    match header(pdu.bytes) {
        // On another port only a question for identity of exactly its length is good enough.
        Some(header)
            if header.end == 11 && pdu.bytes.len() == 11 && pdu.bytes.get(7..9) == Some(&[43, 14]) =>
        {
            Probe::Certain
        }
        Some(_) => Probe::Possible,
        None => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some(header) = header(pdu.bytes) else {
        let is_start = pdu.bytes.len() < 8 && pdu.bytes.get(2..4).is_none_or(|id| id == [0, 0]);
        return if is_start { Progress::More } else { Progress::Done };
    };
    let Some(body) = pdu.bytes.get(8..header.end) else {
        return if pdu.cut { Progress::Done } else { Progress::More };
    };
    let at = pdu.bytes.get(7..8).unwrap_or(&[]);
    // 0 and 255 mean the server itself.
    let unit = match header.unit {
        0 | 255 => String::new(),
        unit => format!("unit {unit}"),
    };
    let id = u32::from(header.transaction) << 8 | u32::from(header.unit);
    let is_answer = match pdu.direction {
        Direction::ToServer => false,
        Direction::ToClient => true,
        Direction::Unknown => header.code & 0x80 != 0 || questions::asked(memory, id).is_some(),
    };
    if is_answer {
        answer(&header, id, body, &unit, at, memory, sink);
    } else {
        let sub = sub(header.code, body);
        let (class, name) = match sub {
            Some(sub) => sub_function(header.code, sub),
            None => function(header.code),
        };
        if header.code == UMAS && matches!(class, OperationClass::Program | OperationClass::Login) {
            sink.put(About::Source, "modbus.client", "engineering", at);
        }
        sink.asks(class, &name, &unit, at);
        questions::ask(memory, id, u32::from(header.code) << 8 | u32::from(sub.unwrap_or(0)));
    }
    Progress::Consumed(header.end)
}

/// The sub-function of a request.
fn sub(code: u8, body: &[u8]) -> Option<u8> {
    match code {
        8 | UMAS => body.get(1).copied(),
        43 => body.first().copied(),
        _ => None,
    }
}

fn answer(
    header: &Header,
    id: u32,
    body: &[u8],
    unit: &str,
    at: &[u8],
    memory: &mut FlowMemory,
    sink: &mut Sink<'_>,
) {
    let code = header.code & 0x7f;
    let asked = questions::answered(memory, id).filter(|asked| *asked >> 8 == u32::from(code));
    let sub = match (code, asked) {
        (8 | 43 | UMAS, Some(asked)) => u8::try_from(asked & 0xff).ok(),
        (8 | 43, None) if header.code < 0x80 => sub(code, body),
        _ => None,
    };
    let accepted = header.code < 0x80 && (code != UMAS || body.get(1) == Some(&0xfe));
    let (class, name) = match sub {
        Some(sub) => sub_function(code, sub),
        None => function(code),
    };
    sink.answers(class, &name, unit, accepted, at);
    if !accepted {
        return;
    }
    let child = format!("modbus:{}", header.unit);
    let about = match header.unit {
        0 | 1 | 255 => About::Source,
        _ => About::Child(&child),
    };
    let told = match (code, sub) {
        (43, Some(14)) => identity::objects(body.get(1..).unwrap_or(&[]), about, sink),
        (17, _) => identity::server_id(body, about, sink),
        (UMAS, Some(2)) => identity::umas_id(body.get(2..).unwrap_or(&[]), about, sink),
        _ => Some(()),
    };
    if told.is_none() {
        sink.anomaly("identity_cut");
    }
}

#[cfg(test)]
mod tests;
