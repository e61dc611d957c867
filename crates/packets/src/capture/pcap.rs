//! The classic format (draft-ietf-opsawg-pcap): both byte orders, micro- and nanoseconds, and Kuznetzov's variant.

use super::window::Window;
use super::{FRAME_LIMIT, Frame, ReadError};
use holdfast_facts::Timestamp;
use std::io::{self, Read};

/// State of a classic capture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pcap {
    little_endian: bool,
    nanoseconds: bool,
    /// Bytes of a record header: 16, or 24 in Kuznetzov's variant.
    record_header: usize,
    link_type: u16,
    broken: Option<&'static str>,
}

impl Pcap {
    /// The variant that the magic number stands for.
    pub(super) fn from_magic(magic: &[u8]) -> Option<Pcap> {
        let (little_endian, nanoseconds, record_header) = match magic {
            [0xd4, 0xc3, 0xb2, 0xa1] => (true, false, 16),
            [0xa1, 0xb2, 0xc3, 0xd4] => (false, false, 16),
            [0x4d, 0x3c, 0xb2, 0xa1] => (true, true, 16),
            [0xa1, 0xb2, 0x3c, 0x4d] => (false, true, 16),
            [0x34, 0xcd, 0xb2, 0xa1] => (true, false, 24),
            [0xa1, 0xb2, 0xcd, 0x34] => (false, false, 24),
            _ => return None,
        };
        Some(Pcap { little_endian, nanoseconds, record_header, link_type: 0, broken: None })
    }

    pub(super) fn read_header<R: Read>(mut self, window: &mut Window<R>) -> io::Result<Pcap> {
        match window.take(24)? {
            Some(header) => {
                let network = self.u32(header.get(20..24));
                // The upper bits carry the length of a frame check sequence, not the type.
                self.link_type = (network & 0xffff) as u16;
            }
            None => self.broken = Some("short_header"),
        }
        Ok(self)
    }

    #[inline]
    pub(super) fn next_frame<'w, R: Read>(
        &mut self,
        window: &'w mut Window<R>,
        number: u64,
    ) -> Result<Option<Frame<'w>>, ReadError> {
        if self.broken.is_some() {
            return Ok(None);
        }
        let Some(header) = window.take(self.record_header)? else { return Ok(None) };
        let (seconds, fraction) = (self.u32(header.get(..4)), self.u32(header.get(4..8)));
        let (captured, wire_length) = (self.u32(header.get(8..12)), self.u32(header.get(12..16)));
        if captured as usize > FRAME_LIMIT {
            self.broken = Some("record_too_long");
            return Ok(None);
        }
        let nanoseconds = if self.nanoseconds { u64::from(fraction) } else { u64::from(fraction) * 1000 };
        let at = Timestamp::from_parts(u64::from(seconds), nanoseconds);
        let link_type = self.link_type;
        match window.take(captured as usize)? {
            Some(bytes) => {
                let wire_length = wire_length.max(captured);
                Ok(Some(Frame { number, at: Some(at), link_type, bytes, wire_length }))
            }
            None => {
                self.broken = Some("short_record");
                Ok(None)
            }
        }
    }

    pub(super) fn broken(&self) -> Option<&'static str> {
        self.broken
    }

    #[inline]
    fn u32(&self, bytes: Option<&[u8]>) -> u32 {
        let array: [u8; 4] = bytes.and_then(|b| b.try_into().ok()).unwrap_or_default();
        if self.little_endian { u32::from_le_bytes(array) } else { u32::from_be_bytes(array) }
    }
}
