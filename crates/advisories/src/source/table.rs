//! Tables: which separator, which encoding, which columns, and what kind of list it is.

use super::desk::Desk;
use super::{epss, kev, recall, support};
use std::borrow::Cow;

/// A table has no more columns than this.
const COLUMNS: usize = 512;
/// A cell is no longer than this.
const CELL: usize = 256 << 10;

/// A table with a line of headers.
pub(super) struct Table {
    /// Headers in plain words: lower case, one blank between words.
    headers: Vec<String>,
    rows: Vec<Row>,
}

/// One line of it.
pub(super) struct Row {
    cells: csv::StringRecord,
    /// Line of the file, from 1.
    line: u64,
}

impl Table {
    /// The first column that is called one of these, in this order of preference.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.headers.iter().position(|header| header == name))
    }

    /// All columns that are called one of these.
    pub(super) fn columns(&self, names: &[&str]) -> Vec<usize> {
        let fits = |(index, header): (usize, &String)| names.contains(&header.as_str()).then_some(index);
        self.headers.iter().enumerate().filter_map(fits).collect()
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter()
    }
}

impl Row {
    /// The cell, or nothing where there is no such column.
    pub(super) fn cell(&self, column: Option<usize>) -> &str {
        column.and_then(|column| self.cells.get(column)).unwrap_or("").trim()
    }

    /// All cells of it are empty.
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    /// The whole row, for a name by content.
    pub(super) fn text(&self) -> String {
        self.cells.iter().collect::<Vec<&str>>().join("\u{1f}")
    }

    /// `row 17`: the line of the file.
    pub(super) fn pointer(&self) -> String {
        format!("row {}", self.line)
    }
}

/// Reads a table of any kind.
pub(super) fn read(bytes: &[u8], desk: &mut Desk<'_>) {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        // Tables that are not UTF-8 come from a desktop program.
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0,
    };
    if text.contains('\0') {
        return desk.refuse("", "it is neither text nor an archive that is known", "look at what it is");
    }
    // The reader counts a line only after its last character, so that CRLF would shift every row by one.
    let text =
        if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text };
    let (head, table) = match parse(&text, desk) {
        Ok(parsed) => parsed,
        Err(error) => return desk.refuse("", format!("it is no table: {error}"), "fetch it again"),
    };
    let has = |names: &[&str]| table.column(names).is_some();
    if has(&["cveid", "cve id"]) && has(&["dateadded", "date added"]) {
        kev::table(&table, desk);
    } else if has(&["cve", "cve id", "cveid"]) && has(&["epss", "epss score"]) {
        epss::table(&table, &head, desk);
    } else if support::fits(&table) {
        support::table(&table, desk);
    } else if recall::fits(&table) {
        recall::table(&table, desk);
    } else {
        let shown: Vec<&str> = table.headers.iter().take(12).map(String::as_str).collect();
        let what = format!("nobody knows a list with the columns {}", shown.join(", "));
        desk.refuse(
            "",
            what,
            "name the columns vendor, product, end of support; or product, lot, reason, class",
        );
    }
}

/// The comment line and the table behind it.
fn parse(text: &str, desk: &mut Desk<'_>) -> Result<(String, Table), csv::Error> {
    let head = text.lines().next().filter(|line| line.starts_with('#')).unwrap_or("");
    let (mut skipped, mut body) = (0, text);
    // Comments and empty lines before the headers.
    while let Some((line, rest)) = body.split_once('\n') {
        if !line.trim().is_empty() && !line.starts_with('#') {
            break;
        }
        skipped += 1;
        body = rest;
    }
    let first = body.lines().next().unwrap_or("");
    let separators = [b',', b';', b'\t', b'|'];
    let count = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
    let mut separator = b',';
    for other in separators {
        if count(other) > count(separator) {
            separator = other;
        }
    }
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(body.as_bytes());
    let headers: Vec<String> = reader.headers()?.iter().take(COLUMNS).map(plain).collect();
    let mut table = Table { headers, rows: Vec::new() };
    for record in reader.records() {
        let cells = record?;
        let line = cells.position().map_or(0, csv::Position::line) + skipped;
        let row = Row { cells, line };
        if row.cells.iter().any(|cell| cell.len() > CELL) {
            desk.refuse(
                &row.pointer(),
                "a cell is longer than any text of a list",
                "is a quotation mark missing?",
            );
        } else if !row.is_blank() {
            table.rows.push(row);
        }
    }
    Ok((head.to_owned(), table))
}

