//! The binary encoding of OPC UA (OPC 10000-6 §5.2), as much of it as stands before what we read.

use crate::Cursor;

/// A length (or minus one for none) and bytes.
pub(super) fn bytes<'a>(cursor: &mut Cursor<'a>) -> Option<&'a [u8]> {
    match cursor.u32_le()? {
        u32::MAX => Some(&[]),
        length => cursor.take(usize::try_from(length).ok()?),
    }
}

/// The length of an array; none is empty.
pub(super) fn count(cursor: &mut Cursor<'_>) -> Option<u32> {
    let count = cursor.u32_le()?;
    Some(if count == u32::MAX { 0 } else { count })
}

/// A node's id: namespace and number, where it is one.
pub(super) fn node(cursor: &mut Cursor<'_>) -> Option<Option<(u16, u32)>> {
    Some(match cursor.u8()? & 0x3f {
        0 => Some((0, u32::from(cursor.u8()?))),
        1 => Some((u16::from(cursor.u8()?), u32::from(cursor.u16_le()?))),
        2 => Some((cursor.u16_le()?, cursor.u32_le()?)),
        3 | 5 => {
            cursor.skip(2)?;
            bytes(cursor)?;
            None
        }
        4 => {
            cursor.skip(18)?;
            None
        }
        _ => return None,
    })
}

/// A text with a locale: the text.
pub(super) fn localized<'a>(cursor: &mut Cursor<'a>) -> Option<&'a [u8]> {
    let mask = cursor.u8()?;
    if mask & 1 != 0 {
        bytes(cursor)?;
    }
    if mask & 2 != 0 { bytes(cursor) } else { Some(&[]) }
}

/// A type, an encoding and a body.
pub(super) fn extension<'a>(cursor: &mut Cursor<'a>) -> Option<(u32, &'a [u8])> {
    let kind = node(cursor)?.map_or(0, |(_, number)| number);
    let body = match cursor.u8()? {
        0 => &[][..],
        _ => bytes(cursor)?,
    };
    Some((kind, body))
}

/// Authentication token, time, handle, diagnostics, audit id, timeout, an addition.
pub(super) fn request_header(cursor: &mut Cursor<'_>) -> Option<()> {
    node(cursor)?;
    cursor.skip(8 + 4 + 4)?;
    bytes(cursor)?;
    cursor.skip(4)?;
    extension(cursor)?;
    Some(())
}

/// Time, handle, result, diagnostics, strings, an addition. The result is what is given back.
pub(super) fn response_header(cursor: &mut Cursor<'_>) -> Option<u32> {
    cursor.skip(8 + 4)?;
    let result = cursor.u32_le()?;
    // Diagnostics are asked for by none that we know; what follows them is then out of reach.
    if cursor.u8()? != 0 {
        return (is_bad(result)).then_some(result);
    }
    for _ in 0..count(cursor)?.min(64) {
        bytes(cursor)?;
    }
    extension(cursor)?;
    Some(result)
}

/// The top bit says that it failed.
pub(super) fn is_bad(result: u32) -> bool {
    result & 0x8000_0000 != 0
}
