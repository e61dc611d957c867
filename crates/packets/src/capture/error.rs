//! Why a file is not read.

use std::fmt;
use std::io;

/// A file that cannot be read as a capture. What is odd inside a readable one is counted, not an error.
#[derive(Debug)]
pub enum ReadError {
    /// No bytes at all.
    Empty,
    /// Neither pcap nor pcapng; a guess at what it is, where there is one.
    NotACapture {
        /// The first bytes, in hex.
        begins: String,
        /// What such bytes usually mean.
        guess: Option<&'static str>,
    },
    /// The compressed stream cannot be opened.
    Compression(String),
    /// The file could not be read on.
    Io(io::Error),
}

impl ReadError {
    pub(crate) fn not_a_capture(begins: &[u8]) -> ReadError {
        let guess = match begins {
            [b's', b'n', b'o', b'o', b'p', ..] => Some("a snoop file: convert it with `editcap -F pcapng`"),
            [b'R', b'T', b'S', b'S', ..] | [b'T', b'R', b'S', b'N', ..] | [b'X', b'C', b'P', ..] => {
                Some("a capture of another analyser: convert it with `editcap -F pcapng`")
            }
            [b'P', b'K', 3, 4, ..] => Some("a zip archive: unpack it first"),
            [b'7', b'z', 0xbc, 0xaf, ..] | [0xfd, b'7', b'z', b'X', b'Z', ..] | [b'B', b'Z', b'h', ..] => {
                Some("compressed with 7z, xz or bzip2: unpack it first (gzip and zstd are read as they are)")
            }
            [b'<', ..] | [b'{', ..] => Some("a text document"),
            _ => None,
        };
        let begins = begins.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
        ReadError::NotACapture { begins, guess }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Empty => f.write_str("the file is empty"),
            ReadError::NotACapture { begins, guess: Some(guess) } => {
                write!(f, "not a pcap or pcapng capture (it begins with {begins}): it looks like {guess}")
            }
            ReadError::NotACapture { begins, guess: None } => {
                write!(f, "not a pcap or pcapng capture (it begins with {begins})")
            }
            ReadError::Compression(why) => write!(f, "the compressed file cannot be unpacked: {why}"),
            ReadError::Io(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for ReadError {}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> ReadError {
        ReadError::Io(error)
    }
}
