//! Excel workbooks, cell by cell: a sheet with two cells in far corners must not be laid out as a rectangle.

use super::sheet::{COLUMNS, ROWS, Row, Sheet};
use super::zip_check;
use crate::text::clean;
use crate::{Format, ImportError};
use calamine::{DataRef, Reader as _, Xlsx, XlsxError};
use std::collections::BTreeMap;
use std::io::Cursor;

/// Sheets that are read. Workbooks with one sheet a month have some dozens.
const SHEETS: usize = 256;
/// Cells of a workbook, all sheets together: 100,000 devices with 80 columns.
const CELLS: usize = 8_000_000;
/// Bytes of text in all cells together: one shared text may stand in a million cells.
const TEXT: usize = 512 << 20;

/// Every visible sheet of the workbook.
pub(crate) fn read(bytes: Vec<u8>) -> Result<Vec<Sheet>, ImportError> {
    zip_check::check(&bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let names: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .take(SHEETS)
        .collect();
    let mut room = Room { cells: CELLS, text: TEXT };
    let mut sheets = Vec::new();
    for name in names {
        let mut rows = cells(&mut workbook, &name, &mut room)?;
        // Merged cells hold their value in the first one only.
        for region in workbook.merge_cells_by_sheet_name(&name).unwrap_or_default() {
            fill_down(&mut rows, region.start, region.end, &mut room);
        }
        let rows: Vec<Row> = rows
            .into_iter()
            .map(|(number, cells)| laid_out(u64::from(number) + 1, cells))
            .filter(|row| !row.is_empty())
            .collect();
        sheets.push(Sheet { name: Some(name), rows, broken: Vec::new() });
    }
    // Empty sheets are what Excel adds by itself; with one sheet left its name says nothing.
    sheets.retain(|sheet| !sheet.rows.is_empty());
    if let [only] = sheets.as_mut_slice() {
        only.name = None;
    }
    Ok(sheets)
}

/// What may still be taken.
struct Room {
    cells: usize,
    text: usize,
}

type Cells = BTreeMap<u32, BTreeMap<u32, String>>;

fn cells(workbook: &mut Xlsx<Cursor<Vec<u8>>>, name: &str, room: &mut Room) -> Result<Cells, ImportError> {
    let mut rows = Cells::new();
    let mut reader = workbook.worksheet_cells_reader(name).map_err(broken)?;
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        if row as usize >= ROWS || column as usize >= COLUMNS {
            return Err(ImportError::Hostile(format!("a cell stands in row {row}, column {column}")));
        }
        take(room, text.len())?;
        rows.entry(row).or_default().insert(column, text);
    }
    Ok(rows)
}

fn take(room: &mut Room, length: usize) -> Result<(), ImportError> {
    match (room.cells.checked_sub(1), room.text.checked_sub(length)) {
        (Some(cells), Some(text)) => {
            *room = Room { cells, text };
            Ok(())
        }
        _ => {
            Err(ImportError::TooLarge { what: "what the workbook's cells hold", limit: (TEXT >> 20) as u64 })
        }
    }
}

/// A ward's name that is merged over its rows counts for each of them. Merged over columns it is a title.
fn fill_down(rows: &mut Cells, start: (u32, u32), end: (u32, u32), room: &mut Room) {
    let Some(text) = rows.get(&start.0).and_then(|row| row.get(&start.1)).cloned() else { return };
    if end.0 <= start.0 {
        return;
    }
    for (_, row) in rows.range_mut(start.0 + 1..=end.0) {
        if !row.contains_key(&start.1) && take(room, text.len()).is_ok() {
            row.insert(start.1, text.clone());
        }
    }
}

fn laid_out(number: u64, cells: BTreeMap<u32, String>) -> Row {
    let width = cells.keys().next_back().map_or(0, |last| *last as usize + 1);
    let mut laid = vec![String::new(); width];
    for (column, text) in cells {
        if let Some(place) = laid.get_mut(column as usize) {
            *place = text;
        }
    }
    Row { number, cells: laid }
}

/// The cell as its reader sees it. Formulas are not evaluated: the value that was saved with them counts.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => clean(text),
        DataRef::SharedString(text) => clean(text),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => clean(text),
        DataRef::Int(number) => number.to_string(),
        // A serial number that Excel took for a number has no decimal point.
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(moment) => day(moment),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// Excel counts days from 1899-12-30, or from 1904-01-01.
fn day(moment: &calamine::ExcelDateTime) -> String {
    if !moment.is_datetime() {
        return moment.as_f64().to_string();
    }
    let days = moment.as_f64().floor();
    if !(1.0..80_000.0).contains(&days) {
        return moment.as_f64().to_string();
    }
    let since = jiff::Span::new().try_days(days as i64);
    let start = jiff::civil::date(1899, 12, 30);
    match since.and_then(|span| start.checked_add(span)) {
        Ok(day) => day.to_string(),
        Err(_) => moment.as_f64().to_string(),
    }
}

fn broken(error: XlsxError) -> ImportError {
    let what = match error {
        XlsxError::Password => "it is locked with a password".to_owned(),
        other => other.to_string(),
    };
    ImportError::Broken { format: Format::Xlsx, row: 0, what }
}

#[cfg(test)]
mod tests;
