//! Notices as tables: of regulators and of makers, with the headers that they use.

use super::{Notice, take};
use crate::source::desk::{Desk, hash};
use crate::source::table::{Row, Table, day};

const ID: [&str; 14] = [
    "recall number",
    "notice number",
    "fsn",
    "fsca",
    "fsn reference",
    "fsca reference",
    "mhra reference",
    "notice",
    "reference",
    "reference number",
    "product id",
    "number",
    "id",
    "event id",
];
const PUBLISHER: [&str; 6] = ["regulator", "authority", "publisher", "issued by", "agency", "center"];
const VENDOR: [&str; 11] = [
    "vendor",
    "manufacturer",
    "manufacturer name",
    "maker",
    "recalling firm",
    "recalling firm name",
    "firm",
    "company",
    "brand",
    "supplier",
    "legal manufacturer",
];
const PRODUCT: [&str; 9] = [
    "product",
    "product name",
    "product description",
    "device",
    "device name",
    "trade name",
    "name",
    "title",
    "device description",
];
const MODEL: [&str; 20] = [
    "model",
    "models",
    "model number",
    "model numbers",
    "model no",
    "order number",
    "order numbers",
    "part number",
    "part numbers",
    "catalog number",
    "catalog numbers",
    "catalogue number",
    "catalogue numbers",
    "article number",
    "ref",
    "ref number",
    "product code",
    "product codes",
    "sku",
    "udi",
];
const LOTS: [&str; 12] = [
    "lot",
    "lots",
    "lot number",
    "lot numbers",
    "batch",
    "batches",
    "batch number",
    "batch numbers",
    "code info",
    "code information",
    "lot serial",
    "scope",
];
const SERIALS: [&str; 7] =
    ["serial", "serials", "serial number", "serial numbers", "serial no", "serial nos", "s n"];
const MADE: [&str; 4] = ["manufacturing date", "manufacturing dates", "date of manufacture", "manufactured"];
const VERSIONS: [&str; 6] =
    ["version", "versions", "software version", "software versions", "firmware", "firmware version"];
const CLASS: [&str; 7] = [
    "class",
    "classification",
    "recall class",
    "event classification",
    "priority",
    "hazard class",
    "severity",
];
const STATE: [&str; 3] = ["status", "state", "recall status"];
const DATE: [&str; 13] = [
    "date",
    "published",
    "publication date",
    "date published",
    "recall date",
    "date of notice",
    "issue date",
    "date issued",
    "issued",
    "report date",
    "date initiated",
    "center classification date",
    "recall initiation date",
];
const URL: [&str; 6] = ["url", "link", "recall details", "notice url", "web page", "more information"];
const REASON: [&str; 9] = [
    "reason",
    "reason for recall",
    "problem",
    "issue",
    "description of problem",
    "cause",
    "hazard",
    "summary",
    "description",
];
const ACTION: [&str; 9] = [
    "action",
    "actions",
    "required action",
    "action required",
    "advice",
    "advised action",
    "what to do",
    "remedy",
    "instructions",
];

/// It names a product and says something that only notices say.
pub(in crate::source) fn fits(table: &Table) -> bool {
    let has = |names: &[&str]| table.column(names).is_some();
    let marks = [has(&REASON), has(&CLASS), has(&LOTS), has(&SERIALS), has(&ACTION)];
    (has(&PRODUCT) || has(&MODEL)) && marks.into_iter().filter(|mark| *mark).count() >= 2
}

/// Takes the rows.
pub(in crate::source) fn table(table: &Table, desk: &mut Desk<'_>) {
    desk.format("recall");
    for row in table.rows() {
        let pointer = row.pointer();
        let published = match day(row.cell(table.column(&DATE))) {
            Ok(day) => day,
            Err(what) => {
                desk.refuse(&pointer, what, "the row was read without its day: write days as YYYY-MM-DD");
                String::new()
            }
        };
        let of = |names: &[&str]| row.cell(table.column(names)).to_owned();
        let notice = Notice {
            id: Some(of(&ID)).filter(|id| !id.is_empty()).unwrap_or_else(|| by_content(row)),
            publisher: of(&PUBLISHER),
            url: of(&URL),
            published,
            vendor: of(&VENDOR),
            product: of(&PRODUCT),
            models: listed(table, row, &MODEL),
            serials: serials(table, row),
            versions: of(&VERSIONS),
            class: of(&CLASS),
            state: of(&STATE),
            reason: of(&REASON),
            scope: scope(table, row),
            action: of(&ACTION),
            document: desk.file.clone(),
            pointer: desk.pointer(&pointer),
            ..Notice::default()
        };
        if notice.product.is_empty() && notice.models.is_empty() {
            desk.refuse(&pointer, "it names no product", "the row was left out, the rest was read");
        } else {
            take(notice, desk);
        }
    }
}

/// A notice without a number is called by its content.
fn by_content(row: &Row) -> String {
    let name = hash(row.text().as_bytes());
    format!("notice {}", name.get(..12).unwrap_or(""))
}

/// Cells with several numbers in them.
fn listed(table: &Table, row: &Row, names: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for column in table.columns(names) {
        for number in row.cell(Some(column)).split([',', ';', '|', '\n']) {
            let number = number.trim();
            if !number.is_empty() && !is_all(number) && !found.iter().any(|known| known == number) {
                found.push(number.to_owned());
            }
        }
    }
    found
}

/// Single serial numbers. Ranges and sentences stay in the scope alone.
fn serials(table: &Table, row: &Row) -> Vec<String> {
    let single = |text: &String| !text.contains(char::is_whitespace) && !text.contains(['–', '*', '<', '>']);
    let all = listed(table, row, &SERIALS);
    if all.iter().all(single) { all } else { Vec::new() }
}

/// Lots, serial numbers and dates, each under its header, as written. Words for "all" bind it to nothing.
fn scope(table: &Table, row: &Row) -> String {
    let mut parts = Vec::new();
    for (word, names) in [("lots", &LOTS[..]), ("serial numbers", &SERIALS[..]), ("made", &MADE[..])] {
        for column in table.columns(names) {
            let cell = row.cell(Some(column));
            if !cell.is_empty() && !is_all(cell) {
                parts.push(format!("{word}: {cell}"));
            }
        }
    }
    parts.join("; ")
}

fn is_all(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["all", "any", "all lots", "all serial numbers", "all serials", "all units", "all batches", "n/a", "-"]
        .contains(&text.as_str())
}
