//! What is said of an import: how columns were understood and what was refused (standard error), how much was taken
//! (standard output), or all of it as one document.

use super::Read;
use holdfast_facts::ListSummary;
use holdfast_imports::{Chosen, How};
use holdfast_report::terminal;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Refusals and warnings that are told of one file; the rest is counted, and written to the file of refused rows.
const TOLD: usize = 12;
/// Refusals in the document.
const IN_JSON: usize = 10_000;

/// The columns and what each was taken for; then refused rows and passed-over cells.
pub(super) fn talk(read: &Read, verbose: bool, out: &mut dyn Write) -> io::Result<()> {
    let list = &read.list;
    let name = terminal(&read.path.to_string_lossy());
    let encoding = list.encoding.filter(|name| *name != "UTF-8").map_or(String::new(), |e| format!(", {e}"));
    writeln!(out, "{name}: read as {}{encoding}", list.format)?;
    for chosen in &list.chosen {
        columns(chosen, out)?;
    }
    let told = if verbose { usize::MAX } else { TOLD };
    for refusal in list.refusals.iter().take(told) {
        let sheet = refusal.sheet.as_deref().map_or(String::new(), |sheet| format!("{sheet}, "));
        writeln!(out, "  refused: {}row {}: {}", terminal(&sheet), refusal.row, terminal(&refusal.reason))?;
    }
    if list.refused as usize > told.min(list.refusals.len()) {
        writeln!(out, "  refused: and {} more", list.refused as usize - told.min(list.refusals.len()))?;
    }
    for warning in list.warnings.iter().take(told) {
        let row = if warning.row > 0 { format!("row {}, ", warning.row) } else { String::new() };
        let column = if warning.column.is_empty() { String::new() } else { format!("{}: ", warning.column) };
        writeln!(out, "  note: {row}{}{}", terminal(&column), terminal(&warning.what))?;
    }
    if list.warned as usize > told.min(list.warnings.len()) {
        writeln!(
            out,
            "  note: and {} more; -v tells them",
            list.warned as usize - told.min(list.warnings.len())
        )?;
    }
    if list.truncated {
        writeln!(out, "  note: the packed file breaks off; what came before was taken")?;
    }
    if let Some(path) = &read.rejected {
        writeln!(out, "  refused rows with their reasons: {}", terminal(&path.to_string_lossy()))?;
    }
    Ok(())
}

fn columns(chosen: &Chosen, out: &mut dyn Write) -> io::Result<()> {
    let sheet =
        chosen.sheet.as_deref().map_or(String::new(), |sheet| format!("sheet `{}`, ", terminal(sheet)));
    let product =
        chosen.product.as_deref().map_or(String::new(), |product| format!(", like an export of {product}"));
    writeln!(out, "  {sheet}headers in row {}{product}", chosen.header_row)?;
    for column in chosen.columns.iter().filter(|column| !column.header.is_empty()) {
        let Some(field) = column.field else { continue };
        let how = match column.how {
            How::Given => " (--map)",
            How::Remembered => " (remembered)",
            _ => "",
        };
        writeln!(out, "    {} -> {field}{how}", terminal(&column.header))?;
    }
    for (how, what) in [
        (How::LeftOut, "left out, free text or persons"),
        (How::Spare, "left out, another column says it"),
        (How::Unknown, "not known, left out (--map \"HEADER=FIELD\" takes one)"),
        (How::Given, "left out (--map)"),
        (How::Remembered, "left out (remembered)"),
    ] {
        let headers: Vec<String> = chosen
            .columns
            .iter()
            .filter(|column| column.how == how && column.field.is_none() && !column.header.is_empty())
            .take(40)
            .map(|column| terminal(&column.header))
            .collect();
        if !headers.is_empty() {
            writeln!(out, "    {what}: {}", headers.join(", "))?;
        }
    }
    Ok(())
}

fn summary(read: &Read) -> Option<&ListSummary> {
    read.list.set.lists.values().next()
}

/// One line a file.
pub(super) fn result(lists: &[Read], out: &mut dyn Write) -> io::Result<()> {
    for read in lists {
        let Some(summary) = summary(read) else { continue };
        let what = match summary.role.name() {
            "assets" => "what is owned",
            _ => "what was seen",
        };
        let mut line = format!(
            "{}: {}, {what}, {} rows taken, {} refused",
            terminal(&read.path.to_string_lossy()),
            summary.format,
            summary.rows,
            summary.refused
        );
        if read.list.warned > 0 {
            line.push_str(&format!(", {} notes", read.list.warned));
        }
        let talks = read.list.set.conversations.len();
        if talks > 0 {
            line.push_str(&format!(", {talks} conversations"));
        }
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// The document `holdfast.import/1`.
pub(super) fn json(lists: &[Read], out: &mut dyn Write) -> io::Result<()> {
    let lists: Vec<Value> = lists.iter().filter_map(|read| Some(one(read, summary(read)?))).collect();
    let document =
        json!({ "schema": "holdfast.import/1", "version": env!("CARGO_PKG_VERSION"), "lists": lists });
    writeln!(out, "{document:#}")
}

fn one(read: &Read, summary: &ListSummary) -> Value {
    let list = &read.list;
    let tables: Vec<Value> = list
        .chosen
        .iter()
        .map(|chosen| {
            let columns: Vec<Value> = chosen
                .columns
                .iter()
                .filter(|column| !column.header.is_empty())
                .map(|column| {
                    let how = match column.how {
                        How::Known => "known",
                        How::Given => "given",
                        How::Remembered => "remembered",
                        How::Spare => "spare",
                        How::LeftOut => "left out",
                        How::Unknown => "unknown",
                    };
                    json!({ "header": column.header, "field": column.field, "how": how })
                })
                .collect();
            json!({ "sheet": chosen.sheet, "header_row": chosen.header_row, "product": chosen.product, "columns": columns })
        })
        .collect();
    let refusals: Vec<Value> = list
        .refusals
        .iter()
        .take(IN_JSON)
        .map(|refusal| json!({ "sheet": refusal.sheet, "row": refusal.row, "reason": refusal.reason }))
        .collect();
    let notes: Vec<Value> = list
        .warnings
        .iter()
        .map(|warning| json!({ "row": warning.row, "column": warning.column, "what": warning.what }))
        .collect();
    json!({
        "path": read.path.to_string_lossy(),
        "blake3": summary.id.to_string(),
        "format": &*summary.format,
        "encoding": list.encoding,
        "role": summary.role.name(),
        "as_of": summary.as_of.to_string(),
        "rows": list.rows,
        "refused": list.refused,
        "notes": notes,
        "refusals": refusals,
        "rejected": read.rejected.as_ref().map(|path| path.to_string_lossy().into_owned()),
        "truncated": list.truncated,
        "conversations": list.set.conversations.len(),
        "tables": tables,
    })
}
