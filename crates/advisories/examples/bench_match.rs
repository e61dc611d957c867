//! Measures matching: `bench_match FLAT_CRITERIA.tsv[.zst] COPIES DEVICES [CSAF.jsonl[.zst]]`. `cargo xtask bench match` runs it.
//!
//! Devices are drawn from the names of the criteria with a fixed seed; every second one is written as people write
//! names: other case, blanks for underscores, the legal form behind the vendor.

use holdfast_advisories::matcher::{Asker, Builder, Identity, Knowledge};
use holdfast_advisories::{Feeds, source};
use holdfast_facts::MatchStatus;
use std::io::Read as _;
use std::path::Path;
use std::time::Instant;

fn files(folder: &Path, root: &Path, out: &mut Vec<(String, String)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, root, out);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            out.push((path.strip_prefix(root).expect("below").to_string_lossy().into_owned(), text));
        }
    }
}

fn unpacked(path: &str) -> Vec<u8> {
    let bytes = std::fs::read(path).expect(path);
    if !path.ends_with(".zst") {
        return bytes;
    }
    let mut out = Vec::new();
    ruzstd::decoding::StreamingDecoder::new(bytes.as_slice())
        .expect("zstd")
        .read_to_end(&mut out)
        .expect("zstd");
    out
}

/// splitmix64: a fixed sequence.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn resident() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|text| text.parse().ok()).unwrap_or(0) / 1024
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [flat, copies, devices, rest @ ..] = arguments.as_slice() else {
        panic!("FLAT COPIES DEVICES [CSAF]")
    };
    let (copies, wanted): (u32, usize) = (copies.parse().expect("COPIES"), devices.parse().expect("DEVICES"));
    let mut data = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    files(&root, &root, &mut data);
    let data: Vec<(&str, &str)> = data.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let knowledge = Knowledge::load(&data).expect("data");

    let (criteria, _) = source::flat_criteria(&unpacked(flat));
    let before = resident();
    let began = Instant::now();
    let mut builder = Builder::new(&knowledge);
    for copy in 0..copies {
        for advisory in source::flat_advisories(&criteria, copy) {
            builder.add(&advisory);
        }
    }
    let index = builder.finish();
    println!(
        "index: {} records, {} criteria, {} names, built in {:.2} s, {} MiB resident more than before",
        index.advisories(),
        index.criteria(),
        index.names(),
        began.elapsed().as_secs_f64(),
        resident().saturating_sub(before)
    );

    let mut seed = 1;
    let identities: Vec<Identity> = (0..wanted)
        .map(|number| {
            let criterion = &criteria[next(&mut seed) as usize % criteria.len()].criterion;
            let text = |component: &holdfast_advisories::cpe::Component| match component {
                holdfast_advisories::cpe::Component::Text(text) => text.clone(),
                _ => String::new(),
            };
            let (mut vendor, mut model) = (text(&criterion.cpe.vendor), text(&criterion.cpe.product));
            if number % 2 == 1 {
                vendor = format!("{} Inc.", vendor.replace('_', " ").to_uppercase());
                model = model.replace('_', " ").trim_end_matches(" firmware").to_uppercase();
            }
            let version =
                format!("{}.{}.{}", next(&mut seed) % 12, next(&mut seed) % 20, next(&mut seed) % 30);
            Identity {
                vendor: Some(vendor),
                model: Some(model),
                version: Some(version),
                ..Identity::default()
            }
        })
        .collect();
    for round in ["first", "again"] {
        // The first round reads conditions and vendors, the second has them: a hospital's re-match after a night.
        let began = Instant::now();
        let mut asker = Asker::new(&index, &knowledge);
        let (mut applies, mut may) = (0u64, 0u64);
        for identity in &identities {
            for found in asker.matches(identity) {
                applies += u64::from(found.status == MatchStatus::Affected);
                may += u64::from(found.status == MatchStatus::PossiblyAffected);
            }
        }
        let took = began.elapsed().as_secs_f64();
        println!(
            "re-match, {round}: {} devices in {took:.3} s, {:.0} devices/s; {applies} affected, {may} possibly",
            identities.len(),
            identities.len() as f64 / took
        );
    }

    // One new document against all devices: an index of its own, asked for every device.
    if let Some(one) = source::flat_advisories(&criteria, 0).first() {
        let began = Instant::now();
        let mut builder = Builder::new(&knowledge);
        builder.add(one);
        let small = builder.finish();
        let mut asker = Asker::new(&small, &knowledge);
        let hit = identities.iter().filter(|identity| !asker.matches(identity).is_empty()).count();
        println!(
            "one new record against {wanted} devices: {:.1} ms, {hit} named",
            began.elapsed().as_secs_f64() * 1e3
        );
    }
    if let Some(csaf) = rest.first() {
        let bytes = unpacked(csaf);
        let began = Instant::now();
        let mut feeds = Feeds::default();
        source::read(csaf.trim_end_matches(".zst"), &bytes, &mut feeds);
        let took = began.elapsed().as_secs_f64();
        println!(
            "CSAF: {} documents in {took:.2} s, {:.0} documents/s, {:.0} MB/s",
            feeds.advisories.len(),
            feeds.advisories.len() as f64 / took,
            bytes.len() as f64 / 1e6 / took
        );
    }
}
