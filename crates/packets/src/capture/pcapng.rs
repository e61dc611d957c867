//! The block format (draft-ietf-opsawg-pcapng): sections, interfaces with their own clocks, enhanced, simple and
//! obsolete packet blocks; other blocks are stepped over.

use super::window::Window;
use super::{FRAME_LIMIT, Frame, ReadError};
use holdfast_facts::Timestamp;
use std::io::Read;

/// More interfaces than any machine has; a file that claims more is hostile.
const INTERFACE_LIMIT: usize = 4096;
/// A packet block may hold a frame, its headers and options.
const BLOCK_LIMIT: usize = FRAME_LIMIT + (1 << 16);

#[derive(Clone, Copy, Debug)]
struct Interface {
    link_type: u16,
    snaplen: u32,
    /// Ticks per second.
    resolution: u64,
    /// Seconds added to every time.
    offset: i64,
}

/// State of a block capture.
#[derive(Debug)]
pub(super) struct Pcapng {
    little_endian: bool,
    interfaces: Vec<Interface>,
    broken: Option<&'static str>,
}

/// Where a frame stands in its block's body.
struct Located {
    start: usize,
    length: usize,
    at: Option<Timestamp>,
    link_type: u16,
    wire_length: u32,
}

impl Pcapng {
    pub(super) fn new() -> Pcapng {
        Pcapng { little_endian: true, interfaces: Vec::new(), broken: None }
    }

    pub(super) fn broken(&self) -> Option<&'static str> {
        self.broken
    }

    pub(super) fn next_frame<'w, R: Read>(
        &mut self,
        window: &'w mut Window<R>,
        number: u64,
    ) -> Result<Option<Frame<'w>>, ReadError> {
        let located = loop {
            if self.broken.is_some() {
                return Ok(None);
            }
            let head = window.peek(12)?;
            if head.len() < 12 {
                return Ok(None);
            }
            let is_section = head.starts_with(&[0x0a, 0x0d, 0x0d, 0x0a]);
            if is_section {
                self.little_endian = match head.get(8..12) {
                    Some([0x4d, 0x3c, 0x2b, 0x1a]) => true,
                    Some([0x1a, 0x2b, 0x3c, 0x4d]) => false,
                    _ => {
                        self.broken = Some("section_header");
                        return Ok(None);
                    }
                };
                self.interfaces.clear();
            }
            let kind = self.u32(head.get(..4));
            let total = self.u32(head.get(4..8)) as usize;
            if total < 12 || !total.is_multiple_of(4) {
                self.broken = Some("block_length");
                return Ok(None);
            }
            if is_section || !matches!(kind, 1 | 2 | 3 | 6) {
                if !window.skip(total as u64)? {
                    self.broken = Some("short_block");
                }
                continue;
            }
            if total > BLOCK_LIMIT {
                self.broken = Some("block_too_long");
                return Ok(None);
            }
            let block = window.peek(total)?;
            if block.len() < total {
                self.broken = Some("short_block");
                return Ok(None);
            }
            let body = block.get(8..total - 4).unwrap_or(&[]);
            let located = match kind {
                1 => {
                    self.interface(body);
                    None
                }
                2 | 6 => self.packet(body, kind == 2),
                _ => self.simple(body),
            };
            match located {
                Some(located) => break (located, total),
                None => {
                    window.skip(total as u64)?;
                }
            }
        };
        let (Located { start, length, at, link_type, wire_length }, total) = located;
        let block = window.take(total)?.unwrap_or(&[]);
        let bytes = block.get(8 + start..8 + start + length).unwrap_or(&[]);
        Ok(Some(Frame { number, at, link_type, bytes, wire_length }))
    }

    fn interface(&mut self, body: &[u8]) {
        if self.interfaces.len() >= INTERFACE_LIMIT {
            self.broken = Some("too_many_interfaces");
            return;
        }
        let mut interface = Interface {
            link_type: self.u16(body.get(..2)),
            snaplen: self.u32(body.get(4..8)),
            resolution: 1_000_000,
            offset: 0,
        };
        let mut at = 8;
        while let (Some(code), Some(length)) = (body.get(at..at + 2), body.get(at + 2..at + 4)) {
            let (code, length) = (self.u16(Some(code)), self.u16(Some(length)) as usize);
            let value = body.get(at + 4..at + 4 + length).unwrap_or(&[]);
            match (code, value) {
                (0, _) => break,
                // if_tsresol: a power of ten, or of two where the top bit is set.
                (9, [power, ..]) if power & 0x80 != 0 => {
                    interface.resolution = 1u64 << (power & 0x7f).min(63)
                }
                (9, [power, ..]) => {
                    interface.resolution = 10u64.checked_pow(u32::from(*power)).unwrap_or(u64::MAX)
                }
                (14, value) if value.len() == 8 => {
                    let array: [u8; 8] = value.try_into().unwrap_or_default();
                    interface.offset = if self.little_endian {
                        i64::from_le_bytes(array)
                    } else {
                        i64::from_be_bytes(array)
                    };
                }
                _ => {}
            }
            at += 4 + length.next_multiple_of(4);
        }
        self.interfaces.push(interface);
    }

    fn packet(&mut self, body: &[u8], obsolete: bool) -> Option<Located> {
        let index = if obsolete { u32::from(self.u16(body.get(..2))) } else { self.u32(body.get(..4)) };
        let interface = *self.interfaces.get(index as usize)?;
        let ticks = u64::from(self.u32(body.get(4..8))) << 32 | u64::from(self.u32(body.get(8..12)));
        let captured = self.u32(body.get(12..16)) as usize;
        let length = captured.min(body.len().saturating_sub(20));
        let seconds = ticks / interface.resolution;
        let fraction =
            u128::from(ticks % interface.resolution) * 1_000_000_000 / u128::from(interface.resolution);
        let Timestamp(at) = Timestamp::from_parts(seconds, fraction as u64);
        Some(Located {
            start: 20,
            length,
            at: Some(Timestamp(at.saturating_add(interface.offset.saturating_mul(1_000_000)))),
            link_type: interface.link_type,
            wire_length: self.u32(body.get(16..20)).max(length as u32),
        })
    }

    /// Simple packets have no time and belong to the first interface; its snapshot length says where they were cut.
    fn simple(&mut self, body: &[u8]) -> Option<Located> {
        let interface = *self.interfaces.first()?;
        let wire_length = self.u32(body.get(..4));
        let kept = if interface.snaplen == 0 { wire_length } else { wire_length.min(interface.snaplen) };
        let length = (kept as usize).min(body.len().saturating_sub(4));
        Some(Located {
            start: 4,
            length,
            at: None,
            link_type: interface.link_type,
            wire_length: wire_length.max(length as u32),
        })
    }

    fn u16(&self, bytes: Option<&[u8]>) -> u16 {
        let array: [u8; 2] = bytes.and_then(|b| b.try_into().ok()).unwrap_or_default();
        if self.little_endian { u16::from_le_bytes(array) } else { u16::from_be_bytes(array) }
    }

    fn u32(&self, bytes: Option<&[u8]>) -> u32 {
        let array: [u8; 4] = bytes.and_then(|b| b.try_into().ok()).unwrap_or_default();
        if self.little_endian { u32::from_le_bytes(array) } else { u32::from_be_bytes(array) }
    }
}
