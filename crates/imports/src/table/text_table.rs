//! CSV, whatever stands between the cells. The reader is BurntSushi's; which sign separates is found out here.

use super::sheet::{COLUMNS, Row, Sheet};
use crate::text::clean;

/// Lines that are looked at to find the separator.
const LOOKED_AT: usize = 40;
/// A quoted cell with more lines than this began with a quote that nobody closed.
const LINES_IN_A_CELL: usize = 200;

/// Reads the table. Nothing is an error: what is odd becomes a row that is refused later.
pub(crate) fn read(text: &str, is_header: &dyn Fn(&str) -> bool) -> Sheet {
    let (named, body, skipped) = match separator_line(text) {
        Some((sign, rest)) => (Some(sign), rest, 1),
        None => (None, text, 0),
    };
    let sign = named.unwrap_or_else(|| separator(body, is_header));
    let (sheet, runaway) = rows(body, sign, true, skipped);
    match runaway {
        // A lone inch sign must not swallow the rest of the list.
        true => rows(body, sign, false, skipped).0,
        false => sheet,
    }
}

/// Excel's own first line: `sep=;`.
fn separator_line(text: &str) -> Option<(u8, &str)> {
    let (line, rest) = text.split_once('\n')?;
    match line.trim_end().as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', sign]
            if sign.is_ascii_punctuation() || *sign == b'\t' =>
        {
            Some((*sign, rest))
        }
        _ => None,
    }
}

/// The sign that cuts one of the first lines into the most known headers; else into the most columns most often.
fn separator(text: &str, is_header: &dyn Fn(&str) -> bool) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(LOOKED_AT).collect();
    let headers = |sign: u8| {
        let cells = |line: &&str| {
            let cells =
                line.split(char::from(sign)).take(COLUMNS).map(|cell| cell.trim_matches(['"', ' ', '\r']));
            cells.filter(|cell| !cell.is_empty() && is_header(cell)).count()
        };
        lines.iter().map(cells).max().unwrap_or(0)
    };
    let score = |sign: u8| {
        let counts: Vec<usize> = lines.iter().map(|line| outside_quotes(line, sign)).collect();
        let most = counts.iter().copied().max().unwrap_or(0).min(COLUMNS);
        // The number of signs that is met most often, not counting lines without one: title rows.
        let agree = |wanted: usize| counts.iter().filter(|count| **count == wanted).count();
        let usual =
            counts.iter().copied().filter(|count| *count > 0).max_by_key(|count| (agree(*count), *count));
        usual.map_or(0, |usual| agree(usual) * usual.min(50) * 4 + most.min(50))
    };
    // In this order between equals: a tab or a semicolon is hardly ever within a cell, a comma often.
    [b'\t', b';', b',', b'|']
        .into_iter()
        .rev()
        .max_by_key(|sign| (headers(*sign), score(*sign)))
        .unwrap_or(b',')
}

fn outside_quotes(line: &str, sign: u8) -> usize {
    let (mut quoted, mut before) = (false, b' ');
    let mut count = 0;
    let mut bytes = line.bytes().peekable();
    while let Some(byte) = bytes.next() {
        quoted ^= byte == b'"';
        // A comma between two digits is a decimal one in half of Europe.
        let decimal = byte == b',' && before.is_ascii_digit() && bytes.peek().is_some_and(u8::is_ascii_digit);
        count += usize::from(!quoted && byte == sign && !decimal);
        before = byte;
    }
    count
}

fn rows(text: &str, sign: u8, quoting: bool, skipped: u64) -> (Sheet, bool) {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(sign)
        .has_headers(false)
        .flexible(true)
        .quoting(quoting)
        .from_reader(text.as_bytes());
    let (mut sheet, mut runaway) = (Sheet::default(), false);
    let mut record = csv::StringRecord::new();
    let mut lines = Lines { bytes: text.as_bytes(), at: 0, line: 1 };
    // The text is valid UTF-8 and rows may have any length, so there is nothing left that could fail.
    while reader.read_record(&mut record).unwrap_or(false) {
        let number = record.position().map_or(0, |at| lines.at(at.byte())) + skipped;
        if record.len() > COLUMNS {
            sheet
                .broken
                .push((number, format!("{} cells: more than {COLUMNS} columns are no list", record.len())));
            continue;
        }
        runaway |= record.iter().any(|cell| cell.len() > 4096 && cell.lines().count() > LINES_IN_A_CELL);
        let row = Row { number, cells: record.iter().map(clean).collect() };
        if !row.is_empty() {
            sheet.rows.push(row);
        }
    }
    (sheet, runaway)
}