/// Lower case, letters and digits, one blank between words.
fn plain(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<&str>>().join(" ")
}

/// A day as `YYYY-MM-DD`. Empty stays empty; what could be two days, or none, is an error.
pub(super) fn day(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() || ["n/a", "tbd", "-", "none"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Ok(String::new());
    }
    let unclear = || format!("`{text}` is no date, or could be two");
    let date = parts(text).ok_or_else(unclear)?;
    Ok(date.to_string())
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn parts(text: &str) -> Option<jiff::civil::Date> {
    // `2025-07-05T00:00:00Z` and `2025-07-05 00:00`.
    let day =
        text.split(['T', ' ']).next().filter(|day| day.len() == 10 && day.as_bytes().get(4) == Some(&b'-'));
    if let Some(date) = day.and_then(|day| day.parse().ok()) {
        return Some(date);
    }
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let number = |word: &str| word.parse::<i16>().ok();
    let month = |word: &str| {
        let word = word.to_lowercase();
        let at = MONTHS.iter().position(|month| word.starts_with(month) && word.len() <= 9)?;
        i8::try_from(at + 1).ok()
    };
    let date =
        |year: i16, month: i8, day: i16| jiff::civil::Date::new(year, month, i8::try_from(day).ok()?).ok();
    let last = |year: i16, month: i8| Some(date(year, month, 1)?.last_of_month());
    match words.as_slice() {
        [eight] if eight.len() == 8 => {
            let digits = |range: std::ops::Range<usize>| number(eight.get(range)?);
            date(digits(0..4)?, i8::try_from(digits(4..6)?).ok()?, digits(6..8)?)
        }
        // A month is over with its last day.
        [year, one] if year.len() == 4 => last(number(year)?, i8::try_from(number(one)?).ok()?),
        [one, year] if year.len() == 4 => match month(one) {
            Some(month) => last(number(year)?, month),
            None => last(number(year)?, i8::try_from(number(one)?).ok()?),
        },
        [year, one, two, ..] if year.len() == 4 && number(year).is_some() => {
            date(number(year)?, i8::try_from(number(one)?).ok()?, number(two)?)
        }
        [one, two, year, ..] if year.len() == 4 => {
            if let Some(month) = month(one) {
                return date(number(year)?, month, number(two.trim_end_matches(char::is_alphabetic))?);
            }
            if let Some(month) = month(two) {
                return date(number(year)?, month, number(one.trim_end_matches(char::is_alphabetic))?);
            }
            let (one, two) = (number(one)?, number(two)?);
            // With dots the day stands first; with slashes only where it cannot be the month.
            match (text.contains('.'), one > 12, two > 12) {
                (true, ..) | (false, true, _) => date(number(year)?, i8::try_from(two).ok()?, one),
                (false, false, true) => date(number(year)?, i8::try_from(one).ok()?, two),
                _ if one == two => date(number(year)?, i8::try_from(one).ok()?, two),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_riddles_are_not() {
        let good = [
            ("2025-07-05", "2025-07-05"),
            ("2025-07-05T00:00:00+0000", "2025-07-05"),
            ("20231231", "2023-12-31"),
            ("31.12.2023", "2023-12-31"),
            ("31/12/2023", "2023-12-31"),
            ("12/31/2023", "2023-12-31"),
            ("Dec 31, 2023", "2023-12-31"),
            ("31st December 2023", "2023-12-31"),
            ("2024-02", "2024-02-29"),
            ("March 2024", "2024-03-31"),
            ("", ""),
            ("TBD", ""),
        ];
        for (text, day_) in good {
            assert_eq!(day(text).as_deref(), Ok(day_), "{text}");
        }
        for text in ["03/04/2024", "soon", "2023-02-30", "99999999", "1/1"] {
            assert!(day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn headers_become_plain_words() {
        assert_eq!(plain("\u{feff}End-of-Support  (EoS)"), "end of support eos");
    }
}
