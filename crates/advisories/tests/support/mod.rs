//! For tests only: the data files, and a small reader of the corpus' CSAF documents. The real reader is `source/csaf`;
//! this one takes what the tests of fixes and priorities need and forgives everything.
#![allow(dead_code)]

use holdfast_advisories::{Advisory, Note, Product, Remediation, SourceKind, VersionText, Vulnerability};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Path under `data/` and text of every data file of this crate.
pub(crate) fn data() -> Vec<(String, String)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let mut files = Vec::new();
    for folder in ["remediation", "priority"] {
        for entry in std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten() {
            let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if name.ends_with(".toml") || name.ends_with(".csv") {
                files.push((name, std::fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    files.push(("kinds.toml".into(), std::fs::read_to_string(root.join("kinds.toml")).unwrap()));
    files.sort();
    files
}

/// The rules, read once for a whole test program.
pub(crate) fn fix_rules() -> &'static holdfast_advisories::fix::FixRules {
    static RULES: std::sync::OnceLock<holdfast_advisories::fix::FixRules> = std::sync::OnceLock::new();
    RULES.get_or_init(|| holdfast_advisories::fix::FixRules::load(&borrowed(&data())).unwrap())
}

/// As the loaders want them.
pub(crate) fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

/// A file of the development corpus, or None with a message that the test was skipped.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("HOLDFAST_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let file = root.join(path);
    if file.exists() {
        return Some(file);
    }
    println!("skipped: {} is not there", file.display());
    None
}

/// The corpus' CSAF documents, by id, read once. None (with a message) where they are missing or cannot be unpacked.
pub(crate) fn corpus() -> Option<&'static BTreeMap<String, Advisory>> {
    static CORPUS: std::sync::OnceLock<Option<BTreeMap<String, Advisory>>> = std::sync::OnceLock::new();
    CORPUS.get_or_init(read_corpus).as_ref()
}

fn read_corpus() -> Option<BTreeMap<String, Advisory>> {
    let file = shared("data/advisories/cisa-csaf-cisa-terms.jsonl.zst")?;
    let unpacked = std::process::Command::new("zstd").arg("-dc").arg(&file).output();
    let Ok(unpacked) = unpacked else {
        println!("skipped: zstd is not installed");
        return None;
    };
    let text = String::from_utf8_lossy(&unpacked.stdout).into_owned();
    Some(
        text.lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .map(|document: Value| advisory(&document))
            .map(|advisory| (advisory.id.clone(), advisory))
            .collect(),
    )
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A CSAF document as an advisory.
pub(crate) fn advisory(document: &Value) -> Advisory {
    let mut products = Vec::new();
    branch(&document["product_tree"], &mut Vec::new(), &mut products);
    let mut index: BTreeMap<String, usize> = products
        .iter()
        .enumerate()
        .map(|(at, product): (usize, &Product)| (product.key.clone(), at))
        .collect();
    for relation in document["product_tree"]["relationships"].as_array().into_iter().flatten() {
        let full = &relation["full_product_name"];
        let base = index.get(relation["product_reference"].as_str().unwrap_or_default()).copied();
        let mut product = base.and_then(|at| products.get(at).cloned()).unwrap_or_default();
        product.key = text(&full["product_id"]);
        product.full_name = text(&full["name"]);
        index.insert(product.key.clone(), products.len());
        products.push(product);
    }
    let indices = |value: &Value| -> Vec<usize> {
        value.as_array().into_iter().flatten().filter_map(|id| index.get(id.as_str()?).copied()).collect()
    };
    let notes = |value: &Value, base: &str| -> Vec<Note> {
        value
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(at, note)| Note {
                kind: text(&note["category"]),
                title: text(&note["title"]),
                text: text(&note["text"]),
                pointer: format!("{base}/notes/{at}"),
            })
            .collect()
    };
    let vulnerabilities = document["vulnerabilities"].as_array().into_iter().flatten().enumerate();
    let vulnerabilities = vulnerabilities
        .map(|(at, v)| Vulnerability {
            cve: v["cve"].as_str().map(str::to_owned),
            title: text(&v["title"]),
            affected: indices(&v["product_status"]["known_affected"]),
            not_affected: indices(&v["product_status"]["known_not_affected"]),
            fixed: indices(&v["product_status"]["fixed"]),
            remediations: v["remediations"]
                .as_array()
                .into_iter()
                .flatten()
                .enumerate()
                .map(|(place, r)| Remediation {
                    category: text(&r["category"]),
                    text: text(&r["details"]),
                    products: indices(&r["product_ids"]),
                    url: r["url"].as_str().map(str::to_owned),
                    date: None,
                    pointer: format!("/vulnerabilities/{at}/remediations/{place}"),
                })
                .collect(),
            notes: notes(&v["notes"], &format!("/vulnerabilities/{at}")),
            cvss: v["scores"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|score| {
                    score["cvss_v3"]["vectorString"].as_str().or(score["cvss_v2"]["vectorString"].as_str())
                })
                .map(str::to_owned)
                .collect(),
            pointer: format!("/vulnerabilities/{at}"),
            ..Vulnerability::default()
        })
        .collect();
    Advisory {
        id: text(&document["document"]["tracking"]["id"]),
        source: SourceKind::CoordinatorCsaf,
        publisher: text(&document["document"]["publisher"]["name"]),
        title: text(&document["document"]["title"]),
        url: None,
        published: None,
        updated: None,
        revision: String::new(),
        document: String::new(),
        products,
        vulnerabilities,
        notes: notes(&document["document"]["notes"], "/document"),
        recall: None,
        withdrawn: false,
    }
}

fn branch(node: &Value, path: &mut Vec<(String, String)>, products: &mut Vec<Product>) {
    for child in node["branches"].as_array().into_iter().flatten() {
        path.push((text(&child["category"]), text(&child["name"])));
        if child["product"].is_object() {
            let mut product = Product {
                key: text(&child["product"]["product_id"]),
                full_name: text(&child["product"]["name"]),
                ..Product::default()
            };
            for (category, name) in path.iter() {
                match category.as_str() {
                    "vendor" => product.vendor.clone_from(name),
                    "product_version" => product.version = VersionText::Exactly(name.clone()),
                    "product_version_range" => product.version = VersionText::Written(name.clone()),
                    _ => product.names.push(name.clone()),
                }
            }
            products.push(product);
        }
        branch(child, path, products);
        path.pop();
    }
}

/// An advisory of one CVE whose remediations (category, text) are for all of its products.
pub(crate) fn small(products: &[&str], remediations: &[(&str, &str)]) -> Advisory {
    Advisory {
        id: "TEST-1".into(),
        source: SourceKind::CoordinatorCsaf,
        publisher: "Test".into(),
        title: String::new(),
        url: None,
        published: None,
        updated: None,
        revision: "1".into(),
        document: "d0".into(),
        products: products
            .iter()
            .map(|name| {
                let (name, version) = name.split_once(": ").unwrap_or((name, ""));
                Product {
                    key: name.to_owned(),
                    vendor: "Acme".into(),
                    names: vec![name.to_owned()],
                    full_name: format!("Acme {name}"),
                    version: if version.is_empty() {
                        VersionText::Unsaid
                    } else {
                        VersionText::Written(version.into())
                    },
                    ..Product::default()
                }
            })
            .collect(),
        vulnerabilities: vec![Vulnerability {
            cve: Some("CVE-2024-0001".into()),
            affected: (0..products.len()).collect(),
            remediations: remediations
                .iter()
                .enumerate()
                .map(|(at, (category, text))| Remediation {
                    category: (*category).into(),
                    text: (*text).into(),
                    pointer: format!("/vulnerabilities/0/remediations/{at}"),
                    ..Remediation::default()
                })
                .collect(),
            ..Vulnerability::default()
        }],
        notes: Vec::new(),
        recall: None,
        withdrawn: false,
    }
}
