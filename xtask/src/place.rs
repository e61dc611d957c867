//! Where things are: the project, what stands beside it, and where building puts its results.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The project's folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// What stands beside the project and is never copied into it: corpus and benchmark. `HOLDFAST_SHARED` names another place.
pub(crate) fn shared() -> PathBuf {
    std::env::var_os("HOLDFAST_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from)
}

/// The labelled corpus, where it is.
pub(crate) fn corpus() -> Option<PathBuf> {
    Some(shared().join("corpus/dev")).filter(|folder| folder.is_dir())
}

/// Cargo's target folder.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Builds the program as it is shipped, and says where it lies.
pub(crate) fn release_binary() -> Result<PathBuf> {
    eprintln!("building the release binary");
    let built = Command::new("cargo")
        .args(["build", "--release", "--quiet", "--package", "holdfast"])
        .current_dir(root())
        .status()
        .context("running cargo")?;
    if !built.success() {
        bail!("the release binary does not build");
    }
    let binary = target().join("release/holdfast");
    std::path::absolute(&binary).with_context(|| binary.display().to_string())
}

/// Every file of the project that is, or would be, in version control, relative to the root.
pub(crate) fn files() -> Result<Vec<PathBuf>> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output();
    let mut files: Vec<PathBuf> = match listed {
        Ok(output) if output.status.success() => String::from_utf8(output.stdout)
            .context("file names in version control")?
            .split_terminator('\0')
            .map(PathBuf::from)
            .filter(|path| root().join(path).is_file())
            .collect(),
        // An unpacked archive has no version control; then everything counts but what was built.
        _ => walk(root())?
            .into_iter()
            .filter_map(|path| Some(path.strip_prefix(root()).ok()?.to_owned()))
            .filter(|path| !path.starts_with("target") && !path.starts_with(".git"))
            .collect(),
    };
    files.sort();
    files.dedup();
    Ok(files)
}

/// Every file under a folder, sorted.
pub(crate) fn walk(folder: &Path) -> Result<Vec<PathBuf>> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}
