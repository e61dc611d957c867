//! OpenVEX 0.2 (and the earlier 0.0.1): statements of who knows about their own products.

#[cfg(test)]
mod tests;

use super::desk::{Desk, hash};
use super::lenient::{List, Loose, Text};
use super::mend::{advice, mend, misfit, unreadable};
use crate::advisory::{Advisory, Note, Product, Remediation, SourceKind, VersionText, Vulnerability};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;

const LISTS: [&str; 3] = ["statements", "products", "subcomponents"];

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Document<'a> {
    #[serde(default, rename = "@id", alias = "id")]
    id: Text<'a>,
    #[serde(default)]
    author: Text<'a>,
    #[serde(default)]
    timestamp: Text<'a>,
    #[serde(default)]
    last_updated: Text<'a>,
    #[serde(default)]
    version: Loose<'a>,
    #[serde(default)]
    statements: List<Statement<'a>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Statement<'a> {
    #[serde(default)]
    vulnerability: Named,
    #[serde(default)]
    products: List<Named>,
    #[serde(default)]
    status: Text<'a>,
    #[serde(default)]
    status_notes: Text<'a>,
    #[serde(default)]
    justification: Text<'a>,
    #[serde(default)]
    impact_statement: Text<'a>,
    #[serde(default)]
    action_statement: Text<'a>,
    #[serde(default)]
    action_statement_timestamp: Text<'a>,
}

/// A thing by its name alone (0.0.1), or an object with several names (0.2).
#[derive(Clone, Default, Deserialize)]
#[serde(from = "AnyName")]
struct Named {
    name: String,
    identifiers: BTreeMap<String, String>,
    parts: Vec<Named>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum AnyName {
    Text(String),
    Object {
        #[serde(default, rename = "@id")]
        id: Option<String>,
        #[serde(default)]
        name: Option<String>,
        #[serde(default)]
        identifiers: Option<BTreeMap<String, String>>,
        #[serde(default)]
        subcomponents: Option<Vec<Named>>,
    },
    Nothing(()),
}

impl From<AnyName> for Named {
    fn from(name: AnyName) -> Named {
        match name {
            AnyName::Text(name) => Named { name, ..Named::default() },
            AnyName::Object { id, name, identifiers, subcomponents } => Named {
                name: name.or(id).unwrap_or_default(),
                identifiers: identifiers.unwrap_or_default(),
                parts: subcomponents.unwrap_or_default(),
            },
            AnyName::Nothing(()) => Named::default(),
        }
    }
}

/// Reads one document.
pub(super) fn read(bytes: &[u8], desk: &mut Desk<'_>) {
    desk.format("openvex");
    if let Ok(document) = serde_json::from_slice::<Document<'_>>(bytes) {
        return take(&document, hash(bytes), desk);
    }
    let Some(mended) = mend(bytes, &LISTS, |bytes| misfit::<Document<'_>>(bytes), desk) else { return };
    match serde_json::from_slice::<Document<'_>>(&mended) {
        Ok(document) => take(&document, hash(bytes), desk),
        Err(error) => desk.refuse("", unreadable(&error), advice(&error)),
    }
}

