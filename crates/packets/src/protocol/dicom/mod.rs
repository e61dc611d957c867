//! DICOM upper layer (PS3.8): two applications agree on what they will do before any image is sent. Their implementation
//! names say who made them, the services they propose and accept say what they are. Images and their patients travel in
//! P-DATA, which is not read: once an association stands, or is refused, nothing more of the connection is looked at.

mod services;

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use crate::Cursor;
use holdfast_facts::OperationClass::{self, Login};

/// DICOM.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "dicom",
    title: "DICOM",
    standard: "DICOM PS3.8 (upper layer), PS3.7 annex D, PS3.6 (identifiers)",
    carriers: &[Carrier::Tcp(&[104, 11112, 2761, 2762, 4242]), Carrier::Begins(&[1, 2])],
    attributes: &[
        attribute("dicom.implementation", "Implementation class UID: its root says who made the software."),
        attribute("dicom.implementation_version", "Implementation version name."),
        attribute("dicom.title", "Application entity title of the sender, a configured name."),
        weak("dicom.called_title", "Title that the caller knows the other side by.", 4),
        super::AttributeSpec {
            limit: 24,
            ..attribute("dicom.uses", "Service that the caller proposes to use, in words.")
        },
        super::AttributeSpec {
            limit: 24,
            ..attribute("dicom.provides", "Service that the called side accepts, in words.")
        },
    ],
    probe,
    dissect,
};

/// An association request is at most so long: 128 contexts with a few transfer syntaxes each.
const LONGEST: usize = 128 * 1024;

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Type, 0, length; protocol version with bit 0, two zeros; the application context 1.2.840.10008.3.1.1.1 follows the titles.
    match pdu.bytes {
        [1 | 2, 0, _, _, _, _, 0, 1, 0, 0, rest @ ..] => match rest.get(64..68) {
            Some([0x10, 0, 0, _]) => Probe::Certain,
            Some(_) => Probe::No,
            None => Probe::Possible,
        },
        [3, 0, 0, 0, 0, 4, 0, ..] => Probe::Possible,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let (Some(kind), Some(_), Some(length)) = (cursor.u8(), cursor.u8(), cursor.u32()) else {
        return Progress::More;
    };
    let Ok(length) = usize::try_from(length) else { return Progress::Done };
    if !(1..=3).contains(&kind) || length > LONGEST {
        return Progress::Done;
    }
    if cursor.left() < length && !pdu.cut {
        return Progress::More;
    }
    let body = cursor.take_up_to(length);
    let at = pdu.bytes.get(..1).unwrap_or(&[]);
    let read = match kind {
        1 if pdu.direction != Direction::ToClient => request(body, at, memory, sink),
        2 if pdu.direction != Direction::ToServer => accept(body, at, memory, sink),
        3 if pdu.direction != Direction::ToServer => {
            sink.answers(Login, "associate", "", false, at);
            Some(())
        }
        _ => Some(()),
    };
    if read.is_none() && !pdu.cut {
        sink.anomaly("malformed");
    }
    Progress::Done
}

/// A-ASSOCIATE-RQ (PS3.8 §9.3.2).
fn request(body: &[u8], at: &[u8], memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(body);
    cursor.skip(4)?;
    let called = cursor.take(16)?;
    let calling = cursor.take(16)?;
    cursor.skip(32)?;
    sink.asks(Login, "associate", "", at);
    sink.text(About::Source, "dicom.title", trimmed(calling));
    sink.text(About::Source, "dicom.called_title", trimmed(called));
    // Context numbers are odd: number / 2 is the place in the note where the service is kept.
    let mut note = [0u8; 128];
    let mut asked = Services::default();
    for _ in 0..160 {
        let Some((kind, item)) = item(&mut cursor) else { break };
        match kind {
            0x20 => {
                let mut inner = Cursor::new(item);
                let number = inner.u8()?;
                inner.skip(3)?;
                while let Some((sort, uid)) = self::item(&mut inner) {
                    let Some(service) = (sort == 0x30).then(|| services::of(uid)).flatten() else { continue };
                    asked.add(service, true, uid);
                    if let Some(slot) = note.get_mut(usize::from(number / 2)) {
                        *slot = service.saturating_add(1);
                    }
                }
            }
            0x50 => user(item, sink),
            _ => {}
        }
    }
    memory.set_note(&note);
    asked.tell("dicom.uses", sink);
    for (class, function, _, at) in asked.functions {
        sink.asks(class, function, "", at);
    }
    Some(())
}

