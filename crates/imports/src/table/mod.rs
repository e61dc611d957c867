//! Tables of any program: find the header, understand its columns, read the rows.

mod choose;
mod date;
mod field;
mod headers;
mod map;
mod money;
mod record;
mod sheet;
mod text_table;
mod words;
mod xlsx;

pub use choose::{Chosen, Column, How, Mapping};
pub(crate) use date::Order;
pub use field::fields;
pub(crate) use field::{ATTRIBUTES, Field};
pub(crate) use headers::Headers;
pub use map::{Map, Mappings, NoMappings};
pub(crate) use record::{Cell, Record};
pub(crate) use sheet::Sheet;
pub(crate) use text_table::read as text_table;
pub(crate) use words::Words;
pub(crate) use xlsx::read as workbook;

use crate::desk::Desk;
use crate::{ImportError, Knowledge, Request};
use holdfast_facts::ListRole;

/// Reads every sheet that has a header; an error where none has.
pub(crate) fn read(
    sheets: &[Sheet],
    request: &Request<'_>,
    knowledge: &Knowledge,
    desk: &mut Desk,
) -> Result<(Vec<Chosen>, ListRole), ImportError> {
    let mut chosen = Vec::new();
    let mut role = ListRole::Assets;
    let mut best_guess = String::new();
    for sheet in sheets.iter().filter(|sheet| !sheet.rows.is_empty()) {
        match choose::choose(sheet, request, &knowledge.headers) {
            Ok(found) => {
                if let Some(seen) = found.product.as_deref().map(|p| knowledge.headers.role(p)) {
                    role = seen;
                }
                record::read(sheet, &found, knowledge, desk);
                chosen.push(found);
            }
            Err(guess) => {
                if sheets.len() > 1 {
                    let name = sheet.name.as_deref().unwrap_or("");
                    desk.warn(0, "", format!("the sheet `{name}` was passed over: {guess}"));
                }
                if best_guess.is_empty() {
                    best_guess = guess;
                }
            }
        }
    }
    if chosen.is_empty() {
        return Err(ImportError::NoHeader(best_guess));
    }
    Ok((chosen, role))
}