/// Line numbers of growing positions. The reader's own stand before the blank lines that it passes over.
struct Lines<'t> {
    bytes: &'t [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn at(&mut self, position: u64) -> u64 {
        let position = usize::try_from(position).unwrap_or(usize::MAX);
        let blank = |byte: &&u8| matches!(byte, b'\n' | b'\r');
        while self.at < position || self.bytes.get(self.at).as_ref().is_some_and(blank) {
            self.line += u64::from(self.bytes.get(self.at) == Some(&b'\n'));
            self.at += 1;
            if self.at >= self.bytes.len() {
                break;
            }
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(text: &str) -> Vec<(u64, Vec<String>)> {
        read(text, &|_| false).rows.into_iter().map(|row| (row.number, row.cells)).collect()
    }

    fn row(number: u64, cells: &[&str]) -> (u64, Vec<String>) {
        (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn separators_are_found() {
        for sign in [",", ";", "\t", "|"] {
            let text = format!("Devices of the hospital\n\na{sign}b{sign}c\n1{sign}\"x,y;z\"{sign}3\n");
            let rows = cells(&text);
            assert_eq!(rows[1], row(3, &["a", "b", "c"]), "{sign}");
            assert_eq!(rows[2], row(4, &["1", "x,y;z", "3"]), "{sign}");
        }
        assert_eq!(cells("sep=;\r\na;b,c\r\n"), [row(2, &["a", "b,c"])]);
        // German numbers hold commas; the semicolon separates.
        assert_eq!(cells("a;b\n1,5;2,5\n3,5;4,5\n")[1], row(2, &["1,5", "2,5"]));
        assert_eq!(cells("name\npump\n"), [row(1, &["name"]), row(2, &["pump"])]);
    }

    #[test]
    fn a_cell_may_have_lines_and_an_open_quote_swallows_nothing() {
        assert_eq!(cells("a,b\n\"x\ny\",2\nz,3\n")[1..], [row(2, &["x y", "2"]), row(4, &["z", "3"])]);
        let mut text = String::from("a,b\n\"24 inch screen,1\n");
        (0..300).for_each(|n| text.push_str(&format!("device number {n} of many,{n}\n")));
        let rows = cells(&text);
        assert_eq!(rows.len(), 302);
        assert_eq!(rows[301], row(302, &["device number 299 of many", "299"]));
    }

    #[test]
    fn a_million_columns_are_no_list() {
        let sheet = read(&format!("a,b\n{}\n1,2\n", ",".repeat(1_000_000)), &|_| false);
        assert_eq!((sheet.rows.len(), sheet.broken.len()), (2, 1));
        assert_eq!(sheet.broken[0].0, 2);
    }

    proptest! {
        /// What was written is read again, whatever the cells hold and whatever separates them.
        #[test]
        fn reads_what_was_written(
            table in proptest::collection::vec(proptest::collection::vec("[a-z0-9 ,;|\"äß=+@-]{1,12}", 3), 3..12),
            sign in prop_oneof![Just(b','), Just(b';'), Just(b'\t')],
        ) {
            let mut writer = csv::WriterBuilder::new()
                .delimiter(sign)
                .quote_style(csv::QuoteStyle::Always)
                .from_writer(Vec::new());
            table.iter().for_each(|row| writer.write_record(row).unwrap());
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let read = read(&text, &|_| false);
            let expect: Vec<Vec<String>> = table
                .iter()
                .map(|row| row.iter().map(|cell| clean(cell)).collect::<Vec<_>>())
                .filter(|row: &Vec<String>| row.iter().any(|cell| !cell.is_empty()))
                .collect();
            let got: Vec<Vec<String>> = read.rows.into_iter().map(|row| row.cells).collect();
            prop_assert_eq!(got, expect);
        }

        /// Any text at all gives rows with growing numbers.
        #[test]
        fn never_fails(text in "[\\x00-\\x7fäß€\u{feff}]{0,300}") {
            let rows = read(&text, &|_| false).rows;
            prop_assert!(rows.windows(2).all(|pair| pair[0].number <= pair[1].number));
        }
    }
}