/// A-ASSOCIATE-AC (PS3.8 §9.3.3): which of the contexts are accepted.
fn accept(body: &[u8], at: &[u8], memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(body);
    cursor.skip(4)?;
    let called = cursor.take(16)?;
    cursor.skip(48)?;
    sink.answers(Login, "associate", "", true, at);
    sink.text(About::Source, "dicom.title", trimmed(called));
    let note = memory.note().to_vec();
    let mut answered = Services::default();
    for _ in 0..160 {
        let Some((kind, item)) = item(&mut cursor) else { break };
        match (kind, item) {
            (0x21, [number, _, result, ..]) => {
                let service = note.get(usize::from(number / 2)).and_then(|kept| kept.checked_sub(1));
                let Some(service) = service else { continue };
                answered.add(service, *result == 0, item.get(..3).unwrap_or(item));
            }
            (0x50, item) => user(item, sink),
            _ => {}
        }
    }
    answered.tell("dicom.provides", sink);
    for (class, function, accepted, at) in answered.functions {
        sink.answers(class, function, "", accepted, at);
    }
    Some(())
}

/// Sorts of storage above which an association says nothing of the sort of device.
const MANY: usize = 6;

/// The services of one association, each once.
#[derive(Default)]
struct Services<'a> {
    names: Vec<(&'static str, &'a [u8])>,
    /// Class, function, whether some context of it is accepted, where it stands.
    functions: Vec<(OperationClass, &'static str, bool, &'a [u8])>,
}

impl<'a> Services<'a> {
    fn add(&mut self, service: u8, accepted: bool, at: &'a [u8]) {
        let name = services::name(service);
        if accepted && !self.names.iter().any(|(known, _)| *known == name) {
            self.names.push((name, at));
        }
        let Some((class, function)) = services::operation(service) else { return };
        match self.functions.iter_mut().find(|(_, known, ..)| *known == function) {
            Some((_, _, some, _)) => *some |= accepted,
            None => self.functions.push((class, function, accepted, at)),
        }
    }

    /// Whoever stores everything is told so, not what everything is.
    fn tell(&self, attribute: &'static str, sink: &mut Sink<'_>) {
        let is_storage = |name: &str| name.starts_with("storage of");
        let everything = self.names.iter().filter(|(name, _)| is_storage(name)).count() > MANY;
        for (name, at) in &self.names {
            let name = if everything && is_storage(name) { "storage of everything" } else { name };
            sink.put(About::Source, attribute, name, at);
        }
    }
}

/// User information (PS3.7 §D.3.3). Names and passwords of users (0x58) are not read.
fn user(bytes: &[u8], sink: &mut Sink<'_>) {
    let mut cursor = Cursor::new(bytes);
    for _ in 0..64 {
        match item(&mut cursor) {
            Some((0x52, uid)) => sink.text(About::Source, "dicom.implementation", trimmed(uid)),
            Some((0x55, name)) => sink.text(About::Source, "dicom.implementation_version", trimmed(name)),
            Some(_) => {}
            None => return,
        }
    }
}

fn item<'a>(cursor: &mut Cursor<'a>) -> Option<(u8, &'a [u8])> {
    let kind = cursor.u8()?;
    cursor.skip(1)?;
    let length = usize::from(cursor.u16()?);
    Some((kind, cursor.take(length)?))
}

fn trimmed(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|byte| !matches!(byte, b' ' | 0)).map_or(0, |at| at + 1);
    let text = text.get(..end).unwrap_or(text);
    let start = text.iter().position(|byte| *byte != b' ').unwrap_or(0);
    text.get(start..).unwrap_or(text)
}

#[cfg(test)]
mod tests;
