//! The tables, as numbered steps that only go forward.

use crate::{StoreError, derived};
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// `hold` in ASCII: says whose file it is (SQLite's application id).
const APPLICATION: u32 = 0x686f_6c64;

/// Each step takes the schema from its index to the next number.
const STEPS: [&str; 4] = [
    "
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
",
    "
    ALTER TABLE evidence RENAME COLUMN spans TO place;
    UPDATE evidence SET place = CAST(x'00' || place AS BLOB);
    CREATE TABLE conversation (
        site TEXT NOT NULL, id BLOB NOT NULL, vlan INTEGER,
        client_mac INTEGER, client_ip TEXT, server_mac INTEGER, server_ip TEXT,
        carriage TEXT NOT NULL, port INTEGER NOT NULL, capture BLOB NOT NULL,
        asked_frames INTEGER NOT NULL, asked_bytes INTEGER NOT NULL,
        answered_frames INTEGER NOT NULL, answered_bytes INTEGER NOT NULL, data_frames INTEGER NOT NULL,
        first INTEGER NOT NULL, last INTEGER NOT NULL, frame INTEGER NOT NULL,
        opened INTEGER NOT NULL, accepted INTEGER NOT NULL, refused INTEGER NOT NULL,
        interval_sum INTEGER NOT NULL, interval_squares INTEGER NOT NULL,
        PRIMARY KEY (site, id)
    ) WITHOUT ROWID;
    CREATE TABLE operation (
        site TEXT NOT NULL, id BLOB NOT NULL, vlan INTEGER,
        client_mac INTEGER, client_ip TEXT, server_mac INTEGER, server_ip TEXT,
        unit TEXT, protocol TEXT NOT NULL, class TEXT NOT NULL, function TEXT NOT NULL,
        asked INTEGER NOT NULL, accepted INTEGER NOT NULL, refused INTEGER NOT NULL,
        first INTEGER NOT NULL, last INTEGER NOT NULL, at INTEGER NOT NULL, capture BLOB NOT NULL, place BLOB NOT NULL,
        PRIMARY KEY (site, id)
    ) WITHOUT ROWID;
    CREATE TABLE list (
        site TEXT NOT NULL, id BLOB NOT NULL, format TEXT NOT NULL, role TEXT NOT NULL,
        rows INTEGER NOT NULL, refused INTEGER NOT NULL, as_of INTEGER NOT NULL,
        PRIMARY KEY (site, id)
    ) WITHOUT ROWID;
",
    "
    CREATE TABLE mapping (
        site TEXT NOT NULL, header BLOB NOT NULL, map TEXT NOT NULL,
        PRIMARY KEY (site, header)
    ) WITHOUT ROWID;
",
    "
    CREATE TABLE statement (
        site TEXT NOT NULL, id BLOB NOT NULL, about TEXT NOT NULL,
        says TEXT NOT NULL, field TEXT, value TEXT, others TEXT,
        person TEXT NOT NULL, at INTEGER NOT NULL, reason TEXT,
        PRIMARY KEY (site, id)
    ) WITHOUT ROWID;
    CREATE TABLE retraction (
        site TEXT NOT NULL, id BLOB NOT NULL, statement BLOB NOT NULL,
        person TEXT NOT NULL, at INTEGER NOT NULL, reason TEXT,
        PRIMARY KEY (site, id)
    ) WITHOUT ROWID;
",
];

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
    derived::prepare(&transaction).map_err(open)?;
    transaction.commit().map_err(open)
}
