//! A site's set comes out again.

use crate::{Store, StoreError, behaviour, encode, statement};
use holdfast_facts::{
    Attribute, CaptureSummary, Conversation, ConversationKey, Coverage, Evidence, EvidenceId, EvidenceSet,
    Exemplar, Seen, Tally, TallyKey, Timestamp,
};
use rusqlite::Row;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Words that come again and again (sensors, headers of columns), each kept once.
#[derive(Default)]
pub(crate) struct Words(HashMap<String, Arc<str>>);

/// More different words than these are none that come again.
const WORDS: usize = 4096;

impl Words {
    pub(crate) fn of(&mut self, text: &str) -> Arc<str> {
        if let Some(word) = self.0.get(text) {
            return word.clone();
        }
        let word: Arc<str> = text.into();
        if self.0.len() < WORDS {
            self.0.insert(text.to_owned(), word.clone());
        }
        word
    }
}

fn text<'r>(row: &'r Row<'_>, at: usize) -> Result<&'r str, StoreError> {
    Ok(row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?)
}

/// Every row of a site; what more is asked for is added.
const EVIDENCE: &str =
    "SELECT vlan, mac, ip, child, attribute, value, sensor, first, last, at, capture, place, id
    FROM evidence WHERE site = ?1";

fn evidence(row: &Row<'_>, site: &Arc<str>, words: &mut Words) -> Result<(EvidenceId, Evidence), StoreError> {
    let attribute = Attribute::new(text(row, 4)?.to_owned(), text(row, 5)?)
        .map_err(|why| encode::damaged("evidence", format!("attribute refused: {why:?}")))?;
    let evidence = Evidence {
        endpoint: encode::endpoint(row, 0, site, "evidence")?.into(),
        attribute,
        sensor: words.of(text(row, 6)?),
        seen: Seen {
            first: Timestamp(row.get(7)?),
            last: Timestamp(row.get(8)?),
            exemplar: Exemplar {
                at: Timestamp(row.get(9)?),
                capture: encode::capture_id(row.get(10)?, "evidence")?,
                place: encode::to_place(
                    row.get_ref(11)?.as_blob().map_err(rusqlite::Error::from)?,
                    "evidence",
                    words,
                )?,
            },
        },
    };
    let id: Vec<u8> = row.get(12)?;
    let id = id.try_into().map_err(|_| encode::damaged("evidence", "an id of another length".to_owned()))?;
    Ok((EvidenceId(id), evidence))
}

impl Store {
    /// Everything that is known of a site, as it is at one moment.
    pub fn load(&self, site: &str) -> Result<EvidenceSet, StoreError> {
        let _moment = self.connection.unchecked_transaction()?;
        let mut set = self.load_without_conversations(site)?;
        set.conversations = self.load_conversations(site)?;
        Ok(set)
    }

    /// Everything but who talked with whom, which is the most and of which identity needs nothing.
    pub fn load_without_conversations(&self, site: &str) -> Result<EvidenceSet, StoreError> {
        let mut set = EvidenceSet::default();
        let site: Arc<str> = site.into();
        self.load_evidence(&site, &mut set)?;
        self.load_tallies(&site, &mut set)?;
        self.load_captures(&site, &mut set)?;
        behaviour::load_operations(&self.connection, &site, &mut set)?;
        behaviour::load_lists(&self.connection, &site, &mut set)?;
        statement::load(&self.connection, &site, &mut set)?;
        Ok(set)
    }

    /// Who talked with whom.
    pub fn load_conversations(
        &self,
        site: &str,
    ) -> Result<BTreeMap<ConversationKey, Conversation>, StoreError> {
        behaviour::load_conversations(&self.connection, &site.into())
    }

    /// Captures, lists and what people said: what was read and by whom it was spoken, not what the traffic says.
    pub fn load_files(&self, site: &str) -> Result<EvidenceSet, StoreError> {
        let mut set = EvidenceSet::default();
        let site: Arc<str> = site.into();
        self.load_captures(&site, &mut set)?;
        behaviour::load_lists(&self.connection, &site, &mut set)?;
        statement::load(&self.connection, &site, &mut set)?;
        Ok(set)
    }

