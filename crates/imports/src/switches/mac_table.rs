//! `show mac address-table`: behind which port a MAC was learned. It gives the place where a device is plugged in.

use crate::desk::{Desk, Spot};
use crate::values;
use holdfast_facts::Mac;

/// One line.
pub(super) struct Entry {
    mac: Mac,
    vlan: Option<u16>,
    port: String,
}

/// The lines above the entries.
pub(super) fn is_header(line: &str) -> bool {
    let lower = line.to_lowercase();
    lower.contains("mac address table")
        || lower.contains("mac-address-table")
        || (lower.contains("mac address") && lower.contains("port") && lower.contains("vlan"))
}

/// `  10    0011.2233.4455    DYNAMIC     Gi1/0/7`, with a sign before it on some systems; age and flags between.
pub(super) fn entry(line: &str) -> Option<Entry> {
    let words: Vec<&str> = line.split_whitespace().take(12).collect();
    let at = words.iter().take(4).position(|word| word.len() >= 12 && values::mac(word).is_ok())?;
    let mac = values::mac(words.get(at)?).ok()?;
    let number = |word: &&&str| word.parse::<u16>().is_ok_and(|vlan| (1..=4094).contains(&vlan));
    let before = words.get(..at)?.iter().rev().find(number);
    let after = words.get(at + 1..)?;
    let vlan = before.or_else(|| after.iter().find(number)).and_then(|word| word.parse().ok());
    let port = after.iter().rev().find(|word| is_port(word))?;
    Some(Entry { mac, vlan, port: (*port).to_owned() })
}

/// A port's name has letters and then a number: `Gi1/0/7`, `Eth1/1`, `Po1`, `1/1/7`. The switch itself is none.
fn is_port(word: &str) -> bool {
    let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
    let good = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/.-:_".contains(&byte));
    let starts = word.starts_with(|c: char| c.is_ascii_alphabetic()) || word.contains('/');
    // "0:0:0" and the like are ages and flags.
    has_digit && good && starts && word.len() <= 40 && values::mac(word).is_err()
}

impl Entry {
    pub(super) fn say(&self, row: u64, switch: &str, desk: &mut Desk) {
        let mut endpoint = desk.endpoint(Some(self.mac), None);
        endpoint.vlan = self.vlan;
        let at = desk.as_of;
        let spot = |column| Spot { row, column, at };
        desk.say(&endpoint, "link.address", &self.mac.to_string(), spot("mac address"));
        let port = if switch.is_empty() { self.port.clone() } else { format!("{switch} {}", self.port) };
        desk.say(&endpoint, "switch.port", &port, spot("port"));
        desk.rows += 1;
    }
}
