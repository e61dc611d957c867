//! What switches and hosts print when they are asked: `arp -a` (Linux, BSD, Windows), `show ip arp`,
//! `show mac address-table`, `show lldp neighbors (detail)`, `show cdp neighbors detail`. An engineer pastes several of
//! them into one text, prompts and all; so one reader knows them all and passes over what is none of them.

mod arp;
mod mac_table;
mod neighbour;

use crate::desk::Desk;

/// Lines that are looked at to recognise one of the tables.
const LOOKED_AT: usize = 60;
/// Lines of one text. A core switch's table has some ten thousand.
const LINES: usize = 2_000_000;

/// Whether one of the tables is among the first lines.
pub(crate) fn is_output(text: &str) -> bool {
    // No command separates its columns by such signs; tables of other programs do, and have the same words as headers.
    let spaced = |line: &&str| {
        !line.contains('\t') && line.bytes().filter(|byte| matches!(byte, b',' | b';' | b'|')).count() < 2
    };
    text.lines().take(LOOKED_AT).filter(spaced).any(|line| {
        arp::entry(line).is_some()
            || arp::is_header(line)
            || mac_table::is_header(line)
            || neighbour::is_header(line)
    })
}

/// Reads every table.
pub(crate) fn read(text: &str, desk: &mut Desk) {
    let mut switch = String::new();
    let mut neighbour: Option<neighbour::Neighbour> = None;
    let mut brief: Option<neighbour::Columns> = None;
    for (index, line) in text.lines().enumerate().take(LINES) {
        let row = index as u64 + 1;
        if let Some(name) = prompt(line) {
            switch = name.to_owned();
            brief = None;
        }
        if let Some(columns) = neighbour::columns(line) {
            brief = Some(columns);
        } else if let Some(columns) = brief.as_ref().filter(|_| !line.trim().is_empty()) {
            if let Some(found) = columns.row(line, row) {
                found.say(desk);
                continue;
            }
        } else if line.trim().is_empty() {
            brief = None;
        }
        let begins =
            neighbour::begins(line).filter(|_| !neighbour.as_ref().is_some_and(|open| open.awaits(line)));
        if let Some(kind) = begins {
            // A neighbour's first line ends the one before.
            if let Some(done) = neighbour.take() {
                done.say(desk);
            }
            neighbour = Some(neighbour::Neighbour::new(kind, row));
        }
        if let Some(open) = &mut neighbour
            && open.line(line, row)
        {
            continue;
        }
        if let Some(entry) = arp::entry(line) {
            entry.say(row, desk);
        } else if let Some(entry) = mac_table::entry(line) {
            entry.say(row, &switch, desk);
        } else if let Some(what) = arp::broken(line) {
            desk.refuse(None, row, what, Vec::new());
        }
    }
    if let Some(done) = neighbour {
        done.say(desk);
    }
}

/// `sw-ward7#show mac address-table` names the switch.
fn prompt(line: &str) -> Option<&str> {
    let (name, command) = line.split_once(['#', '>'])?;
    let good = |c: char| c.is_ascii_alphanumeric() || "-_.()/:@".contains(c);
    let is_command = ["sh", "term", "dis"].iter().any(|start| command.trim_start().starts_with(start));
    (is_command && !name.is_empty() && name.len() <= 64 && name.chars().all(good)).then_some(name)
}

#[cfg(test)]
mod tests;
