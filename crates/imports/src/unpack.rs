//! The layers under every format: hash what lies on the disk, unpack gzip, and look at the beginning without losing it.

use crate::ImportError;
use flate2::read::MultiGzDecoder;
use holdfast_facts::CaptureId;
use std::io::{self, Read};

/// Enough to recognise any format, with a few title rows before it.
const HEAD: usize = 64 * 1024;
/// A day of a large site's Zeek logs is some GiB; a gzip bomb is stopped here. Lines are read one by one, so this bounds time.
const UNPACKED_LIMIT: u64 = 64 << 30;

/// Passes bytes on and hashes them.
struct Hashed<R> {
    input: R,
    hasher: blake3::Hasher,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = loop {
            match self.input.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result?,
            }
        };
        self.hasher.update(buffer.get(..count).unwrap_or(&[]));
        Ok(count)
    }
}

/// Bytes that were looked at, then the rest.
struct Rewound<R> {
    head: Vec<u8>,
    given: usize,
    input: R,
}

impl<R: Read> Rewound<R> {
    fn new(mut input: R, length: usize) -> io::Result<Rewound<R>> {
        let mut head = Vec::new();
        input.by_ref().take(length as u64).read_to_end(&mut head)?;
        Ok(Rewound { head, given: 0, input })
    }
}

impl<R: Read> Read for Rewound<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.head.get(self.given..).unwrap_or(&[]);
        if left.is_empty() {
            return self.input.read(buffer);
        }
        let count = left.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), left.get(..count)) {
            to.copy_from_slice(from);
        }
        self.given += count;
        Ok(count)
    }
}

enum Packing<R: Read> {
    Plain(Box<Rewound<Hashed<R>>>),
    Gzip(Box<MultiGzDecoder<Rewound<Hashed<R>>>>),
}

/// Unpacks; where a packed stream breaks off, what came before it counts.
struct Unpacking<R: Read> {
    packing: Packing<R>,
    bytes: u64,
    broken: bool,
}

impl<R: Read> Read for Unpacking<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = match &mut self.packing {
            Packing::Plain(input) => input.read(buffer)?,
            Packing::Gzip(_) if self.broken || self.bytes > UNPACKED_LIMIT => {
                self.broken = true;
                0
            }
            Packing::Gzip(input) => input.read(buffer).unwrap_or_else(|_| {
                self.broken = true;
                0
            }),
        };
        self.bytes += count as u64;
        Ok(count)
    }
}

/// A list's own bytes.
pub(crate) struct Unpacked<R: Read>(Rewound<Unpacking<R>>);

/// What is known of the file when it has been read.
pub(crate) struct FileFacts {
    pub(crate) id: CaptureId,
    /// The packed stream broke off.
    pub(crate) truncated: bool,
}

impl<R: Read> Unpacked<R> {
    /// Recognises gzip by its magic number (RFC 1952).
    pub(crate) fn open(input: R) -> Result<Unpacked<R>, ImportError> {
        let hashed = Hashed { input, hasher: blake3::Hasher::new() };
        let raw = Rewound::new(hashed, 4)?;
        let packing = match raw.head.as_slice() {
            [] => return Err(ImportError::Empty),
            [0x1f, 0x8b, ..] => Packing::Gzip(Box::new(MultiGzDecoder::new(raw))),
            _ => Packing::Plain(Box::new(raw)),
        };
        let unpacked = Rewound::new(Unpacking { packing, bytes: 0, broken: false }, HEAD)?;
        if unpacked.head.is_empty() {
            return Err(ImportError::Empty);
        }
        Ok(Unpacked(unpacked))
    }

    /// The first bytes, which will be read again.
    pub(crate) fn head(&self) -> &[u8] {
        &self.0.head
    }

    /// All of it, if that is not more than so many bytes.
    pub(crate) fn whole(&mut self, what: &'static str, limit: u64) -> Result<Vec<u8>, ImportError> {
        let mut bytes = Vec::new();
        self.by_ref().take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(ImportError::TooLarge { what, limit: limit >> 20 });
        }
        Ok(bytes)
    }

    /// Reads what nobody asked for and gives the file's name by content.
    pub(crate) fn finish(self) -> io::Result<FileFacts> {
        let Unpacking { packing, broken, .. } = self.0.input;
        let mut hashed = match packing {
            Packing::Plain(input) => input.input,
            Packing::Gzip(decoder) => decoder.into_inner().input,
        };
        io::copy(&mut hashed, &mut io::sink())?;
        Ok(FileFacts { id: CaptureId(*hashed.hasher.finalize().as_bytes()), truncated: broken })
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn half_a_gzip_file_gives_what_is_there() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let noise: Vec<u8> = (0..200_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        encoder.write_all(&noise).unwrap();
        let packed = encoder.finish().unwrap();
        let half = &packed[..packed.len() / 2];
        let mut unpacked = Unpacked::open(half).unwrap();
        let whole = unpacked.whole("the file", 1 << 20).unwrap();
        assert!(!whole.is_empty() && noise.starts_with(&whole));
        let facts = unpacked.finish().unwrap();
        assert!(facts.truncated);
        assert_eq!(facts.id.0, *blake3::hash(half).as_bytes(), "named by what lies on the disk");
    }

    #[test]
    fn nothing_is_an_error_and_too_much_is_one() {
        assert!(matches!(Unpacked::open(&b""[..]), Err(ImportError::Empty)));
        let mut unpacked = Unpacked::open(&[b'a'; 3000][..]).unwrap();
        assert!(matches!(unpacked.whole("the file", 2999), Err(ImportError::TooLarge { .. })));
    }
}
