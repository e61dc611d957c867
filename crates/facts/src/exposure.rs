//! A weakness that was seen on the wire: who has it, towards whom, by which rule, and the evidence.

use crate::{DeviceId, Evidence, EvidenceId, Timestamp};
use std::fmt;

/// How bad it is, before anybody weighs what the device is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// To be put right some day.
    Low,
    /// To be put right this year.
    Medium,
    /// To be put right this month.
    High,
    /// To be looked at today.
    Critical,
}

impl Severity {
    /// Every one, least first.
    pub const ALL: [Severity; 5] =
        [Severity::Info, Severity::Low, Severity::Medium, Severity::High, Severity::Critical];

    /// The word in JSON and in rules.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }

    /// The severity of that word.
    pub fn from_name(name: &str) -> Option<Severity> {
        Severity::ALL.into_iter().find(|severity| severity.name() == name)
    }
}

/// Names an exposure: 50 bits of BLAKE3 over device, rule, peer and subject, as `X-` and 10 letters.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExposureId(pub String);

impl ExposureId {
    /// The id of that rule on that device towards that peer.
    pub fn of(device: &DeviceId, rule: &str, peer: &str, subject: &str) -> ExposureId {
        let hash = EvidenceId::of(&[&device.0, rule, peer, subject]);
        let text: String = hash.to_string().chars().skip(2).take(10).collect();
        ExposureId(format!("X-{text}"))
    }
}

impl fmt::Display for ExposureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ExposureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One exposure of one device.
#[derive(Clone, Debug, PartialEq)]
pub struct Exposure {
    /// Its id.
    pub id: ExposureId,
    /// Whose it is.
    pub device: DeviceId,
    /// The rule in `data/exposures/`.
    pub rule: String,
    /// How bad.
    pub severity: Severity,
    /// The other side, as addresses: empty where there is none.
    pub peers: Vec<String>,
    /// One sentence for a person.
    pub says: String,
    /// First time that it was seen.
    pub first: Timestamp,
    /// Last time.
    pub last: Timestamp,
    /// What shows it; at least one. What is no attribute of its own (a conversation, an operation) is put as one.
    pub because: Vec<(EvidenceId, Evidence)>,
}
