//! Catalogues of vulnerabilities that are known to be exploited (CISA KEV): JSON and CSV.

#[cfg(test)]
mod tests;

use super::desk::Desk;
use super::entries::{each, entries};
use super::lenient::Text;
use super::table::Table;
use crate::feeds::{DocumentSummary, Exploited, Feeds};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Said<'a> {
    #[serde(rename = "cveID")]
    cve: Text<'a>,
    #[serde(default, rename = "dateAdded")]
    added: Text<'a>,
    #[serde(default, rename = "dueDate")]
    due: Text<'a>,
    #[serde(default, rename = "requiredAction")]
    action: Text<'a>,
    #[serde(default, rename = "knownRansomwareCampaignUse")]
    ransomware: Text<'a>,
}

/// `{"catalogVersion": …, "vulnerabilities": […]}`.
pub(super) fn list(bytes: &[u8], desk: &mut Desk<'_>) {
    desk.format("kev");
    let listed = entries(bytes, "vulnerabilities");
    desk.note_date(listed.beside.get("dateReleased").map_or("", String::as_str));
    let mut found = Vec::new();
    each(listed, desk, &mut |index, object, desk| {
        found.extend(said(object, &format!("/vulnerabilities/{index}"), desk));
    });
    take(found, desk);
}

/// One entry by itself.
pub(super) fn entry(bytes: &[u8], desk: &mut Desk<'_>) {
    desk.format("kev");
    let found = said(bytes, "", desk);
    take(found.into_iter().collect(), desk);
}

fn said(bytes: &[u8], pointer: &str, desk: &mut Desk<'_>) -> Option<(String, Exploited)> {
    let advice = "the entry was left out, the rest was read: fetch it again";
    let said = match serde_json::from_slice::<Said<'_>>(bytes) {
        Ok(said) => said,
        Err(error) => {
            desk.refuse(pointer, error, advice);
            return None;
        }
    };
    let Some(cve) = said.cve.said() else {
        desk.refuse(pointer, "it has no CVE number", advice);
        return None;
    };
    desk.note_date(&said.added);
    let pointer = desk.pointer(pointer);
    let exploited = Exploited {
        added: said.added.trim().to_owned(),
        due: said.due.trim().to_owned(),
        action: said.action.trim().to_owned(),
        ransomware: said.ransomware.trim().eq_ignore_ascii_case("known"),
        document: desk.file.clone(),
        pointer,
    };
    Some((cve, exploited))
}

/// A table with the same names as columns.
pub(super) fn table(table: &Table, desk: &mut Desk<'_>) {
    desk.format("kev");
    let column = |names: &[&str]| table.column(names);
    let (cve, added) = (column(&["cveid", "cve id", "cve"]), column(&["dateadded", "date added"]));
    let (due, action) = (column(&["duedate", "due date"]), column(&["requiredaction", "required action"]));
    let ransomware = column(&["knownransomwarecampaignuse", "known ransomware campaign use"]);
    let mut found = Vec::new();
    for row in table.rows() {
        let pointer = row.pointer();
        let cve = row.cell(cve);
        if !cve.starts_with("CVE-") {
            desk.refuse(
                &pointer,
                format!("`{cve}` is no CVE number"),
                "the row was left out, the rest was read",
            );
            continue;
        }
        desk.note_date(row.cell(added));
        let exploited = Exploited {
            added: row.cell(added).to_owned(),
            due: row.cell(due).to_owned(),
            action: row.cell(action).to_owned(),
            ransomware: row.cell(ransomware).eq_ignore_ascii_case("known"),
            document: desk.file.clone(),
            pointer: desk.pointer(&pointer),
        };
        found.push((cve.to_owned(), exploited));
    }
    take(found, desk);
}

fn take(found: Vec<(String, Exploited)>, desk: &mut Desk<'_>) {
    found.iter().for_each(|_| desk.taken());
    desk.exploited.extend(found);
}

/// Of two catalogues the newer one counts, whichever was read first; of two rows of one catalogue the first.
pub(super) fn merge(cve: String, exploited: Exploited, this: &DocumentSummary, feeds: &mut Feeds) {
    if let Some(known) = feeds.exploited.get(&cve) {
        let of_known = feeds.documents.iter().find(|document| document.document == known.document);
        let known_newest = of_known.map_or("", |document| document.newest.as_str());
        let is_newer = (this.newest.as_str(), &this.document) > (known_newest, &known.document);
        if known.document == this.document || !is_newer {
            return;
        }
    }
    feeds.exploited.insert(cve, exploited);
}
