//! The archive around a workbook (APPNOTE.TXT §4.3): stored and deflated parts by name. What it says of its own sizes may
//! be a lie, so what is unpacked is counted while it is unpacked.

use super::broken;
use crate::ImportError;
use flate2::read::DeflateDecoder;
use std::collections::BTreeMap;
use std::io::Read;

/// Parts of one workbook. A real one has some dozens.
const PARTS: usize = 4096;
/// All parts together, unpacked. 100,000 devices with 40 columns have some 200 MiB.
#[cfg(not(test))]
const UNPACKED: u64 = 512 << 20;
/// So that the tests need not make half a GiB.
#[cfg(test)]
const UNPACKED: u64 = 8 << 20;

const END: [u8; 4] = *b"PK\x05\x06";
const ENTRY: [u8; 4] = *b"PK\x01\x02";
const LOCAL: [u8; 4] = *b"PK\x03\x04";

/// Where a part lies.
struct Part {
    local: usize,
    packed: usize,
    method: u16,
}

/// The archive's directory, and how much may still be unpacked.
pub(super) struct Archive<'a> {
    bytes: &'a [u8],
    /// By name in lower case: programs do not agree on the case.
    parts: BTreeMap<String, Part>,
    left: u64,
}

impl<'a> Archive<'a> {
    /// Reads the directory.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Archive<'a>, ImportError> {
        let cut = || broken("the archive's end is cut: is the file whole?");
        let end = find_end(bytes).ok_or_else(cut)?;
        let count = usize::from(u16_at(bytes, end + 10).ok_or_else(cut)?);
        let mut at = u32_at(bytes, end + 16).ok_or_else(cut)?;
        if count > PARTS {
            return Err(ImportError::Hostile(format!("the workbook has more than {PARTS} parts")));
        }
        let mut parts = BTreeMap::new();
        for _ in 0..count {
            let (name, part, length) = entry(bytes, at)?;
            parts.entry(name).or_insert(part);
            at += length;
        }
        Ok(Archive { bytes, parts, left: UNPACKED })
    }

    /// A part's bytes; `None` where there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, ImportError> {
        let Some(part) = self.parts.get(&name.to_lowercase()) else { return Ok(None) };
        let bytes = self.bytes;
        let start = (|| {
            let header = bytes_at(bytes, part.local, 30).filter(|header| header.starts_with(&LOCAL))?;
            let (name, extra) = (u16_at(header, 26)?, u16_at(header, 28)?);
            Some(part.local + 30 + usize::from(name) + usize::from(extra))
        })();
        let packed = start.and_then(|start| bytes_at(bytes, start, part.packed));
        let packed = packed.ok_or_else(|| broken(format!("the part {name} is cut")))?;
        let mut unpacked = Vec::new();
        let read = match part.method {
            0 => packed.take(self.left + 1).read_to_end(&mut unpacked),
            8 => DeflateDecoder::new(packed).take(self.left + 1).read_to_end(&mut unpacked),
            other => return Err(broken(format!("the part {name} is packed in an unusual way ({other})"))),
        };
        read.map_err(|error| broken(format!("the part {name} cannot be unpacked: {error}")))?;
        self.left = self.left.checked_sub(unpacked.len() as u64).ok_or_else(|| {
            ImportError::Hostile(format!("the workbook unpacks to more than {} MiB", UNPACKED >> 20))
        })?;
        Ok(Some(unpacked))
    }

    /// The first part whose name ends so.
    pub(super) fn find(&self, ending: &str) -> Option<String> {
        self.parts.keys().find(|name| name.ends_with(ending)).cloned()
    }
}

/// One entry of the directory: name, where it lies, the entry's own length.
fn entry(bytes: &[u8], at: usize) -> Result<(String, Part, usize), ImportError> {
    let wrong = || broken("the archive's directory does not list its parts");
    let header = bytes_at(bytes, at, 46).filter(|header| header.starts_with(&ENTRY)).ok_or_else(wrong)?;
    let word = |offset| u16_at(header, offset).ok_or_else(wrong);
    let long = |offset| u32_at(header, offset).ok_or_else(wrong);
    if word(8)? & 1 == 1 {
        return Err(ImportError::Hostile("the workbook is locked with a password".to_owned()));
    }
    let length = usize::from(word(28)?);
    let name = bytes_at(bytes, at + 46, length).ok_or_else(wrong)?;
    let name = String::from_utf8_lossy(name).replace('\\', "/").to_lowercase();
    let part = Part { local: long(42)?, packed: long(20)?, method: word(10)? };
    Ok((name, part, 46 + length + usize::from(word(30)?) + usize::from(word(32)?)))
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
