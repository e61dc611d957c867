//! S7 communication and S7comm-plus on TPKT and COTP: who connects to which slot and as what, what is read, written, loaded
//! and stopped, and how the CPU describes itself in its system status lists. MMS shares the port and is told by its content.

mod functions;
mod plus;
mod szl;
pub(super) mod tpkt;

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, mms};
use crate::Cursor;
use functions::{SERVICES, job, user_data};
use holdfast_facts::OperationClass;
use tpkt::{Cotp, Read};

/// S7 communication.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "s7comm",
    title: "S7 communication",
    standard: "RFC 1006, ISO 8073; Siemens SIMATIC system software: system and standard functions (system status lists); \
               function numbers as in open implementations",
    carriers: &[Carrier::TcpToEnd(&[102]), Carrier::Begins(&[3])],
    attributes: &[
        attribute(
            "s7comm.order_number",
            "Order number of the module (SZL 0x11, or the session of S7comm-plus).",
        ),
        attribute("s7comm.firmware", "Firmware version (SZL 0x11 index 7, or the session of S7comm-plus)."),
        attribute("s7comm.plus_version", "Firmware version with its last digit (S7comm-plus)."),
        attribute("s7comm.hardware", "Hardware version of the module."),
        attribute("s7comm.module_type", "Type name of the module (SZL 0x1C index 7)."),
        attribute("s7comm.system_name", "Name of the automation system (SZL 0x1C index 1)."),
        attribute("s7comm.module_name", "Name of the module (SZL 0x1C index 2)."),
        attribute("s7comm.plant", "Plant designation (SZL 0x1C index 3)."),
        attribute("s7comm.location", "Location designation (SZL 0x1C index 11)."),
        attribute("s7comm.copyright", "Copyright entry, which names the maker (SZL 0x1C index 4)."),
        attribute("s7comm.serial", "Serial number of the module (SZL 0x1C index 5, or S7comm-plus)."),
        attribute("s7comm.card_serial", "Serial number of the memory card (SZL 0x1C index 8)."),
        attribute("s7comm.slot", "Rack and slot that are connected to, about the server (called TSAP)."),
        attribute(
            "s7comm.client",
            "As what the client connects: `programming device`, `operator panel`, `controller`, `engineering system` (called TSAP); the last also who lists and loads blocks.",
        ),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    if let Some(data) = tpkt::first_data(pdu.bytes) {
        return match data {
            [0x32, 1 | 2 | 3 | 7, 0, 0, ..] | [0x72, 1..=3, _, _, ..] => Probe::Certain,
            // Cut behind the mark.
            [0x32 | 0x72] => Probe::Possible,
            _ => Probe::No,
        };
    }
    // A connection request alone may be MMS's as well: the selector is all that tells.
    match tpkt::called(pdu.bytes) {
        Some(called) if called.starts_with(b"SIMATIC-") => Probe::Certain,
        Some([first, _]) if *first != 0 => Probe::Possible,
        _ => Probe::No,
    }
}

/// What is kept between messages: the service that PLC control asked for, and a list whose parts go on.
#[derive(Default)]
struct Memory {
    reference: u16,
    service: u8,
    list: u16,
    entry: u16,
    left: Vec<u8>,
}

impl Memory {
    fn load(memory: &FlowMemory) -> Memory {
        let mut cursor = Cursor::new(memory.note());
        Memory {
            reference: cursor.u16().unwrap_or(0),
            service: cursor.u8().unwrap_or(0),
            list: cursor.u16().unwrap_or(0),
            entry: cursor.u16().unwrap_or(0),
            left: cursor.rest().to_vec(),
        }
    }

    fn save(&self, memory: &mut FlowMemory) {
        let mut note = self.reference.to_be_bytes().to_vec();
        note.push(self.service);
        note.extend(self.list.to_be_bytes());
        note.extend(self.entry.to_be_bytes());
        note.extend(&self.left);
        memory.set_note(&note);
    }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    match tpkt::read(pdu.bytes) {
        Read::Short if !pdu.cut => Progress::More,
        Read::Short | Read::Foreign => Progress::Done,
        Read::Message(message, end) => {
            match message {
                Cotp::Connect { request: true, called } => connect(called, sink),
                // The selector was one of S7, and it may yet be MMS.
                Cotp::Data(data) if !self::message(&data, memory, sink) => {
                    mms::message(&data, memory, sink);
                }
                _ => {}
            }
            Progress::Consumed(end)
        }
    }
}

/// Reads a message, whoever began to read the connection. `false` where it is none.
pub(super) fn message(data: &[u8], memory: &mut FlowMemory, sink: &mut Sink<'_>) -> bool {
    let kept = std::mem::replace(&mut sink.protocol, DISSECTOR.name);
    let told = match data.first() {
        Some(0x32) => read(data, memory, sink),
        Some(0x72) => plus::read(data, memory, sink),
        _ => None,
    };
    if data.first() == Some(&0x32) && told.is_none() {
        sink.anomaly("malformed");
    }
    sink.protocol = kept;
    matches!(data, [0x32 | 0x72, ..])
}

