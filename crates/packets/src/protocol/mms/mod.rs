//! MMS, in which substations (IEC 61850) and control centres (ICCP) speak: who identifies itself how, what is read, written
//! and operated. Reports, which come by themselves, are no operations. S7 shares the port and is told by its content.

pub(super) mod ber;
mod services;

use super::s7comm::{
    self,
    tpkt::{self, Cotp, Read},
};
use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, questions, weak};
use ber::{Element, element, elements};
use services::{Kind, PLATE};

/// MMS.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "mms",
    title: "MMS (IEC 61850, ICCP)",
    standard: "ISO 9506-2, IEC 61850-8-1, IEC 60870-6-503; RFC 1006, ISO 8073, ISO 8327, ISO 8823",
    carriers: &[Carrier::TcpToEnd(&[102]), Carrier::Begins(&[3])],
    attributes: &[
        attribute("mms.vendor", "Vendor name in the answer to identify."),
        attribute("mms.model", "Model name in the answer to identify."),
        attribute("mms.revision", "Revision in the answer to identify."),
        attribute("mms.plate_vendor", "Vendor on the name plate of the physical device (LPHD.PhyNam)."),
        attribute("mms.plate_hardware", "Hardware revision on the name plate."),
        attribute("mms.plate_software", "Software revision on the name plate."),
        attribute("mms.plate_serial", "Serial number on the name plate."),
        attribute("mms.plate_model", "Model on the name plate."),
        weak("mms.domain", "Name of a domain of the server: a logical device of IEC 61850.", 8),
    ],
    probe,
    dissect,
};

/// Data of the session that is set up: two empty tokens, then presentation data.
const DATA: [u8; 4] = [1, 0, 1, 0];

fn is_ours(data: &[u8]) -> bool {
    data.starts_with(&[1, 0, 1, 0, 0x61]) || matches!(data, [0x0d | 0x0e, ..] if data.len() > 12)
}

