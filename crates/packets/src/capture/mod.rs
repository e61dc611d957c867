//! Recorded files as a stream of frames: pcap and pcapng, plain, gzip or zstd.
//!
//! A buffered reader, not a memory map: measured, it costs less CPU and a hundredth of the memory.

mod compression;
mod error;
mod pcap;
mod pcapng;
mod window;

pub use error::ReadError;

use compression::{Hashed, decompress};
use holdfast_facts::{CaptureId, Timestamp};
use pcap::Pcap;
use pcapng::Pcapng;
use std::io::Read;
use window::Window;

/// The largest frame that is looked at; a record that claims more is a broken one.
pub(crate) const FRAME_LIMIT: usize = 1 << 18;

/// One frame as recorded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame<'a> {
    /// From 1, as Wireshark counts.
    pub(crate) number: u64,
    /// `None` where the record has no time (pcapng simple packets).
    pub(crate) at: Option<Timestamp>,
    /// LINKTYPE_ value (tcpdump.org/linktypes).
    pub(crate) link_type: u16,
    /// The bytes that were kept.
    pub(crate) bytes: &'a [u8],
    /// Its length on the wire.
    pub(crate) wire_length: u32,
}

enum Format {
    Pcap(Pcap),
    Pcapng(Pcapng),
}

/// Reads frames one after the other and hashes the file while it reads.
pub(crate) struct CaptureReader<R: Read> {
    window: Window<compression::Decompressed<Hashed<R>>>,
    format: Format,
    frames: u64,
}

/// What is known of the file when it has been read to its end.
pub(crate) struct FileFacts {
    pub(crate) id: CaptureId,
    pub(crate) bytes: u64,
    pub(crate) truncated: bool,
    /// Records that could not be read, by what was wrong.
    pub(crate) broken: Option<&'static str>,
}

impl<R: Read> CaptureReader<R> {
    /// Recognises compression and format from the first bytes.
    pub(crate) fn open(input: R) -> Result<CaptureReader<R>, ReadError> {
        let mut window = Window::new(decompress(Hashed::new(input))?);
        let format = match window.peek(4)? {
            [] => return Err(ReadError::Empty),
            [0x0a, 0x0d, 0x0d, 0x0a] => Format::Pcapng(Pcapng::new()),
            magic => match Pcap::from_magic(magic) {
                Some(kind) => Format::Pcap(kind.read_header(&mut window)?),
                None => return Err(ReadError::not_a_capture(window.peek(16)?)),
            },
        };
        Ok(CaptureReader { window, format, frames: 0 })
    }

    /// The next frame; `None` at the end of what can be read.
    pub(crate) fn next_frame(&mut self) -> Result<Option<Frame<'_>>, ReadError> {
        let number = self.frames + 1;
        let frame = match &mut self.format {
            Format::Pcap(pcap) => pcap.next_frame(&mut self.window, number)?,
            Format::Pcapng(pcapng) => pcapng.next_frame(&mut self.window, number)?,
        };
        self.frames += u64::from(frame.is_some());
        Ok(frame)
    }

    /// Reads to the end of the file, so that the hash names all of it.
    pub(crate) fn finish(self) -> Result<FileFacts, ReadError> {
        let broken = match &self.format {
            Format::Pcap(pcap) => pcap.broken(),
            Format::Pcapng(pcapng) => pcapng.broken(),
        };
        let tail = self.window.has_tail();
        let (decompressed, cut_short) = self.window.into_inner();
        let (id, bytes) = decompressed.into_inner().finish()?;
        Ok(FileFacts { id, bytes, truncated: tail || cut_short || broken.is_some(), broken })
    }
}
