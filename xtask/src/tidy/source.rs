//! Checks of the Rust sources: module comments, lengths, the protocol list, no standard by name.

use super::Tree;
use crate::place;
use anyhow::{Context, Result};
use std::collections::BTreeSet;

/// More code lines than this are told, more than [`FORBIDDEN`] fail.
const LONG: usize = 400;
const FORBIDDEN: usize = 800;

/// Every source file opens with `//!`.
pub(super) fn comments(tree: &Tree) -> Result<Vec<String>> {
    let sources = tree.texts(&["crates/", "xtask/", "fuzz/"], ".rs");
    Ok(sources
        .filter(|(_, text)| !text.starts_with("//!"))
        .map(|(name, _)| format!("{name} does not open with `//!`"))
        .collect())
}

/// Lines that are neither blank nor comment.
fn code_lines(text: &str) -> usize {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).count()
}

/// Long files are listed; very long ones fail.
pub(super) fn lengths(tree: &Tree) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for (name, text) in tree.texts(&["crates/", "xtask/", "fuzz/"], ".rs") {
        let lines = code_lines(&text);
        if lines > FORBIDDEN {
            wrong.push(format!("{name}: {lines} code lines, {FORBIDDEN} are allowed"));
        } else if lines > LONG {
            eprintln!("tidy: {name} has {lines} code lines: what are its two ideas?");
        }
    }
    Ok(wrong)
}

/// `mod` lines, `DISSECTOR` lines and folders of `protocol/` name the same protocols, in order.
pub(super) fn protocols(_: &Tree) -> Result<Vec<String>> {
    let folder = place::root().join("crates/packets/src/protocol");
    let list = std::fs::read_to_string(folder.join("mod.rs")).context("reading protocol/mod.rs")?;
    let mut folders = BTreeSet::new();
    for entry in std::fs::read_dir(&folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            folders.insert(entry.file_name().to_string_lossy().into_owned());
        }
    }
    let listed: Vec<String> = list
        .lines()
        .filter_map(|line| line.trim().strip_prefix('&')?.strip_suffix("::DISSECTOR,"))
        .map(str::to_owned)
        .collect();
    let mut wrong = Vec::new();
    if !listed.is_sorted() {
        wrong.push("the list is not in alphabetical order".to_owned());
    }
    let listed: BTreeSet<String> = listed.into_iter().collect();
    wrong.extend(folders.difference(&listed).map(|name| format!("protocol/{name}/ is not on the list")));
    wrong
        .extend(listed.difference(&folders).map(|name| format!("`{name}` is on the list and has no folder")));
    Ok(wrong)
}

/// Standards are data. Code that judges devices must not know one by name or number; code that reads the wire cites
/// the standard it reads.
pub(super) fn standards(tree: &Tree) -> Result<Vec<String>> {
    const JUDGES: [&str; 8] = [
        "crates/identify/src/",
        "crates/behaviour/src/",
        "crates/advisories/src/",
        "crates/standards/src/",
        "crates/risk/src/",
        "crates/plan/src/",
        "crates/people/src/",
        "crates/report/src/",
    ];
    const NAMES: [&str; 9] =
        ["303 645", "303645", "62443", "iec 8000", "iso 2700", "iso/iec 2", "nist sp", "nis2", "524b"];
    let mut wrong = Vec::new();
    for (name, text) in tree.texts(&JUDGES, ".rs") {
        for (number, line) in text.lines().enumerate() {
            let lower = line.to_lowercase();
            if let Some(standard) = NAMES.iter().find(|standard| lower.contains(*standard)) {
                wrong.push(format!("{name}:{}: names a standard (`{standard}`)", number + 1));
            }
        }
    }
    Ok(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_and_comments_are_no_code() {
        assert_eq!(code_lines("//! x\n\n/// y\nfn f() {\n    // z\n    g();\n}\n"), 3);
    }
}
