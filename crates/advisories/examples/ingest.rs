//! Reads feeds and says how fast: `cargo run --release -p holdfast-advisories --example ingest FILE…`.

use holdfast_advisories::{Feeds, source};
use std::collections::BTreeMap;
use std::time::Instant;

fn main() -> Result<(), std::io::Error> {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let (mut best, mut feeds) = (f64::MAX, Feeds::default());
        for _ in 0..3 {
            feeds = Feeds::default();
            let start = Instant::now();
            source::read(&path, &bytes, &mut feeds);
            best = best.min(start.elapsed().as_secs_f64());
        }
        let (taken, products) =
            (feeds.documents.iter().map(|each| each.taken).sum::<u64>(), products(&feeds));
        println!(
            "{path}: {:?} {taken} taken, {products} products, {} refused, {best:.3} s, {:.0} documents/s, {:.0} MB/s",
            feeds.documents.iter().map(|each| each.format.as_str()).collect::<Vec<_>>(),
            feeds.documents.iter().map(|each| each.refused).sum::<u64>(),
            taken as f64 / best,
            bytes.len() as f64 / 1e6 / best,
        );
        let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
        for refusal in &feeds.refused {
            let shape: String =
                refusal.what.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).take(90).collect();
            *reasons.entry(shape).or_default() += 1;
        }
        let mut reasons: Vec<(usize, String)> =
            reasons.into_iter().map(|(reason, count)| (count, reason)).collect();
        reasons.sort_by(|one, two| two.cmp(one));
        for (count, reason) in reasons.iter().take(8) {
            println!("  {count} times: {reason}");
        }
        for refusal in feeds.refused.iter().take(3) {
            println!("  {}: {} ({})", refusal.place, refusal.what, refusal.advice);
        }
        let start = Instant::now();
        feeds.settle();
        println!("  settled in {:.3} s: {} documents", start.elapsed().as_secs_f64(), feeds.advisories.len());
    }
    Ok(())
}

fn products(feeds: &Feeds) -> usize {
    feeds.advisories.iter().map(|advisory| advisory.products.len()).sum()
}
