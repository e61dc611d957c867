//! A flood of a million made-up addresses: memory stays bounded, and no device that said something is lost.
//!
//! One test in a file of its own, so that the process's peak memory is this reading's.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test: to panic is to fail")]

#[path = "flood/capture.rs"]
mod capture;

use capture::{DEVICES, EARLY, FLOOD, FRAMES, Flood, Kind};
use holdfast_packets::{Limits, Source, read_capture};
use std::collections::BTreeSet;

/// What the issue allows, in KiB.
const LIMIT: u64 = 512 * 1024;

/// The process's peak memory so far, in KiB.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn a_million_made_up_addresses_stay_bounded_and_push_nobody_out() {
    for kind in [Kind::Link, Kind::Udp, Kind::Arp, Kind::Dhcp] {
        let source = Source { site: "site".into(), sensor: "test".into(), credentials: Default::default() };
        let set = read_capture(Flood::of(kind), &source, Limits::default()).unwrap();
        let names: BTreeSet<&str> = set
            .evidence
            .values()
            .filter(|evidence| evidence.attribute.name() == "dhcp.hostname")
            .map(|evidence| evidence.attribute.value())
            .collect();
        let kept = |start: &str| names.iter().filter(|name| name.starts_with(start)).count() as u64;
        let summary = set.captures.values().next().unwrap();
        let unheard = summary.coverage.get("endpoints.dropped")
            + summary.coverage.get("endpoints.refused_frames")
            + summary.coverage.get("attributes.refused");
        let (early, later) = (kept("early-"), kept("device-"));
        eprintln!("{kind:?}: {early} of {EARLY} and {later} of {DEVICES} kept, peak {:?} KiB", peak());
        assert_eq!(summary.frames, FRAMES, "{kind:?}");
        assert!(unheard > FLOOD / 2, "{kind:?}: what was not kept is counted, but {unheard}");
        if let Some(peak) = peak() {
            assert!(peak < LIMIT, "{kind:?}: {peak} KiB");
        }
        assert_eq!((early, later), (EARLY, DEVICES), "{kind:?}");
    }
}
