//! The captures that were named: files as they are, folders with what is in them.

use crate::failure::{Failure, INPUT};
use std::path::{Path, PathBuf};

/// Names that captures have.
const ENDINGS: [&str; 5] = [".pcap", ".pcapng", ".cap", ".dmp", ".ntar"];
const PACKED: [&str; 3] = [".gz", ".zst", ".zstd"];
/// Folders within folders.
const DEPTH: usize = 32;

/// Every capture, in a fixed order, and the folders that gave none: the rest is read all the same. What was named outright is
/// taken whatever it is called.
pub(crate) fn captures(
    named: &[PathBuf],
    mut passed_over: impl FnMut(&Path),
) -> (Vec<PathBuf>, Vec<Failure>) {
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    for path in named {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let before = found.len();
        match walk(path, 0, &mut found, &mut passed_over) {
            Err(failure) => failures.push(failure),
            Ok(()) if found.len() == before => failures.push(Failure::new(
                INPUT,
                "there is no capture in the folder",
                path.display(),
                "name a folder with .pcap or .pcapng files",
            )),
            Ok(()) => {}
        }
    }
    found.sort();
    found.dedup();
    (found, failures)
}

fn walk(
    folder: &Path,
    depth: usize,
    found: &mut Vec<PathBuf>,
    passed_over: &mut impl FnMut(&Path),
) -> Result<(), Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::new(INPUT, error, folder.display(), "check that the folder can be read")
    };
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(unreadable)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(unreadable)?;
    entries.sort();
    for path in entries {
        // A link to a folder may lead in a circle.
        if path.is_dir() {
            if depth < DEPTH && !path.is_symlink() {
                walk(&path, depth + 1, found, passed_over)?;
            }
        } else if is_capture(&path) {
            found.push(path);
        } else {
            passed_over(&path);
        }
    }
    Ok(())
}

fn is_capture(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let name = PACKED.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    // Rotated files end in numbers: ward.pcap3, ward.pcap.1.
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    ENDINGS.iter().any(|end| name.ends_with(end))
}