/// The called selector: two bytes of kind of connection, rack and slot, or a name.
fn connect(called: &[u8], sink: &mut Sink<'_>) {
    let client = match called {
        b"SIMATIC-ROOT-ES" => "engineering system",
        [1, _] => "programming device",
        b"SIMATIC-ROOT-HMI" | [2, _] => "operator panel",
        [3, _] => "controller",
        _ => return,
    };
    sink.put(About::Source, "s7comm.client", client, called);
    if let [_, place] = called {
        let (rack, slot) = (place >> 5, place & 0x1f);
        sink.value(About::Destination, "s7comm.slot", format_args!("rack {rack} slot {slot}"), called);
    }
}

/// Mark, kind, reserved, reference, lengths of parameters and data, and in answers an error class and code.
fn read(bytes: &[u8], flow: &mut FlowMemory, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    cursor.skip(1)?;
    let kind = cursor.u8()?;
    cursor.skip(2)?;
    let reference = cursor.u16()?;
    let (parameters, data) = (cursor.u16()?, cursor.u16()?);
    let error = if matches!(kind, 2 | 3) { cursor.u16()? } else { 0 };
    let parameters = cursor.take(usize::from(parameters))?;
    let data = cursor.take_up_to(usize::from(data));
    match kind {
        1 => request(reference, parameters, flow, sink),
        2 | 3 => answer(reference, error, parameters, data, flow, sink),
        7 => return told(parameters, data, flow, sink),
        _ => {}
    }
    Some(())
}

fn request(reference: u16, parameters: &[u8], flow: &mut FlowMemory, sink: &mut Sink<'_>) {
    let (Some(code), at) = (parameters.first(), parameters.get(..1).unwrap_or(&[])) else { return };
    // A CPU that fetches the blocks it was told to load asks too: that is a part of the client's doing.
    if matches!(code, 0x1b | 0x1c) && sink.pdu.source.port == 102 {
        return;
    }
    if *code == 0x28 {
        let has = |name: &[u8]| name.is_empty() || parameters.windows(name.len()).any(|part| part == name);
        let Some(index) = SERVICES.iter().position(|(name, ..)| has(name)) else { return };
        let Some((_, class, name)) = SERVICES.get(index) else { return };
        sink.asks(*class, name, "", at);
        let mut memory = Memory::load(flow);
        memory.reference = reference;
        memory.service = u8::try_from(index).unwrap_or(0);
        memory.save(flow);
    } else if let Some((class, name)) = job(*code) {
        if class == OperationClass::Program {
            sink.put(About::Source, "s7comm.client", "engineering system", at);
        }
        sink.asks(class, name, "", at);
    } else {
        sink.asks(OperationClass::Read, &format!("function 0x{code:02x}"), "", at);
    }
}

fn answer(
    reference: u16,
    error: u16,
    parameters: &[u8],
    data: &[u8],
    flow: &FlowMemory,
    sink: &mut Sink<'_>,
) {
    let (Some(code), at) = (parameters.first(), parameters.get(..1).unwrap_or(&[])) else { return };
    if matches!(code, 0x1b | 0x1c) && sink.pdu.destination.port == 102 {
        return;
    }
    // Reading and writing have a result for each item; the first stands for all.
    let is_done = !matches!(code, 4 | 5) || data.first().is_none_or(|code| *code == 0xff);
    let accepted = error == 0 && is_done;
    if *code == 0x28 {
        let memory = Memory::load(flow);
        let service =
            if memory.reference == reference { SERVICES.get(usize::from(memory.service)) } else { None };
        let (class, name) =
            service.map_or((OperationClass::Start, "plc control"), |(_, class, name)| (*class, *name));
        sink.answers(class, name, "", accepted, at);
    } else if let Some((class, name)) = job(*code) {
        sink.answers(class, name, "", accepted, at);
    } else {
        sink.answers(OperationClass::Read, &format!("function 0x{code:02x}"), "", accepted, at);
    }
}

/// User data: head, length, method, kind and group, sub-function, sequence; in answers also a part number and an error.
fn told(parameters: &[u8], data: &[u8], flow: &mut FlowMemory, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(parameters);
    cursor.skip(5)?;
    let at = cursor.rest().get(..2)?;
    let (group, sub) = (cursor.u8()?, cursor.u8()?);
    cursor.u8()?;
    let Some((class, name)) = user_data(group & 0x0f, sub) else { return Some(()) };
    match group >> 4 {
        // Asking for the next part of an answer is not asking anew.
        4 if cursor.left() == 0 || data.first() == Some(&0xff) => {
            if matches!(group & 0x0f, 1 | 3) {
                sink.put(About::Source, "s7comm.client", "engineering system", at);
            }
            sink.asks(class, name, "", at);
        }
        8 => {
            cursor.skip(2)?;
            let error = cursor.u16()?;
            let value = data.get(4..);
            let mut memory = Memory::load(flow);
            let is_list = (group & 0x0f, sub, error) == (4, 1, 0);
            if is_list && parameters.get(8) != Some(&0) && memory.list != 0 {
                // A further part.
                szl::go_on(value?, &mut memory, sink);
            } else {
                sink.answers(class, name, "", error == 0, at);
                if is_list {
                    szl::begin(value?, &mut memory, sink)?;
                }
            }
            let has_more = parameters.get(9) == Some(&1);
            if !has_more {
                (memory.list, memory.entry) = (0, 0);
                memory.left.clear();
            }
            memory.save(flow);
        }
        _ => {}
    }
    Some(())
}

#[cfg(test)]
mod tests;
