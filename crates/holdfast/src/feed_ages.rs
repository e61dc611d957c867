//! When a feed is stale: `data/feeds/ages.toml`.

use serde::Deserialize;
use std::collections::BTreeMap;

/// Days by format.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeedAges {
    default: i64,
    days: BTreeMap<String, i64>,
}

impl FeedAges {
    /// After how many days this format is stale.
    pub(crate) fn limit(&self, format: &str) -> i64 {
        self.days.get(format).copied().unwrap_or(self.default)
    }
}
