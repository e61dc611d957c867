//! Identities against feeds, from the command line: `match FEED... -- IDENTITIES.jsonl`; for trying things out without a build of the whole.

use holdfast_advisories::matcher::{Asker, Builder, Identity, Knowledge};
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
        source::read(feed, &bytes, &mut feeds);
    }
    feeds.settle();
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
    let mut asker = Asker::new(&index, &knowledge);
    for path in &arguments[split + 1..] {
        for line in std::fs::read_to_string(path).expect(path).lines() {
            let value: serde_json::Value = serde_json::from_str(line).expect(line);
            let identity: Identity = serde_json::from_value(value["query"].clone()).expect(line);
            let found = asker.matches(&identity);
            count += 1;
            let list: Vec<serde_json::Value> = found
                .iter()
                .map(|m| {
                    serde_json::json!({"advisory": m.id(&index), "status": m.status.name(), "cves": m.cves(&index), "strength": m.strength.name(),
                        "found": &*m.found, "condition": m.condition(&index), "missing": m.missing})
                })
                .collect();
            println!("{}", serde_json::json!({"id": value["id"], "matches": list}));
        }
    }
    eprintln!("{count} identities in {:?}", start.elapsed());
}
