//! One direction of a TCP connection: its first bytes in order, and which frame brought which of them.

use crate::STREAM_LIMIT;
use crate::protocol::Segment;

/// Segments that came too early and wait for the one before them.
const EARLY_LIMIT: usize = 6;
/// Bytes of one direction that are looked at before it is let go.
const LOOK_LIMIT: u32 = 256 * 1024;
/// Messages that may be passed over before a direction is let go.
const PASS_LIMIT: u8 = 200;

#[derive(Debug)]
struct Early {
    sequence: u32,
    bytes: Vec<u8>,
    frame: u64,
    frame_start: u32,
}

/// What waits to be read: only a few directions at a time need it.
#[derive(Debug, Default)]
struct Buffer {
    held: Vec<u8>,
    segments: Vec<Segment>,
    early: Vec<Early>,
}

/// The stitched start of a direction.
#[derive(Debug, Default)]
pub(crate) struct Stream {
    /// Sequence number of the next byte; `None` before the first segment.
    next: Option<u32>,
    /// Nothing more is wanted of this direction.
    pub(crate) done: bool,
    /// Bytes that came in order, whether kept or not.
    seen: u32,
    /// Messages that were not understood.
    passed_over: u8,
    buffer: Option<Box<Buffer>>,
}

/// What became of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Appended {
    /// Nothing new in order: a repetition, or early.
    Nothing,
    /// The payload is new from this byte on, and nothing was held: look at it in place.
    InPlace(usize),
    /// It went to what was held.
    Held,
    /// A gap that will not close, or more than is looked at: this direction is done.
    GivenUp,
}

impl Stream {
    /// A SYN says where the direction begins.
    pub(crate) fn begin(&mut self, sequence: u32) {
        if self.next.is_none() {
            self.next = Some(sequence.wrapping_add(1));
        }
    }

    /// Takes a segment's payload.
    pub(crate) fn append(&mut self, sequence: u32, payload: &[u8], frame: u64, frame_start: u32) -> Appended {
        let next = *self.next.get_or_insert(sequence);
        // How far the segment lies behind what is expected; as a signed number it is negative for a repetition.
        let ahead = sequence.wrapping_sub(next) as i32;
        if ahead > 0 {
            return self.keep_early(sequence, payload, frame, frame_start);
        }
        let known = ahead.unsigned_abs() as usize;
        if known >= payload.len() {
            return Appended::Nothing;
        }
        let new = payload.get(known..).unwrap_or(&[]);
        self.next = Some(next.wrapping_add(new.len() as u32));
        self.seen = self.seen.saturating_add(new.len() as u32);
        if self.seen > LOOK_LIMIT {
            return Appended::GivenUp;
        }
        if self.buffer.as_ref().is_none_or(|buffer| buffer.held.is_empty() && buffer.early.is_empty()) {
            return Appended::InPlace(known);
        }
        self.hold(new, frame, frame_start.saturating_add(known as u32));
        self.take_early();
        Appended::Held
    }

    /// Begins anew at this segment: what came before is lost, or was read.
    pub(crate) fn restart(&mut self, sequence: u32) {
        *self = Stream { next: Some(sequence), passed_over: self.passed_over, ..Stream::default() };
    }

    /// Drops what is held of a message that was not understood. `false` when that happened too often.
    pub(crate) fn pass_over(&mut self) -> bool {
        self.buffer = None;
        self.passed_over = self.passed_over.saturating_add(1);
        self.passed_over < PASS_LIMIT
    }

    /// A message was read: only what leads nowhere counts against the limit.
    pub(crate) fn forget_length(&mut self) {
        self.seen = 0;
    }

    /// Keeps bytes for the next call. `false` when the limit is reached.
    pub(crate) fn hold(&mut self, bytes: &[u8], frame: u64, frame_start: u32) -> bool {
        self.buffer.get_or_insert_default().hold(bytes, frame, frame_start)
    }

    /// Takes what is held out, to be read while the flow is changed; [`Stream::give_back`] ends that.
    pub(crate) fn take_held(&mut self) -> (Vec<u8>, Vec<Segment>) {
        let buffer = self.buffer.get_or_insert_default();
        (std::mem::take(&mut buffer.held), std::mem::take(&mut buffer.segments))
    }

    /// Puts back what was taken out.
    pub(crate) fn give_back(&mut self, (held, segments): (Vec<u8>, Vec<Segment>)) {
        let buffer = self.buffer.get_or_insert_default();
        buffer.held = held;
        buffer.segments = segments;
    }

    /// Lets go of the first `count` bytes that are held. `true` when none are left.
    pub(crate) fn consume(&mut self, count: usize) -> bool {
        let Some(buffer) = &mut self.buffer else { return true };
        buffer.consume(count);
        let empty = buffer.held.is_empty();
        if empty && buffer.early.is_empty() {
            self.buffer = None;
        }
        empty
    }

    /// No more room: what is held is all that there will be.
    pub(crate) fn is_full(&self) -> bool {
        self.buffer.as_ref().is_some_and(|buffer| buffer.held.len() >= STREAM_LIMIT)
    }

