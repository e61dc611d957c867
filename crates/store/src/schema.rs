//! The tables, as numbered steps that only go forward.

use crate::StoreError;
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// `hold` in ASCII: says whose file it is (SQLite's application id).
const APPLICATION: u32 = 0x686f_6c64;

/// Each step takes the schema from its index to the next number.
const STEPS: [&str; 1] = ["
    CREATE TABLE evidence (
        site TEXT NOT NULL, id BLOB NOT NULL,
        vlan INTEGER, mac INTEGER, ip TEXT, child TEXT,
        attribute TEXT NOT NULL, value TEXT NOT NULL, sensor TEXT NOT NULL,
        first INTEGER NOT NULL, last INTEGER NOT NULL,
        at INTEGER NOT NULL, capture BLOB NOT NULL, spans BLOB NOT NULL,
        PRIMARY KEY (site, id)
    ) WITHOUT ROWID;
    CREATE TABLE tally (
        site TEXT NOT NULL, endpoint TEXT NOT NULL, capture BLOB NOT NULL,
        vlan INTEGER, mac INTEGER, ip TEXT, child TEXT,
        frames INTEGER NOT NULL, bytes INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
        frame INTEGER NOT NULL, hop_limit INTEGER NOT NULL,
        PRIMARY KEY (site, endpoint, capture)
    ) WITHOUT ROWID;
    CREATE TABLE capture (
        site TEXT NOT NULL, id BLOB NOT NULL,
        frames INTEGER NOT NULL, file_bytes INTEGER NOT NULL, first INTEGER, last INTEGER,
        truncated INTEGER NOT NULL, coverage TEXT NOT NULL,
        PRIMARY KEY (site, id)
    ) WITHOUT ROWID;
    CREATE TABLE capture_name (
        site TEXT NOT NULL, id BLOB NOT NULL, name TEXT NOT NULL,
        PRIMARY KEY (site, id, name)
    ) WITHOUT ROWID;
"];

/// Brings the file to the newest schema, or says why it is not ours to touch.
pub(crate) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let open = |source| StoreError::Open { path: path.to_owned(), source };
    // Two processes may make the same store at once: whoever comes second waits here and finds it made.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(open)?;
    let read = |name: &str| -> Result<u32, StoreError> {
        transaction.pragma_query_value(None, name, |row| row.get(0)).map_err(open)
    };
    let (application, version) = (read("application_id")?, read("user_version")?);
    let tables: u32 =
        transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(open)?;
    if application != APPLICATION && (application != 0 || tables > 0) {
        return Err(StoreError::Foreign(path.to_owned()));
    }
    let known = STEPS.len() as u32;
    if version > known {
        return Err(StoreError::Newer { path: path.to_owned(), found: version, known });
    }
    for step in STEPS.iter().skip(version as usize) {
        transaction.execute_batch(step).map_err(open)?;
    }
    if version < known {
        transaction.pragma_update(None, "application_id", APPLICATION).map_err(open)?;
        transaction.pragma_update(None, "user_version", known).map_err(open)?;
    }
    transaction.commit().map_err(open)
}
