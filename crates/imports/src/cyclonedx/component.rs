//! One component as a row of a list.

use crate::Knowledge;
use crate::desk::Desk;
use crate::json::text;
use crate::table::{Cell, Field, Order, Record};
use crate::values::is_nothing;
use serde_json::Value;

/// Properties of one component.
const PROPERTIES: usize = 256;

/// Whether it is a thing. Firmware alone is one only where it says whose it is.
pub(super) fn is_device(component: &Value) -> bool {
    match text(component, &["type"]) {
        Some("device" | "hardware") => true,
        Some("firmware") => properties(component).any(|(name, _)| name.starts_with("cdx:device:")),
        _ => false,
    }
}

fn properties(component: &Value) -> impl Iterator<Item = (&str, &str)> {
    let list = component.get("properties").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().take(PROPERTIES).filter_map(|entry| Some((text(entry, &["name"])?, text(entry, &["value"])?)))
}

/// Gives the component to the desk. `row` is its number in the document.
pub(super) fn read(component: &Value, inner: &[Value], row: u64, knowledge: &Knowledge, desk: &mut Desk) {
    fn cell<'a>(field: Field, column: &'a str, text: &'a str) -> Cell<'a> {
        Cell { field, column, text, order: Order::DayFirst }
    }
    let mut cells: Vec<Cell<'_>> = Vec::new();
    let maker = [&["manufacturer", "name"][..], &["supplier", "name"], &["publisher"]];
    if let Some(maker) = maker.into_iter().find_map(|path| text(component, path)) {
        cells.push(cell(Field::Vendor, "manufacturer", maker));
    }
    let firmware = text(component, &["type"]) == Some("firmware");
    if let Some(name) = text(component, &["name"]) {
        cells.push(cell(if firmware { Field::Name } else { Field::Model }, "name", name));
    }
    // A device's own version is that of its hardware, unless firmware stands within it.
    let within = inner.iter().find(|part| text(part, &["type"]) == Some("firmware"));
    if let Some(version) = within.and_then(|part| text(part, &["version"])) {
        cells.push(cell(Field::Firmware, "components.version", version));
    } else if let Some(version) = text(component, &["version"]) {
        cells.push(cell(Field::Firmware, "version", version));
    }
    for (name, value) in properties(component) {
        let last = name.rsplit(':').next().unwrap_or(name);
        let meaning = knowledge.headers.find(name).or_else(|| knowledge.headers.find(last));
        if let Some(meaning) = meaning.filter(|_| !is_nothing(value)) {
            cells.push(cell(meaning.field, name, value));
        }
    }
    let record = Record { row, cells, sheet: None, leases: false };
    match record.declare(&knowledge.words, desk) {
        Ok(()) => desk.rows += 1,
        Err(reason) => {
            let name = text(component, &["name"]).unwrap_or("").to_owned();
            let reason = match reason.starts_with("no MAC") {
                true => format!("it describes a model, not a device: {reason}"),
                false => reason,
            };
            desk.refuse(None, row, reason, vec![name]);
        }
    }
}
