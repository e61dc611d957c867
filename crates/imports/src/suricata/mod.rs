//! Suricata's EVE: one JSON object a line, by `event_type`. Read: dhcp, tls, http, ssh, smb, snmp and flow. Alerts and file
//! names are not identity; bodies, user names and passwords are passed over.

mod event;

use crate::ImportError;
use crate::desk::Desk;
use crate::lines::Lines;
use serde_json::Value;
use std::io::BufRead;

/// Reads every line.
pub(crate) fn read(input: impl BufRead, desk: &mut Desk) -> Result<(), ImportError> {
    let mut lines = Lines::new(input);
    while let Some(line) = lines.next_line()? {
        let number = line.number;
        if line.text.is_empty() {
            continue;
        }
        if line.too_long {
            desk.refuse(None, number, "the line is longer than any event", Vec::new());
            continue;
        }
        // The parser bounds the depth.
        let value: Value = match serde_json::from_slice(line.text) {
            Ok(value) => value,
            Err(error) => {
                desk.refuse(None, number, format!("no JSON: {error}"), Vec::new());
                continue;
            }
        };
        match event::read(&value, number, desk) {
            Ok(()) => desk.rows += 1,
            Err(reason) => desk.refuse(None, number, reason, Vec::new()),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
