//! What was concluded, kept beside the evidence so that it need not be concluded again at each question.
//!
//! It is no evidence: it is never merged, may be deleted at any time, and is believed only under the key that names all
//! that it was concluded from. Part of that key is the revision of the evidence, a number that triggers on every other
//! table raise with the first change after somebody asked for it; so no writer, of today or of a later version, can
//! forget to. The tables stand outside the numbered steps: they are made again wherever they are missing.

use crate::{Store, StoreError};
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior};

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS derived_revision (
        one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL, asked INTEGER NOT NULL
    );
    CREATE TABLE IF NOT EXISTS derived_from (site TEXT PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS derived (
        site TEXT NOT NULL, part TEXT NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL
    );
    CREATE UNIQUE INDEX IF NOT EXISTS derived_by_name ON derived (site, part, name);
";

/// Makes the tables, and the triggers on every table that holds something else.
pub(crate) fn prepare(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.execute_batch(TABLES)?;
    let first = "INSERT OR IGNORE INTO derived_revision (one, number, asked) VALUES (1, 0, 0)";
    if connection.execute(first, [])? > 0 {
        // Numbers begin again: what was kept under one of them may be of other evidence.
        forget(connection)?;
    }
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'derived%'";
    let mut statement = connection.prepare(sql)?;
    let tables: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for table in tables {
        for event in ["INSERT", "UPDATE", "DELETE"] {
            connection.execute_batch(&format!(
                "CREATE TRIGGER IF NOT EXISTS derived_{event}_{table} AFTER {event} ON \"{table}\"
                 WHEN (SELECT asked FROM derived_revision)
                 BEGIN UPDATE derived_revision SET number = number + 1, asked = 0; END"
            ))?;
        }
    }
    Ok(())
}

fn forget(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.execute_batch("DELETE FROM derived_from; DELETE FROM derived;")
}

/// What was kept, as it was at one moment: a writer who comes meanwhile changes nothing of it.
pub struct Kept<'s> {
    transaction: Transaction<'s>,
    site: String,
}

impl Store {
    /// The revision of the evidence, for a key under which something may have been kept.
    pub fn revision(&self) -> Result<u64, StoreError> {
        let sql = "SELECT number FROM derived_revision";
        Ok(self.connection.query_row(sql, [], |row| row.get::<_, i64>(0))?.unsigned_abs())
    }

    /// The revision of the evidence, for one who is about to read it and to conclude: the next change raises it.
    pub fn ask_revision(&mut self) -> Result<u64, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute("UPDATE derived_revision SET asked = 1", [])?;
        let number: i64 =
            transaction.query_row("SELECT number FROM derived_revision", [], |row| row.get(0))?;
        transaction.commit()?;
        Ok(number.unsigned_abs())
    }

    /// What was kept of the site under a key, which is to be made of the revision; `None` where nothing was.
    pub fn kept(&self, site: &str, key: [u8; 32]) -> Result<Option<Kept<'_>>, StoreError> {
        let transaction = self.connection.unchecked_transaction()?;
        let sql = "SELECT key FROM derived_from WHERE site = ?1";
        let held: Option<Vec<u8>> = transaction.query_row(sql, [site], |row| row.get(0)).optional()?;
        let kept = Kept { transaction, site: site.to_owned() };
        Ok((held.as_deref() == Some(key.as_slice())).then_some(kept))
    }

    /// Keeps what was concluded from the evidence of that revision, in place of what was kept before; nothing where the
    /// evidence has changed meanwhile. `give` puts each piece with its part and its name there.
    pub fn keep(
        &mut self,
        site: &str,
        (revision, key): (u64, [u8; 32]),
        give: impl FnOnce(&mut dyn FnMut(&str, &str, &[u8]) -> Result<(), StoreError>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let number: i64 =
            transaction.query_row("SELECT number FROM derived_revision", [], |row| row.get(0))?;
        if number.unsigned_abs() != revision {
            return Ok(());
        }
        transaction.execute("DELETE FROM derived WHERE site = ?1", [site])?;
        let sql = "INSERT INTO derived (site, part, name, content) VALUES (?1, ?2, ?3, ?4)";
        {
            let mut statement = transaction.prepare_cached(sql)?;
            give(&mut |part, name, content| {
                statement.execute((site, part, name, content))?;
                Ok(())
            })?;
        }
        let sql = "INSERT INTO derived_from (site, key) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET key = excluded.key";
        transaction.execute(sql, (site, key.as_slice()))?;
        transaction.commit()?;
        Ok(())
    }

    /// Deletes all that was concluded, of every site. Evidence stays.
    pub fn forget_conclusions(&mut self) -> Result<(), StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        forget(&transaction)?;
        Ok(transaction.commit()?)
    }
}

impl Kept<'_> {
    /// One piece of a part.
    pub fn one(&self, part: &str, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT content FROM derived WHERE site = ?1 AND part = ?2 AND name = ?3";
        let mut statement = self.transaction.prepare_cached(sql)?;
        Ok(statement.query_row((&self.site, part, name), |row| row.get(0)).optional()?)
    }

    /// Every piece of a part, in the order of their names.
    pub fn all(&self, part: &str, mut take: impl FnMut(&[u8])) -> Result<(), StoreError> {
        let sql = "SELECT content FROM derived WHERE site = ?1 AND part = ?2 ORDER BY name";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let mut rows = statement.query((&self.site, part))?;
        while let Some(row) = rows.next()? {
            take(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(revision: u64) -> [u8; 32] {
        [revision as u8; 32]
    }

    fn keep(store: &mut Store, site: &str, content: &[u8]) {
        let revision = store.ask_revision().unwrap();
        store.keep(site, (revision, key(revision)), |put| put("devices", "1", content)).unwrap();
    }

    fn kept(store: &Store, site: &str) -> Option<Vec<u8>> {
        store.kept(site, key(store.revision().unwrap())).unwrap()?.one("devices", "1").unwrap()
    }

    #[test]
    fn is_believed_until_anything_changes() {
        let mut store = Store::in_memory().unwrap();
        assert_eq!(kept(&store, "s"), None);
        keep(&mut store, "s", b"three cameras");
        assert_eq!(kept(&store, "s").as_deref(), Some(b"three cameras".as_slice()));
        assert_eq!(kept(&store, "t"), None, "another site");
        // Any table: here what somebody said of a header.
        store.remember("s", &[1; 32], "Eqpt No=asset_tag").unwrap();
        assert_eq!(kept(&store, "s"), None);
        keep(&mut store, "s", b"four cameras");
        assert_eq!(kept(&store, "s").as_deref(), Some(b"four cameras".as_slice()));
        store.forget_conclusions().unwrap();
        assert_eq!(kept(&store, "s"), None);
    }

    #[test]
    fn is_not_kept_where_evidence_came_meanwhile() {
        let mut store = Store::in_memory().unwrap();
        let revision = store.ask_revision().unwrap();
        store.remember("s", &[1; 32], "Eqpt No=asset_tag").unwrap();
        store.keep("s", (revision, key(revision)), |put| put("devices", "1", b"old")).unwrap();
        assert_eq!(kept(&store, "s"), None);
    }

    #[test]
    fn lost_tables_are_made_again_and_nothing_old_is_believed() {
        let mut store = Store::in_memory().unwrap();
        keep(&mut store, "s", b"old");
        store.connection.execute_batch("DROP TABLE derived_revision").unwrap();
        prepare(&store.connection).unwrap();
        assert_eq!(kept(&store, "s"), None);
    }
}
