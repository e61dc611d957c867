//! Why a whole file is not read. What is wrong with single rows is a [`Refusal`](crate::Refusal), not an error.

use crate::Format;

/// A file that cannot be taken as a list.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// No bytes at all.
    #[error("the file is empty")]
    Empty,
    /// None of the formats; a guess at what it is, where there is one.
    #[error("no list or log that is known: {0}")]
    Unknown(&'static str),
    /// More bytes than are taken.
    #[error("{what} is larger than {limit} MiB")]
    TooLarge {
        /// The file, or a part of it.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// It is of that format, but broken.
    #[error("{format} file, line {row}: {what}")]
    Broken {
        /// The format.
        format: Format,
        /// Line or row, from 1; 0 where there is none.
        row: u64,
        /// What is wrong.
        what: String,
    },
    /// A table without a row of headers that names a key.
    #[error("no row of headers names a MAC, an IP, a serial number, a host name or an asset tag; {0}")]
    NoHeader(String),
    /// Something in it is there to do harm, or looks so.
    #[error("refused: {0}")]
    Hostile(String),
    /// The file could not be read on.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

impl ImportError {
    /// What the user can do about it.
    pub fn advice(&self) -> &'static str {
        match self {
            ImportError::Empty => "export the list again: nothing is in it",
            ImportError::Unknown(_) => {
                "give a table (CSV, XLSX), Nmap -oX, a lease file, Zeek or Suricata logs, a switch's tables or CycloneDX JSON; --format NAME says which it is"
            }
            ImportError::TooLarge { .. } => "split the file, or export fewer columns",
            ImportError::Broken { .. } => "export it again, or say what it is with --format NAME",
            ImportError::NoHeader(_) => {
                "name the column that holds a key: --map \"Eqpt No=asset_tag\" (fields: `holdfast import --help`)"
            }
            ImportError::Hostile(_) => "open it in the program it comes from and save it again",
            ImportError::Io(_) => "check that the file can be read to its end",
        }
    }
}
