//! What to do about a weakness of a device, and by when.
//!
//! Order: a statement that it does not apply removes it (the proof is kept); then what is known to be exploited; a
//! coordinator's decision points; the days of the timeline table; the deployer's tree with what the device means for
//! people; likelihood scores only where nothing is known of exploitation; severity scores last, for order alone. Where
//! nothing can be installed the answer is an action all the same: isolate, compensate, replace, monitor.

pub mod controls;
mod data;
mod decide;
mod known;
mod table;
mod targets;
mod words;

pub use data::{ExploitationRule, PriorityError, PriorityRules, SafetyClass};
pub use decide::decide;
pub use table::{Answer, Outcome, Point, Table, Values};

use crate::advisory::{Note, Vulnerability};
use crate::feeds::Exploited;
use crate::fix::FixAnswer;
use controls::Control;
use holdfast_facts::{Cited, EvidenceId, MatchStatus};
use jiff::civil::Date;

/// From where our own sensors saw that a device can be reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// From nowhere: it was watched, and nobody reached it.
    Isolated,
    /// From its own zone only.
    SameZone,
    /// From another zone.
    OtherZone,
    /// From the internet.
    Internet,
    /// It was not watched, or not where it would show.
    #[default]
    Unknown,
}

impl Reach {
    /// The word in data and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Reach::Isolated => "isolated",
            Reach::SameZone => "same_zone",
            Reach::OtherZone => "other_zone",
            Reach::Internet => "internet",
            Reach::Unknown => "unknown",
        }
    }
}

/// The catalogue of exploited vulnerabilities, as far as it was read.
#[derive(Clone, Copy, Debug, Default)]
pub enum Catalogue<'a> {
    /// None was loaded: whether it is listed is unknown.
    #[default]
    Missing,
    /// Loaded, and this CVE is not in it.
    NotListed,
    /// Listed.
    Listed(&'a Exploited),
}

/// A likelihood score (EPSS) with the model that gave it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likelihood<'a> {
    /// 0–1.
    pub score: f32,
    /// Model version; scores of different ones are not compared.
    pub model: &'a str,
    /// Day of the score.
    pub date: &'a str,
}

/// What a site says of its own device, instead of the default of its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteSays {
    /// `negligible`, `marginal`, `critical`, `catastrophic`.
    pub safety_impact: Option<String>,
    /// `degraded`, `mef support crippled`, `mef failure`, `mission failure`.
    pub mission_impact: Option<String>,
    /// Who said so.
    pub who: String,
}

/// Everything that a decision rests on. Facts are handed in; nothing is looked up.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// Whether it applies.
    pub status: MatchStatus,
    /// The statement that says that it does not.
    pub excused: Option<&'a Cited>,
    /// The vulnerability: SSVC, CVSS, texts.
    pub vulnerability: Option<&'a Vulnerability>,
    /// Texts of the document, which may speak of exploitation.
    pub notes: &'a [Note],
    /// The catalogue of exploited ones.
    pub catalogue: Catalogue<'a>,
    /// Likelihood.
    pub likelihood: Option<Likelihood<'a>>,
    /// Whether a fix exists.
    pub fix: &'a FixAnswer,
    /// A regulator or the maker recalls the device.
    pub recalled: bool,
    /// Where it was seen to be reachable from.
    pub reach: Reach,
    /// What shows it.
    pub reach_evidence: &'a [EvidenceId],
    /// The device's kind in words ("insulin pump").
    pub kind: Option<&'a str>,
    /// The kind's safety class (`safety` in `data/kinds.toml`).
    pub safety: Option<&'a str>,
    /// What the site says instead.
    pub site: Option<&'a SiteSays>,
    /// Controls that the advisory asks for.
    pub controls: &'a [Control],
    /// The day of the decision.
    pub as_of: Date,
}

/// By when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// This day.
    Date(Date),
    /// The next upgrade or planned maintenance.
    NextUpgrade,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing: it does not apply.
    Nothing,
    /// Install the fix.
    Patch {
        /// Its version, where named.
        version: Option<String>,
        /// By when.
        by: By,
    },
    /// Take it off the network today.
    IsolateNow {
        /// A replacement should be in place by then; None: a fix is expected, or may exist.
        replace_by: Option<Date>,
    },
    /// Put controls in place.
    CompensateBy {
        /// By when.
        date: Date,
        /// Ids of the controls that the advisory asks for; empty: it names none.
        controls: Vec<String>,
        /// A replacement should be in place by then.
        replace_by: Option<Date>,
    },
    /// Replace it; nothing is urgent until then.
    Replace {
        /// By when.
        by: Date,
    },
    /// Watch it.
    Monitor,
}

impl Action {
    /// The word in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Action::Nothing => "nothing",
            Action::Patch { .. } => "patch",
            Action::IsolateNow { .. } => "isolate_now",
            Action::CompensateBy { .. } => "compensate",
            Action::Replace { .. } => "replace",
            Action::Monitor => "monitor",
        }
    }
}

/// What a table said on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableUse {
    /// Its id.
    pub table: String,
    /// Its title.
    pub title: String,
    /// The outcome that counted: the worst that is possible.
    pub outcome: String,
    /// All that are possible, least urgent first.
    pub possible: Vec<String>,
}

/// What to do, by when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The outcome in a word or two: "14 days", "isolate now and replace", "does not apply".
    pub outcome: String,
    /// What to do.
    pub action: Action,
    /// By when; None: at the next upgrade, or nothing is to be done.
    pub by: Option<Date>,
    /// Look whether it has already been used against us.
    pub investigate: bool,
    /// The reasons, a sentence each, in the order in which they were used: what was known and what was not.
    pub steps: Vec<String>,
    /// What would settle what is open.
    pub questions: Vec<String>,
    /// Tables that were used.
    pub tables: Vec<TableUse>,
    /// For order: the greater, the sooner. Equal ones are ordered by `likelihood`, then `severity`.
    pub urgency: u32,
    /// In thousandths: 1000 where exploitation or an exploit is known, else the likelihood score.
    pub likelihood: u16,
    /// The highest severity score in tenths.
    pub severity: u16,
}
