//! System status lists: tables in which a CPU describes itself. 0x11 is the module's identity, 0x1C the component's.

use super::super::{About, Sink};
use super::Memory;
use crate::Cursor;

/// The first part: list, index, length and number of its entries; then entries. What is cut off at the end is kept.
pub(super) fn begin(data: &[u8], memory: &mut Memory, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(data);
    memory.list = cursor.u16()?;
    cursor.skip(2)?;
    memory.entry = cursor.u16()?;
    cursor.skip(2)?;
    memory.left.clear();
    entries(cursor.rest(), memory, sink);
    Some(())
}

/// A further part: it goes on where the one before was cut.
pub(super) fn go_on(data: &[u8], memory: &mut Memory, sink: &mut Sink<'_>) {
    let mut joined = std::mem::take(&mut memory.left);
    if joined.is_empty() {
        return entries(data, memory, sink);
    }
    let missing = usize::from(memory.entry).saturating_sub(joined.len()).min(data.len());
    let (head, rest) = data.split_at_checked(missing).unwrap_or((data, &[]));
    joined.extend_from_slice(head);
    entries(&joined, memory, sink);
    entries(rest, memory, sink);
}

fn entries(data: &[u8], memory: &mut Memory, sink: &mut Sink<'_>) {
    let length = usize::from(memory.entry);
    if !(4..=128).contains(&length) {
        return;
    }
    let entries = data.chunks_exact(length);
    memory.left = entries.remainder().to_vec();
    for entry in entries {
        match memory.list & 0xff {
            0x11 => module(entry, sink),
            0x1c => component(entry, sink),
            _ => Some(()),
        };
    }
}

/// Index, order number, type, two words of version. 1 is the module, 7 its firmware.
fn module(entry: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(entry);
    let index = cursor.u16()?;
    let number = cursor.take(20)?;
    cursor.skip(2)?;
    let at = cursor.rest().get(..4)?;
    let [mark, major, minor, patch] = cursor.array()?;
    if index == 1 {
        text("s7comm.order_number", number, sink);
        sink.value(About::Source, "s7comm.hardware", u16::from_be_bytes([mark, major]), at);
    } else if index == 7 && mark == b'V' {
        sink.value(About::Source, "s7comm.firmware", format_args!("V{major}.{minor}.{patch}"), at);
    }
    Some(())
}

/// Index and 24 or 32 bytes of text.
fn component(entry: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let (index, value) = entry.split_at_checked(2)?;
    let name = match index {
        [0, 1] => "s7comm.system_name",
        [0, 2] => "s7comm.module_name",
        [0, 3] => "s7comm.plant",
        [0, 4] => "s7comm.copyright",
        [0, 5] => "s7comm.serial",
        [0, 7] => "s7comm.module_type",
        [0, 8] => "s7comm.card_serial",
        [0, 11] => "s7comm.location",
        _ => return Some(()),
    };
    text(name, value, sink);
    Some(())
}

/// A text padded with zeros or blanks.
pub(super) fn text(name: &'static str, value: &[u8], sink: &mut Sink<'_>) {
    let end = value.iter().position(|byte| *byte == 0).unwrap_or(value.len());
    let value = value.get(..end).unwrap_or(value).trim_ascii();
    if !value.is_empty() {
        sink.text(About::Source, name, value);
    }
}
