//! A CIP path: which class, instance and attribute is meant, a tag's name, and ports to go through (CIP volume 1, appendix C).

use crate::Cursor;

/// What a path says. Names of tags are not kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Path {
    pub(super) class: u16,
    pub(super) attribute: u16,
    pub(super) has_symbol: bool,
    /// The slot of the backplane, where the path is one step to it.
    pub(super) route: Route,
}

/// Where a path leads before it comes to an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Route {
    /// Nowhere else.
    #[default]
    Here,
    /// One step over the backplane.
    Slot(u8),
    /// Farther.
    Far,
}

impl Route {
    /// In six bits: 0 here, 1 to 62 a slot, 63 farther.
    pub(super) fn packed(self) -> u32 {
        match self {
            Route::Here => 0,
            Route::Slot(slot) if slot < 62 => u32::from(slot) + 1,
            _ => 63,
        }
    }

    pub(super) fn unpacked(bits: u32) -> Route {
        match u8::try_from(bits & 63).unwrap_or(63) {
            0 => Route::Here,
            63 => Route::Far,
            slot => Route::Slot(slot - 1),
        }
    }

    pub(super) fn unit(self) -> String {
        match self {
            Route::Here => String::new(),
            Route::Slot(slot) => format!("slot {slot}"),
            Route::Far => "routed".to_owned(),
        }
    }
}

/// Segments read of one path.
const SEGMENTS: usize = 24;

pub(super) fn read(bytes: &[u8]) -> Option<Path> {
    let (mut cursor, mut path) = (Cursor::new(bytes), Path::default());
    for _ in 0..SEGMENTS {
        let Some(segment) = cursor.u8() else { return Some(path) };
        match segment {
            // A port: its number, or 15 and the number behind; the link's address in one byte or with a length.
            0x01..=0x1f => {
                let length = if segment & 0x10 != 0 { Some(cursor.u8()?) } else { None };
                let port = if segment & 0x0f == 15 { cursor.u16_le()? } else { u16::from(segment & 0x0f) };
                let slot = match length {
                    Some(length) => {
                        cursor.skip(usize::from(length) + usize::from(length & 1))?;
                        None
                    }
                    None => Some(cursor.u8()?),
                };
                path.route = match (path.route, port, slot) {
                    (Route::Here, 1, Some(slot)) => Route::Slot(slot),
                    _ => Route::Far,
                };
            }
            // Logical: class, instance, member, connection point, attribute in 8, 16 or 32 bits.
            0x20..=0x3f => {
                let value = match segment & 3 {
                    0 => u32::from(cursor.u8()?),
                    1 => {
                        cursor.skip(1)?;
                        u32::from(cursor.u16_le()?)
                    }
                    2 => {
                        cursor.skip(1)?;
                        cursor.u32_le()?
                    }
                    _ => return Some(path),
                };
                let value = u16::try_from(value).unwrap_or(u16::MAX);
                match segment & 0x1c {
                    // The first class is the one asked; others are inside.
                    0x00 if path.class == 0 => path.class = value,
                    0x10 => path.attribute = value,
                    // An electronic key.
                    0x14 => {
                        cursor.skip(8)?;
                    }
                    _ => {}
                }
            }
            // A simple data segment, in words; a name.
            0x80 => {
                let words = cursor.u8()?;
                cursor.skip(usize::from(words) * 2)?;
            }
            0x91 => {
                let length = usize::from(cursor.u8()?);
                cursor.skip(length + (length & 1))?;
                path.has_symbol = true;
            }
            _ => return Some(path),
        }
    }
    Some(path)
}
