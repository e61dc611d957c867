//! `cargo xtask tidy`: the rules that no compiler checks. Each check lists what breaks it; all run.

mod documents;
mod provenance;
mod source;

use crate::place;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// The project's files, as the checks see them.
pub(crate) struct Tree {
    /// Relative to the root, with `/` between the parts.
    files: Vec<(String, PathBuf)>,
}

impl Tree {
    fn read() -> Result<Tree> {
        let files = place::files()?;
        let named = |path: PathBuf| (path.to_string_lossy().replace('\\', "/"), path);
        Ok(Tree { files: files.into_iter().map(named).collect() })
    }

    /// Names of the files.
    fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(name, _)| name.as_str())
    }

    /// Files of this ending under one of these folders, with their text.
    fn texts<'t>(
        &'t self,
        folders: &'t [&'t str],
        ending: &'t str,
    ) -> impl Iterator<Item = (&'t str, String)> {
        self.files
            .iter()
            .filter(move |(name, _)| name.ends_with(ending) && folders.iter().any(|f| name.starts_with(f)))
            .filter_map(|(name, path)| Some((name.as_str(), text(path)?)))
    }
}

/// A file's text; nothing where it is not text.
fn text(path: &Path) -> Option<String> {
    String::from_utf8(std::fs::read(place::root().join(path)).ok()?).ok()
}

/// A check: what it looks after, and what is wrong.
type Check = (&'static str, fn(&Tree) -> Result<Vec<String>>);

const CHECKS: [Check; 10] = [
    ("every module says what it is", source::comments),
    ("no file is too long", source::lengths),
    ("the protocol list and its folders agree", source::protocols),
    ("no standard is named in code", source::standards),
    ("ARCHITECTURE.md names what exists", documents::architecture),
    ("docs/PROTOCOLS.md is fresh", documents::reference),
    ("every data folder has a source", provenance::sources),
    ("no file of the corpus is in the tree", provenance::corpus),
    ("no path of somebody's machine", provenance::machine_paths),
    ("few dependencies", provenance::dependencies),
];

/// Runs every check.
pub(crate) fn run() -> Result<()> {
    let tree = Tree::read()?;
    let mut count = 0;
    for (what, check) in CHECKS {
        let wrong = check(&tree)?;
        if !wrong.is_empty() {
            eprintln!("tidy: {what}: no");
        }
        for line in &wrong {
            eprintln!("  {line}");
        }
        count += wrong.len();
    }
    if count > 0 {
        bail!("{count} untidy");
    }
    eprintln!("tidy: {} checks hold", CHECKS.len());
    Ok(())
}
