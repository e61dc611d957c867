//! Refused rows as a table that can be mended and imported again: NAME.rejected.csv.

use super::Read;
use crate::failure::{Failure, INPUT};
use holdfast_report::csv_cell;
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// What such a file's name ends in.
pub(super) const ENDING: &str = ".rejected.csv";

/// Writes one file for each list with refused rows; an earlier one of that name is written over.
pub(super) fn write(lists: &mut [Read], folder: Option<&Path>, failures: &mut Vec<Failure>) {
    let folder = folder.unwrap_or(Path::new(""));
    let mut taken = BTreeSet::new();
    for read in lists.iter_mut().filter(|read| !read.list.refusals.is_empty()) {
        let name = read.path.file_name().map_or_else(|| "input".into(), |name| name.to_string_lossy());
        let name = if name == "-" { "stdin".into() } else { name };
        // Two files of one name from two folders.
        let path = (1..)
            .map(|number: u32| match number {
                1 => folder.join(format!("{name}{ENDING}")),
                _ => folder.join(format!("{name}-{number}{ENDING}")),
            })
            .find(|path| taken.insert(path.clone()))
            .unwrap_or_default();
        match one(&path, read) {
            Ok(()) => read.rejected = Some(path),
            Err(error) => failures.push(Failure::new(
                INPUT,
                error,
                path.display(),
                "name a folder that can be written with --rejected DIR",
            )),
        }
    }
}

fn one(path: &PathBuf, read: &Read) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut out = BufWriter::new(std::fs::File::create(path)?);
    // Rows of a table stand under its own headers, so that the mended file can be imported as it is.
    let headers: Vec<&str> = match read.list.chosen.as_slice() {
        [only] => only.columns.iter().map(|column| column.header.as_str()).collect(),
        _ => Vec::new(),
    };
    let first = ["rejected sheet", "rejected row", "rejected because"];
    let header = first.iter().chain(&headers).map(|cell| csv_cell(cell)).collect::<Vec<_>>();
    writeln!(out, "{}", header.join(","))?;
    for refusal in &read.list.refusals {
        let row = refusal.row.to_string();
        let first = [refusal.sheet.as_deref().unwrap_or(""), &row, &refusal.reason];
        let cells = first.into_iter().chain(refusal.cells.iter().map(String::as_str)).map(csv_cell);
        writeln!(out, "{}", cells.collect::<Vec<_>>().join(","))?;
    }
    out.flush()
}
