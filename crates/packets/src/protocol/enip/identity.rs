//! The identity object (CIP volume 1 §5A-2), whole, attribute by attribute, or in a list of what is there.

use super::super::{About, Sink};
use super::path::Route;
use crate::Cursor;

/// Device type of programmable controllers.
const CONTROLLER: u16 = 14;

/// Vendor, type, product code, revision, status, serial number, name.
pub(super) fn whole(data: &[u8], route: Route, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(data);
    let (start, bytes) = (data, |from: usize, to: usize| data.get(from..to).unwrap_or(&[]));
    let vendor = cursor.u16_le()?;
    let kind = cursor.u16_le()?;
    let product = cursor.u16_le()?;
    let [major, minor] = cursor.array()?;
    cursor.skip(2)?;
    let serial = cursor.u32_le()?;
    let length = cursor.u8()?;
    let name = cursor.take(usize::from(length))?;
    if start.len() < 15 || vendor == 0 {
        return None;
    }
    number("enip.vendor_id", vendor, bytes(0, 2), route, sink);
    number("enip.device_type", kind, bytes(2, 4), route, sink);
    number("enip.product_code", product, bytes(4, 6), route, sink);
    revision("enip.revision", major, minor, bytes(6, 8), route, sink);
    put_serial(serial, bytes(10, 14), route, sink);
    put_name("enip.product_name", name, route, sink);
    // The controller of a chassis is what its address stands for, whichever module holds the address.
    if kind == CONTROLLER && matches!(route, Route::Slot(_)) {
        put_name("enip.controller", name, Route::Here, sink);
        revision("enip.controller_revision", major, minor, bytes(6, 8), Route::Here, sink);
    }
    Some(())
}

/// An answer of "get attribute single".
pub(super) fn single(attribute: u16, data: &[u8], route: Route, sink: &mut Sink<'_>) -> Option<()> {
    one(attribute, &mut Cursor::new(data), route, sink)
}

/// An answer of "get attribute list": count; number, status and value of each. Ends where a value's length is not known.
pub(super) fn list(data: &[u8], route: Route, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(data);
    let count = cursor.u16_le()?;
    for _ in 0..count.min(16) {
        let attribute = cursor.u16_le()?;
        if cursor.u16_le()? == 0 && one(attribute, &mut cursor, route, sink).is_none() {
            break;
        }
    }
    Some(())
}

fn one(attribute: u16, cursor: &mut Cursor<'_>, route: Route, sink: &mut Sink<'_>) -> Option<()> {
    let at = cursor.rest();
    match attribute {
        1..=3 => {
            let value = cursor.u16_le()?;
            let name = ["enip.vendor_id", "enip.device_type", "enip.product_code"];
            let name = name.get(usize::from(attribute).checked_sub(1)?)?;
            number(name, value, at.get(..2)?, route, sink);
        }
        4 => {
            let [major, minor] = cursor.array()?;
            revision("enip.revision", major, minor, at.get(..2)?, route, sink);
        }
        5 => cursor.skip(2)?,
        6 => put_serial(cursor.u32_le()?, at.get(..4)?, route, sink),
        7 => {
            let length = cursor.u8()?;
            put_name("enip.product_name", cursor.take(usize::from(length))?, route, sink);
        }
        _ => return None,
    }
    Some(())
}

/// An item of "list identity": version, socket address, then the identity object.
pub(super) fn listed(item: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(item);
    cursor.skip(6)?;
    let address: [u8; 4] = cursor.array()?;
    cursor.skip(8)?;
    // What a device behind address translation holds for its address.
    if address != [0; 4] && sink.pdu.source.ip != Some(address.into()) {
        sink.value(About::Source, "enip.address", std::net::Ipv4Addr::from(address), item.get(6..10)?);
    }
    whole(cursor.rest(), Route::Here, sink)
}

fn number(name: &'static str, value: u16, at: &[u8], route: Route, sink: &mut Sink<'_>) {
    put(name, &value.to_string(), at, route, sink);
}

fn revision(name: &'static str, major: u8, minor: u8, at: &[u8], route: Route, sink: &mut Sink<'_>) {
    put(name, &format!("{}.{minor}", major & 0x7f), at, route, sink);
}

fn put_serial(serial: u32, at: &[u8], route: Route, sink: &mut Sink<'_>) {
    if serial != 0 {
        put("enip.serial", &format!("{serial:08x}"), at, route, sink);
    }
}

fn put_name(name: &'static str, text: &[u8], route: Route, sink: &mut Sink<'_>) {
    let end = text.iter().position(|byte| *byte == 0).unwrap_or(text.len());
    let text = text.get(..end).unwrap_or(text).trim_ascii();
    if !text.is_empty() {
        put(name, &holdfast_facts::readable(text), text, route, sink);
    }
}

/// What stands behind the address in a slot is a child; what is farther away is not told apart well enough to be one.
fn put(name: &'static str, value: &str, at: &[u8], route: Route, sink: &mut Sink<'_>) {
    match route {
        Route::Here => sink.put(About::Source, name, value, at),
        Route::Slot(slot) => sink.put(About::Child(&format!("enip:slot {slot}")), name, value, at),
        Route::Far => {}
    }
}
