//! IP fragments put together, within bounds: few packets at a time, none larger than 16 KiB.

use super::Packet;
use crate::protocol::Segment;
use std::net::IpAddr;

const PACKETS_LIMIT: usize = 64;
const BYTES_LIMIT: usize = 16 * 1024;
const PIECES_LIMIT: usize = 16;

/// A whole payload, and which of its bytes came from which frame.
#[derive(Debug)]
pub(crate) struct Assembled {
    pub(crate) bytes: Vec<u8>,
    pub(crate) segments: Vec<Segment>,
}

#[derive(Debug)]
struct Piece {
    offset: usize,
    bytes: Vec<u8>,
    frame: u64,
    frame_start: u32,
}

#[derive(Debug)]
struct Pending {
    source: IpAddr,
    destination: IpAddr,
    protocol: u8,
    id: u32,
    pieces: Vec<Piece>,
    total: Option<usize>,
}

/// Packets of which not all fragments have come. The oldest goes when there are too many.
#[derive(Debug, Default)]
pub(crate) struct Fragments {
    pending: Vec<Pending>,
    /// Packets given up.
    pub(crate) incomplete: u64,
}

impl Fragments {
    /// Takes a fragment; gives the payload when it was the last one missing.
    pub(crate) fn add(&mut self, packet: &Packet, bytes: &[u8], frame: u64) -> Option<Assembled> {
        let fragment = packet.fragment?;
        if fragment.offset.saturating_add(bytes.len()) > BYTES_LIMIT || packet.cut {
            self.incomplete += u64::from(fragment.offset == 0);
            return None;
        }
        let same = |held: &Pending| {
            held.id == fragment.id
                && held.protocol == packet.protocol
                && held.source == packet.source
                && held.destination == packet.destination
        };
        let index = match self.pending.iter().position(same) {
            Some(index) => index,
            None => {
                if self.pending.len() >= PACKETS_LIMIT {
                    self.pending.remove(0);
                    self.incomplete += 1;
                }
                self.pending.push(Pending {
                    source: packet.source,
                    destination: packet.destination,
                    protocol: packet.protocol,
                    id: fragment.id,
                    pieces: Vec::new(),
                    total: None,
                });
                self.pending.len() - 1
            }
        };
        let pending = self.pending.get_mut(index)?;
        if pending.pieces.len() >= PIECES_LIMIT {
            return None;
        }
        if pending.pieces.iter().all(|piece| piece.offset != fragment.offset) {
            pending.pieces.push(Piece {
                offset: fragment.offset,
                bytes: bytes.to_vec(),
                frame,
                frame_start: u32::try_from(packet.start).unwrap_or(u32::MAX),
            });
        }
        if !fragment.more {
            pending.total = Some(fragment.offset + bytes.len());
        }
        let assembled = assemble(pending)?;
        self.pending.remove(index);
        Some(assembled)
    }

    /// Packets that never became whole.
    pub(crate) fn left(&self) -> u64 {
        self.incomplete + self.pending.len() as u64
    }
}

/// Overlapping bytes are taken from the fragment that comes first in the packet (as RFC 5722 advises, no guess is made:
/// a later piece that overlaps is only used from where it is new).
fn assemble(pending: &mut Pending) -> Option<Assembled> {
    let total = pending.total?;
    pending.pieces.sort_by_key(|piece| piece.offset);
    let mut bytes = Vec::with_capacity(total);
    let mut segments = Vec::with_capacity(pending.pieces.len());
    for piece in &pending.pieces {
        let known = bytes.len().checked_sub(piece.offset)?;
        let Some(new) = piece.bytes.get(known..) else { continue };
        segments.push(Segment {
            message_start: bytes.len(),
            length: new.len(),
            frame: piece.frame,
            frame_start: piece.frame_start.saturating_add(u32::try_from(known).unwrap_or(u32::MAX)),
        });
        bytes.extend_from_slice(new);
    }
    (bytes.len() >= total).then_some(Assembled { bytes, segments })
}

#[cfg(test)]
mod tests {
    use super::super::Fragment;
    use super::*;

    fn packet(offset: usize, more: bool) -> Packet {
        Packet {
            source: IpAddr::from([10, 0, 0, 1]),
            destination: IpAddr::from([10, 0, 0, 2]),
            hop_limit: 64,
            protocol: 17,
            start: 34,
            end: 50,
            fragment: Some(Fragment { id: 1, offset, more }),
            cut: false,
        }
    }

    #[test]
    fn out_of_order_and_overlapping() {
        let mut fragments = Fragments::default();
        assert!(fragments.add(&packet(16, false), b"IJ", 3).is_none());
        assert!(fragments.add(&packet(8, true), b"ijklmnopqr", 2).is_none());
        let whole = fragments.add(&packet(0, true), b"abcdefgh", 1).unwrap();
        assert_eq!(whole.bytes, b"abcdefghijklmnopqr");
        assert_eq!(whole.segments[1].frame, 2);
        assert_eq!(fragments.left(), 0);
    }

    #[test]
    fn a_flood_of_fragments_is_bounded() {
        let mut fragments = Fragments::default();
        for id in 0..10_000 {
            let mut one = packet(8, true);
            one.fragment = Some(Fragment { id, offset: 8, more: true });
            assert!(fragments.add(&one, &[0; 1000], 1).is_none());
        }
        assert_eq!(fragments.pending.len(), PACKETS_LIMIT);
        assert_eq!(fragments.left(), 10_000);
    }
}
