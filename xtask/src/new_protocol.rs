//! `cargo xtask new-protocol NAME`: a folder that compiles, with its failing first test, and its lines in the list.

use crate::{place, reference};
use anyhow::{Context, Result, bail, ensure};
use std::path::Path;

const TEMPLATE: &str = include_str!("new_protocol/template.rs.txt");

/// Makes the folder and adds the lines.
pub(crate) fn run(name: &str) -> Result<()> {
    ensure!(
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
        "a protocol's name is lower-case letters and digits: it begins the names of its attributes"
    );
    let protocol = place::root().join("crates/packets/src/protocol");
    let folder = protocol.join(name);
    ensure!(!folder.exists(), "{} is there already", folder.display());
    let list = protocol.join("mod.rs");
    let text = std::fs::read_to_string(&list).with_context(|| list.display().to_string())?;
    let listed = added(&text, name)?;
    std::fs::create_dir(&folder)?;
    write(&folder.join("mod.rs"), &TEMPLATE.replace("NAME", name))?;
    write(&list, &listed)?;
    println!("crates/packets/src/protocol/{name}/mod.rs is made and on the list. Next:");
    println!("  put its standard, carriers, attributes and a real frame in hex into the folder");
    println!("  cargo test --package holdfast-packets protocol::{name}");
    println!("  cargo xtask protocols   (writes {})", reference::PAGE);
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}

/// The list with the protocol's two lines at their places.
fn added(list: &str, name: &str) -> Result<String> {
    let with_module = inserted(list, &format!("mod {name};"), |line| {
        // The protocols' own modules: a folder each, after the helpers.
        let module = line.strip_prefix("mod ")?.strip_suffix(';')?;
        list.contains(&format!("&{module}::DISSECTOR,")).then_some(module)
    })?;
    inserted(&with_module, &format!("    &{name}::DISSECTOR,"), |line| {
        line.trim().strip_prefix('&')?.strip_suffix("::DISSECTOR,")
    })
}

/// Puts `line` before the first line whose key is greater, or after the last that has a key.
fn inserted<'l>(text: &'l str, line: &str, key: impl Fn(&'l str) -> Option<&'l str>) -> Result<String> {
    let new = line.trim().trim_start_matches("mod ").trim_start_matches('&');
    let new = new.split([';', ':']).next().unwrap_or(new);
    let lines: Vec<&str> = text.lines().collect();
    let keyed = || lines.iter().enumerate().filter_map(|(at, line)| Some((at, key(line)?)));
    let at = match (keyed().find(|(_, key)| *key > new), keyed().last()) {
        (Some((at, _)), _) => at,
        (None, Some((last, _))) => last + 1,
        (None, None) => bail!("protocol/mod.rs has no list"),
    };
    let mut out = lines.get(..at).unwrap_or_default().to_vec();
    out.push(line);
    out.extend(lines.get(at..).unwrap_or_default());
    Ok(out.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_in_order() {
        let list = "mod sink;\n\nmod arp;\nmod dns;\n\nstatic LIST: &[] = &[\n    &arp::DISSECTOR,\n    &dns::DISSECTOR,\n];\n";
        let with = added(list, "bacnet").unwrap();
        assert!(with.contains("mod arp;\nmod bacnet;\nmod dns;\n"), "{with}");
        assert!(
            with.contains("&arp::DISSECTOR,\n    &bacnet::DISSECTOR,\n    &dns::DISSECTOR,\n]"),
            "{with}"
        );
        let last = added(list, "zwave").unwrap();
        assert!(last.contains("mod dns;\nmod zwave;\n") && last.contains("&zwave::DISSECTOR,\n]"), "{last}");
        assert!(run("Bad-Name").is_err());
    }
}