    /// These pieces of evidence, in the order of their ids; what is not there is left out.
    pub fn load_evidence_of(
        &self,
        site: &str,
        ids: &BTreeSet<EvidenceId>,
    ) -> Result<Vec<(EvidenceId, Evidence)>, StoreError> {
        let site: Arc<str> = site.into();
        let mut statement = self.connection.prepare_cached(&format!("{EVIDENCE} AND id = ?2"))?;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let mut rows = statement.query((&*site, id.0.as_slice()))?;
            if let Some(row) = rows.next()? {
                found.push(evidence(row, &site, &mut Words::default())?);
            }
        }
        Ok(found)
    }

    /// Evidence with ids from `low` to `high`, the first `limit` of it.
    pub fn load_evidence_between(
        &self,
        site: &str,
        low: EvidenceId,
        high: EvidenceId,
        limit: u32,
    ) -> Result<Vec<(EvidenceId, Evidence)>, StoreError> {
        let site: Arc<str> = site.into();
        let sql = format!("{EVIDENCE} AND id BETWEEN ?2 AND ?3 ORDER BY id LIMIT ?4");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query((&*site, low.0.as_slice(), high.0.as_slice(), limit))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(evidence(row, &site, &mut Words::default())?);
        }
        Ok(found)
    }

    fn load_evidence(&self, site: &Arc<str>, set: &mut EvidenceSet) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(&format!("{EVIDENCE} ORDER BY id"))?;
        let mut rows = statement.query([&**site])?;
        let (mut words, mut list) = (Words::default(), Vec::new());
        while let Some(row) = rows.next()? {
            list.push(evidence(row, site, &mut words)?);
        }
        // All at once makes a map without gaps: half as large as one that grew.
        set.evidence = list.into_iter().collect();
        Ok(())
    }

    fn load_tallies(&self, site: &Arc<str>, set: &mut EvidenceSet) -> Result<(), StoreError> {
        let sql = "SELECT vlan, mac, ip, child, capture, frames, bytes, first, last, frame, hop_limit
                   FROM tally WHERE site = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([&**site])?;
        while let Some(row) = rows.next()? {
            let key = TallyKey {
                endpoint: encode::endpoint(row, 0, site, "tally")?,
                capture: encode::capture_id(row.get(4)?, "tally")?,
            };
            let tally = Tally {
                frames: row.get::<_, i64>(5)?.unsigned_abs(),
                bytes: row.get::<_, i64>(6)?.unsigned_abs(),
                first: Timestamp(row.get(7)?),
                last: Timestamp(row.get(8)?),
                frame: row.get::<_, i64>(9)?.unsigned_abs(),
                hop_limit: row.get(10)?,
            };
            set.insert_tally(key, tally);
        }
        Ok(())
    }

    fn load_captures(&self, site: &Arc<str>, set: &mut EvidenceSet) -> Result<(), StoreError> {
        let sql =
            "SELECT id, frames, file_bytes, first, last, truncated, coverage FROM capture WHERE site = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([&**site])?;
        while let Some(row) = rows.next()? {
            let id = encode::capture_id(row.get(0)?, "capture")?;
            let coverage: String = row.get(6)?;
            let counts = serde_json::from_str(&coverage)
                .map_err(|error| encode::damaged("capture", error.to_string()))?;
            let summary = CaptureSummary {
                id,
                frames: row.get::<_, i64>(1)?.unsigned_abs(),
                file_bytes: row.get::<_, i64>(2)?.unsigned_abs(),
                first: row.get::<_, Option<i64>>(3)?.map(Timestamp),
                last: row.get::<_, Option<i64>>(4)?.map(Timestamp),
                truncated: row.get(5)?,
                coverage: Coverage { counts },
            };
            set.captures.insert(id, summary);
        }
        Ok(())
    }
}
