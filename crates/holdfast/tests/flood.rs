//! A flood of a million made-up addresses through the whole program: memory stays bounded, no device is lost.

#[path = "../../packets/tests/flood/capture.rs"]
mod capture;

use capture::{DEVICES, EARLY, FLOOD, FRAMES, Flood, Kind};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Read as _;
use std::process::{Command, Stdio};

/// What is allowed, in KiB.
const LIMIT: u64 = 512 * 1024;

/// The peak memory of a running process, in KiB; nothing where the system does not say.
fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Looks at the flood through standard input; gives the answer and the peak memory.
fn look(kind: Kind) -> (Value, u64) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_holdfast"))
        .args(["look", "-", "--store", ":memory:", "--json", "--no-evidence", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut input, mut output, process) =
        (child.stdin.take().unwrap(), child.stdout.take().unwrap(), child.id());
    let write = std::thread::spawn(move || std::io::copy(&mut Flood::of(kind), &mut input).unwrap());
    let read = std::thread::spawn(move || {
        let mut text = Vec::new();
        output.read_to_end(&mut text).unwrap();
        text
    });
    let mut most = 0;
    let status = loop {
        most = most.max(peak(process).unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    };
    write.join().unwrap();
    assert!(status.success(), "{status}");
    (serde_json::from_slice(&read.join().unwrap()).unwrap(), most)
}

#[test]
fn a_million_made_up_addresses_stay_bounded_and_push_nobody_out() {
    for kind in [Kind::Link, Kind::Udp, Kind::Arp, Kind::Dhcp] {
        let (answer, most) = look(kind);
        let devices = answer["devices"].as_array().unwrap();
        let names: BTreeSet<&str> = devices
            .iter()
            .flat_map(|device| device["names"].as_array().into_iter().flatten())
            .filter_map(Value::as_str)
            .collect();
        let kept = |start: &str| names.iter().filter(|name| name.starts_with(start)).count() as u64;
        let (early, later) = (kept("early-"), kept("device-"));
        eprintln!(
            "{kind:?}, {FRAMES} frames, {FLOOD} made up: {} devices, {early} of {EARLY} and {later} of {DEVICES} kept, \
             peak {most} KiB",
            devices.len()
        );
        assert!(most < LIMIT, "{kind:?}: {most} KiB");
        assert_eq!((early, later), (EARLY, DEVICES), "{kind:?}");
        let notes = answer["coverage"]["notes"].as_array().unwrap();
        assert!(!notes.is_empty(), "{kind:?}: what was refused is told");
    }
}
