//! ASHRAE 135 clause 20.2: how BACnet writes values. A tag has a number, a class and a length; opening and closing tags
//! bracket what is made of several.

use crate::Cursor;
use std::borrow::Cow;

/// What stands at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag<'a> {
    /// A value of an application's type.
    Application(u8, &'a [u8]),
    /// A value whose type the service knows.
    Context(u8, &'a [u8]),
    Opening(u8),
    Closing(u8),
}

/// Reads one tag with its value.
pub(super) fn next<'a>(cursor: &mut Cursor<'a>) -> Option<Tag<'a>> {
    let head = cursor.u8()?;
    let number = if head >> 4 == 15 { cursor.u8()? } else { head >> 4 };
    let context = head & 0x08 != 0;
    let length = match (head & 7, context) {
        (6, true) => return Some(Tag::Opening(number)),
        (7, true) => return Some(Tag::Closing(number)),
        // A boolean's value stands where the length would (20.2.3).
        (_, false) if number == 1 => 0,
        (5, _) => match cursor.u8()? {
            254 => usize::from(cursor.u16()?),
            255 => usize::try_from(cursor.u32()?).ok()?,
            length => usize::from(length),
        },
        (length, _) => usize::from(length),
    };
    let value = cursor.take(length)?;
    Some(if context { Tag::Context(number, value) } else { Tag::Application(number, value) })
}

/// The value of the context tag `number`, if it comes next.
pub(super) fn context<'a>(cursor: &mut Cursor<'a>, number: u8) -> Option<&'a [u8]> {
    let mut ahead = *cursor;
    match next(&mut ahead)? {
        Tag::Context(found, value) if found == number => {
            *cursor = ahead;
            Some(value)
        }
        _ => None,
    }
}

/// Whether the opening tag `number` comes next; steps over it.
pub(super) fn opens(cursor: &mut Cursor<'_>, number: u8) -> bool {
    let mut ahead = *cursor;
    let opens = next(&mut ahead) == Some(Tag::Opening(number));
    if opens {
        *cursor = ahead;
    }
    opens
}

/// Steps over everything up to the closing tag `number` of the bracket that is open.
pub(super) fn skip_to_closing(cursor: &mut Cursor<'_>, number: u8) -> Option<()> {
    let mut open = 0u32;
    loop {
        match next(cursor)? {
            Tag::Opening(_) => open += 1,
            Tag::Closing(found) if open == 0 => return (found == number).then_some(()),
            Tag::Closing(_) => open -= 1,
            _ => {}
        }
    }
}

/// An unsigned number of at most four bytes.
pub(super) fn unsigned(value: &[u8]) -> Option<u32> {
    (1..=4).contains(&value.len()).then(|| value.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

/// Object type and instance (20.2.14).
pub(super) fn object(value: &[u8]) -> Option<(u16, u32)> {
    let number = u32::from_be_bytes(value.try_into().ok()?);
    Some((u16::try_from(number >> 22).ok()?, number & 0x3f_ffff))
}

/// A character string's text (20.2.9): the first byte says how it is written.
pub(super) fn text(value: &[u8]) -> Option<Cow<'_, str>> {
    let (coding, text) = value.split_first()?;
    let text = text.get(..1024).unwrap_or(text);
    Some(match coding {
        4 => {
            let units =
                text.chunks_exact(2).map(|pair| pair.iter().fold(0, |sum, b| sum << 8 | u16::from(*b)));
            char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect::<String>().into()
        }
        3 => {
            let points = text
                .chunks_exact(4)
                .filter_map(|four| char::from_u32(four.iter().fold(0, |sum, b| sum << 8 | u32::from(*b))));
            points.collect::<String>().into()
        }
        5 => text.iter().map(|byte| char::from(*byte)).collect::<String>().into(),
        // A code page stands before text in two-byte characters; what is ASCII in it reads so.
        1 => String::from_utf8_lossy(text.get(2..)?),
        _ => String::from_utf8_lossy(text),
    })
}
