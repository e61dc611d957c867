//! All that was read: advisories and what else is known of a CVE, with what was refused and why.

use crate::advisory::Advisory;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything that the feeds say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Feeds {
    /// Documents; `settle` keeps one state of each and sorts them.
    pub advisories: Vec<Advisory>,
    /// Known to be exploited, by CVE.
    pub exploited: BTreeMap<String, Exploited>,
    /// How likely exploitation is, by CVE.
    pub epss: Epss,
    /// Ends of support.
    pub support: Vec<Support>,
    /// Techniques of ATT&CK for ICS that belong to a weakness class or a CVE: `CVE-…` or `CWE-…` to `T0855` and its name.
    pub techniques: BTreeMap<String, Vec<(String, String)>>,
    /// The files that were read.
    pub documents: Vec<DocumentSummary>,
    /// What could not be read; the rest of its file was.
    pub refused: Vec<Refusal>,
}

/// An entry of a catalogue of exploited vulnerabilities (CISA KEV).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exploited {
    /// Day that it was added, `YYYY-MM-DD`.
    pub added: String,
    /// Day by which the catalogue wants it put right.
    pub due: String,
    /// What the catalogue asks for.
    pub action: String,
    /// Used by ransomware: `Known` is true, everything else false.
    pub ransomware: bool,
    /// Document and row.
    pub document: String,
    /// `row 17` or a JSON pointer.
    pub pointer: String,
}

/// Exploit Prediction Scoring System (FIRST). Scores of different model versions are not compared.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Epss {
    /// `v2025.03.14`; empty where the file does not say.
    pub model: String,
    /// Day of the scores, `YYYY-MM-DD`; empty where the file does not say.
    pub date: String,
    /// Probability of exploitation in 30 days, 0–1, by CVE.
    pub scores: BTreeMap<String, f32>,
    /// Document they were read from.
    pub document: String,
}

/// When the maker stops selling or supporting something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Support {
    /// As written.
    pub vendor: String,
    /// As written.
    pub product: String,
    /// Order number, where given.
    pub model_number: String,
    /// Version or branch that it is about; empty: all.
    pub version: String,
    /// Last day of security updates, `YYYY-MM-DD`; empty: not said.
    pub end_of_support: String,
    /// Last day of sale.
    pub end_of_sale: String,
    /// Document and row.
    pub document: String,
    /// `row 17`.
    pub pointer: String,
}

/// One file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentSummary {
    /// The name that it was given under.
    pub name: String,
    /// BLAKE3 of its bytes, hex.
    pub document: String,
    /// `csaf`, `cve5`, `nvd`, `kev`, `epss` …
    pub format: String,
    /// How many entries were taken.
    pub taken: u64,
    /// How many were refused.
    pub refused: u64,
    /// The newest date inside, RFC 3339 or a day: how old the feed is.
    pub newest: String,
}

/// A document or an entry that could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// File, and where in it: `feed.jsonl, line 17`.
    pub place: String,
    /// What is wrong.
    pub what: String,
    /// What to do next.
    pub advice: String,
}
