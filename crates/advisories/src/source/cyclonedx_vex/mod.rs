//! CycloneDX 1.4 to 1.6: what a bill of materials says of vulnerabilities (`analysis`), alone or beside its components.

mod document;
#[cfg(test)]
mod tests;

use super::cvss;
use super::desk::{Desk, hash};
use super::mend::{advice, mend, misfit, unreadable};
use super::openvex::purl;
use super::size::{LIMIT, size};
use crate::advisory::{Advisory, Note, Product, Range, Remediation, SourceKind, VersionText, Vulnerability};
use document::{Affects, Component, Document, Version, Vulnerability as Said};
use rustc_hash::FxHashMap;

const LISTS: [&str; 4] = ["vulnerabilities", "components", "ratings", "services"];
/// Components in components: more are refused.
const DEEPEST: usize = 32;

/// Reads one document.
pub(super) fn read(bytes: &[u8], desk: &mut Desk<'_>) {
    desk.format("cyclonedx");
    if let Ok(document) = serde_json::from_slice::<Document<'_>>(bytes) {
        return take(&document, hash(bytes), desk);
    }
    let Some(mended) = mend(bytes, &LISTS, |bytes| misfit::<Document<'_>>(bytes), desk) else { return };
    match serde_json::from_slice::<Document<'_>>(&mended) {
        Ok(document) => take(&document, hash(bytes), desk),
        Err(error) => desk.refuse("", unreadable(&error), advice(&error)),
    }
}

/// Products by reference.
#[derive(Default)]
struct Products {
    list: Vec<Product>,
    by_reference: FxHashMap<String, usize>,
    /// Text that was written out for versions.
    text: usize,
}

fn take(document: &Document<'_>, hash: String, desk: &mut Desk<'_>) {
    let mut products = Products::default();
    let meta = document.metadata.as_ref();
    if let Some(component) = meta.and_then(|meta| meta.component.as_ref()) {
        components(component, "/metadata/component", 0, &mut products, desk);
    }
    for (index, component) in document.components.placed() {
        components(component, &format!("/components/{index}"), 0, &mut products, desk);
    }
    let said = document.vulnerabilities.placed();
    let vulnerabilities: Vec<Vulnerability> =
        said.filter_map(|(index, said)| vulnerability(said, index, &mut products, desk)).collect();
    if products.text > LIMIT {
        let what = format!("its versions, written out, are larger than {} MiB", LIMIT >> 20);
        return desk.refuse("/vulnerabilities", what, "the document was left out: look at where it is from");
    }
    if vulnerabilities.is_empty() {
        let what = "it says nothing of vulnerabilities";
        return desk.refuse("", what, "a list of components is imported with `holdfast import`");
    }
    let supplier = meta.and_then(|meta| meta.supplier.as_ref().or(meta.manufacture.as_ref()));
    let serial = document.serial.said();
    let id = serial.unwrap_or_else(|| format!("cyclonedx {}", hash.get(..12).unwrap_or("")));
    desk.take(Advisory {
        id,
        source: SourceKind::Vex,
        publisher: supplier.map_or(String::new(), |supplier| supplier.name.trim().to_owned()),
        title: String::new(),
        url: None,
        published: meta.and_then(|meta| meta.timestamp.said()),
        updated: meta.and_then(|meta| meta.timestamp.said()),
        revision: document.version.trim().to_owned(),
        document: hash,
        products: products.list,
        vulnerabilities,
        notes: Vec::new(),
        recall: None,
        withdrawn: false,
    });
}

fn components(
    said: &Component<'_>,
    pointer: &str,
    depth: usize,
    products: &mut Products,
    desk: &mut Desk<'_>,
) {
    if depth > DEEPEST {
        return desk.refuse(
            pointer,
            "components within components without end",
            "the deeper ones were left out",
        );
    }
    let supplier = [&said.manufacturer, &said.supplier].into_iter().flatten().find_map(|who| who.name.said());
    let mut product = Product {
        key: said.reference.said().unwrap_or_else(|| said.name.trim().to_owned()),
        vendor: supplier.or_else(|| said.publisher.said()).or_else(|| said.group.said()).unwrap_or_default(),
        names: said.name.said().into_iter().collect(),
        full_name: format!("{} {}", said.name.trim(), said.version.trim()).trim().to_owned(),
        version: said.version.said().map_or(VersionText::Unsaid, VersionText::Exactly),
        pointer: pointer.to_owned(),
        ..Product::default()
    };
    if let Some(text) = said.purl.said() {
        purl(&mut product, &text);
    }
    if let Some(text) = said.cpe.said() {
        match text.parse() {
            Ok(cpe) => product.cpe = Some(cpe),
            Err(error) => {
                let what = format!("`{text}` is no CPE name: {error}");
                desk.refuse(&format!("{pointer}/cpe"), what, "the component was read without it");
            }
        }
    }
    products.by_reference.entry(product.key.clone()).or_insert(products.list.len());
    products.list.push(product);
    for (index, part) in said.components.placed() {
        components(part, &format!("{pointer}/components/{index}"), depth + 1, products, desk);
    }
}

