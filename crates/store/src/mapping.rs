//! What the user said that the columns of a table mean, by the hash of its headers. Not evidence: the last word counts.

use crate::{Store, StoreError};
use rusqlite::OptionalExtension as _;

impl Store {
    /// What was said of a header before.
    pub fn remembered(&self, site: &str, header: &[u8; 32]) -> Result<Option<String>, StoreError> {
        let sql = "SELECT map FROM mapping WHERE site = ?1 AND header = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row((site, header.as_slice()), |row| row.get(0)).optional()?)
    }

    /// Remembers what is said of a header; nothing said is forgotten.
    pub fn remember(&self, site: &str, header: &[u8; 32], map: &str) -> Result<(), StoreError> {
        if map.is_empty() {
            let sql = "DELETE FROM mapping WHERE site = ?1 AND header = ?2";
            self.connection.execute(sql, (site, header.as_slice()))?;
            return Ok(());
        }
        let sql = "INSERT INTO mapping (site, header, map) VALUES (?1, ?2, ?3)
                   ON CONFLICT DO UPDATE SET map = excluded.map";
        self.connection.execute(sql, (site, header.as_slice(), map))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_counts() {
        let store = Store::in_memory().unwrap();
        let (header, other) = ([1; 32], [2; 32]);
        assert_eq!(store.remembered("s", &header).unwrap(), None);
        store.remember("s", &header, "Eqpt No=asset_tag").unwrap();
        store.remember("s", &header, "Eqpt No=serial").unwrap();
        assert_eq!(store.remembered("s", &header).unwrap().as_deref(), Some("Eqpt No=serial"));
        assert_eq!(store.remembered("s", &other).unwrap(), None);
        assert_eq!(store.remembered("t", &header).unwrap(), None, "another site's words");
        store.remember("s", &header, "").unwrap();
        assert_eq!(store.remembered("s", &header).unwrap(), None);
    }
}
