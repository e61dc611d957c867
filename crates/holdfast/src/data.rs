//! What the binary carries: the data files and the example captures (listed by the build script).

use crate::failure::{Failure, INTERNAL};
use holdfast_behaviour::ExposureRules;
use holdfast_identify::Knowledge;
use holdfast_packets::Credentials;
use holdfast_report::Phrases;
use std::sync::{Arc, OnceLock};

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// Names the sources that this program was built from: conclusions are functions of them too.
pub(crate) const CODE: &str = env!("HOLDFAST_CODE");

fn broken(error: impl std::fmt::Display) -> Failure {
    Failure::new(INTERNAL, error, "the data that is built in", "this build is broken: build it again")
}

/// The text of a data file.
fn text(path: &str) -> &'static str {
    DATA.iter().find(|(name, _)| *name == path).map_or("", |(_, text)| text)
}

/// Rules, kinds, brands, registers.
pub(crate) fn knowledge() -> Result<Knowledge, Failure> {
    let mut knowledge = Knowledge::load(DATA).map_err(broken)?;
    knowledge.rules.forget_examples();
    Ok(knowledge)
}

/// What logins are compared with. Tests hold the file to its shape; without it nothing matches.
pub(crate) fn credentials() -> Arc<Credentials> {
    static READ: OnceLock<Arc<Credentials>> = OnceLock::new();
    let read = || Credentials::parse(text("exposures/default-credentials.toml")).unwrap_or_default();
    READ.get_or_init(|| Arc::new(read())).clone()
}

/// What is looked for in the behaviour of devices.
pub(crate) fn exposure_rules() -> Result<ExposureRules, Failure> {
    ExposureRules::load(DATA).map_err(broken)
}

/// What columns of lists are called, and what words in them mean.
pub(crate) fn lists() -> Result<holdfast_imports::Knowledge, Failure> {
    holdfast_imports::Knowledge::load(DATA).map_err(broken)
}

/// Brands, products, words, versions: what advisories are matched with.
pub(crate) fn names() -> Result<holdfast_advisories::matcher::Knowledge, Failure> {
    holdfast_advisories::matcher::Knowledge::load(DATA).map_err(broken)
}

/// How sentences about fixes are read.
pub(crate) fn fix_rules() -> Result<holdfast_advisories::fix::FixRules, Failure> {
    holdfast_advisories::fix::FixRules::load(DATA).map_err(broken)
}

/// What to do and by when.
pub(crate) fn priority_rules() -> Result<holdfast_advisories::priority::PriorityRules, Failure> {
    holdfast_advisories::priority::PriorityRules::load(DATA).map_err(broken)
}

/// When a feed is stale.
pub(crate) fn feed_ages() -> Result<crate::feed_ages::FeedAges, Failure> {
    toml::from_str(text("feeds/ages.toml")).map_err(broken)
}

/// The sentences that end `look`.
pub(crate) fn phrases() -> Result<Phrases, Failure> {
    Phrases::parse(text("phrases/look.toml")).map_err(broken)
}

/// Names the data by content: conclusions are functions of it.
pub(crate) fn version() -> String {
    let mut hasher = blake3::Hasher::new();
    for (name, text) in DATA {
        hasher.update(name.as_bytes());
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}
