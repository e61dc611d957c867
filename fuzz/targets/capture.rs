//! Any bytes as a capture: formats, compression, links, fragments, streams. A dissector's panic is caught and counted
//! by the reader; here it is one.

#![no_main]

use holdfast_packets::{Limits, Source, read_capture};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let source = Source { site: "fuzz".into(), sensor: "fuzz".into() };
    if let Ok(set) = read_capture(input, &source, Limits::default()) {
        for name in set.captures.values().flat_map(|summary| summary.coverage.counts.keys()) {
            assert!(!name.ends_with(".panic"), "{name}");
        }
    }
});
