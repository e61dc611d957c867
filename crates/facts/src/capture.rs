//! A recorded file: its name by content, what it held, and what it could not show.

use crate::{Join, Timestamp};
use std::collections::BTreeMap;
use std::fmt;

/// BLAKE3 of the file as it lies on the disk, compressed or not.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CaptureId(pub [u8; 32]);

impl fmt::Display for CaptureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for CaptureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What one capture held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaptureSummary {
    /// Its name by content.
    pub id: CaptureId,
    /// Frames read.
    pub frames: u64,
    /// Bytes of the file as it lies on the disk.
    pub file_bytes: u64,
    /// Earliest frame.
    pub first: Option<Timestamp>,
    /// Latest frame.
    pub last: Option<Timestamp>,
    /// The file ends within a record.
    pub truncated: bool,
    /// What could and could not be seen.
    pub coverage: Coverage,
}

/// Counts from which the honest sentence "what could not be seen" is made. Joined by maximum per key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// `name → count`: `frames.cut`, `frames.unknown_link`, `vlan.10`, `anomaly.dhcp.option_overrun` …
    pub counts: BTreeMap<String, u64>,
}

impl Coverage {
    /// Adds to a count.
    pub fn add(&mut self, name: &str, by: u64) {
        if by == 0 {
            return;
        }
        match self.counts.get_mut(name) {
            Some(count) => *count = count.saturating_add(by),
            None => {
                self.counts.insert(name.to_owned(), by);
            }
        }
    }

    /// A count; 0 where nothing was counted.
    pub fn get(&self, name: &str) -> u64 {
        self.counts.get(name).copied().unwrap_or(0)
    }

    /// All that was odd in the capture: the sum of the counts under `anomaly.`.
    pub fn anomalies(&self) -> u64 {
        self.counts.iter().filter(|(name, _)| name.starts_with("anomaly.")).map(|(_, count)| count).sum()
    }
}

impl Join for Coverage {
    fn join(&mut self, other: Coverage) {
        for (name, count) in other.counts {
            let held = self.counts.entry(name).or_default();
            *held = (*held).max(count);
        }
    }
}
