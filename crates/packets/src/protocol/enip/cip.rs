//! CIP messages: a service and a path in the request, a service and a status in the answer; messages that carry others.

use super::super::{About, FlowMemory, Sink, questions};
use super::path::{Path, Route, read as read_path};
use super::services::{IDENTITY, MANAGER, PCCC, ROUTER, service};
use super::{identity, pccc};
use crate::Cursor;

/// Messages in one packet of them that are looked at.
const MESSAGES: u16 = 24;

/// What must be known of a question when its answer comes, in 28 bits.
#[derive(Clone, Copy, Debug)]
struct Question {
    service: u8,
    class: u16,
    attribute: u16,
    has_symbol: bool,
    route: Route,
}

impl Question {
    fn packed(self) -> u32 {
        u32::from(self.service & 0x7f)
            | u32::from(self.class.min(0x7ff)) << 7
            | u32::from(self.attribute.min(0xff)) << 18
            | self.route.packed() << 26
    }

    fn unpacked(bits: u32) -> Question {
        let class = u16::try_from(bits >> 7 & 0x7ff).unwrap_or(0);
        Question {
            service: u8::try_from(bits & 0x7f).unwrap_or(0),
            class,
            attribute: u16::try_from(bits >> 18 & 0xff).unwrap_or(0),
            has_symbol: class == 0,
            route: Route::unpacked(bits >> 26),
        }
    }
}

/// A request. `id` pairs it with its answer; `depth` is how many messages it stands in.
pub(super) fn request(
    bytes: &[u8],
    route: Route,
    id: u32,
    depth: u8,
    memory: &mut FlowMemory,
    sink: &mut Sink<'_>,
) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    let at = bytes.get(..1)?;
    let code = cursor.u8()?;
    let words = cursor.u8()?;
    let path = read_path(cursor.take(usize::from(words) * 2)?).unwrap_or_default();
    if code == 0x52 && path.class == MANAGER && depth < 3 {
        return unconnected(cursor, route, id, depth, memory, sink);
    }
    let data = cursor.rest();
    let mut question = Question {
        service: code,
        class: path.class,
        attribute: path.attribute,
        has_symbol: path.has_symbol,
        route,
    };
    match (code, path.class) {
        (0x0a, ROUTER) if depth < 3 => {
            questions::ask(memory, id, question.packed());
            for (index, message) in several(data) {
                request(message, route, inner(id, index), depth + 1, memory, sink);
            }
            return Some(());
        }
        (0x54 | 0x5b, MANAGER) => question.route = opening(code, data, route, sink).unwrap_or(route),
        (0x4b, PCCC) => {
            let body = pccc::body(data)?;
            let (class, name) = pccc::command(*body.first()?, body.get(4).copied().unwrap_or(0));
            sink.asks(class, name, &route.unit(), at);
            // The function stands in for the attribute.
            question.attribute = u16::from(body.get(4).copied().unwrap_or(0));
            questions::ask(memory, id, question.packed());
            return Some(());
        }
        _ => {}
    }
    let (class, name) = service(code, path.class, path.has_symbol);
    sink.asks(class, &name, &question.route.unit(), at);
    questions::ask(memory, id, question.packed());
    Some(())
}

/// Time, length of the message, the message, the way it shall go.
fn unconnected(
    mut cursor: Cursor<'_>,
    route: Route,
    id: u32,
    depth: u8,
    memory: &mut FlowMemory,
    sink: &mut Sink<'_>,
) -> Option<()> {
    cursor.skip(2)?;
    let length = usize::from(cursor.u16_le()?);
    let message = cursor.take(length)?;
    cursor.skip(length & 1)?;
    let words = cursor.u8()?;
    cursor.skip(1)?;
    let way = read_path(cursor.take(usize::from(words) * 2)?).unwrap_or_default().route;
    let route = if route == Route::Here { way } else { Route::Far };
    request(message, route, id, depth + 1, memory, sink)
}

