//! What the dissectors read is what tshark shows: every attribute of the recorded protocol captures, frame by frame.
//!
//! A protocol counts when tshark's own text of the cited frame holds the value word for word. Needs tshark; says that it was skipped
//! where it is missing.

#![expect(clippy::unwrap_used, reason = "a test says by panicking what is wrong")]

use holdfast_packets::{Limits, Source, read_capture};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Protocols that must agree on at least one attribute, as the recorded captures show them.
const AT_LEAST: usize = 35;

fn captures() -> Vec<PathBuf> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(examples.join("protocols")).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.push(examples.join("ward.pcapng"));
    found.push(examples.join("facilities.pcap.gz"));
    found.retain(|path| path.to_string_lossy().contains(".pcap"));
    found.sort();
    found
}

/// tshark's words for each frame.
fn words(capture: &Path) -> BTreeMap<u64, String> {
    let output = Command::new("tshark").arg("-n").arg("-V").arg("-r").arg(capture).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).to_lowercase();
    let mut frames: BTreeMap<u64, String> = BTreeMap::new();
    let mut number = 0;
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("frame ")
            && line.contains(" bytes on wire")
        {
            number = rest.split(':').next().unwrap().parse().unwrap();
        }
        let frame = frames.entry(number).or_default();
        frame.push_str(line);
        frame.push('\n');
    }
    frames
}

/// Runs of letters and digits of three characters or more; a value without one says nothing that could be compared.
fn tokens(value: &str) -> Vec<String> {
    value
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|t| t.len() >= 3)
        .map(str::to_lowercase)
        .collect()
}

#[test]
fn attributes_stand_in_the_frames_that_are_cited() {
    if Command::new("tshark").arg("--version").output().is_err() {
        eprintln!("skipped: needs tshark (apt-get install tshark)");
        return;
    }
    let source = Source { site: "s".into(), sensor: "t".into(), credentials: Default::default() };
    let mut agree: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut other: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for capture in captures() {
        let set = read_capture(std::fs::File::open(&capture).unwrap(), &source, Limits::default()).unwrap();
        let frames = words(&capture);
        for evidence in set.evidence.values() {
            let (attribute, spans) = (&evidence.attribute, evidence.seen.exemplar.spans());
            if matches!(attribute.protocol(), "flow" | "link") {
                continue;
            }
            let text: String =
                spans.iter().filter_map(|span| frames.get(&span.frame)).map(String::as_str).collect();
            assert!(
                !text.is_empty(),
                "{}: {attribute:?} cites a frame that tshark does not have",
                capture.display()
            );
            let wanted = tokens(attribute.value());
            let found = !wanted.is_empty() && wanted.iter().all(|token| text.contains(token));
            let list = if found { &mut agree } else { &mut other };
            list.entry(attribute.protocol().to_owned()).or_default().insert(attribute.name().to_owned());
        }
    }
    for (protocol, names) in &agree {
        eprintln!("{protocol}: {}", names.iter().cloned().collect::<Vec<_>>().join(" "));
    }
    let silent: Vec<&String> = other.keys().filter(|protocol| !agree.contains_key(*protocol)).collect();
    eprintln!("{} protocols agree with tshark; read, but in words of ours: {silent:?}", agree.len());
    assert!(
        agree.len() >= AT_LEAST,
        "only {} protocols: {:?}",
        agree.len(),
        agree.keys().collect::<Vec<_>>()
    );
}
