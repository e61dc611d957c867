//! Captures in, attributes out.
//!
//! Reads pcap and pcapng (compressed or not) as a stream, finds the frames that say who somebody is, and
//! hands back [`holdfast_facts::Evidence`]: attributes with the frame and the bytes that show them. Knows no
//! device and concludes nothing. Reading never fails on content: what is odd is counted.
//!
//! Invariants: no payload is kept; memory is bounded whatever the bytes; no clock, no file, no socket.

mod capture;
mod classify;
mod credentials;
mod cursor;
mod datagram;
mod desk;
mod engine;
mod flow;
mod fuzzing;
mod link;
mod network;
mod observe;
/// The protocols.
pub mod protocol;
mod segment;
mod service;
mod trail;

pub use capture::ReadError;
pub use credentials::Credentials;
pub use cursor::Cursor;
pub use fuzzing::{fuzz_protocol, fuzz_seeds};
pub use observe::Limits;
pub use service::FLOW_ATTRIBUTES;

use capture::CaptureReader;
use engine::Engine;
use holdfast_facts::{CaptureSummary, EvidenceSet, SiteId};
use observe::{Observations, Provenance};
use std::io::Read;
use std::sync::Arc;

/// The most that is stitched together of one direction of a TCP stream, in bytes.
pub const STREAM_LIMIT: usize = 16 * 1024;

/// On whose behalf a capture is read: both become part of every piece of evidence.
#[derive(Clone, Debug)]
pub struct Source {
    /// The site on whose network it was recorded.
    pub site: SiteId,
    /// Who recorded it.
    pub sensor: Arc<str>,
    /// What logins are compared with.
    pub credentials: Arc<Credentials>,
}

/// Every attribute that can be read: the engine's own and every protocol's.
pub fn attributes() -> impl Iterator<Item = &'static protocol::AttributeSpec> {
    FLOW_ATTRIBUTES.iter().chain(protocol::attributes())
}

/// Reads a capture to its end. The set's `captures` holds its one summary, named by the BLAKE3 of the bytes read.
///
/// Errors only where the input is no capture or cannot be read at all; a file that breaks off gives what came
/// before, with `truncated` set.
pub fn read_capture(input: impl Read, source: &Source, limits: Limits) -> Result<EvidenceSet, ReadError> {
    let mut reader = CaptureReader::open(input)?;
    let mut engine = Engine::new(Observations::new(limits, source.credentials.clone(), attributes()));
    while let Some(frame) = reader.next_frame()? {
        engine.frame(&frame);
    }
    let address_at = engine.address_at();
    let (mut observations, first, last, frames) = engine.finish();
    let file = reader.finish()?;
    if let Some(what) = file.broken {
        observations.coverage.add(&format!("anomaly.capture.{what}"), 1);
    }
    observations.coverage.add("capture.truncated", u64::from(file.truncated));
    let from =
        Provenance { site: source.site.clone(), sensor: source.sensor.clone(), capture: file.id, address_at };
    let (mut set, coverage) = observations.finish(&from);
    let summary = CaptureSummary {
        id: file.id,
        frames,
        file_bytes: file.bytes,
        first,
        last,
        truncated: file.truncated,
        coverage,
    };
    set.captures.insert(file.id, summary);
    Ok(set)
}
