//! Every claim's evidence is true: cited frames are read again with tshark, and what is cited must stand there.
//!
//! Needs the labelled captures beside the project and tshark; says that it was skipped where they are missing.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Protocols whose bytes are encrypted or rotated on the wire (tshark can show the frame and the bytes, not the text), and those
/// where a message number or an address stands for a word of ours (`skinny.role = phone`; an S7 client by its TSAP).
const DECODED: [&str; 9] =
    ["edimax", "tplink", "quic", "tuya", "hiflying", "skinny", "capwap", "eapol", "s7comm"];

fn captures() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/dev/captures")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                _ => found.push(entry.path()),
            }
        }
    }
    found.sort();
    found
}

/// The raw bytes of the numbered frames, and what tshark says of each in words.
fn frames(capture: &Path, numbers: &BTreeSet<u64>) -> BTreeMap<u64, (Vec<u8>, String)> {
    let list = numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(",");
    let filter = format!("frame.number in {{{list}}}");
    let tshark = |arguments: &[&str]| {
        let output = Command::new("tshark")
            .arg("-n")
            .arg("-r")
            .arg(capture)
            .args(["-Y", &filter])
            .args(arguments)
            .output();
        output.unwrap().stdout
    };
    let raw = tshark(&["-F", "pcap", "-w", "-"]);
    let mut bytes = Vec::new();
    let mut at = 24;
    while let Some(length) = raw.get(at + 8..at + 12) {
        let length = u32::from_le_bytes(length.try_into().unwrap()) as usize;
        bytes.push(raw.get(at + 16..at + 16 + length).unwrap_or(&[]).to_vec());
        at += 16 + length;
    }
    let words = String::from_utf8_lossy(&tshark(&["-V"])).into_owned();
    // Each frame's text begins with "Frame N: ".
    let mut texts: Vec<String> = Vec::new();
    for line in words.lines() {
        if line.starts_with("Frame ") && line.contains(" bytes on wire") {
            texts.push(String::new());
        }
        if let Some(text) = texts.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    numbers.iter().copied().zip(bytes.into_iter().zip(texts)).collect()
}

/// Runs of letters and digits, as they must be found again.
fn tokens(value: &str) -> Vec<String> {
    value
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|t| t.len() >= 3)
        .map(str::to_lowercase)
        .collect()
}

fn stands_there(value: &str, cited: &[u8], words: &str) -> bool {
    let plain = String::from_utf8_lossy(cited).to_lowercase();
    let narrow: Vec<u8> = cited.iter().copied().filter(|byte| *byte != 0).collect();
    let narrow = String::from_utf8_lossy(&narrow).to_lowercase();
    let hex: String = cited.iter().map(|byte| format!("{byte:02x}")).collect();
    let words = words.to_lowercase();
    let squashed: String = value.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_lowercase();
    (squashed.len() >= 8 && hex.contains(&squashed))
        || tokens(value).iter().all(|t| plain.contains(t) || narrow.contains(t) || words.contains(t))
}

#[test]
fn cited_frames_show_what_is_cited() {
    let captures = captures();
    if captures.is_empty() || Command::new("tshark").arg("--version").output().is_err() {
        eprintln!("skipped: needs ../shared/corpus/dev/captures and tshark");
        return;
    }
    let (mut checked, mut exposed, mut verbatim, mut wrong) = (0, 0, 0, Vec::new());
    // A seventh of the files, of every source; the rest is set-up traffic of the same devices.
    for capture in captures.iter().step_by(7) {
        let output = Command::new(env!("CARGO_BIN_EXE_holdfast"))
            .args(["look", "--store", ":memory:", "--json"])
            .arg(capture)
            .output()
            .unwrap();
        let Ok(document) = serde_json::from_slice::<Value>(&output.stdout) else {
            panic!("{}: {}", capture.display(), String::from_utf8_lossy(&output.stderr));
        };
        let mut cited = BTreeSet::new();
        for device in document["devices"].as_array().unwrap() {
            for field in ["vendor", "model", "order_number", "firmware", "kind", "realm"] {
                for id in device[field]["because"].as_array().into_iter().flatten() {
                    cited.insert((field, id.as_str().unwrap().to_owned()));
                }
            }
        }
        // An exposure cites what was counted or asked: its frame must be there, and reach as far as is said.
        for device in document["devices"].as_array().unwrap() {
            for exposure in device["exposures"].as_array().unwrap() {
                for id in exposure["because"].as_array().unwrap() {
                    cited.insert(("exposure", id.as_str().unwrap().to_owned()));
                }
            }
        }
        let observed = |id: &str| &document["evidence"][id]["observed"];
        let numbers: BTreeSet<u64> = cited
            .iter()
            .flat_map(|(_, id)| observed(id)["spans"].as_array().into_iter().flatten())
            .filter_map(|span| span["frame"].as_u64())
            .collect();
        if numbers.is_empty() {
            continue;
        }
        let frames = frames(capture, &numbers);
        for (field, id) in cited {
            let evidence = observed(&id);
            let (mut bytes, mut words, mut outside) = (Vec::new(), String::new(), false);
            for span in evidence["spans"].as_array().unwrap() {
                let (start, end) = (
                    span["bytes"][0].as_u64().unwrap() as usize,
                    span["bytes"][1].as_u64().unwrap() as usize,
                );
                match frames.get(&span["frame"].as_u64().unwrap()) {
                    Some((frame, text)) if start < end && end <= frame.len() => {
                        bytes.extend_from_slice(&frame[start..end]);
                        words.push_str(text);
                    }
                    _ => outside = true,
                }
            }
            if field == "exposure" {
                exposed += 1;
                if outside || evidence["spans"].as_array().is_none_or(Vec::is_empty) {
                    wrong.push(format!("{} {field} {id}: {evidence}", capture.display()));
                }
                continue;
            }
            checked += 1;
            let value = evidence["value"].as_str().unwrap_or_default();
            let protocol = evidence["protocol"].as_str().unwrap_or_default();
            // S7 and MMS begin with a COTP connection, which is all that the first frame of the service names.
            let value = match value.strip_suffix(" s7comm").or_else(|| value.strip_suffix(" mms")) {
                Some(port) if words.to_lowercase().contains("cotp") => port,
                _ => value,
            };
            if !outside && stands_there(value, &bytes, &words) {
                verbatim += 1;
            } else if outside || !DECODED.contains(&protocol) {
                wrong.push(format!("{} {field} {id}: {evidence}", capture.display()));
            }
        }
    }
    eprintln!("{checked} citations read again, {verbatim} found word for word; {exposed} of exposures");
    assert!(exposed >= 20, "only {exposed} citations of exposures");
    assert!(checked >= 200, "only {checked} citations");
    assert!(wrong.is_empty(), "{} citations do not hold:\n{}", wrong.len(), wrong.join("\n"));
}
