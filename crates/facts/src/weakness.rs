//! What is known against a device: does it apply, and is there a fix. Filled in by `advisories`, read by `risk` and `report`.

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
