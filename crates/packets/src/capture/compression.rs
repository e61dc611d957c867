//! The two layers under the format: hash what lies on the disk, unpack gzip and zstd.

use super::ReadError;
use holdfast_facts::CaptureId;
use std::io::{self, Read};

/// Passes bytes on and hashes them.
pub(super) struct Hashed<R> {
    input: R,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl<R: Read> Hashed<R> {
    pub(super) fn new(input: R) -> Hashed<R> {
        Hashed { input, hasher: blake3::Hasher::new(), bytes: 0 }
    }

    /// Reads what nobody asked for and gives the file's name by content and its length.
    pub(super) fn finish(mut self) -> io::Result<(CaptureId, u64)> {
        let mut rest = vec![0; 1 << 16];
        while self.read(&mut rest)? > 0 {}
        Ok((CaptureId(*self.hasher.finalize().as_bytes()), self.bytes))
    }
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
        self.bytes += count as u64;
        Ok(count)
    }
}

/// Bytes already taken for recognition, followed by the rest.
pub(super) struct Rewound<R> {
    head: Vec<u8>,
    given: usize,
    input: R,
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

/// The capture's own bytes.
pub(super) enum Decompressed<R: Read> {
    Plain(Rewound<R>),
    Gzip(Box<flate2::read::MultiGzDecoder<Rewound<R>>>),
    Zstd(Box<ruzstd::decoding::StreamingDecoder<Rewound<R>, ruzstd::decoding::FrameDecoder>>),
}

impl<R: Read> Decompressed<R> {
    pub(super) fn into_inner(self) -> R {
        match self {
            Decompressed::Plain(input) => input.input,
            Decompressed::Gzip(decoder) => decoder.into_inner().input,
            Decompressed::Zstd(decoder) => decoder.into_inner().input,
        }
    }

    pub(super) fn is_packed(&self) -> bool {
        !matches!(self, Decompressed::Plain(_))
    }
}

impl<R: Read> Read for Decompressed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Decompressed::Plain(input) => input.read(buffer),
            Decompressed::Gzip(decoder) => decoder.read(buffer),
            Decompressed::Zstd(decoder) => decoder.read(buffer),
        }
    }
}

/// Recognises gzip (RFC 1952) and zstd (RFC 8878) by their magic numbers.
pub(super) fn decompress<R: Read>(mut input: R) -> Result<Decompressed<R>, ReadError> {
    let mut head = vec![0; 4];
    let mut have = 0;
    while have < 4 {
        match input.read(head.get_mut(have..).unwrap_or(&mut []))? {
            0 => break,
            count => have += count,
        }
    }
    head.truncate(have);
    let kind = head.clone();
    let input = Rewound { head, given: 0, input };
    match kind.as_slice() {
        [0x1f, 0x8b, ..] => Ok(Decompressed::Gzip(Box::new(flate2::read::MultiGzDecoder::new(input)))),
        [0x28, 0xb5, 0x2f, 0xfd] => match ruzstd::decoding::StreamingDecoder::new(input) {
            Ok(decoder) => Ok(Decompressed::Zstd(Box::new(decoder))),
            Err(error) => Err(ReadError::Compression(error.to_string())),
        },
        _ => Ok(Decompressed::Plain(input)),
    }
}
