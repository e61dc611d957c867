//! Lists of ends of support and of sale, as tables that everybody writes differently.

#[cfg(test)]
mod tests;

use super::desk::Desk;
use super::table::{Table, day};
use crate::feeds::Support;

const VENDOR: [&str; 6] = ["vendor", "manufacturer", "maker", "supplier", "brand", "company"];
const PRODUCT: [&str; 9] = [
    "product",
    "product name",
    "device",
    "device name",
    "name",
    "model name",
    "product line",
    "family",
    "model",
];
const MODEL_NUMBER: [&str; 13] = [
    "model number",
    "order number",
    "order no",
    "part number",
    "part no",
    "article number",
    "catalog number",
    "catalogue number",
    "product number",
    "product code",
    "sku",
    "pid",
    "mlfb",
];
const VERSION: [&str; 8] =
    ["version", "versions", "firmware", "firmware version", "software version", "release", "branch", "cycle"];
const SUPPORT: [&str; 19] = [
    "end of support",
    "end of support eos",
    "end of support date",
    "support end",
    "support ends",
    "support until",
    "end of security support",
    "end of security updates",
    "security updates until",
    "end of vulnerability support",
    "end of service",
    "end of service life",
    "last date of support",
    "end of life",
    "end of life date",
    "end of life eol",
    "eol",
    "eos",
    "eosl",
];
const SALE: [&str; 10] = [
    "end of sale",
    "end of sales",
    "end of sale date",
    "last day of sale",
    "last order date",
    "last order",
    "discontinued",
    "discontinuation date",
    "phase out",
    "end of production",
];

/// It has a column for a product and one for an end.
pub(super) fn fits(table: &Table) -> bool {
    let end = table.column(&SUPPORT).or_else(|| table.column(&SALE));
    end.is_some() && table.column(&PRODUCT).or_else(|| table.column(&MODEL_NUMBER)).is_some()
}

/// Takes the rows.
pub(super) fn table(table: &Table, desk: &mut Desk<'_>) {
    desk.format("end of support");
    let (vendor, product, model_number) =
        (table.column(&VENDOR), table.column(&PRODUCT), table.column(&MODEL_NUMBER));
    let (version, support, sale) = (table.column(&VERSION), table.column(&SUPPORT), table.column(&SALE));
    for row in table.rows() {
        let pointer = row.pointer();
        let advice = "the row was left out: write days as YYYY-MM-DD";
        let (end_of_support, end_of_sale) = match (day(row.cell(support)), day(row.cell(sale))) {
            (Ok(support), Ok(sale)) => (support, sale),
            (Err(what), _) | (_, Err(what)) => {
                desk.refuse(&pointer, what, advice);
                continue;
            }
        };
        let entry = Support {
            vendor: row.cell(vendor).to_owned(),
            product: row.cell(product).to_owned(),
            model_number: row.cell(model_number).to_owned(),
            version: row.cell(version).to_owned(),
            end_of_support,
            end_of_sale,
            document: desk.file.clone(),
            pointer: desk.pointer(&pointer),
        };
        if entry.product.is_empty() && entry.model_number.is_empty() {
            desk.refuse(&pointer, "it names no product", "the row was left out, the rest was read");
        } else {
            desk.taken();
            desk.feeds.support.push(entry);
        }
    }
}