fn vulnerability(
    said: &Said<'_>,
    index: usize,
    products: &mut Products,
    desk: &mut Desk<'_>,
) -> Option<Vulnerability> {
    let pointer = format!("/vulnerabilities/{index}");
    let Some(id) = said.id.said() else {
        desk.refuse(&pointer, "it has no number", "it was left out, the rest was read");
        return None;
    };
    let mut new = Vulnerability { cve: Some(id), pointer: pointer.clone(), ..Vulnerability::default() };
    new.cwes =
        said.cwes.iter().filter_map(|cwe| cwe.parse::<u32>().ok()).map(|cwe| format!("CWE-{cwe}")).collect();
    said.ratings.iter().for_each(|rating| cvss::add(&mut new.cvss, &rating.vector));
    let analysis = said.analysis.as_ref();
    let state = analysis.map_or("", |analysis| analysis.state.trim());
    for (at, affects) in said.affects.placed() {
        let pointer = format!("{pointer}/affects/{at}");
        for (product, status) in affected(affects, &pointer, products) {
            place(product, status.as_deref(), state, &mut new);
        }
    }
    if let Some(analysis) = analysis {
        for (kind, label) in [("state", &analysis.state), ("justification", &analysis.justification)] {
            if let Some(title) = label.said() {
                let pointer = format!("{pointer}/analysis/{kind}");
                new.notes.push(Note { kind: kind.to_owned(), title, text: String::new(), pointer });
            }
        }
        if let Some(text) = analysis.detail.said() {
            let pointer = format!("{pointer}/analysis/detail");
            new.notes.push(Note { kind: "detail".to_owned(), title: String::new(), text, pointer });
        }
        for (at, response) in analysis.response.placed() {
            let pointer = format!("{pointer}/analysis/response/{at}");
            new.remediations.push(response_as_remediation(response.trim(), pointer));
        }
    }
    for (kind, text) in [("description", &said.description), ("detail", &said.detail)] {
        if let Some(text) = text.said() {
            let pointer = format!("{pointer}/{kind}");
            new.notes.push(Note { kind: kind.to_owned(), title: String::new(), text, pointer });
        }
    }
    for (category, text) in [("text", &said.recommendation), ("workaround", &said.workaround)] {
        if let Some(text) = text.said() {
            let pointer =
                format!("{pointer}/{}", if category == "text" { "recommendation" } else { category });
            new.remediations.push(Remediation {
                category: category.to_owned(),
                text,
                pointer,
                ..Remediation::default()
            });
        }
    }
    Some(new)
}

/// `will_not_fix`, `update` and the like are categories; they have no words of their own.
fn response_as_remediation(response: &str, pointer: String) -> Remediation {
    let category = match response {
        "will_not_fix" => "no_fix_planned",
        "can_not_fix" => "none_available",
        "update" | "rollback" => "vendor_fix",
        "workaround_available" => "workaround",
        _ => "text",
    };
    Remediation {
        category: category.to_owned(),
        text: response.to_owned(),
        pointer,
        ..Remediation::default()
    }
}

/// The products of one reference, each with the status of its versions where one is given.
fn affected(affects: &Affects<'_>, pointer: &str, products: &mut Products) -> Vec<(usize, Option<String>)> {
    // BOM-Link: `urn:cdx:serial/version#reference` leads into this document or another one.
    let reference = affects.reference.trim();
    let local = reference.rsplit_once('#').map_or(reference, |(_, local)| local);
    let known = [reference, local].into_iter().find_map(|name| products.by_reference.get(name)).copied();
    let base = known.unwrap_or_else(|| {
        let mut product = Product {
            key: reference.to_owned(),
            full_name: local.to_owned(),
            pointer: pointer.to_owned(),
            ..Product::default()
        };
        if local.starts_with("pkg:") {
            purl(&mut product, local);
        } else if local.starts_with("cpe:") {
            product.cpe = local.parse().ok();
        }
        let number = products.list.len();
        products.by_reference.insert(reference.to_owned(), number);
        products.list.push(product);
        number
    });
    if affects.versions.is_empty() {
        return vec![(base, None)];
    }
    let mut found = Vec::new();
    for (index, version) in affects.versions.placed() {
        let Some(product) = products.list.get(base) else { continue };
        products.text += size(product);
        if products.text > LIMIT {
            break;
        }
        let product = product.clone();
        let key = format!("{}#{index}", product.key);
        let (version, pointer) = (self::version(version), format!("{pointer}/versions/{index}"));
        found.push((products.list.len(), affects.versions_status(index)));
        products.list.push(Product { key, version, pointer, ..product });
    }
    found
}

fn version(said: &Version<'_>) -> VersionText {
    match (said.version.said(), said.range.said()) {
        (Some(version), _) => {
            let bound = Some((version, true));
            VersionText::Ranges(vec![Range { from: bound.clone(), to: bound, ..Range::default() }])
        }
        (None, Some(range)) => VersionText::Written(range),
        (None, None) => VersionText::Unsaid,
    }
}

/// Into which list a product goes: the analysis counts for all of it, a version's own status where there is no analysis.
fn place(product: usize, status: Option<&str>, state: &str, new: &mut Vulnerability) {
    match (state, status) {
        (_, Some("unaffected")) | ("not_affected" | "false_positive", _) => new.not_affected.push(product),
        ("resolved" | "resolved_with_pedigree", _) => {
            new.not_affected.push(product);
            new.fixed.push(product);
        }
        ("in_triage", _) | ("", Some("unknown")) => new.under_investigation.push(product),
        _ => new.affected.push(product),
    }
}
