//! What is known against a device: does it apply, and is there a fix. Filled in by `advisories`, read by `risk` and `report`.

use crate::{DeviceId, EvidenceId};

/// Whether an advisory applies to a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MatchStatus {
    /// It is known not to apply: the version is outside, a statement says so.
    NotAffected,
    /// It may apply: a fact is missing, and the match names it.
    PossiblyAffected,
    /// It applies.
    Affected,
}

impl MatchStatus {
    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            MatchStatus::NotAffected => "not_affected",
            MatchStatus::PossiblyAffected => "possibly_affected",
            MatchStatus::Affected => "affected",
        }
    }
}

/// Whether something can be installed that puts a weakness right. Best first: `min` of two is the better one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FixState {
    /// There is one; the version where it is named.
    FixAvailable(Option<String>),
    /// The maker says that there will be one.
    FixPlanned,
    /// There is one, for another product line or branch than this device's.
    FixForOtherBranch,
    /// Only replacing the device helps.
    ReplaceOnly,
    /// There is none, and none will come.
    NoFix,
    /// Nobody says.
    #[default]
    Unknown,
}

impl FixState {
    /// The word in JSON, without the version.
    pub fn name(&self) -> &'static str {
        match self {
            FixState::FixAvailable(_) => "fix_available",
            FixState::FixPlanned => "fix_planned",
            FixState::FixForOtherBranch => "fix_for_other_branch",
            FixState::ReplaceOnly => "replace_only",
            FixState::NoFix => "no_fix",
            FixState::Unknown => "unknown",
        }
    }

    /// Whether a person can install something that helps.
    pub fn is_fixable(&self) -> bool {
        matches!(self, FixState::FixAvailable(_) | FixState::FixPlanned)
    }
}

/// A place in a document that was read: who says so, and in which words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cited {
    /// BLAKE3 of the document's bytes, in hex.
    pub document: String,
    /// JSON pointer (RFC 6901), `row 17`, or `line 17`.
    pub pointer: String,
    /// The words, at most 1 000 bytes.
    pub text: String,
}

/// Names a weakness: 50 bits of BLAKE3 over device and vulnerability, as `W-` and 10 letters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WeaknessId(pub String);

impl WeaknessId {
    /// The id of that vulnerability (a CVE, or an advisory's number where it has none) on that device.
    pub fn of(device: &DeviceId, vulnerability: &str) -> WeaknessId {
        let hash = EvidenceId::of(&[&device.0, vulnerability]);
        let text: String = hash.to_string().chars().skip(2).take(10).collect();
        WeaknessId(format!("W-{text}"))
    }
}

impl std::fmt::Display for WeaknessId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What one document says of a device and a vulnerability.
#[derive(Clone, Debug, PartialEq)]
pub struct Assertion {
    /// The document's number: `ICSA-22-223-07`.
    pub advisory: String,
    /// Who speaks: `coordinator_csaf`, `cve5_cna` …, in the order in which they are believed.
    pub source: &'static str,
    /// The publisher's name.
    pub publisher: String,
    /// The document's title.
    pub title: String,
    /// Where it is published.
    pub url: Option<String>,
    /// What it says of this device.
    pub status: MatchStatus,
    /// How surely its name means the device: `exact_name`, `order_number`, `covered`, `name_only`, `relabelled`.
    pub rule: &'static str,
    /// What of the device's names was found.
    pub found: String,
    /// The product as the document prints it.
    pub product: String,
    /// The condition on the version as the document writes it; empty where there is none.
    pub condition: String,
    /// What would settle it.
    pub missing: Vec<String>,
    /// Where the product stands.
    pub cited: Cited,
}

/// A vulnerability that a device has, may have, or is known not to have; told once, with everybody who says so.
#[derive(Clone, Debug, PartialEq)]
pub struct Weakness {
    /// Its id.
    pub id: WeaknessId,
    /// Whose it is.
    pub device: DeviceId,
    /// `CVE-2019-10964`; the advisory's number where it has no CVE.
    pub vulnerability: String,
    /// What it is, in the words of the document that decided.
    pub title: String,
    /// The answer: that of the most believed source that is sure; else the gravest.
    pub status: MatchStatus,
    /// Sources disagree.
    pub conflict: bool,
    /// Everybody who speaks of it, the most believed first.
    pub assertions: Vec<Assertion>,
    /// Whether there is a fix for this device.
    pub fix: FixState,
    /// The sentences that say so.
    pub fix_says: Vec<Cited>,
    /// A regulator or the maker recalls it: that document's number.
    pub recalled: Option<String>,
    /// Day from which it is known to be exploited (KEV), `YYYY-MM-DD`.
    pub exploited: Option<String>,
    /// CVSS: the newest version's vector and score, 0–10.
    pub cvss: Option<(String, f32)>,
    /// EPSS: probability of exploitation in 30 days, 0–1, and the model that says so.
    pub epss: Option<(f32, String)>,
    /// What of the device was used: evidence of vendor, model, order number, firmware.
    pub because: Vec<EvidenceId>,
    /// Missing facts, each as a question that settles it.
    pub questions: Vec<String>,
}
