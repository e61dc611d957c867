//! What was said: all of it, or what was said just now.

use crate::data;
use crate::failure::Failure;
use holdfast_facts::{Device, EndpointKey, EvidenceSet, Standing, StatementId};
use holdfast_identify::standings;
use holdfast_names::Kinds;
use holdfast_report::{instead_text, statement_json, statement_text};
use serde_json::{Value, json};
use std::io::Write;

/// Devices that the statement is about; of one that was undone, those that have what it was bound to.
pub(crate) fn about<'d>(set: &EvidenceSet, devices: &'d [Device], id: StatementId) -> Vec<&'d Device> {
    let keys = set.statements.get(&id).map(|statement| statement.about());
    let bound = |device: &Device| device.keys.iter().any(|key| keys.is_some_and(|keys| keys.contains(key)));
    devices.iter().filter(|device| device.statements.contains(&id) || bound(device)).collect()
}

/// These statements as JSON.
fn statements_json(set: &EvidenceSet, devices: &[Device], ids: &[StatementId]) -> Vec<Value> {
    let standings = standings(set, devices);
    ids.iter()
        .filter_map(|id| {
            let (statement, standing) = (set.statements.get(id)?, standings.get(id)?);
            Some(statement_json(*id, statement, standing, &about(set, devices, *id)))
        })
        .collect()
}

/// Every statement, oldest first; those of one device where one is named.
pub(super) fn print(
    set: &EvidenceSet,
    devices: &[Device],
    wanted: Option<&Device>,
    json: bool,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let is_wanted = |id: &StatementId| {
        wanted.is_none_or(|device| about(set, devices, *id).iter().any(|one| one.id == device.id))
    };
    let mut ids: Vec<StatementId> = set.statements.keys().copied().filter(is_wanted).collect();
    ids.sort_by_key(|id| (set.statements.get(id).map(|statement| statement.at()), *id));
    if json {
        let statements = statements_json(set, devices, &ids);
        let version = env!("CARGO_PKG_VERSION");
        writeln!(
            out,
            "{}",
            json!({ "schema": "holdfast.say/1", "version": version, "statements": statements })
        )?;
        return Ok(());
    }
    if ids.is_empty() {
        writeln!(out, "Nobody said anything yet.")?;
    }
    let standings = standings(set, devices);
    for id in ids {
        if let (Some(statement), Some(standing)) = (set.statements.get(&id), standings.get(&id)) {
            statement_text(id, statement, standing, &about(set, devices, id), out)?;
        }
    }
    Ok(())
}

/// What was said or undone just now, what the evidence says of it, and which devices look like that one.
pub(super) fn told(
    set: &EvidenceSet,
    devices: &[Device],
    ids: &[StatementId],
    (json, kinds): (bool, &Kinds),
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let taught: Vec<Device> = devices
        .iter()
        .filter_map(|device| {
            let mut device = device.clone();
            device.suggestions.retain(|suggestion| ids.contains(&suggestion.statement));
            (!device.suggestions.is_empty()).then_some(device)
        })
        .collect();
    if json {
        let suggestions: Vec<Value> = taught
            .iter()
            .flat_map(|device| device.suggestions.iter().map(move |one| (device, one)))
            .map(|(device, one)| {
                json!({
                    "device": device.id.0, "field": one.field.name(), "value": one.value,
                    "like": one.like.0, "statement": one.statement.to_string(),
                })
            })
            .collect();
        let document = json!({
            "schema": "holdfast.say/1", "version": env!("CARGO_PKG_VERSION"),
            "statements": statements_json(set, devices, ids), "suggestions": suggestions,
        });
        writeln!(out, "{document}")?;
        return Ok(());
    }
    let standings = standings(set, devices);
    for id in ids {
        let (Some(statement), Some(standing)) = (set.statements.get(id), standings.get(id)) else { continue };
        let about = about(set, devices, *id);
        statement_text(*id, statement, standing, &about, out)?;
        if matches!(standing, Standing::Holds) {
            instead_text(statement, &about, out)?;
        }
        if statement.about().iter().all(|key| matches!(key, EndpointKey::Ip(..))) {
            writeln!(
                out,
                "  No MAC of it is known: should another device get the address, the statement goes with it."
            )?;
        }
    }
    let taught: Vec<&Device> = taught.iter().collect();
    for line in data::phrases()?.suggestions(&taught, set, kinds) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}
