//! A site's set comes out again.

use crate::{Store, StoreError, behaviour, encode};
use holdfast_facts::{
    Attribute, CaptureSummary, Coverage, Evidence, EvidenceSet, Exemplar, Seen, Tally, TallyKey, Timestamp,
};
use std::sync::Arc;

impl Store {
    /// Everything that is known of a site.
    pub fn load(&self, site: &str) -> Result<EvidenceSet, StoreError> {
        let mut set = EvidenceSet::default();
        let site: Arc<str> = site.into();
        self.load_evidence(&site, &mut set)?;
        self.load_tallies(&site, &mut set)?;
        self.load_captures(&site, &mut set)?;
        behaviour::load(&self.connection, &site, &mut set)?;
        Ok(set)
    }

    fn load_evidence(&self, site: &Arc<str>, set: &mut EvidenceSet) -> Result<(), StoreError> {
        let sql = "SELECT vlan, mac, ip, child, attribute, value, sensor, first, last, at, capture, place
                   FROM evidence WHERE site = ?1 ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([&**site])?;
        while let Some(row) = rows.next()? {
            let (name, value): (String, String) = (row.get(4)?, row.get(5)?);
            let attribute = Attribute::new(name, &value)
                .map_err(|why| encode::damaged("evidence", format!("attribute refused: {why:?}")))?;
            let sensor: String = row.get(6)?;
            set.insert(Evidence {
                endpoint: encode::endpoint(row, 0, site, "evidence")?.into(),
                attribute,
                sensor: sensor.into(),
                seen: Seen {
                    first: Timestamp(row.get(7)?),
                    last: Timestamp(row.get(8)?),
                    exemplar: Exemplar {
                        at: Timestamp(row.get(9)?),
                        capture: encode::capture_id(row.get(10)?, "evidence")?,
                        place: encode::to_place(&row.get::<_, Vec<u8>>(11)?, "evidence")?,
                    },
                },
            });
        }
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
