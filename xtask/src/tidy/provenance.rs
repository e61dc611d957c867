//! Checks of where things come from: data has sources, nothing of the corpus is in the tree, no machine's paths,
//! and not more dependencies than somebody reads.

use super::{Tree, text};
use crate::place;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Packages in Cargo.lock, our own included.
const PACKAGES: usize = 350;

/// Every folder under `data/` has a SOURCE.md, of its own or in a folder above it.
pub(super) fn sources(tree: &Tree) -> Result<Vec<String>> {
    let names: BTreeSet<&str> = tree.names().collect();
    let folders: BTreeSet<&Path> = names
        .iter()
        .filter(|name| name.starts_with("data/"))
        .filter_map(|name| Path::new(name).parent())
        .collect();
    let sourced = |folder: &&Path| {
        // What is said of all data in data/SOURCE.md speaks for the files beside it only.
        folder
            .ancestors()
            .take_while(|above| *above != Path::new("data") || folder == &Path::new("data"))
            .any(|above| names.contains(above.join("SOURCE.md").to_string_lossy().as_ref()))
    };
    Ok(folders
        .into_iter()
        .filter(|folder| !sourced(folder))
        .map(|folder| format!("{}/ has no SOURCE.md", folder.display()))
        .collect())
}

/// The corpus belongs to others: no file of it, under any name.
pub(super) fn corpus(tree: &Tree) -> Result<Vec<String>> {
    let corpus = place::shared().join("corpus");
    if !corpus.is_dir() {
        return Ok(vec![]);
    }
    // Only files of a length that occurs on both sides are hashed.
    let mut theirs: BTreeMap<u64, Vec<_>> = BTreeMap::new();
    for path in place::walk(&corpus)? {
        let length = path.metadata()?.len();
        if length > 0 {
            theirs.entry(length).or_default().push(path);
        }
    }
    let mut wrong = Vec::new();
    for (name, path) in &tree.files {
        let path = place::root().join(path);
        let Some(same_length) = theirs.get(&path.metadata()?.len()) else { continue };
        let ours = sha256(&path)?;
        for other in same_length {
            if sha256(other)? == ours {
                wrong.push(format!(
                    "{name} is the corpus's {}",
                    other.file_name().unwrap_or_default().display()
                ));
            }
        }
    }
    Ok(wrong)
}

fn sha256(path: &Path) -> Result<[u8; 32]> {
    let bytes = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    Ok(Sha256::digest(bytes).into())
}

/// No absolute path into somebody's folders. Data files are left out: the wire says such things.
pub(super) fn machine_paths(tree: &Tree) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for (name, path) in &tree.files {
        if name.starts_with("data/") {
            continue;
        }
        let Some(text) = text(path) else { continue };
        for (number, line) in text.lines().enumerate() {
            if let Some(found) = machine_path(line) {
                wrong.push(format!("{name}:{}: `{found}`", number + 1));
            }
        }
    }
    Ok(wrong)
}

/// A path such as a home folder, where it begins a path: after a blank, a quote or an assignment, not inside a URL.
fn machine_path(line: &str) -> Option<&str> {
    // Put together here, so that this file does not break the rule.
    let starts = ["home", "root", "work", "Users"].map(|folder| format!("/{folder}/"));
    starts.iter().find_map(|start| {
        line.match_indices(start.as_str()).find_map(|(at, _)| {
            let before = line.get(..at)?.chars().next_back();
            let begins = before.is_none_or(|c| c.is_whitespace() || "\"'`(=:<[".contains(c));
            let rest = line.get(at..)?;
            let end = rest.find(|c: char| c.is_whitespace() || "\"'`)>]".contains(c)).unwrap_or(rest.len());
            (begins && end > start.len()).then(|| rest.get(..end)).flatten()
        })
    })
}

/// A lock file that somebody can still read, and no crate in two versions without a reason in deny.toml.
pub(super) fn dependencies(_: &Tree) -> Result<Vec<String>> {
    let lock = text(Path::new("Cargo.lock")).context("reading Cargo.lock")?;
    let reasons = text(Path::new("deny.toml")).context("reading deny.toml")?;
    let mut wrong = doubles(&lock, &reasons);
    let count = lock.matches("[[package]]").count();
    if count > PACKAGES {
        wrong.push(format!("{count} packages, {PACKAGES} are allowed"));
    }
    Ok(wrong)
}

/// Crates that are locked in more than one version and not among the skipped ones.
fn doubles(lock: &str, reasons: &str) -> Vec<String> {
    let names: Vec<&str> = lock.lines().filter_map(|line| line.strip_prefix("name = ")).collect();
    let twice: BTreeSet<&str> =
        names.iter().filter(|name| names.iter().filter(|other| other == name).count() > 1).copied().collect();
    twice
        .into_iter()
        .map(|name| name.trim_matches('"'))
        .filter(|name| !reasons.contains(&format!("crate = \"{name}@")))
        .map(|name| format!("{name} is there in several versions, and deny.toml gives no reason"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn second_versions_need_a_reason() {
        let lock = "name = \"syn\"\nversion = \"2.0\"\nname = \"syn\"\nversion = \"3.0\"\nname = \"toml\"\n";
        assert_eq!(doubles(lock, "").len(), 1);
        assert!(doubles(lock, "{ crate = \"syn@2\", reason = \"x\" }").is_empty());
    }

    #[test]
    fn machine_paths_are_told_from_urls() {
        let path = format!("/{}/ada/holdfast", "home");
        assert_eq!(machine_path(&format!("cd {path} && ls")), Some(path.as_str()));
        assert_eq!(machine_path(&format!("open(\"{path}\")")), Some(path.as_str()));
        assert_eq!(machine_path(&format!("https://example.org{path}")), None);
        assert_eq!(machine_path(&format!("/{}/ is where homes are", "home")), None);
    }
}
