//! Identities against feeds, from the command line: `match FEED... -- IDENTITIES.jsonl`; for trying things out without a build of the whole.

use holdfast_advisories::matcher::{Builder, Identity, Knowledge, matches};
use holdfast_advisories::*;
use std::path::Path;

fn files(folder: &Path, root: &Path, out: &mut Vec<(String, String)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, root, out);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            out.push((path.strip_prefix(root).unwrap().to_string_lossy().into_owned(), text));
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let split = arguments.iter().position(|a| a == "--").expect("--");
    let mut data = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    files(&root, &root, &mut data);
    let data: Vec<(&str, &str)> = data.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let knowledge = Knowledge::load(&data).expect("data");
    let mut feeds = Feeds::default();
    let start = std::time::Instant::now();
    for feed in &arguments[..split] {
        let bytes = std::fs::read(feed).expect(feed);
        for line in String::from_utf8(bytes).unwrap().lines() {
            quick(&serde_json::from_str(line).unwrap(), &mut feeds);
        }
    }
    eprintln!(
        "{} advisories, {} refused, {:?}",
        feeds.advisories.len(),
        feeds.refused.len(),
        start.elapsed()
    );
    let start = std::time::Instant::now();
    let mut builder = Builder::new(&knowledge);
    for advisory in &feeds.advisories {
        builder.add(advisory);
    }
    let index = builder.finish();
    eprintln!("index: {} names, {} criteria, {:?}", index.names(), index.criteria(), start.elapsed());
    let start = std::time::Instant::now();
    let mut count = 0;
    for path in &arguments[split + 1..] {
        for line in std::fs::read_to_string(path).expect(path).lines() {
            let value: serde_json::Value = serde_json::from_str(line).expect(line);
            let identity: Identity = serde_json::from_value(value["query"].clone()).expect(line);
            let found = matches(&identity, &index, &knowledge);
            count += 1;
            let list: Vec<serde_json::Value> = found
                .iter()
                .map(|m| {
                    serde_json::json!({"advisory": m.id, "status": m.status.name(), "cves": m.cves, "strength": m.strength.name(),
                        "found": m.found, "condition": m.condition, "missing": m.missing})
                })
                .collect();
            println!("{}", serde_json::json!({"id": value["id"], "matches": list}));
        }
    }
    eprintln!("{count} identities in {:?}", start.elapsed());
}

fn quick(v: &serde_json::Value, feeds: &mut Feeds) {
    let t = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
    let mut products = Vec::new();
    fn walk(b: &serde_json::Value, vendor: &str, names: &[String], out: &mut Vec<Product>) {
        let name = b["name"].as_str().unwrap_or_default().to_owned();
        let category = b["category"].as_str().unwrap_or_default();
        let (mut vendor, mut names, mut version) = (vendor.to_owned(), names.to_vec(), VersionText::Unsaid);
        match category {
            "vendor" => vendor = name,
            "product_version" => version = VersionText::Exactly(name),
            "product_version_range" => version = VersionText::Written(name),
            _ => names.push(name),
        }
        if let Some(p) = b.get("product") {
            let numbers = p["product_identification_helper"]["model_numbers"].as_array();
            out.push(Product {
                key: p["product_id"].as_str().unwrap().to_owned(),
                vendor: vendor.clone(),
                names: names.clone(),
                full_name: p["name"].as_str().unwrap_or_default().to_owned(),
                version,
                model_numbers: numbers
                    .map(|n| n.iter().filter_map(|n| n.as_str().map(str::to_owned)).collect())
                    .unwrap_or_default(),
                ..Product::default()
            });
        }
        for c in b["branches"].as_array().into_iter().flatten() {
            walk(c, &vendor, &names, out);
        }
    }
    for b in v["product_tree"]["branches"].as_array().into_iter().flatten() {
        walk(b, "", &[], &mut products);
    }
    let find = |id: &serde_json::Value| products.iter().position(|p| Some(p.key.as_str()) == id.as_str());
    let vulnerabilities = v["vulnerabilities"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|w| {
            let list = |k: &str| {
                w["product_status"][k].as_array().into_iter().flatten().filter_map(find).collect::<Vec<_>>()
            };
            Vulnerability {
                cve: w["cve"].as_str().map(str::to_owned),
                affected: list("known_affected"),
                not_affected: list("known_not_affected"),
                fixed: [list("fixed"), list("first_fixed")].concat(),
                ..Vulnerability::default()
            }
        })
        .collect();
    feeds.advisories.push(Advisory {
        id: t(&v["document"]["tracking"]["id"]),
        source: SourceKind::CoordinatorCsaf,
        publisher: String::new(),
        title: String::new(),
        url: None,
        published: None,
        updated: None,
        revision: String::new(),
        document: String::new(),
        products,
        vulnerabilities,
        notes: vec![],
        recall: None,
        withdrawn: false,
    });
}
