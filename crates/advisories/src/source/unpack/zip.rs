//! Zip archives (APPNOTE.TXT §4.3), with the large directories of §4.3.14: the CVE list has 300,000 parts.

use super::{Room, inflate, layer};
use crate::source::desk::{Desk, Step};
use crate::source::is_beside_the_point;
use flate2::read::DeflateDecoder;

/// More parts than any feed has.
const PARTS: u64 = 4_000_000;
const END: [u8; 4] = *b"PK\x05\x06";
const END_64: [u8; 4] = *b"PK\x06\x06";
const LOCATOR_64: [u8; 4] = *b"PK\x06\x07";
const ENTRY: [u8; 4] = *b"PK\x01\x02";
const LOCAL: [u8; 4] = *b"PK\x03\x04";

/// One part of the directory.
struct Part {
    name: String,
    /// Where its own header stands.
    local: u64,
    packed: u64,
    method: u16,
    locked: bool,
    /// Length of this entry.
    length: u64,
}

/// Reads every part that can be a feed.
pub(super) fn parts(bytes: &[u8], room: &mut Room, desk: &mut Desk<'_>) {
    let Some((count, mut at)) = directory(bytes) else {
        return desk.refuse(
            "",
            "the archive's end is cut",
            "fetch it again: the directory of a zip stands at its end",
        );
    };
    if count > PARTS {
        return desk.refuse("", format!("the archive says that it has {count} parts"), "fetch it again");
    }
    for index in 0..count {
        let Some(part) = entry(bytes, at) else {
            let what = format!("the archive's directory breaks off after {index} of {count} parts");
            return desk.refuse("", what, "fetch it again; the parts before were read");
        };
        at += part.length;
        if part.name.ends_with('/') || is_beside_the_point(&part.name) {
            continue;
        }
        desk.path.push(Step::Part(part.name.clone()));
        self::part(bytes, &part, room, desk);
        desk.path.pop();
    }
}

fn part(bytes: &[u8], part: &Part, room: &mut Room, desk: &mut Desk<'_>) {
    if part.locked {
        return desk.refuse("", "it is locked with a password", "unpack it first");
    }
    let packed = (|| {
        let header = slice(bytes, part.local, 30).filter(|header| header.starts_with(&LOCAL))?;
        let (name, extra) = (u16_at(header, 26)?, u16_at(header, 28)?);
        slice(bytes, part.local.checked_add(30 + u64::from(name) + u64::from(extra))?, part.packed)
    })();
    let Some(packed) = packed else {
        return desk.refuse("", "the part is cut", "fetch the archive again");
    };
    match part.method {
        0 => layer(packed, room, desk),
        8 => {
            if let Some(unpacked) = inflate(DeflateDecoder::new(packed), packed.len(), room, desk) {
                layer(&unpacked, room, desk);
            }
        }
        93 => layer(packed, room, desk), // A Zstandard stream, which is recognised as one.
        other => desk.refuse("", format!("it is packed by method {other}"), "unpack it first"),
    }
}

/// Number of parts, and where the directory begins.
fn directory(bytes: &[u8]) -> Option<(u64, u64)> {
    // The end record stands last, before a comment of up to 64 KiB.
    let first = bytes.len().saturating_sub(22 + 0xffff);
    let tail = bytes.get(first..)?;
    let end = (first + tail.windows(4).rposition(|window| window == END)?) as u64;
    let record = slice(bytes, end, 22)?;
    let (count, start) = (u64::from(u16_at(record, 10)?), u64::from(u32_at(record, 16)?));
    let locator = end.checked_sub(20).and_then(|at| slice(bytes, at, 20));
    let Some(locator) = locator.filter(|locator| locator.starts_with(&LOCATOR_64)) else {
        return Some((count, start));
    };
    let large = slice(bytes, u64_at(locator, 8)?, 56).filter(|large| large.starts_with(&END_64))?;
    Some((u64_at(large, 32)?, u64_at(large, 48)?))
}

/// One entry of the directory.
fn entry(bytes: &[u8], at: u64) -> Option<Part> {
    let header = slice(bytes, at, 46).filter(|header| header.starts_with(&ENTRY))?;
    let (name, extra, comment) = (u16_at(header, 28)?, u16_at(header, 30)?, u16_at(header, 32)?);
    let (mut packed, unpacked) = (u64::from(u32_at(header, 20)?), u32_at(header, 24)?);
    let mut local = u64::from(u32_at(header, 42)?);
    let mut more = slice(bytes, at + 46 + u64::from(name), u64::from(extra))?;
    // Sizes that do not fit stand in an extra field, in a fixed order, only those that do not fit (§4.5.3).
    while let (Some(id), Some(size)) = (u16_at(more, 0), u16_at(more, 2)) {
        let field = more.get(4..4 + usize::from(size))?;
        if id == 1 {
            let mut offset = if unpacked == u32::MAX { 8 } else { 0 };
            if packed == u64::from(u32::MAX) {
                packed = u64_at(field, offset)?;
                offset += 8;
            }
            if local == u64::from(u32::MAX) {
                local = u64_at(field, offset)?;
            }
        }
        more = more.get(4 + usize::from(size)..)?;
    }
    let text = slice(bytes, at + 46, u64::from(name))?;
    Some(Part {
        name: String::from_utf8_lossy(text).replace('\\', "/"),
        local,
        packed,
        method: u16_at(header, 10)?,
        locked: u16_at(header, 8)? & 1 == 1,
        length: 46 + u64::from(name) + u64::from(extra) + u64::from(comment),
    })
}

fn slice(bytes: &[u8], at: u64, length: u64) -> Option<&[u8]> {
    let (from, to) = (usize::try_from(at).ok()?, usize::try_from(at.checked_add(length)?).ok()?);
    bytes.get(from..to)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..at + 8)?.try_into().ok().map(u64::from_le_bytes)
}
