//! How much an endpoint said in one capture.

use crate::{CaptureId, Endpoint, Join, Timestamp};

/// A tally is kept per endpoint and capture, so reading a capture twice counts nothing twice.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TallyKey {
    /// Who spoke.
    pub endpoint: Endpoint,
    /// In which capture.
    pub capture: CaptureId,
}

/// Frames and bytes sent, from when to when. Joined by maximum (a replay of the same capture is the same tally).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Frames that the endpoint was the source of.
    pub frames: u64,
    /// Bytes of those frames on the wire.
    pub bytes: u64,
    /// First frame's time.
    pub first: Timestamp,
    /// Last frame's time.
    pub last: Timestamp,
    /// Number of the first frame, to go and look.
    pub frame: u64,
    /// Largest IP TTL or hop limit; 0 where there was none. 64, 128 and 255 mean "not routed on the way".
    pub hop_limit: u8,
}

impl Join for Tally {
    fn join(&mut self, other: Tally) {
        self.frames = self.frames.max(other.frames);
        self.bytes = self.bytes.max(other.bytes);
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        self.frame = self.frame.min(other.frame);
        self.hop_limit = self.hop_limit.max(other.hop_limit);
    }
}
