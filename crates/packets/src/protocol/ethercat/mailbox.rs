//! Mailboxes of EtherCAT: CANopen objects and files (ETG.1000.6 §5). An object's text says what a device is.

use super::super::{About, Sink};
use crate::Cursor;
use holdfast_facts::OperationClass::{self, *};

/// Length, address, channel, kind and counter; then what the kind says.
pub(super) fn read(station: u16, data: &[u8], returns: bool, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(data);
    let length = usize::from(cursor.u16_le()?);
    cursor.skip(3)?;
    let kind = cursor.u8()? & 0x0f;
    let body = cursor.take(length)?;
    match kind {
        3 => objects(station, body, returns, sink),
        // A file is written: the second operation.
        4 if body.first() == Some(&2) && !returns => ask(Firmware, "write file", station, body, sink),
        4 if body.first() == Some(&1) && !returns => ask(File, "read file", station, body, sink),
        _ => Some(()),
    }
}

pub(super) fn ask(
    class: OperationClass,
    name: &str,
    station: u16,
    at: &[u8],
    sink: &mut Sink<'_>,
) -> Option<()> {
    sink.asks(class, name, &format!("station {station}"), at);
    Some(())
}

/// Service in the top four bits; then command, index, sub-index and data.
fn objects(station: u16, body: &[u8], returns: bool, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(body);
    let service = cursor.u16_le()? >> 12;
    let command = cursor.u8()?;
    let index = cursor.u16_le()?;
    let part = cursor.u8()?;
    match (service, command >> 5) {
        (2, 1) if !returns => ask(Write, "download object", station, body, sink),
        (2, 2) if !returns => ask(Read, "upload object", station, body, sink),
        (3, 2) if returns => {
            // Short values stand in four bytes, of which some may be unused; others have their size before them.
            let value = if command & 2 != 0 {
                let unused = if command & 1 != 0 { usize::from(command >> 2 & 3) } else { 0 };
                cursor.take(4usize.checked_sub(unused)?)?
            } else {
                let size = usize::try_from(cursor.u32_le()?).ok()?;
                cursor.take_up_to(size)
            };
            tell(station, index, part, value, sink)
        }
        _ => Some(()),
    }
}

fn tell(station: u16, index: u16, part: u8, value: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let child = format!("ethercat:{station}");
    let text = match (index, part) {
        (0x1008, 0) => "ethercat.name",
        (0x1009, 0) => "ethercat.hardware",
        (0x100a, 0) => "ethercat.software",
        (0x1018, 1..=4) => {
            return super::number(station, part - 1, Cursor::new(value).u32_le()?, value, sink);
        }
        _ => return Some(()),
    };
    let end = value.iter().position(|byte| *byte == 0).unwrap_or(value.len());
    let value = value.get(..end)?.trim_ascii();
    if !value.is_empty() && value.iter().all(|byte| (0x20..0x7f).contains(byte)) {
        sink.text(About::Child(&child), text, value);
    }
    Some(())
}
