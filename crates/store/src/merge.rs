//! A set goes in: one transaction, each row joined with what is there.

use crate::{Store, StoreError, behaviour, encode, statement};
use holdfast_facts::EvidenceSet;

/// What a merge did to the evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// Rows that were not there before.
    pub new: u64,
    /// Rows that were changed: seen earlier, later, or in a lesser frame.
    pub widened: u64,
    /// Rows that said nothing new.
    pub unchanged: u64,
}

const EVIDENCE: &str = "
    INSERT INTO evidence (site, id, vlan, mac, ip, child, attribute, value, sensor, first, last, at, capture, place)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
    ON CONFLICT DO UPDATE SET
        first = min(first, excluded.first), last = max(last, excluded.last),
        (at, capture, place) = (
            SELECT CASE WHEN less THEN excluded.at ELSE evidence.at END,
                   CASE WHEN less THEN excluded.capture ELSE evidence.capture END,
                   CASE WHEN less THEN excluded.place ELSE evidence.place END
            FROM (SELECT (excluded.at, excluded.capture, excluded.place) < (evidence.at, evidence.capture, evidence.place) AS less))
    WHERE excluded.first < first OR excluded.last > last
       OR (excluded.at, excluded.capture, excluded.place) < (at, capture, place)";

const HELD: &str = "SELECT 1 FROM evidence WHERE site = ?1 AND id = ?2";

const TALLY: &str = "
    INSERT INTO tally (site, endpoint, capture, vlan, mac, ip, child, frames, bytes, first, last, frame, hop_limit)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
    ON CONFLICT DO UPDATE SET
        frames = max(frames, excluded.frames), bytes = max(bytes, excluded.bytes),
        first = min(first, excluded.first), last = max(last, excluded.last),
        frame = min(frame, excluded.frame), hop_limit = max(hop_limit, excluded.hop_limit)
    WHERE excluded.frames > frames OR excluded.bytes > bytes OR excluded.first < first OR excluded.last > last
       OR excluded.frame < frame OR excluded.hop_limit > hop_limit";

const CAPTURE: &str = "
    INSERT INTO capture (site, id, frames, file_bytes, first, last, truncated, coverage)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING";

impl Store {
    /// Joins the set into the store. All of it, or on an error nothing. `site` owns the captures.
    pub fn merge(&mut self, site: &str, set: &EvidenceSet) -> Result<Committed, StoreError> {
        let transaction = self.connection.transaction()?;
        let (mut new, mut widened) = (0, 0);
        {
            let mut held = transaction.prepare_cached(HELD)?;
            let mut statement = transaction.prepare_cached(EVIDENCE)?;
            for (id, evidence) in &set.evidence {
                let is_held = held.exists((&*evidence.endpoint.site, id.0.as_slice()))?;
                let (vlan, mac, ip, child) = encode::columns(&evidence.endpoint);
                let seen = &evidence.seen;
                let changed = statement.execute(rusqlite::params![
                    &*evidence.endpoint.site,
                    id.0.as_slice(),
                    vlan,
                    mac,
                    ip,
                    child,
                    evidence.attribute.name(),
                    evidence.attribute.value(),
                    &*evidence.sensor,
                    seen.first.0,
                    seen.last.0,
                    seen.exemplar.at.0,
                    seen.exemplar.capture.0.as_slice(),
                    encode::place(&seen.exemplar.place),
                ])? as u64;
                if is_held {
                    widened += changed;
                } else {
                    new += changed;
                }
            }
            let mut statement = transaction.prepare_cached(TALLY)?;
            for (key, tally) in &set.tallies {
                let (vlan, mac, ip, child) = encode::columns(&key.endpoint);
                statement.execute(rusqlite::params![
                    &*key.endpoint.site,
                    key.endpoint.to_string(),
                    key.capture.0.as_slice(),
                    vlan,
                    mac,
                    ip,
                    child,
                    tally.frames as i64,
                    tally.bytes as i64,
                    tally.first.0,
                    tally.last.0,
                    tally.frame as i64,
                    tally.hop_limit,
                ])?;
            }
            let mut statement = transaction.prepare_cached(CAPTURE)?;
            for (id, summary) in &set.captures {
                let coverage = serde_json::to_string(&summary.coverage.counts)
                    .map_err(|error| encode::damaged("capture", error.to_string()))?;
                statement.execute(rusqlite::params![
                    site,
                    id.0.as_slice(),
                    summary.frames as i64,
                    summary.file_bytes as i64,
                    summary.first.map(|t| t.0),
                    summary.last.map(|t| t.0),
                    summary.truncated,
                    coverage,
                ])?;
            }
        }
        behaviour::merge(&transaction, site, set)?;
        statement::merge(&transaction, site, set)?;
        transaction.commit()?;
        let unchanged = (set.evidence.len() as u64).saturating_sub(new + widened);
        Ok(Committed { new, widened, unchanged })
    }
}
