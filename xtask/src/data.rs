//! `cargo xtask data oui`: rebuilds the register of address blocks, as `data/registers/oui/SOURCE.md` says it was made.

use crate::{debian, place};
use anyhow::{Context, Result, bail, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Where Debian's `ieee-data` puts the IEEE's listing.
const IEEE: &str = "/usr/share/ieee-data";
/// The four registries in the order in which they are read, with the digits of their prefixes.
const REGISTRIES: [(&str, usize); 4] = [("oui.csv", 6), ("mam.csv", 7), ("oui36.csv", 9), ("iab.csv", 9)];
const OUI: &str = "data/registers/oui/oui.tsv";

/// Rebuilds `oui.tsv`, or with `--check` only says whether it would stay the same.
pub(crate) fn oui(flags: &[&str]) -> Result<()> {
    let check = match flags {
        [] => false,
        ["--check"] => true,
        _ => bail!("data oui takes --check only"),
    };
    let mut blocks: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, digits) in REGISTRIES {
        let path = Path::new(IEEE).join(name);
        let text = std::fs::read_to_string(&path).with_context(|| {
            format!("reading {}; to install:\n  {}", path.display(), debian::line(&["ieee-data"]))
        })?;
        read(name, digits, &text, &mut blocks)?;
    }
    // A tab sorts before every digit, so the map's order of prefixes is not yet that of whole lines.
    let mut lines: Vec<String> = blocks
        .into_iter()
        .map(|(prefix, organisations)| {
            format!("{prefix}\t{}\n", organisations.into_iter().collect::<Vec<_>>().join(" / "))
        })
        .collect();
    lines.sort_unstable();
    let rebuilt = lines.concat();
    let path = place::root().join(OUI);
    let same = std::fs::read_to_string(&path).is_ok_and(|held| held == rebuilt);
    println!("{OUI}: {} blocks, {}", lines.len(), if same { "as it was" } else { "changed" });
    if check {
        ensure!(same, "{OUI} is not what {IEEE} gives: is it another version of ieee-data?");
        return Ok(());
    }
    std::fs::write(&path, rebuilt).with_context(|| format!("writing {OUI}"))
}

fn read(
    name: &str,
    digits: usize,
    text: &str,
    blocks: &mut BTreeMap<String, BTreeSet<String>>,
) -> Result<()> {
    let rows = rows(text);
    let Some((header, rows)) = rows.split_first() else { bail!("{name} is empty") };
    let column = |title: &str| {
        header
            .iter()
            .position(|cell| cell == title)
            .with_context(|| format!("{name} has no column `{title}`"))
    };
    let (assignment, organisation) = (column("Assignment")?, column("Organization Name")?);
    for row in rows {
        let cell = |at: usize| row.get(at).map_or("", String::as_str);
        let prefix = cell(assignment).trim().to_ascii_lowercase();
        ensure!(
            prefix.len() == digits && prefix.bytes().all(|b| b.is_ascii_hexdigit()),
            "{name}: `{prefix}` is no prefix of {digits} digits"
        );
        let organisation = decoded(cell(organisation)).split_whitespace().collect::<Vec<_>>().join(" ");
        if !organisation.is_empty() {
            blocks.entry(prefix).or_default().insert(organisation);
        }
    }
    Ok(())
}

/// A CSV file (RFC 4180) as rows of cells: quotes may hold commas, line ends and doubled quotes.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            other => cell.push(other),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

/// HTML character references decoded once.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        out.push_str(before);
        let known = reference.find(';').and_then(|end| Some((character(reference.get(1..end)?)?, end + 1)));
        let (letter, length) = known.unwrap_or(('&', 1));
        out.push(letter);
        rest = reference.get(length..).unwrap_or("");
    }
    out + rest
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_the_register_are_read() {
        let text = "Registry,Assignment,Organization Name,Address\r\n\
                    MA-L,002272,\"American Micro-Fuel  Device Corp.\",\"2181 Buchanan, \"\"B\"\"\nFerndale\"\r\n\
                    MA-L,00D0EF,AT&amp;T &#38; Co,\r\n";
        let mut blocks = BTreeMap::new();
        read("oui.csv", 6, text, &mut blocks).unwrap();
        let lines: Vec<_> = blocks.iter().map(|(p, o)| format!("{p} {}", o.first().unwrap())).collect();
        assert_eq!(lines, ["002272 American Micro-Fuel Device Corp.", "00d0ef AT&T & Co"]);
        assert!(read("mam.csv", 7, text, &mut blocks).is_err());
    }
}