fn probe(pdu: &Pdu<'_>) -> Probe {
    if let Some(data) = tpkt::first_data(pdu.bytes) {
        return match data {
            [1, 0, 1, 0, 0x61, ..] => Probe::Certain,
            data if is_ours(data) => Probe::Possible,
            _ => Probe::No,
        };
    }
    // A connection request alone: S7 uses selectors of two bytes that do not begin with zero, or names.
    match tpkt::called(pdu.bytes) {
        Some([first, _]) if *first != 0 => Probe::No,
        Some(called) if called.starts_with(b"SIMATIC-") => Probe::No,
        Some(_) => Probe::Possible,
        None => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    match tpkt::read(pdu.bytes) {
        Read::Short if !pdu.cut => Progress::More,
        Read::Short | Read::Foreign => Progress::Done,
        Read::Message(message, end) => {
            if let Cotp::Data(data) = message
                && !self::message(&data, memory, sink)
            {
                // The selector was one of MMS, and yet it is S7.
                s7comm::message(&data, memory, sink);
            }
            Progress::Consumed(end)
        }
    }
}

/// Reads a message of the session, whoever began to read the connection. `false` where it is none.
pub(super) fn message(data: &[u8], memory: &mut FlowMemory, sink: &mut Sink<'_>) -> bool {
    let Some(data) = data.strip_prefix(&DATA) else { return false };
    let kept = std::mem::replace(&mut sink.protocol, DISSECTOR.name);
    if read(data, memory, sink).is_none() {
        sink.anomaly("malformed");
    }
    sink.protocol = kept;
    true
}

/// Presentation data (61), a list (30): context id, then the MMS message in [0].
fn read(data: &[u8], memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Option<()> {
    let (presentation, _) = element(data)?;
    let (list, _) = element(presentation.body)?;
    let mut parts = elements(list.body);
    let context = parts.next()?;
    let inner = parts.next()?;
    // Context 1 is that of association control.
    if context.unsigned() == Some(1) || !inner.is_context(0) {
        return Some(());
    }
    let (message, _) = element(inner.body)?;
    if message.class & 0xc0 != 0x80 {
        return Some(());
    }
    let mut parts = elements(message.body);
    match message.number {
        0 => {
            let id = parts.next()?.unsigned()?;
            // Modifiers may stand before the service.
            let service = parts.find(|part| part.class & 0xc0 == 0x80)?;
            let kind = services::kind(service.number, service.body);
            let (class, name) = services::operation(service.number, kind);
            sink.asks(class, &name, "", head(message.body));
            questions::ask(memory, id, service.number.min(0xff) | kind.packed() << 8);
        }
        1 => {
            let id = parts.next()?.unsigned()?;
            let service = parts.next()?;
            let asked = questions::answered(memory, id).unwrap_or(0);
            let kind = if asked & 0xff == service.number { Kind::unpacked(asked >> 8) } else { Kind::Plain };
            let (class, name) = services::operation(service.number, kind);
            sink.answers(class, &name, "", is_done(&service), head(message.body));
            tell(&service, kind, sink);
        }
        // An error and a rejection name the question alone.
        2 | 4 => {
            let id = parts.next()?.unsigned()?;
            let Some(asked) = questions::answered(memory, id) else { return Some(()) };
            let (class, name) = services::operation(asked & 0xff, Kind::unpacked(asked >> 8));
            sink.answers(class, &name, "", false, head(message.body));
        }
        _ => {}
    }
    Some(())
}

fn head(bytes: &[u8]) -> &[u8] {
    bytes.get(..bytes.len().min(8)).unwrap_or(&[])
}

/// Reading and writing have a result for each variable: [0] is a failure. The first stands for all.
fn is_done(service: &Element<'_>) -> bool {
    let first = match service.number {
        4 => {
            elements(service.body).find(|part| part.is_context(1)).and_then(|list| elements(list.body).next())
        }
        5 => elements(service.body).next(),
        _ => None,
    };
    first.is_none_or(|result| !(result.is_context(0) && result.class & 0x20 == 0))
}

fn tell(service: &Element<'_>, kind: Kind, sink: &mut Sink<'_>) {
    match (service.number, kind) {
        (2, _) => {
            for part in elements(service.body) {
                let name = match part.number {
                    0 => "mms.vendor",
                    1 => "mms.model",
                    2 => "mms.revision",
                    _ => continue,
                };
                text(name, part.body, sink);
            }
        }
        (1, Kind::Domains) => {
            let Some(list) = elements(service.body).find(|part| part.is_context(0)) else { return };
            for name in elements(list.body).take(8) {
                text("mms.domain", name.body, sink);
            }
        }
        (4, Kind::NamePlate(part)) => {
            let Some(results) = elements(service.body).find(|part| part.is_context(1)) else { return };
            let Some(value) = elements(results.body).next() else { return };
            plate(&value, usize::from(part), sink);
        }
        _ => {}
    }
}

/// Visible strings ([10]): one that was asked for, or a structure ([2]) of all in their order.
fn plate(value: &Element<'_>, part: usize, sink: &mut Sink<'_>) {
    if let (true, Some((_, name))) = (value.is_context(10), part.checked_sub(1).and_then(|at| PLATE.get(at)))
    {
        text(name, value.body, sink);
    } else if value.is_context(2) && part == 0 {
        for (one, (_, name)) in elements(value.body).zip(PLATE) {
            if one.is_context(10) {
                text(name, one.body, sink);
            }
        }
    }
}

fn text(name: &'static str, value: &[u8], sink: &mut Sink<'_>) {
    let end = value.iter().position(|byte| *byte == 0).unwrap_or(value.len());
    let value = value.get(..end).unwrap_or(value).trim_ascii();
    if !value.is_empty() {
        sink.text(About::Source, name, value);
    }
}

#[cfg(test)]
mod tests;
