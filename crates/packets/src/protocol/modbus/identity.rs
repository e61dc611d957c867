//! What a server says of itself: the objects of function 43/14, the text of function 17, and the answers of UMAS.

use super::super::{About, Sink};
use crate::Cursor;

/// Objects of the basic and regular categories (V1.1b3 §6.21).
const OBJECTS: [&str; 7] = [
    "modbus.vendor_name",
    "modbus.product_code",
    "modbus.revision",
    "modbus.vendor_url",
    "modbus.product_name",
    "modbus.model_name",
    "modbus.user_application_name",
];

/// Read code, conformity, more follows, next object, count; then id, length and text of each object.
pub(super) fn objects(body: &[u8], about: About<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(body);
    cursor.skip(4)?;
    let count = cursor.u8()?;
    for _ in 0..count.min(32) {
        let id = cursor.u8()?;
        let length = cursor.u8()?;
        let value = cursor.take(usize::from(length))?;
        if let Some(name) = OBJECTS.get(usize::from(id)) {
            text(about, name, value, sink);
        }
    }
    Some(())
}

/// Byte count, then an id and a run indicator in the maker's own form; most put a text there.
pub(super) fn server_id(body: &[u8], about: About<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let (count, rest) = body.split_first()?;
    let data = rest.get(..usize::from(*count))?;
    let is_text = |byte: &u8| (0x20..0x7f).contains(byte);
    let longest = data.split(|byte| !is_text(byte)).max_by_key(|run| run.len())?;
    if longest.len() >= 4 {
        text(about, "modbus.server_id", longest, sink);
    } else if !data.is_empty() {
        let hex: String = data.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        sink.put(about, "modbus.server_id", &format!("0x{hex}"), data);
    }
    Some(())
}

/// The answer to UMAS 0x02: 22 bytes of numbers, the version among them, then the CPU's name with its length.
pub(super) fn umas_id(body: &[u8], about: About<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(body);
    cursor.skip(8)?;
    let at = cursor.rest().get(..2)?;
    let version = cursor.u16_le()?;
    cursor.skip(12)?;
    let length = cursor.u8()?;
    let name = cursor.take(usize::from(length))?;
    if !name.iter().all(|byte| (0x20..0x7f).contains(byte)) {
        return None;
    }
    text(about, "modbus.umas_cpu", name, sink);
    // Digits of a version in hex: 0x0270 is 2.70.
    sink.value(about, "modbus.umas_version", format_args!("{:x}.{:02x}", version >> 8, version & 0xff), at);
    Some(())
}

/// Texts come padded and ended by zeros.
fn text(about: About<'_>, name: &'static str, value: &[u8], sink: &mut Sink<'_>) {
    let end = value.iter().position(|byte| *byte == 0).unwrap_or(value.len());
    let value = value.get(..end).unwrap_or(value).trim_ascii();
    if !value.is_empty() {
        sink.text(about, name, value);
    }
}
