//! CSAF 2.0 and 2.1 (OASIS): advisories and VEX statements of makers and coordinators.

mod document;
mod products;
#[cfg(test)]
mod tests;
mod vulnerability;

use super::cvss;
use super::desk::{Desk, hash};
use super::mend::{mend, misfit};
use crate::advisory::{Advisory, Note, SourceKind};
use document::{Document, Meta, Tree};

/// Lists whose elements may be left out when they are wrong.
const LISTS: [&str; 8] = [
    "vulnerabilities",
    "branches",
    "relationships",
    "full_product_names",
    "product_groups",
    "notes",
    "references",
    "threats",
];

/// Reads one document.
pub(super) fn read(bytes: &[u8], desk: &mut Desk<'_>) {
    desk.format("csaf");
    if let Ok(document) = serde_json::from_slice::<Document<'_>>(bytes) {
        return take(&document, hash(bytes), desk);
    }
    let Some(mended) = mend(bytes, &LISTS, |bytes| misfit::<Document<'_>>(bytes), desk) else { return };
    match serde_json::from_slice::<Document<'_>>(&mended) {
        Ok(document) => take(&document, hash(bytes), desk),
        Err(error) => desk.refuse("", error, "the document was left out: ask its publisher to correct it"),
    }
}

fn take(document: &Document<'_>, hash: String, desk: &mut Desk<'_>) {
    let meta = &document.document;
    let Some(id) = meta.tracking.id.said() else {
        return desk.refuse("/document/tracking/id", "it has no id", "ask its publisher to correct it");
    };
    let source = source(meta);
    let publisher = meta.publisher.name.trim();
    let maker = if &*meta.publisher.category == "vendor" { publisher } else { "" };
    let nothing = Tree::default();
    let tree = document.product_tree.as_ref().unwrap_or(&nothing);
    let Some(products) = products::products(tree, maker, desk) else { return };
    let Some(vulnerabilities) = vulnerability::vulnerabilities(document, &products, publisher, desk) else {
        return;
    };
    let url = meta.references.iter().find(|reference| &*reference.category == "self");
    let mut notes = notes(meta);
    let status = &*meta.tracking.status;
    if matches!(status, "draft" | "interim") {
        let (kind, title) = ("status".to_owned(), status.to_owned());
        notes.push(Note {
            kind,
            title,
            text: String::new(),
            pointer: "/document/tracking/status".to_owned(),
        });
    }
    desk.take(Advisory {
        id,
        source,
        publisher: publisher.to_owned(),
        title: meta.title.trim().to_owned(),
        url: url.and_then(|reference| reference.url.said()),
        published: meta.tracking.initial_release_date.said(),
        updated: meta.tracking.current_release_date.said(),
        revision: meta.tracking.version.trim().to_owned(),
        document: hash,
        products: products.list,
        vulnerabilities,
        notes,
        recall: None,
        withdrawn: is_withdrawn(meta),
    });
}

/// Who speaks. The VEX profile of a coordinator is an advisory all the same: many publish every advisory in it.
fn source(meta: &Meta<'_>) -> SourceKind {
    match (&*meta.publisher.category, &*meta.category) {
        ("vendor" | "user", "csaf_vex") | ("user", _) => SourceKind::Vex,
        ("vendor", _) => SourceKind::VendorCsaf,
        _ => SourceKind::CoordinatorCsaf,
    }
}

/// CSAF 2.1 has profiles for it; before, the title says so.
fn is_withdrawn(meta: &Meta<'_>) -> bool {
    let title = meta.title.trim().to_ascii_lowercase();
    let marks = ["withdrawn", "[withdrawn]", "(withdrawn)", "revoked:", "[revoked]"];
    matches!(&*meta.category, "csaf_withdrawn" | "csaf_superseded")
        || marks.iter().any(|mark| title.starts_with(mark))
}

fn notes(meta: &Meta<'_>) -> Vec<Note> {
    let notes = meta.notes.placed().filter(|(_, note)| &*note.category != "legal_disclaimer");
    notes
        .map(|(index, note)| Note {
            kind: note.category.trim().to_owned(),
            title: note.title.trim().to_owned(),
            text: note.text.trim().to_owned(),
            pointer: format!("/document/notes/{index}"),
        })
        .collect()
}

/// Vectors in the document's own texts are about all of it: only links and notes of a vulnerability are searched.
fn vectors(texts: impl Iterator<Item = impl AsRef<str>>, into: &mut Vec<String>) {
    texts.for_each(|text| cvss::find(into, text.as_ref()));
}
