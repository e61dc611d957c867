//! Recalls and field safety notices: openFDA's JSON (enforcement reports, device recalls) and tables of regulators and
//! makers.
//!
//! What a recall is bound to (lots, serial numbers, dates) stands in `scope` as written; a recalled device is recalled
//! whatever its advisories say.

mod described;
mod open_fda;
mod tables;
#[cfg(test)]
mod tests;

pub(super) use open_fda::{entry, list};
pub(super) use tables::{fits, table};

use super::cvss;
use super::desk::Desk;
use crate::advisory::{Advisory, Product, Recall, Remediation, SourceKind, VersionText, Vulnerability};

/// What any notice says, whatever its columns are called.
#[derive(Default)]
struct Notice {
    id: String,
    publisher: String,
    url: String,
    published: String,
    updated: String,
    vendor: String,
    product: String,
    models: Vec<String>,
    serials: Vec<String>,
    versions: String,
    class: String,
    state: String,
    reason: String,
    scope: String,
    action: String,
    document: String,
    pointer: String,
}

/// CVE numbers in one notice.
const CVES: usize = 200;

/// Makes a document of a notice.
fn take(notice: Notice, desk: &mut Desk<'_>) {
    let described = described::models(&notice.product);
    let mut model_numbers = notice.models;
    for number in described {
        if !model_numbers.contains(&number) {
            model_numbers.push(number);
        }
    }
    let version = match notice.versions.as_str() {
        "" => VersionText::Unsaid,
        text => VersionText::Written(text.to_owned()),
    };
    let product = Product {
        key: "0".to_owned(),
        vendor: notice.vendor.clone(),
        names: Some(notice.product.clone()).into_iter().filter(|name| !name.is_empty()).collect(),
        full_name: format!("{} {}", notice.vendor, notice.product).trim().to_owned(),
        version,
        model_numbers,
        serial_numbers: notice.serials,
        pointer: notice.pointer.clone(),
        ..Product::default()
    };
    // A notice may name the CVE that it is about.
    let mut cves = described::cves(&notice.reason);
    cves.extend(described::cves(&notice.action));
    cves.sort();
    cves.dedup();
    if cves.len() > CVES {
        let what = format!("it names {} CVE numbers", cves.len());
        desk.refuse(&notice.pointer, what, "the first ones were taken: is a quotation mark missing?");
        cves.truncate(CVES);
    }
    let vulnerability = |cve: Option<String>| {
        let mut vulnerability = Vulnerability {
            cve,
            title: first_sentence(&notice.reason),
            affected: vec![0],
            pointer: notice.pointer.clone(),
            ..Vulnerability::default()
        };
        cvss::find(&mut vulnerability.cvss, &notice.reason);
        if !notice.action.is_empty() {
            vulnerability.remediations.push(Remediation {
                category: "text".to_owned(),
                text: notice.action.clone(),
                products: vec![0],
                pointer: notice.pointer.clone(),
                ..Remediation::default()
            });
        }
        vulnerability
    };
    let vulnerabilities = match cves.is_empty() {
        true => vec![vulnerability(None)],
        false => cves.iter().map(|cve| vulnerability(Some(cve.clone()))).collect(),
    };
    let said = |text: String| Some(text).filter(|text| !text.is_empty());
    desk.take(Advisory {
        id: notice.id,
        source: SourceKind::Recall,
        publisher: notice.publisher,
        title: first_sentence(&product.full_name),
        url: said(notice.url),
        published: said(notice.published),
        updated: said(notice.updated),
        revision: String::new(),
        document: notice.document,
        products: vec![product],
        vulnerabilities,
        notes: Vec::new(),
        recall: Some(Recall {
            class: class(&notice.class),
            state: state(&notice.state),
            reason: notice.reason,
            scope: notice.scope,
        }),
        withdrawn: false,
    });
}

/// `Class II`, `2`, `II` become `II`; other words stay.
fn class(text: &str) -> String {
    let text = text.trim();
    let bare = text.get(..5).filter(|head| head.eq_ignore_ascii_case("class")).and_then(|_| text.get(5..));
    match bare.unwrap_or(text).trim().to_ascii_uppercase().as_str() {
        "1" | "I" => "I".to_owned(),
        "2" | "II" => "II".to_owned(),
        "3" | "III" => "III".to_owned(),
        _ => text.to_owned(),
    }
}

fn state(text: &str) -> String {
    let text = text.trim().to_ascii_lowercase();
    match text.as_str() {
        _ if text.starts_with("open") => "ongoing".to_owned(),
        _ if text.starts_with("terminated") => "terminated".to_owned(),
        _ if text.starts_with("completed") || text.starts_with("closed") => "completed".to_owned(),
        _ => text,
    }
}

/// Enough for a heading.
fn first_sentence(text: &str) -> String {
    let end = text.find(". ").map_or(text.len(), |at| at + 1);
    text.get(..end).unwrap_or(text).chars().take(200).collect()
}
