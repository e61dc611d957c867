//! Excel workbooks (ECMA-376 part 1), cell by cell.
//!
//! Read here and not by a crate: of those that exist the best one panics on a cell that stands in column ZZZZZZ, and a
//! list comes from outside. What is needed is little: names of sheets, shared texts, which styles are dates, cells,
//! merged cells. Formulas are not evaluated; the value that was saved with them counts.

mod archive;
mod book;
mod cells;
mod markup;

use super::sheet::{Row, Sheet};
use crate::{Format, ImportError};
use archive::Archive;
use book::Book;
use cells::{Cells, Room};
use std::collections::BTreeMap;

/// Every sheet of the workbook that is not empty.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, ImportError> {
    let mut archive = Archive::open(bytes)?;
    let book = Book::read(&mut archive)?;
    let mut room = Room::default();
    let mut sheets = Vec::new();
    for (name, path) in &book.sheets {
        let Some(part) = archive.part(path)? else { continue };
        let Cells { mut rows, merged } = cells::read(&part, &book, &mut room)?;
        // Merged cells hold their value in the first one only.
        for (start, end) in merged {
            fill_down(&mut rows, start, end, &mut room);
        }
        let rows: Vec<Row> = rows.into_iter().map(|(number, cells)| laid_out(number, cells)).collect();
        sheets.push(Sheet { name: Some(name.clone()), rows, broken: Vec::new() });
    }
    // Empty sheets are what Excel adds by itself; with one sheet left its name says nothing.
    sheets.retain(|sheet| !sheet.rows.is_empty());
    if let [only] = sheets.as_mut_slice() {
        only.name = None;
    }
    Ok(sheets)
}

/// A ward's name that is merged over its rows counts for each of them. Merged over columns it is a title.
fn fill_down(
    rows: &mut BTreeMap<u32, BTreeMap<u32, String>>,
    start: (u32, u32),
    end: (u32, u32),
    room: &mut Room,
) {
    let Some(text) = rows.get(&start.0).and_then(|row| row.get(&start.1)).cloned() else { return };
    if end.0 <= start.0 {
        return;
    }
    for (_, row) in rows.range_mut(start.0 + 1..=end.0) {
        if !row.contains_key(&start.1) && room.take(text.len()).is_ok() {
            row.insert(start.1, text.clone());
        }
    }
}

fn laid_out(number: u32, cells: BTreeMap<u32, String>) -> Row {
    let mut laid = Vec::new();
    for (column, text) in cells {
        laid.resize(column as usize - 1, String::new());
        laid.push(text);
    }
    Row { number: u64::from(number), cells: laid }
}

fn broken(what: impl std::fmt::Display) -> ImportError {
    ImportError::Broken { format: Format::Xlsx, row: 0, what: what.to_string() }
}

#[cfg(test)]
mod tests;
