//! Which families the things on standard input belong to: `BRAND<TAB>TEXT` a line, families after it. Says on standard
//! error how long a look-up took.

use std::io::BufRead;
use std::time::Instant;

fn main() {
    let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/names");
    let brands_text = std::fs::read_to_string(data.join("brands.toml")).expect("brands.toml");
    let brands = holdfast_names::Brands::parse("brands.toml", &brands_text).expect("it reads");
    let mut files: Vec<(String, String)> = std::fs::read_dir(data.join("products"))
        .expect("products")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).expect("it reads")))
        .collect();
    files.sort();
    let start = Instant::now();
    let products =
        holdfast_names::Products::load(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
            .expect("they read");
    eprintln!("{} families read in {:?}", products.len(), start.elapsed());
    let (mut count, mut spent) = (0_u32, std::time::Duration::ZERO);
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let (vendor, text) = line.split_once('\t').unwrap_or(("", &line));
        let named = brands.named_in(vendor);
        let mut related: Vec<&str> = named.iter().flat_map(|brand| brands.family(brand)).collect();
        related.sort_unstable();
        related.dedup();
        for brand in related {
            let start = Instant::now();
            let hits = products.families(Some(brand), text);
            spent += start.elapsed();
            count += 1;
            for hit in hits {
                println!("{vendor}\t{text}\t{}\t{}\t{}", hit.brand, hit.name, hit.code);
            }
        }
    }
    eprintln!("{count} look-ups, {:?} each", spent / count.max(1));
}