/// A forward open: timing, two connection ids, serial number, vendor and serial number of who opens, parameters, a path.
fn opening(code: u8, data: &[u8], route: Route, sink: &mut Sink<'_>) -> Option<Route> {
    let mut cursor = Cursor::new(data);
    cursor.skip(12)?;
    let at = cursor.rest().get(..2)?;
    let vendor = cursor.u16_le()?;
    let serial_at = cursor.rest().get(..4)?;
    let serial = cursor.u32_le()?;
    sink.value(About::Source, "enip.originator_vendor_id", vendor, at);
    sink.value(About::Source, "enip.originator_serial", format_args!("{serial:08x}"), serial_at);
    // Large ones have parameters of four bytes for each way.
    cursor.skip(if code == 0x5b { 4 + 8 + 8 + 1 } else { 4 + 6 + 6 + 1 })?;
    let words = cursor.u8()?;
    let Path { route: way, .. } = read_path(cursor.take(usize::from(words) * 2)?)?;
    Some(if route == Route::Here { way } else { route })
}

/// An answer.
pub(super) fn answer(
    bytes: &[u8],
    id: u32,
    depth: u8,
    memory: &mut FlowMemory,
    sink: &mut Sink<'_>,
) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    let at = bytes.get(..1)?;
    let code = cursor.u8()? & 0x7f;
    cursor.skip(1)?;
    let status = cursor.u8()?;
    let words = cursor.u8()?;
    cursor.skip(usize::from(words) * 2)?;
    let data = cursor.rest();
    // Without its question it is not known whose answer it is. Where a message could not be sent on, the answer is that of
    // the sending.
    let Some(asked) = questions::answered(memory, id).map(Question::unpacked) else { return Some(()) };
    let code = if code == 0x52 && status != 0 { asked.service } else { code };
    if asked.service != code {
        return Some(());
    }
    // 6: a part of the data, the rest on demand; 0x1e: one of several messages failed, as its own answer says.
    let accepted = matches!(status, 0 | 6) || (code == 0x0a && status == 0x1e);
    let unit = asked.route.unit();
    if code == 0x0a && depth < 3 {
        for (index, message) in several(data) {
            answer(message, inner(id, index), depth + 1, memory, sink);
        }
        return Some(());
    }
    if (code, asked.class) == (0x4b, PCCC) {
        let body = pccc::body(data)?;
        let (class, name) = pccc::command(*body.first()?, u8::try_from(asked.attribute).unwrap_or(0));
        sink.answers(class, name, &unit, accepted && body.get(1) == Some(&0), at);
        if class == holdfast_facts::OperationClass::Identify {
            pccc::diagnostic(body, sink);
        }
        return Some(());
    }
    let (class, name) = service(code, asked.class, asked.has_symbol);
    sink.answers(class, &name, &unit, accepted, at);
    if !accepted {
        return Some(());
    }
    match (code, asked.class) {
        (0x01, IDENTITY) => identity::whole(data, asked.route, sink),
        (0x03, IDENTITY) => identity::list(data, asked.route, sink),
        (0x0e, IDENTITY) => identity::single(asked.attribute, data, asked.route, sink),
        // The id by which the opened connection will be spoken on leads where its path led.
        (0x54 | 0x5b, MANAGER) => {
            let connection = Cursor::new(data).u32_le()?;
            questions::ask(memory, connection | CONNECTION, asked.route.packed());
            Some(())
        }
        _ => Some(()),
    }
}

/// Marks what is kept of connections among what is kept of questions.
const CONNECTION: u32 = 0x8000_0000;

/// Where a connection leads, by the id that stands in front of its messages.
pub(super) fn connection(id: u32, memory: &FlowMemory) -> Route {
    questions::asked(memory, id | CONNECTION).map_or(Route::Here, Route::unpacked)
}

/// The name under which one of several messages waits for its answer.
fn inner(id: u32, index: u16) -> u32 {
    (id.rotate_left(7) ^ 0x5bd1_e995).wrapping_add(u32::from(index)) & !CONNECTION
}

/// Count, then where each begins, counted from the count.
fn several(data: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let word = |index: u16| {
        let at = usize::from(index) * 2;
        data.get(at..at + 2).and_then(|two| two.try_into().ok()).map(u16::from_le_bytes)
    };
    let count = word(0).unwrap_or(0);
    (0..count.min(MESSAGES)).filter_map(move |index| {
        let start = usize::from(word(index + 1)?);
        let end = if index + 1 < count { usize::from(word(index + 2)?) } else { data.len() };
        Some((index, data.get(start..end)?))
    })
}
