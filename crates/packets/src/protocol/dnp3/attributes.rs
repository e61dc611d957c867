//! Group 0: the device's own attributes (IEEE 1815 annex A.1), and whether a control's answer says that it was done.

use super::super::{About, Sink};
use crate::Cursor;

/// Variations that say what the device is.
fn name(variation: u8) -> Option<&'static str> {
    Some(match variation {
        242 => "dnp3.software",
        243 => "dnp3.hardware",
        245 => "dnp3.location",
        247 => "dnp3.name",
        248 => "dnp3.serial",
        250 => "dnp3.model",
        252 => "dnp3.vendor",
        _ => return None,
    })
}

/// Objects of group 0: group, variation, qualifier 0 with start and stop; data type, length, value.
pub(super) fn tell(objects: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(objects);
    for _ in 0..32 {
        let Some(group) = cursor.u8() else { break };
        let variation = cursor.u8()?;
        let qualifier = cursor.u8()?;
        if group != 0 {
            break;
        }
        match qualifier {
            0x00 | 0x17 => cursor.skip(2)?,
            0x01 => cursor.skip(4)?,
            _ => break,
        }
        let kind = cursor.u8()?;
        let length = cursor.u8()?;
        let value = cursor.take(usize::from(length))?;
        // Data type 1: visible string.
        if let (1, Some(name)) = (kind, name(variation)) {
            let end = value.iter().position(|byte| *byte == 0).unwrap_or(value.len());
            let value = value.get(..end)?.trim_ascii();
            if !value.is_empty() {
                sink.text_at(About::Source, name, value, &[]);
            }
        }
    }
    Some(())
}

/// The status of the first control in an answer that repeats it: the last byte of its object.
pub(super) fn control_status(objects: &[u8]) -> Option<u8> {
    let [group, variation, qualifier] = *objects.first_chunk()?;
    let length = match (group, variation) {
        (12, 1) => 11,
        (41, 1 | 3) => 5,
        (41, 2) => 3,
        (41, 4) => 9,
        _ => return None,
    };
    let start = match qualifier {
        0x17 => 3 + 1 + 1,
        0x28 => 3 + 2 + 2,
        _ => return None,
    };
    objects.get(start + length - 1).copied()
}
