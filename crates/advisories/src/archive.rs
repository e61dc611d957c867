//! The feeds in one file: an index that opens at once, and documents that are read when they are asked for.
//!
//! Layout: magic, lengths of the parts, head (what was read, and the data that names were read with), index, facts about
//! CVEs, where each document begins, documents. Same feeds and data, same bytes.

use crate::advisory::Advisory;
use crate::feeds::{DocumentSummary, Feeds, Refusal};
use crate::matcher::{Builder, Index, Knowledge};
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Seek, SeekFrom, Write};

/// The first bytes. The number changes with the layout.
const MAGIC: &[u8; 8] = b"hfeeds\x00\x01";

/// No part of a file that we wrote is longer.
const LONGEST: u64 = 8 << 30;

/// What can go wrong with the file.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// It cannot be read or written.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// It is something else, of another version, or broken.
    #[error("this is no index of feeds of this version, or it is broken")]
    Broken,
}

/// What is known of the file without reading its documents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Names the data that names and words were read with: another one makes the index stale.
    pub data: String,
    /// The files that were read.
    pub documents: Vec<DocumentSummary>,
    /// What was refused.
    pub refused: Vec<Refusal>,
    /// How many advisories.
    pub advisories: u64,
}

/// An open file.
#[derive(Debug)]
pub struct Archive<R> {
    input: R,
    /// What was read.
    pub head: Head,
    /// Names to statements.
    pub index: Index,
    facts_at: (u64, u64),
    /// Where each document begins, from the start of the file; one more for the end.
    begins: Vec<u64>,
}

/// Writes feeds that are settled. `data` names the data of `knowledge`.
pub fn write(
    feeds: &Feeds,
    knowledge: &Knowledge,
    data: &str,
    out: &mut dyn Write,
) -> Result<(), ArchiveError> {
    let mut builder = Builder::new(knowledge);
    for advisory in &feeds.advisories {
        builder.add(advisory);
    }
    let head = Head {
        data: data.to_owned(),
        documents: feeds.documents.clone(),
        refused: feeds.refused.clone(),
        advisories: feeds.advisories.len() as u64,
    };
    let facts = Feeds {
        exploited: feeds.exploited.clone(),
        epss: feeds.epss.clone(),
        support: feeds.support.clone(),
        techniques: feeds.techniques.clone(),
        ..Feeds::default()
    };
    let head = encode(&head)?;
    let index = encode(&builder.finish())?;
    let facts = encode(&facts)?;
    let documents = feeds.advisories.iter().map(encode).collect::<Result<Vec<_>, _>>()?;
    let count = documents.len() as u64 + 1;
    out.write_all(MAGIC)?;
    for length in [head.len() as u64, index.len() as u64, facts.len() as u64, count] {
        out.write_all(&length.to_le_bytes())?;
    }
    for part in [&head, &index, &facts] {
        out.write_all(part)?;
    }
    let mut at = 8 + 32 + (head.len() + index.len() + facts.len()) as u64 + count * 8;
    out.write_all(&at.to_le_bytes())?;
    for document in &documents {
        at += document.len() as u64;
        out.write_all(&at.to_le_bytes())?;
    }
    for document in &documents {
        out.write_all(document)?;
    }
    Ok(())
}

impl<R: Read + Seek> Archive<R> {
    /// Opens a file: reads its head and its index.
    pub fn open(mut input: R) -> Result<Archive<R>, ArchiveError> {
        let mut magic = [0; 8];
        input.read_exact(&mut magic)?;
        if &magic != MAGIC {
            return Err(ArchiveError::Broken);
        }
        let mut lengths = [0u64; 4];
        for length in &mut lengths {
            *length = number(&mut input)?;
        }
        let [head, index, facts, count] = lengths;
        if lengths.iter().any(|length| *length > LONGEST) {
            return Err(ArchiveError::Broken);
        }
        let head: Head = decode(&part(&mut input, head)?)?;
        let mut index_read: Index = decode(&part(&mut input, index)?)?;
        index_read.arrange_all();
        let facts_at = (input.stream_position()?, facts);
        input.seek(SeekFrom::Start(facts_at.0 + facts))?;
        let bytes = part(&mut input, count.checked_mul(8).ok_or(ArchiveError::Broken)?)?;
        let begins = bytes
            .chunks_exact(8)
            .filter_map(|chunk| Some(u64::from_le_bytes(chunk.try_into().ok()?)))
            .collect();
        Ok(Archive { input, head, index: index_read, facts_at, begins })
    }

    /// What is known of CVEs apart from products: a [`Feeds`] without advisories.
    pub fn facts(&mut self) -> Result<Feeds, ArchiveError> {
        self.input.seek(SeekFrom::Start(self.facts_at.0))?;
        decode(&part(&mut self.input, self.facts_at.1)?)
    }

    /// One document, by its number in the index.
    pub fn advisory(&mut self, number: usize) -> Result<Option<Advisory>, ArchiveError> {
        let (Some(from), Some(to)) = (self.begins.get(number), self.begins.get(number + 1)) else {
            return Ok(None);
        };
        let length = to.checked_sub(*from).ok_or(ArchiveError::Broken)?;
        self.input.seek(SeekFrom::Start(*from))?;
        decode(&part(&mut self.input, length)?).map(Some)
    }

    /// Every document with its number, for building anew.
    pub fn advisories(&mut self) -> Result<Vec<Advisory>, ArchiveError> {
        let mut all = Vec::new();
        for at in 0..self.begins.len().saturating_sub(1) {
            all.extend(self.advisory(at)?);
        }
        Ok(all)
    }
}

fn number(input: &mut impl Read) -> Result<u64, ArchiveError> {
    let mut bytes = [0; 8];
    input.read_exact(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

/// Reads so many bytes, but takes no more memory than there are bytes.
fn part(input: &mut impl Read, length: u64) -> Result<Vec<u8>, ArchiveError> {
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(ArchiveError::Broken) }
}

fn encode(value: &impl Serialize) -> Result<Vec<u8>, ArchiveError> {
    postcard::to_stdvec(value).map_err(|_| ArchiveError::Broken)
}

fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, ArchiveError> {
    postcard::from_bytes(bytes).map_err(|_| ArchiveError::Broken)
}
