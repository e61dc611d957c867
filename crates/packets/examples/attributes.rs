//! Prints what a capture says: `cargo run -p holdfast-packets --example attributes FILE`. For whoever writes a dissector.

use std::io::Write as _;

fn main() {
    let mut out = std::io::stdout().lock();
    for path in std::env::args().skip(1) {
        let source = holdfast_packets::Source {
            site: "site".into(),
            sensor: "look".into(),
            credentials: Default::default(),
        };
        let Ok(file) = std::fs::File::open(&path) else { continue };
        match holdfast_packets::read_capture(file, &source, holdfast_packets::Limits::default()) {
            Ok(set) => {
                for evidence in set.evidence.values() {
                    let _ = writeln!(
                        out,
                        "{}\t{}\t{:?}\t{:?}",
                        evidence.endpoint,
                        evidence.attribute.name(),
                        evidence.attribute.value(),
                        evidence.seen.exemplar.spans()
                    );
                }
                for (key, tally) in &set.tallies {
                    let _ = writeln!(
                        out,
                        "{}\t#\t{} frames, hop limit {}",
                        key.endpoint, tally.frames, tally.hop_limit
                    );
                }
                for summary in set.captures.values() {
                    let _ = writeln!(out, "# {} frames {:?}", summary.frames, summary.coverage.counts);
                }
            }
            Err(error) => {
                let _ = writeln!(out, "{path}: {error}");
            }
        }
    }
}
