//! The layers around a feed: gzip (RFC 1952), Zstandard (RFC 8878) and zip, one within another at most. What an archive
//! says of its own sizes may be a lie, so what is unpacked is counted while it is unpacked.

#[cfg(test)]
pub(super) mod tests;
mod zip;

use super::content;
use super::desk::Desk;
use flate2::read::MultiGzDecoder;
use std::io::Read;

/// One part, unpacked. The largest feed that we know of as one file has a quarter of a GiB a year.
#[cfg(not(test))]
const PART: u64 = 2 << 30;
/// So that the tests need not make GiB.
#[cfg(test)]
const PART: u64 = 40 << 20;
/// All parts of a file together.
#[cfg(not(test))]
const TOTAL: u64 = 16 << 30;
#[cfg(test)]
const TOTAL: u64 = 400 << 20;
/// JSON packs 10 to 30 times smaller. Beyond this and some small change it is a bomb.
const RATIO: u64 = 250;
const SMALL: u64 = 16 << 20;
/// Layers: `feeds.zip` with `cves.zip` in it.
const DEEPEST: usize = 2;

/// How much may still be unpacked, and how deep we are.
pub(super) struct Room {
    left: u64,
    depth: usize,
}

/// Unpacks what is packed and reads what is in it.
pub(super) fn unpack(bytes: &[u8], desk: &mut Desk<'_>) {
    layer(bytes, &mut Room { left: TOTAL, depth: 0 }, desk);
}

fn layer(bytes: &[u8], room: &mut Room, desk: &mut Desk<'_>) {
    let kind: fn(&[u8], &mut Room, &mut Desk<'_>) = match bytes {
        [0x1f, 0x8b, ..] => gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => zstandard,
        [b'P', b'K', 3 | 5, 4 | 6, ..] => zip::parts,
        _ => return content::read(bytes, desk),
    };
    if room.depth >= DEEPEST {
        return desk.refuse(
            "",
            "archives within archives within archives",
            "unpack it and read what is inside",
        );
    }
    room.depth += 1;
    kind(bytes, room, desk);
    room.depth -= 1;
}

fn gzip(bytes: &[u8], room: &mut Room, desk: &mut Desk<'_>) {
    if let Some(unpacked) = inflate(MultiGzDecoder::new(bytes), bytes.len(), room, desk) {
        layer(&unpacked, room, desk);
    }
}

fn zstandard(bytes: &[u8], room: &mut Room, desk: &mut Desk<'_>) {
    let mut rest = bytes;
    let mut whole = Vec::new();
    // A file may be several frames after one another.
    while !rest.is_empty() {
        let before = rest.len();
        let Ok(decoder) = ruzstd::decoding::StreamingDecoder::new(&mut rest) else {
            desk.refuse("", "the Zstandard stream is broken", "fetch it again; what came before was read");
            break;
        };
        match inflate(decoder, bytes.len(), room, desk) {
            Some(unpacked) if whole.is_empty() => whole = unpacked,
            Some(unpacked) if (whole.len() + unpacked.len()) as u64 <= PART => whole.extend(unpacked),
            Some(_) => {
                desk.refuse("", format!("it unpacks to more than {} MiB", PART >> 20), "split the feed");
                break;
            }
            None => return,
        }
        if rest.len() >= before {
            break;
        }
    }
    layer(&whole, room, desk);
}

/// Unpacks within the limits. A stream that breaks off gives what came before; a bomb gives nothing.
fn inflate(input: impl Read, packed: usize, room: &mut Room, desk: &mut Desk<'_>) -> Option<Vec<u8>> {
    let by_ratio = SMALL.saturating_add((packed as u64).saturating_mul(RATIO));
    let limit = PART.min(room.left).min(by_ratio);
    let mut unpacked = Vec::new();
    if let Err(error) = input.take(limit + 1).read_to_end(&mut unpacked) {
        let advice = "fetch it again; what came before the break was read";
        desk.refuse("", format!("the packed stream breaks off: {error}"), advice);
    }
    let length = unpacked.len() as u64;
    if length > limit {
        let what = format!("{packed} packed bytes unpack to more than {limit}");
        desk.refuse("", what, "if it is no bomb, unpack and split it first");
        return None;
    }
    room.left -= length;
    Some(unpacked)
}
