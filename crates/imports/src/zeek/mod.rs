//! Zeek's logs: tab-separated with a header of `#` lines, or JSON lines; one log after the other in one file is fine.
//!
//! What a log says is given the packet readers' own names where the meaning is the same. User names, passwords, paths
//! and communities are in these logs too, and are passed over.

mod connection;
mod identity;
mod row;

use crate::desk::Desk;
use crate::lines::Lines;
use crate::{Format, ImportError};
use row::{Header, Row};
use std::io::BufRead;

/// Reads every line.
pub(crate) fn read(input: impl BufRead, desk: &mut Desk) -> Result<(), ImportError> {
    let mut lines = Lines::new(input);
    let mut header = Header::default();
    let mut unknown = std::collections::BTreeMap::<String, u64>::new();
    while let Some(line) = lines.next_line()? {
        let number = line.number;
        if line.text.is_empty() {
            continue;
        }
        if line.too_long {
            desk.refuse(None, number, "the line is longer than any log's", Vec::new());
            continue;
        }
        let text = String::from_utf8_lossy(line.text);
        if text.starts_with('#') {
            header.line(&text);
            continue;
        }
        let row =
            if text.starts_with('{') { Row::from_json(&text, number) } else { header.row(&text, number) };
        let row = match row {
            Ok(row) => row,
            Err(reason) => {
                desk.refuse(None, number, reason, Vec::new());
                continue;
            }
        };
        match take(&row, desk) {
            Ok(true) => desk.rows += 1,
            Ok(false) => *unknown.entry(row.kind().to_owned()).or_default() += 1,
            Err(reason) => desk.refuse(None, number, reason, Vec::new()),
        }
        // A hostile file could name a new log on each line.
        if unknown.len() > 256 {
            return Err(ImportError::Broken {
                format: Format::Zeek,
                row: number,
                what: "lines of more than 256 logs that are not Zeek's".to_owned(),
            });
        }
    }
    for (kind, count) in unknown {
        let kind = if kind.is_empty() { "unnamed" } else { &kind };
        desk.warn(
            0,
            "",
            format!("{count} lines of the log `{kind}` say nothing of a device and were passed over"),
        );
        // They were understood; that there is nothing in them is no fault of the file.
        desk.rows += count;
    }
    Ok(())
}

/// Takes a row; false where its log is none of ours.
fn take(row: &Row, desk: &mut Desk) -> Result<bool, String> {
    match row.kind() {
        "conn" => connection::read(row, desk)?,
        kind => return identity::read(kind, row, desk),
    }
    Ok(true)
}

#[cfg(test)]
mod tests;
