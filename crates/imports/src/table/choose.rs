//! Which row is the header, and what each of its columns means.

use super::field::Field;
use super::headers::Headers;
use super::map::Map;
use super::sheet::{Row, Sheet};
use crate::Request;
use crate::text::{plain, start};

/// Title rows, logos and filters stand above a header; hardly ever more than this.
const SEARCHED: usize = 64;
/// Columns of which a header is told in messages.
const TOLD: usize = 12;

/// How a column came to its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Its header is known.
    Known,
    /// The user said so now.
    Given,
    /// The user said so before.
    Remembered,
    /// Another column has that meaning already.
    Spare,
    /// Free text, left out on purpose.
    LeftOut,
    /// Nobody knows the header.
    Unknown,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its header, as it stands there.
    pub header: String,
    /// The field that it was taken for.
    pub field: Option<&'static str>,
    /// Why.
    pub how: How,
    pub(crate) meaning: Option<Field>,
}

/// What each column of a header means.
pub type Mapping = Vec<Column>;

/// What was chosen for a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The sheet's name, where there are several.
    pub sheet: Option<String>,
    /// The header's row, from 1.
    pub header_row: u64,
    /// Its columns; those without a header and without content are left out of messages.
    pub columns: Mapping,
    /// The product that the headers are known from.
    pub product: Option<String>,
    /// BLAKE3 of the headers: under it the user's word is remembered.
    pub fingerprint: [u8; 32],
    /// What the user says of this header, now and before; empty where nothing.
    pub said: Vec<Map>,
    pub(crate) leases: bool,
    /// Where the header stands among the sheet's rows.
    pub(crate) index: usize,
}

/// Chooses the header that says most. The error tells what was found instead.
pub(crate) fn choose(sheet: &Sheet, request: &Request<'_>, headers: &Headers) -> Result<Chosen, String> {
    let mut best: Option<(usize, Chosen)> = None;
    for (index, row) in sheet.rows.iter().enumerate().take(SEARCHED) {
        let candidate = understand(row, index, sheet, request, headers);
        let meanings = candidate.columns.iter().filter(|column| column.meaning.is_some());
        // Unknown headers beside known ones are normal; a row of data may by chance hold one word that is a header.
        let score = meanings.clone().count();
        let has_key = meanings.clone().filter_map(|c| c.meaning).any(|f| f.is_key() || f == Field::Name);
        let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
        let enough = score >= 2 || (score == 1 && filled <= 2) || !candidate.said.is_empty();
        if has_key && enough && best.as_ref().is_none_or(|(held, _)| score > *held) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, chosen)| chosen).ok_or_else(|| told(sheet))
}

/// The fullest of the first rows is what the user thinks of as the header.
fn told(sheet: &Sheet) -> String {
    let filled = |row: &&Row| row.cells.iter().filter(|cell| !cell.is_empty()).count();
    let mut rows: Vec<&Row> = sheet.rows.iter().take(SEARCHED).collect();
    rows.reverse();
    match rows.into_iter().max_by_key(filled) {
        Some(row) => {
            let cells = row.cells.iter().filter(|cell| !cell.is_empty()).take(TOLD);
            let cells: Vec<&str> = cells.map(|cell| start(cell, 40)).collect();
            format!("row {} has: {}", row.number, cells.join(", "))
        }
        None => "there is nothing in it".to_owned(),
    }
}

fn understand(row: &Row, index: usize, sheet: &Sheet, request: &Request<'_>, headers: &Headers) -> Chosen {
    let fingerprint = fingerprint(row);
    let before: Vec<Map> = request
        .remembered
        .remembered(&fingerprint)
        .map(|text| text.lines().filter_map(|line| line.parse().ok()).collect())
        .unwrap_or_default();
    let word_of = |header: &str| {
        let now = request.maps.iter().find(|map| map.is_of(header)).map(|map| (map, How::Given));
        now.or_else(|| before.iter().find(|map| map.is_of(header)).map(|map| (map, How::Remembered)))
    };
    let product = headers.product(row.cells.iter().map(String::as_str)).map(str::to_owned);
    let find = |header: &str| headers.find_in(product.as_deref(), header);
    let mut columns: Mapping = Vec::with_capacity(row.cells.len());
    let mut said: Vec<Map> = Vec::new();
    // What the user says comes first, then known headers, then weak ones.
    let mut taken: Vec<Field> =
        row.cells.iter().filter_map(|header| word_of(header).and_then(|(map, _)| map.field)).collect();
    for header in &row.cells {
        let column = |meaning: Option<Field>, how| Column {
            header: header.clone(),
            field: meaning.map(Field::name),
            how,
            meaning,
        };
        if let Some((map, how)) = word_of(header).filter(|_| !header.is_empty()) {
            said.push(map.clone());
            columns.push(column(map.field, how));
            continue;
        }
        let Some(meaning) = find(header) else {
            columns.push(column(None, How::Unknown));
            continue;
        };
        columns.push(match meaning.field {
            Field::Notes => column(None, How::LeftOut),
            field if field.adds_up() || (!meaning.weak && !taken.contains(&field)) => {
                taken.push(field);
                column(Some(field), How::Known)
            }
            // Decided below, when all strong ones are known.
            _ => column(None, How::Spare),
        });
    }
    for column in columns.iter_mut().filter(|column| column.how == How::Spare) {
        if let Some(meaning) = find(&column.header).filter(|meaning| !taken.contains(&meaning.field)) {
            taken.push(meaning.field);
            column.field = Some(meaning.field.name());
            column.meaning = Some(meaning.field);
            column.how = How::Known;
        }
    }
    said.sort_by_key(Map::line);
    said.dedup();
    Chosen {
        sheet: sheet.name.clone(),
        header_row: row.number,
        leases: product.as_deref().is_some_and(|product| headers.has_leases(product)),
        columns,
        product,
        fingerprint,
        said,
        index,
    }
}

/// Spelling and empty columns do not matter to it; order does.
fn fingerprint(row: &Row) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for cell in row.cells.iter().map(|cell| plain(cell)).filter(|cell| !cell.is_empty()) {
        hasher.update(cell.as_bytes());
        hasher.update(b"\n");
    }
    *hasher.finalize().as_bytes()
}
