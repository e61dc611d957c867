//! Checks of the documents: what they name exists, and what is generated is fresh.

use super::{Tree, text};
use crate::{place, reference};
use anyhow::Result;
use std::path::Path;

/// Every path in ARCHITECTURE.md exists: in backticks with a `/` or a file's ending, or behind a link.
pub(super) fn architecture(_: &Tree) -> Result<Vec<String>> {
    let Some(text) = text(Path::new("ARCHITECTURE.md")) else {
        return Ok(vec!["ARCHITECTURE.md is missing".to_owned()]);
    };
    Ok(paths(&text)
        .into_iter()
        .filter(|path| !place::root().join(path).exists())
        .map(|path| format!("`{path}` does not exist"))
        .collect())
}

fn paths(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        // Every second piece between backticks is code.
        found.extend(line.split('`').skip(1).step_by(2).filter(|code| is_path(code)).map(str::to_owned));
        found.extend(line.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter_map(|link| {
            let path = link.split('#').next().unwrap_or("");
            (!path.is_empty() && !link.contains("://")).then(|| path.to_owned())
        }));
    }
    found
}

fn is_path(code: &str) -> bool {
    let plain = code.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'_' | b'-'));
    let ends = [".rs", ".md", ".toml", ".tsv"].iter().any(|ending| code.ends_with(ending));
    plain && (code.contains('/') || ends) && !code.starts_with(['/', '-']) && !code.starts_with("..")
}

/// The page of protocols is what the list says.
pub(super) fn reference(_: &Tree) -> Result<Vec<String>> {
    let fresh = text(Path::new(reference::PAGE)).is_some_and(|text| text == reference::page());
    Ok(if fresh { vec![] } else { vec!["run `cargo xtask protocols`".to_owned()] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_other_code() {
        let text = "`crates/facts/` holds `Evidence`; see `ARCHITECTURE.md`, [this](README.md#x), `a / b`, `/dev/null`, `../x`,\n\
                    [web](https://example.org/x) and `holdfast look --json`.";
        assert_eq!(paths(text), ["crates/facts/", "ARCHITECTURE.md", "README.md"]);
    }
}
