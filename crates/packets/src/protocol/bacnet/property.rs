//! Which properties of the device object (ASHRAE 135 clause 12.11) say what the device is, read from the answers to
//! ReadProperty (15.5) and ReadPropertyMultiple (15.7).

use super::application::about;
use super::functions::{READ_MULTIPLE, READ_PROPERTY};
use super::network::Route;
use super::tag::{self, Tag};
use crate::Cursor;
use crate::protocol::Sink;

/// Objects and properties read of one answer.
const OBJECTS: usize = 32;
const PROPERTIES: usize = 64;

/// The attribute of a property of the device object.
pub(super) fn attribute(property: u32) -> Option<&'static str> {
    Some(match property {
        12 => "bacnet.software",
        28 => "bacnet.description",
        44 => "bacnet.firmware",
        58 => "bacnet.location",
        70 => "bacnet.model",
        75 => "bacnet.device",
        77 => "bacnet.object_name",
        120 => "bacnet.vendor_id",
        121 => "bacnet.vendor_name",
        139 => "bacnet.protocol_revision",
        168 => "bacnet.profile",
        372 => "bacnet.serial",
        _ => return None,
    })
}

/// The answer to a read service.
pub(super) fn acknowledged(service: u8, mut cursor: Cursor<'_>, route: Route<'_>, sink: &mut Sink<'_>) {
    let _ = match service {
        READ_PROPERTY => single(&mut cursor, route, sink),
        READ_MULTIPLE => multiple(&mut cursor, route, sink),
        _ => None,
    };
}

/// Object [0], property [1], place in an array [2], value [3].
fn single(cursor: &mut Cursor<'_>, route: Route<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let object = tag::object(tag::context(cursor, 0)?)?;
    let property = tag::unsigned(tag::context(cursor, 1)?)?;
    let _ = tag::context(cursor, 2);
    tag::opens(cursor, 3).then_some(())?;
    value(object, property, cursor, route, sink)
}

/// A list of: object [0], and within [1] a list of: property [2], place [3], value [4] or error [5].
fn multiple(cursor: &mut Cursor<'_>, route: Route<'_>, sink: &mut Sink<'_>) -> Option<()> {
    for _ in 0..OBJECTS {
        let object = tag::object(tag::context(cursor, 0)?)?;
        tag::opens(cursor, 1).then_some(())?;
        for _ in 0..PROPERTIES {
            let Some(property) = tag::context(cursor, 2).and_then(tag::unsigned) else { break };
            let _ = tag::context(cursor, 3);
            if tag::opens(cursor, 4) {
                let mut within = *cursor;
                let _ = value(object, property, &mut within, route, sink);
                tag::skip_to_closing(cursor, 4)?;
            } else if tag::opens(cursor, 5) {
                tag::skip_to_closing(cursor, 5)?;
            }
        }
        tag::skip_to_closing(cursor, 1)?;
    }
    Some(())
}

fn value(
    (kind, instance): (u16, u32),
    property: u32,
    cursor: &mut Cursor<'_>,
    route: Route<'_>,
    sink: &mut Sink<'_>,
) -> Option<()> {
    let name = attribute(property).filter(|_| kind == 8)?;
    let tag = tag::next(cursor)?;
    about(route, instance, |about| match tag {
        Tag::Application(7, bytes) => {
            if let Some(text) = tag::text(bytes) {
                sink.put(about, name, &text, bytes);
            }
        }
        Tag::Application(2, bytes) => {
            if let Some(number) = tag::unsigned(bytes) {
                sink.value(about, name, number, bytes);
            }
        }
        Tag::Application(12, bytes) => {
            if let Some((8, number)) = tag::object(bytes) {
                sink.value(about, name, number, bytes);
            }
        }
        _ => {}
    });
    Some(())
}
