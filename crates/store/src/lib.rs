//! Keeps an evidence set in an SQLite file, with the same join as in memory.
//!
//! The merge is `INSERT … ON CONFLICT DO UPDATE … WHERE it widens`: a replay changes no row. Primary keys start with
//! the site and derive from content, so a larger database can do the same later.

mod behaviour;
mod derived;
mod encode;
mod load;
mod mapping;
mod merge;
mod schema;
mod statement;

pub use derived::Kept;
pub use merge::Committed;

use holdfast_facts::CaptureId;
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// Why the store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be opened, or is no SQLite database.
    #[error("{path}: {source}")]
    Open {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// A newer Holdfast wrote it.
    #[error("{path} was written by a newer Holdfast (schema {found}, this one knows {known})")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// It is an SQLite database, but of another program.
    #[error("{0} is a database of another program")]
    Foreign(PathBuf),
    /// A row that cannot be what we wrote.
    #[error("a row of the table `{table}` is damaged: {what}")]
    Damaged {
        /// Where.
        table: &'static str,
        /// What is wrong with it.
        what: String,
    },
    /// Reading or writing failed.
    #[error("the store could not be read or written: {0}")]
    Sqlite(#[from] rusqlite::Error),
}

/// A list of every device is a map for an attacker: a new store can be read by its owner only. A file that is there
/// already keeps its rights; where it cannot be made, opening it says why.
fn own_only(path: &Path) {
    #[cfg(unix)]
    if path != Path::new(":memory:") {
        use std::os::unix::fs::OpenOptionsExt as _;
        let _ = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// A store: one file, or nothing but memory.
pub struct Store {
    connection: Connection,
}

impl Store {
    /// Opens the file, or makes it. Waits five seconds for another process that writes.
    pub fn open(path: &Path) -> Result<Store, StoreError> {
        let open = |source| StoreError::Open { path: path.to_owned(), source };
        own_only(path);
        let mut connection = Connection::open(path).map_err(open)?;
        connection.busy_timeout(std::time::Duration::from_secs(5)).map_err(open)?;
        connection.pragma_update(None, "synchronous", "FULL").map_err(open)?;
        schema::migrate(&mut connection, path)?;
        Ok(Store { connection })
    }

    /// A store that is gone when it is dropped.
    pub fn in_memory() -> Result<Store, StoreError> {
        Store::open(Path::new(":memory:"))
    }

    /// The names under which a capture was given, in order.
    pub fn capture_names(&self, site: &str, capture: CaptureId) -> Result<Vec<String>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT name FROM capture_name WHERE site = ?1 AND id = ?2 ORDER BY name")?;
        let rows = statement.query_map((site, capture.0.as_slice()), |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Notes under which name a capture was given.
    pub fn name_capture(&self, site: &str, capture: CaptureId, name: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO capture_name (site, id, name) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        self.connection.execute(sql, (site, capture.0.as_slice(), name))?;
        Ok(())
    }

    /// Rows by table, for `doctor`.
    pub fn sizes(&self) -> Result<Vec<(&'static str, u64)>, StoreError> {
        ["evidence", "tally", "conversation", "operation", "capture", "list", "statement", "retraction"]
            .into_iter()
            .map(|table| {
                let count: i64 =
                    self.connection
                        .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
                Ok((table, count.unsigned_abs()))
            })
            .collect()
    }

    /// SQLite's own check of the file: `ok`, or what is wrong.
    pub fn check(&self) -> Result<String, StoreError> {
        Ok(self.connection.query_row("PRAGMA quick_check", [], |row| row.get(0))?)
    }
}
