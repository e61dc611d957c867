//! Is a workbook what it claims to be? Each part is unpacked into nothing and counted, since what the archive says of
//! its own sizes may be a lie (APPNOTE.TXT §4.3).

use crate::ImportError;
use flate2::read::DeflateDecoder;
use std::io::Read;

/// Parts of one workbook. A real one has some dozens.
const PARTS: usize = 4096;
/// All parts unpacked. 100,000 devices with 40 columns have some 200 MiB.
const UNPACKED: u64 = 512 << 20;

const END: [u8; 4] = *b"PK\x05\x06";
const ENTRY: [u8; 4] = *b"PK\x01\x02";
const LOCAL: [u8; 4] = *b"PK\x03\x04";

/// Refuses archives that would unpack to more than is taken, or that are not whole.
pub(super) fn check(archive: &[u8]) -> Result<(), ImportError> {
    let broken = |what: &str| ImportError::Hostile(format!("the workbook's archive is damaged: {what}"));
    let end = find_end(archive).ok_or_else(|| broken("it has no end; is the file whole?"))?;
    let count = usize::from(u16_at(archive, end + 10).ok_or_else(|| broken("its end is cut"))?);
    let mut at = u32_at(archive, end + 16).ok_or_else(|| broken("its end is cut"))?;
    if count > PARTS || count == 0xffff {
        return Err(ImportError::Hostile(format!("the workbook has more than {PARTS} parts")));
    }
    let mut total = 0;
    for _ in 0..count {
        if bytes_at(archive, at, 4) != Some(&ENTRY) {
            return Err(broken("its directory does not list its parts"));
        }
        let word = |offset| u16_at(archive, at + offset).ok_or_else(|| broken("its directory is cut"));
        let long = |offset| u32_at(archive, at + offset).ok_or_else(|| broken("its directory is cut"));
        let (flags, method, packed, local) = (word(8)?, word(10)?, long(20)?, long(42)?);
        if flags & 1 == 1 {
            return Err(ImportError::Hostile("the workbook is locked with a password".to_owned()));
        }
        total += unpacked(archive, local, packed, method, UNPACKED - total)
            .ok_or_else(|| broken("a part is cut"))?;
        if total >= UNPACKED {
            return Err(ImportError::Hostile(format!(
                "the workbook unpacks to more than {} MiB",
                UNPACKED >> 20
            )));
        }
        at += 46 + usize::from(word(28)?) + usize::from(word(30)?) + usize::from(word(32)?);
    }
    Ok(())
}

/// How many bytes a part really unpacks to, up to the limit.
fn unpacked(archive: &[u8], local: usize, packed: usize, method: u16, limit: u64) -> Option<u64> {
    if bytes_at(archive, local, 4)? != LOCAL {
        return None;
    }
    let start =
        local + 30 + usize::from(u16_at(archive, local + 26)?) + usize::from(u16_at(archive, local + 28)?);
    let data = bytes_at(archive, start, packed)?;
    match method {
        0 => Some(data.len() as u64),
        // What breaks off is told by the workbook's reader.
        8 => {
            Some(std::io::copy(&mut DeflateDecoder::new(data).take(limit), &mut std::io::sink()).unwrap_or(0))
        }
        _ => None,
    }
}

/// The end record stands last, before a comment of up to 64 KiB.
fn find_end(archive: &[u8]) -> Option<usize> {
    let first = archive.len().saturating_sub(22 + 0xffff);
    let tail = archive.get(first..)?;
    tail.windows(4).rposition(|window| window == END).map(|at| first + at)
}

fn bytes_at(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes_at(bytes, at, 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let number = bytes_at(bytes, at, 4)?.try_into().ok().map(u32::from_le_bytes)?;
    usize::try_from(number).ok()
}