fn take(document: &Document<'_>, hash: String, desk: &mut Desk<'_>) {
    let (mut products, mut known) = (Vec::new(), FxHashMap::default());
    let mut vulnerabilities = Vec::new();
    for (index, statement) in document.statements.placed() {
        let pointer = format!("/statements/{index}");
        let name = statement.vulnerability.name.trim();
        if name.is_empty() {
            desk.refuse(
                &pointer,
                "it names no vulnerability",
                "the statement was left out, the rest was read",
            );
            continue;
        }
        let mut new = Vulnerability {
            cve: Some(name.to_owned()),
            pointer: pointer.clone(),
            ..Vulnerability::default()
        };
        let named: Vec<usize> = statement
            .products
            .placed()
            .map(|(at, product)| {
                number(product, &format!("{pointer}/products/{at}"), &mut products, &mut known)
            })
            .collect();
        match statement.status.trim() {
            "affected" => new.affected = named,
            "not_affected" => new.not_affected = named,
            "fixed" => {
                new.not_affected.clone_from(&named);
                new.fixed = named;
            }
            "under_investigation" => new.under_investigation = named,
            other => {
                let what = format!("the status `{other}` is not known");
                desk.refuse(
                    &format!("{pointer}/status"),
                    what,
                    "the statement was left out, the rest was read",
                );
                continue;
            }
        }
        let texts = [
            ("justification", &statement.justification, true),
            ("impact_statement", &statement.impact_statement, false),
            ("status_notes", &statement.status_notes, false),
        ];
        for (kind, text, is_label) in texts.into_iter().filter(|(_, text, _)| !text.trim().is_empty()) {
            let text = text.trim().to_owned();
            let (title, text) = if is_label { (text, String::new()) } else { (String::new(), text) };
            new.notes.push(Note { kind: kind.to_owned(), title, text, pointer: format!("{pointer}/{kind}") });
        }
        if let Some(text) = statement.action_statement.said() {
            new.remediations.push(Remediation {
                category: "text".to_owned(),
                text,
                date: statement.action_statement_timestamp.said(),
                pointer: format!("{pointer}/action_statement"),
                ..Remediation::default()
            });
        }
        vulnerabilities.push(new);
    }
    let id = document.id.said().unwrap_or_else(|| format!("openvex {}", hash.get(..12).unwrap_or("")));
    desk.take(Advisory {
        id,
        source: SourceKind::Vex,
        publisher: document.author.trim().to_owned(),
        title: String::new(),
        url: None,
        published: document.timestamp.said(),
        updated: document.last_updated.said().or_else(|| document.timestamp.said()),
        revision: document.version.trim().to_owned(),
        document: hash,
        products,
        vulnerabilities,
        notes: Vec::new(),
        recall: None,
        withdrawn: false,
    });
}

/// The product's number; a name that was seen before is the same product.
fn number(
    named: &Named,
    pointer: &str,
    products: &mut Vec<Product>,
    known: &mut FxHashMap<String, usize>,
) -> usize {
    let parts: Vec<&str> = named.parts.iter().map(|part| part.name.as_str()).collect();
    let key = format!("{} {:?} {:?}", named.name, named.identifiers, parts);
    if let Some(number) = known.get(&key) {
        return *number;
    }
    let mut product = Product {
        key: named.name.clone(),
        full_name: named.name.clone(),
        pointer: pointer.to_owned(),
        ..Product::default()
    };
    let identifiers = named.identifiers.iter().map(|(kind, value)| (kind.as_str(), value.as_str()));
    for (kind, value) in identifiers.chain([("", named.name.as_str())]) {
        if kind == "purl" || value.starts_with("pkg:") {
            purl(&mut product, value);
        } else if kind.starts_with("cpe") || value.starts_with("cpe:") {
            product.cpe = product.cpe.take().or_else(|| value.parse().ok());
        }
    }
    if product.names.is_empty() && !named.name.is_empty() && !named.name.starts_with("cpe:") {
        product.names.push(named.name.clone());
    }
    let number = products.len();
    known.insert(key, number);
    products.push(product);
    number
}

/// `pkg:type/namespace/name@version?…`: what it says of maker, product and version.
pub(super) fn purl(product: &mut Product, text: &str) {
    if product.purls.iter().any(|known| known == text) {
        return;
    }
    product.purls.push(text.to_owned());
    let body = text.strip_prefix("pkg:").unwrap_or(text).split(['?', '#']).next().unwrap_or("");
    let (path, version) = body.split_once('@').map_or((body, None), |(path, version)| (path, Some(version)));
    let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).collect();
    if let Some(name) = steps.last().filter(|_| steps.len() > 1 && product.names.is_empty()) {
        product.names.push((*name).to_owned());
        if let Some(space) =
            steps.get(1..steps.len() - 1).and_then(<[&str]>::last).filter(|_| product.vendor.is_empty())
        {
            product.vendor = (*space).to_owned();
        }
    }
    if let Some(version) = version.filter(|_| product.version == VersionText::Unsaid) {
        product.version = VersionText::Exactly(version.to_owned());
    }
}
