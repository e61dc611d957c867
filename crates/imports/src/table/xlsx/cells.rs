//! The cells of one sheet, as text. Only those that are there are kept: two in far corners are two, not a rectangle.

use super::book::Book;
use super::markup::{Markup, Next, attribute, name};
use crate::ImportError;
use crate::table::sheet::{COLUMNS, ROWS};
use crate::text::clean;
use std::collections::BTreeMap;

/// Cells of a workbook, all sheets together: 100,000 devices with 80 columns.
const CELLS: usize = 8_000_000;
/// Bytes of text in all cells together: one shared text may stand in a million cells.
const TEXT: usize = 512 << 20;
/// Merged regions of a sheet.
const MERGED: usize = 100_000;

/// What may still be taken of a workbook.
pub(super) struct Room {
    cells: usize,
    text: usize,
}

impl Default for Room {
    fn default() -> Room {
        Room { cells: CELLS, text: TEXT }
    }
}

impl Room {
    /// One cell more of that length.
    pub(super) fn take(&mut self, length: usize) -> Result<(), ImportError> {
        match (self.cells.checked_sub(1), self.text.checked_sub(length)) {
            (Some(cells), Some(text)) => {
                *self = Room { cells, text };
                Ok(())
            }
            _ => Err(ImportError::TooLarge {
                what: "what the workbook's cells hold",
                limit: (TEXT >> 20) as u64,
            }),
        }
    }
}

/// Row, then column, both from 1.
type Place = (u32, u32);

/// What a sheet holds.
#[derive(Default)]
pub(super) struct Cells {
    pub(super) rows: BTreeMap<u32, BTreeMap<u32, String>>,
    /// First and last cell of each merged region.
    pub(super) merged: Vec<(Place, Place)>,
}

/// The cell that is open.
#[derive(Default)]
struct Open {
    place: Place,
    kind: String,
    style: usize,
    text: String,
}

/// Reads a sheet's part.
pub(super) fn read(part: &[u8], book: &Book, room: &mut Room) -> Result<Cells, ImportError> {
    let (part, _) = crate::text::decode(part);
    let mut markup = Markup::new(&part);
    let (mut cells, mut open) = (Cells::default(), None::<Open>);
    let mut at: Place = (0, 0);
    let mut within = false;
    while let Some(next) = markup.step()? {
        match next {
            Next::Open(tag, closed) => match name(&tag) {
                "row" => {
                    let row = match attribute(&tag, "r") {
                        Some(text) => text.parse().ok().filter(|row| (1..=ROWS as u32).contains(row)),
                        // Rows without a number follow each other.
                        None => Some(at.0 + 1).filter(|row| *row <= ROWS as u32),
                    };
                    at = (row.ok_or_else(|| nowhere(&attribute(&tag, "r").unwrap_or_default()))?, 0);
                }
                "c" => {
                    let place = match attribute(&tag, "r") {
                        Some(text) => place(&text).ok_or_else(|| nowhere(&text))?,
                        None if (at.1 as usize) < COLUMNS => (at.0.max(1), at.1 + 1),
                        None => return Err(nowhere("a column too many")),
                    };
                    at = place;
                    let style = attribute(&tag, "s").and_then(|style| style.parse().ok()).unwrap_or(0);
                    let kind = attribute(&tag, "t").unwrap_or_default();
                    open = (!closed).then(|| Open { place, kind, style, text: String::new() });
                }
                "v" | "t" => within = !closed,
                "mergeCell" if cells.merged.len() < MERGED => {
                    let region = attribute(&tag, "ref").unwrap_or_default();
                    let corners = region.split_once(':').map(|(first, last)| (place(first), place(last)));
                    if let Some((Some(first), Some(last))) = corners {
                        cells.merged.push((first, last));
                    }
                }
                _ => {}
            },
            Next::Text(text) if within => {
                if let Some(open) = &mut open {
                    open.text.push_str(&text);
                }
            }
            Next::Text(_) => {}
            Next::Close(name) => match name.as_str() {
                "v" | "t" => within = false,
                "c" => {
                    if let Some(open) = open.take() {
                        let text = shown(&open, book);
                        if !text.is_empty() {
                            room.take(text.len())?;
                            cells.rows.entry(open.place.0).or_default().insert(open.place.1, text);
                        }
                    }
                }
                _ => {}
            },
        }
    }
    Ok(cells)
}

fn nowhere(place: &str) -> ImportError {
    ImportError::Hostile(format!("a cell stands where no sheet has one: {}", crate::text::start(place, 40)))
}

/// `B12`, also with `$` signs.
fn place(text: &str) -> Option<Place> {
    let text = text.replace('$', "");
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let (column, row) = text.split_at_checked(letters)?;
    let column =
        column.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row = row.parse().ok().filter(|row| (1..=ROWS as u32).contains(row))?;
    (column as usize <= COLUMNS).then_some((row, column))
}

/// The cell as its reader sees it (`t` of part 1, §18.18.11).
fn shown(cell: &Open, book: &Book) -> String {
    let text = cell.text.trim();
    match cell.kind.as_str() {
        "s" => {
            text.parse::<usize>().ok().and_then(|number| book.texts.get(number)).cloned().unwrap_or_default()
        }
        "e" => String::new(),
        "b" => if text == "1" { "true" } else { "false" }.to_owned(),
        "str" | "inlineStr" | "d" => clean(&cell.text),
        _ => number(text, book.dates.get(cell.style).copied().unwrap_or(false), book.from_1904),
    }
}

/// A serial number that Excel took for a number has no point; a date is a number of days since 1899-12-30 or 1904-01-01.
fn number(text: &str, is_date: bool, from_1904: bool) -> String {
    let Ok(value) = text.parse::<f64>() else { return clean(text) };
    // 2173 is as far as anything here lasts.
    if is_date && (1.0..100_000.0).contains(&value) {
        let start = if from_1904 { jiff::civil::date(1904, 1, 1) } else { jiff::civil::date(1899, 12, 30) };
        let day = jiff::Span::new().try_days(value.floor() as i64).and_then(|span| start.checked_add(span));
        if let Ok(day) = day {
            return day.to_string();
        }
    }
    if value.fract() == 0.0 && value.abs() < 1e15 { format!("{value:.0}") } else { clean(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_within_a_sheet() {
        assert_eq!(place("A1"), Some((1, 1)));
        assert_eq!(place("$AB$12"), Some((12, 28)));
        assert_eq!(place("XFD1048576"), Some((1_048_576, 16_384)));
        for text in ["", "A", "1", "A0", "XFE1", "ZZZZZZ1", "A1048577", "A-1", "é1", "A99999999999"] {
            assert_eq!(place(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_as_they_are_read() {
        assert_eq!(number("20190042", false, false), "20190042");
        assert_eq!(number("2.0190042E7", false, false), "20190042");
        assert_eq!(number("43529", true, false), "2019-03-05");
        assert_eq!(number("43529.75", true, false), "2019-03-05");
        assert_eq!(number("42067", true, true), "2019-03-05");
        assert_eq!(number("1e300", true, false), "1e300");
        assert_eq!(number("0.5", true, false), "0.5");
        assert_eq!(number("NaN", true, true), "NaN");
    }
}