    /// Drops everything that takes memory.
    pub(crate) fn finish(&mut self) {
        self.done = true;
        self.buffer = None;
    }

    /// Bytes of memory taken.
    pub(crate) fn memory(&self) -> usize {
        self.buffer.as_ref().map_or(0, |buffer| buffer.memory())
    }

    fn keep_early(&mut self, sequence: u32, payload: &[u8], frame: u64, frame_start: u32) -> Appended {
        let early = &mut self.buffer.get_or_insert_default().early;
        if early.iter().any(|early| early.sequence == sequence) {
            return Appended::Nothing;
        }
        if early.len() >= EARLY_LIMIT || payload.len() > STREAM_LIMIT {
            return Appended::GivenUp;
        }
        early.push(Early { sequence, bytes: payload.to_vec(), frame, frame_start });
        Appended::Nothing
    }

    fn take_early(&mut self) {
        for _ in 0..=EARLY_LIMIT {
            let (Some(next), Some(buffer)) = (self.next, &mut self.buffer) else { return };
            let fits = |early: &Early| early.sequence.wrapping_sub(next) as i32 <= 0;
            let Some(index) = buffer.early.iter().position(fits) else { return };
            let early = buffer.early.swap_remove(index);
            let known = next.wrapping_sub(early.sequence) as usize;
            let Some(new) = early.bytes.get(known..) else { continue };
            buffer.hold(new, early.frame, early.frame_start.saturating_add(known as u32));
            self.next = Some(next.wrapping_add(new.len() as u32));
            self.seen = self.seen.saturating_add(new.len() as u32);
        }
    }
}

impl Buffer {
    fn hold(&mut self, bytes: &[u8], frame: u64, frame_start: u32) -> bool {
        let room = STREAM_LIMIT.saturating_sub(self.held.len());
        let kept = bytes.get(..room).unwrap_or(bytes);
        if !kept.is_empty() {
            self.segments.push(Segment {
                message_start: self.held.len(),
                length: kept.len(),
                frame,
                frame_start,
            });
            self.held.extend_from_slice(kept);
        }
        kept.len() == bytes.len()
    }

    fn consume(&mut self, count: usize) {
        let count = count.min(self.held.len());
        self.held.drain(..count);
        self.segments.retain_mut(|segment| {
            let end = segment.message_start + segment.length;
            if end <= count {
                return false;
            }
            let cut = count.saturating_sub(segment.message_start);
            segment.message_start = segment.message_start.saturating_sub(count);
            segment.length -= cut;
            segment.frame_start = segment.frame_start.saturating_add(cut as u32);
            true
        });
    }

    fn memory(&self) -> usize {
        let early: usize = self.early.iter().map(|early| early.bytes.capacity() + size_of::<Early>()).sum();
        size_of::<Buffer>() + self.held.capacity() + self.segments.capacity() * size_of::<Segment>() + early
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn in_order_is_looked_at_in_place() {
        let mut stream = Stream::default();
        stream.begin(99);
        assert_eq!(stream.append(100, b"hello", 1, 54), Appended::InPlace(0));
        assert_eq!(stream.append(100, b"hello", 2, 54), Appended::Nothing);
        assert_eq!(stream.append(103, b"lo world", 3, 54), Appended::InPlace(2));
    }

    #[test]
    fn held_bytes_know_their_frames() {
        let mut stream = Stream::default();
        stream.hold(b"abc", 1, 54);
        stream.hold(b"defg", 2, 66);
        assert!(!stream.consume(4));
        let (held, segments) = stream.take_held();
        assert_eq!(held, b"efg");
        assert_eq!((segments[0].frame, segments[0].frame_start, segments[0].length), (2, 67, 3));
    }

    proptest! {
        /// Segments in any order within the window, repeated, give the stream's own bytes.
        #[test]
        fn stitching_gives_the_bytes_back(cuts in proptest::collection::vec(1usize..20, 1..6), order in any::<u64>(), start in any::<u32>()) {
            let total: usize = cuts.iter().sum();
            let whole: Vec<u8> = (0..total).map(|n| n as u8).collect();
            let mut pieces = Vec::new();
            let mut at = 0;
            for cut in cuts {
                pieces.push((at, at + cut));
                at += cut;
            }
            let mut state = order;
            for index in (1..pieces.len()).rev() {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                pieces.swap(index, (state >> 33) as usize % (index + 1));
            }
            let mut stream = Stream::default();
            stream.begin(start.wrapping_sub(1));
            let mut got = Vec::new();
            for (frame, (from, to)) in pieces.iter().enumerate() {
                let sequence = start.wrapping_add(*from as u32);
                match stream.append(sequence, &whole[*from..*to], frame as u64, 0) {
                    Appended::InPlace(known) => got.extend_from_slice(&whole[from + known..*to]),
                    Appended::Held => got.extend_from_slice(&stream.take_held().0),
                    Appended::Nothing => {}
                    Appended::GivenUp => prop_assert!(false),
                }
            }
            prop_assert_eq!(got, whole);
        }
    }
}
