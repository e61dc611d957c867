//! Captures in, attributes out.
//!
//! Reads pcap and pcapng (compressed or not) as a stream, finds the frames that say who somebody is, and
//! hands back [`holdfast_facts::Evidence`]: attributes with the frame and the bytes that show them. Knows no
//! device and concludes nothing. Reading never fails on content: what is odd is counted.
//!
//! Invariants: no payload is kept; memory is bounded whatever the bytes; no clock, no file, no socket.

mod cursor;
mod observe;
/// The protocols.
pub mod protocol;

pub use cursor::Cursor;
pub use observe::Limits;

/// The most that is stitched together of one direction of a TCP stream, in bytes.
pub const STREAM_LIMIT: usize = 16 * 1024;
