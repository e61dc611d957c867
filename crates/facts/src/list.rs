//! A list that was imported: its name by content, and how much of it was taken.

use crate::{CaptureId, Timestamp};
use std::sync::Arc;

/// What one list held. Its rows are [`Evidence`](crate::Evidence) with the list's name as sensor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSummary {
    /// BLAKE3 of the file.
    pub id: CaptureId,
    /// The format it was read as: `csv`, `xlsx`, `nmap`, `zeek` …
    pub format: Arc<str>,
    /// What it can prove.
    pub role: ListRole,
    /// Rows taken.
    pub rows: u64,
    /// Rows refused.
    pub refused: u64,
    /// The date that the list is of.
    pub as_of: Timestamp,
}

/// What a list can prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ListRole {
    /// What the organisation says it owns: takes part in the reconciliation.
    Assets,
    /// What another tool or a device saw on the network (leases, logs, scans): evidence, but nobody's claim of ownership.
    Seen,
}

impl ListRole {
    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            ListRole::Assets => "assets",
            ListRole::Seen => "seen",
        }
    }
}
