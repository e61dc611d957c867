//! Which brands the vendor texts on standard input name, a line each: the text, what the strict look-up finds, what the
//! forgiving one finds.

use std::io::BufRead;

fn main() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/names/brands.toml");
    let text = std::fs::read_to_string(path).expect("data/names/brands.toml");
    let brands = holdfast_names::Brands::parse("names/brands.toml", &text).expect("it reads");
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        println!(
            "{line}\t{}\t{}\t{}",
            brands.find(&line).unwrap_or_default(),
            brands.find_near(&line).unwrap_or_default(),
            brands.named_in(&line).join(" + ")
        );
    }
}
