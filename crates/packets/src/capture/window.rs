//! A sliding window over a reader: records are borrowed from it, nothing is copied per frame.

use super::compression::Decompressed;
use std::io::{self, Read};

/// How much is read at once. Half a MiB stays in the second-level cache.
const READ_SIZE: usize = 1 << 19;

pub(super) struct Window<R> {
    input: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    at_end: bool,
    /// A compressed stream broke off; what came before it is still good.
    cut_short: bool,
}

impl<R: Read> Window<R> {
    pub(super) fn new(input: R) -> Window<R> {
        Window { input, buffer: vec![0; READ_SIZE], start: 0, end: 0, at_end: false, cut_short: false }
    }

    /// Up to `count` bytes without taking them: fewer only at the end of the file.
    pub(super) fn peek(&mut self, count: usize) -> io::Result<&[u8]> {
        if self.end - self.start < count {
            self.fill(count)?;
        }
        let end = self.end.min(self.start.saturating_add(count));
        Ok(self.buffer.get(self.start..end).unwrap_or(&[]))
    }

    /// Exactly `count` bytes, or `None` where the file ends before.
    #[inline]
    pub(super) fn take(&mut self, count: usize) -> io::Result<Option<&[u8]>> {
        if self.end - self.start < count {
            self.fill(count)?;
            if self.end - self.start < count {
                return Ok(None);
            }
        }
        let start = self.start;
        self.start += count;
        Ok(self.buffer.get(start..start + count))
    }

    /// Steps over `count` bytes without holding them. `false` where the file ends before.
    pub(super) fn skip(&mut self, mut count: u64) -> io::Result<bool> {
        loop {
            let held = (self.end - self.start) as u64;
            if count <= held {
                self.start += usize::try_from(count).unwrap_or(0);
                return Ok(true);
            }
            count -= held;
            self.start = self.end;
            self.fill(1)?;
            if self.start == self.end {
                return Ok(false);
            }
        }
    }

    /// Whether bytes are left that no record took.
    pub(super) fn has_tail(&self) -> bool {
        self.start < self.end
    }

    fn fill(&mut self, count: usize) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.buffer.len() < count {
            self.buffer.resize(count, 0);
        }
        while self.end < count && !self.at_end {
            match self.input.read(self.buffer.get_mut(self.end..).unwrap_or(&mut [])) {
                Ok(0) => self.at_end = true,
                Ok(read) => self.end += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // A broken compressed stream: keep what was unpacked. An error of the disk is an error.
                Err(error)
                    if matches!(
                        error.kind(),
                        io::ErrorKind::InvalidData
                            | io::ErrorKind::InvalidInput
                            | io::ErrorKind::UnexpectedEof
                            | io::ErrorKind::Other
                    ) =>
                {
                    self.at_end = true;
                    self.cut_short = true;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

impl<R: Read> Window<Decompressed<R>> {
    /// The reader below, and whether its compressed stream broke off.
    pub(super) fn into_inner(self) -> (Decompressed<R>, bool) {
        let cut_short = self.cut_short && self.input.is_packed();
        (self.input, cut_short)
    }
}
