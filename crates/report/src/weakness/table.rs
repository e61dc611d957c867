//! Weaknesses on a terminal: by device, the gravest first, a block for each document that decides.

use super::block::{Block, blocks};
use super::{Listed, unfixable, words};
use crate::behaviour::called;
use crate::escape::terminal;
use crate::table::Style;
use holdfast_facts::{MatchStatus, Weakness};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// CVEs of one block that are named.
const NAMED: usize = 2;
/// Characters of a cited sentence that are shown; `why` shows all.
const QUOTED: usize = 200;
/// What stands below a block's first line begins here.
const INDENT: &str = "                ";

/// Writes the weaknesses, and a line that counts them.
pub fn weaknesses_table(listed: &Listed<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if listed.is_empty() {
        return writeln!(
            out,
            "No weakness is known. That is no proof that there is none: `holdfast feeds status` says what was asked."
        );
    }
    let (bold, plain) = if style.color { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
    for (index, (id, weaknesses)) in listed.by_device().into_iter().enumerate() {
        let device = listed.devices.get(id).copied();
        let about = [called(device), terminal(&words::product(device))];
        let about: Vec<&str> = about.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        writeln!(out, "{}{bold}{id}{plain}  {}", if index > 0 { "\n" } else { "" }, about.join("  "))?;
        for block in blocks(&weaknesses, &listed.advice) {
            write_block(&block, style, out)?;
        }
    }
    writeln!(out, "\n{}", counted(listed))
}

fn write_block(block: &Block<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let Some(first) = block.weaknesses.first() else { return Ok(()) };
    let (start, end) = match (style.color, first.status) {
        (true, MatchStatus::Affected) => ("\x1b[1;31m", "\x1b[0m"),
        (true, MatchStatus::PossiblyAffected) => ("\x1b[33m", "\x1b[0m"),
        (true, MatchStatus::NotAffected) => ("\x1b[2m", "\x1b[0m"),
        (false, _) => ("", ""),
    };
    let names: Vec<&str> = block.weaknesses.iter().map(|w| w.vulnerability.as_str()).collect();
    writeln!(
        out,
        "  {start}{:<12}{end}  {}{}",
        words::status(first.status),
        terminal(&words::some_of(&names, NAMED)),
        scores(&block.weaknesses)
    )?;
    let mut line = |label: &str, text: &str| writeln!(out, "{INDENT}{label}{}", terminal(text));
    if !first.title.is_empty() {
        line("", &first.title)?;
    }
    if let Some(decider) = words::decider(first) {
        let others = words::advisories(first).len().saturating_sub(1);
        let more = if others > 0 { format!("; {others} more speak of it") } else { String::new() };
        line("", &format!("{} ({}){more}", decider.advisory, decider.publisher))?;
        line("", &names_it(decider))?;
    }
    if first.status != MatchStatus::NotAffected {
        let says = first.fix_says.first().map(|cited| format!(": \"{}\"", quoted(&cited.text)));
        line("", &format!("{}{}", words::fix(&first.fix), says.unwrap_or_default()))?;
    }
    if let Some(number) = &first.recalled {
        line("recalled: ", number)?;
    }
    let exploited: Vec<&&Weakness> = block.weaknesses.iter().filter(|w| w.exploited.is_some()).collect();
    if let Some(day) = exploited.iter().filter_map(|w| w.exploited.as_deref()).min() {
        let names: Vec<&str> = exploited.iter().map(|w| w.vulnerability.as_str()).collect();
        line("exploited: ", &format!("known since {day} (KEV), {}", words::some_of(&names, NAMED)))?;
    }
    if first.conflict {
        line("sources disagree: ", &disagreeing(first))?;
    }
    for question in &first.questions {
        line("to settle it: ", question)?;
    }
    if let Some(advice) = block.advice {
        let by = advice.by.map(|by| format!(", by {by}")).unwrap_or_default();
        line("do: ", &format!("{}{by}", advice.action))?;
        for failed in advice.failed {
            line("failed: ", failed)?;
        }
    }
    line("", &format!("holdfast why {}", first.id))
}

/// What the document's product is called, and which versions it means.
fn names_it(assertion: &holdfast_facts::Assertion) -> String {
    let condition = match assertion.condition.as_str() {
        "" => String::new(),
        text => format!(", version {text}"),
    };
    format!("means \"{}\"{condition}", quoted(&assertion.product))
}

/// The highest scores of the block.
fn scores(weaknesses: &[&Weakness]) -> String {
    let cvss = weaknesses.iter().filter_map(|w| w.cvss.as_ref()).max_by(|a, b| a.1.total_cmp(&b.1));
    let epss = weaknesses.iter().filter_map(|w| w.epss.as_ref()).max_by(|a, b| a.0.total_cmp(&b.0));
    let mut text = String::new();
    if let Some((vector, score)) = cvss {
        text += &format!("  CVSS {score:.1} {}", words::severity(vector, *score));
    }
    if let Some((likely, _)) = epss {
        text += &format!("  EPSS {:.1} %", f64::from(*likely) * 100.0);
    }
    text
}

/// Who says what, where they differ.
fn disagreeing(weakness: &Weakness) -> String {
    let says: Vec<String> = weakness
        .assertions
        .iter()
        .map(|assertion| format!("{} {}", assertion.advisory, words::status(assertion.status)))
        .collect();
    words::some_of(&says.iter().map(String::as_str).collect::<Vec<_>>(), 4)
}

/// The beginning of a text.
fn quoted(text: &str) -> String {
    let text = text.trim();
    if text.chars().count() <= QUOTED {
        return text.to_owned();
    }
    let cut: String = text.chars().take(QUOTED).collect();
    format!("{}…", cut.trim_end())
}

fn counted(listed: &Listed<'_>) -> String {
    let of = |status| listed.weaknesses.iter().filter(|w| w.status == status).count();
    let devices: BTreeSet<_> = listed.weaknesses.iter().map(|w| &w.device).collect();
    let stuck = listed.weaknesses.iter().filter(|w| unfixable(w)).count();
    format!(
        "{} affected, {} possibly, {} not affected, on {} {}; {stuck} without a fix.",
        of(MatchStatus::Affected),
        of(MatchStatus::PossiblyAffected),
        of(MatchStatus::NotAffected),
        devices.len(),
        if devices.len() == 1 { "device" } else { "devices" }
    )
}
