//! What people said: in words, and as JSON.

use crate::behaviour::called;
use crate::escape::terminal;
use crate::summary::Phrases;
use holdfast_facts::{
    Claim, Device, EndpointKey, EvidenceId, Field, Retraction, Saying, Standing, Statement, StatementId,
    Suggestion, Timestamp,
};
use holdfast_names::Kinds;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// The day, for people; the moment stands in the JSON.
pub fn day(at: Timestamp) -> String {
    at.to_string().chars().take_while(|character| *character != 'T').collect()
}

fn plain(keys: &BTreeSet<EndpointKey>) -> String {
    let list: Vec<String> = keys.iter().take(4).map(|key| terminal(&key.plain())).collect();
    let more = if keys.len() > 4 { format!(" and {} more", keys.len() - 4) } else { String::new() };
    format!("{}{more}", list.join(", "))
}

/// What is said, in words: "kind is infusion-pump".
pub fn says(statement: &Statement) -> String {
    match statement.says() {
        Saying::Field(field, value) => format!("{} is {}", field.name(), terminal(value)),
        Saying::Merge(with) => format!("is one thing with {}", plain(with)),
        Saying::Split => "is a thing of its own".to_owned(),
        Saying::Ignore => "is to be ignored".to_owned(),
    }
}

fn because(reason: Option<&str>) -> String {
    reason.map(|reason| format!(": {}", terminal(reason))).unwrap_or_default()
}

/// Who said it and when, and why where that was said.
pub(crate) fn said_by(statement: &Statement) -> String {
    let (person, day) = (terminal(statement.person()), day(statement.at()));
    format!("said by {person}, {day}{}", because(statement.reason()))
}

/// Where it stands, in words.
fn stands(standing: &Standing) -> String {
    match standing {
        Standing::Undone(undo) => {
            format!("undone by {}, {}{}", terminal(undo.person()), day(undo.at()), because(undo.reason()))
        }
        Standing::Overruled(Some(by)) => format!("overruled by {by}"),
        Standing::Holds | Standing::Overruled(None) | Standing::AboutNothing => standing.word().to_owned(),
    }
}

/// Prints a statement with who, when, why, what it is bound to, and where it stands.
pub fn statement_text(
    id: StatementId,
    statement: &Statement,
    standing: &Standing,
    devices: &[&Device],
    out: &mut dyn Write,
) -> io::Result<()> {
    let about: Vec<String> =
        devices.iter().map(|device| format!("{} {}", device.id, called(Some(device)))).collect();
    let about = if about.is_empty() { plain(statement.about()) } else { about.join(", ") };
    writeln!(out, "{id}  {about}: {}", says(statement))?;
    writeln!(out, "  {}", said_by(statement))?;
    writeln!(out, "  bound to {}; {}", plain(statement.about()), stands(standing))
}

/// Claims of the field that the statement is about.
fn claims<'d>(statement: &Statement, devices: &[&'d Device]) -> Vec<(&'d Device, &'d Claim)> {
    let Saying::Field(field, _) = statement.says() else { return Vec::new() };
    devices.iter().filter_map(|device| Some((*device, device.claims.get(field)?))).collect()
}

/// Prints what the evidence says of what was said.
pub fn instead_text(statement: &Statement, devices: &[&Device], out: &mut dyn Write) -> io::Result<()> {
    for (device, claim) in claims(statement, devices) {
        let list: Vec<String> = claim
            .rivals
            .iter()
            .take(4)
            .map(|rival| format!("{} ({})", terminal(&rival.value), rival.certainty))
            .collect();
        let conflict = if claim.conflict { "; strong sources disagree" } else { "" };
        let agrees = claim.reasons.iter().any(|reason| reason.statement.is_none());
        let text = match (list.is_empty(), agrees) {
            (false, _) => format!("the evidence says {}{conflict}", list.join(", ")),
            (true, true) => "the evidence says the same".to_owned(),
            (true, false) => "the evidence does not tell".to_owned(),
        };
        writeln!(out, "  {}: {text}", device.id)?;
    }
    Ok(())
}

fn words_json(says: &Saying) -> Value {
    match says {
        Saying::Field(field, value) => json!({ "field": field.name(), "value": value }),
        Saying::Merge(with) => json!({ "merge": keys_json(with) }),
        Saying::Split => json!({ "split": true }),
        Saying::Ignore => json!({ "ignore": true }),
    }
}

fn keys_json(keys: &BTreeSet<EndpointKey>) -> Vec<String> {
    keys.iter().map(ToString::to_string).collect()
}

/// `{"assumed": …}`: a named person, a date.
pub(crate) fn assumed_json(id: StatementId, statement: &Statement) -> Value {
    let mut value = json!({
        "statement": id.to_string(),
        "person": statement.person(),
        "date": statement.at().to_string(),
        "says": words_json(statement.says()),
    });
    if let (Some(reason), Some(map)) = (statement.reason(), value.as_object_mut()) {
        map.insert("reason".into(), reason.into());
    }
    json!({ "assumed": value })
}

fn undo_json(undo: &Retraction) -> Value {
    json!({ "person": undo.person(), "date": undo.at().to_string(), "reason": undo.reason() })
}

/// One statement of `say --json` and `why S-… --json`.
pub fn statement_json(
    id: StatementId,
    statement: &Statement,
    standing: &Standing,
    devices: &[&Device],
) -> Value {
    let mut map = Map::new();
    map.insert("id".into(), id.to_string().into());
    map.insert("about".into(), keys_json(statement.about()).into());
    map.insert("devices".into(), devices.iter().map(|device| Value::from(device.id.0.clone())).collect());
    map.insert("says".into(), words_json(statement.says()));
    map.insert("person".into(), statement.person().into());
    map.insert("date".into(), statement.at().to_string().into());
    map.insert("reason".into(), statement.reason().into());
    map.insert("standing".into(), standing.word().into());
    match standing {
        Standing::Undone(undo) => {
            map.insert("undone".into(), undo_json(undo));
        }
        Standing::Overruled(Some(by)) => {
            map.insert("overruled_by".into(), by.to_string().into());
        }
        _ => {}
    }
    let rounded = |certainty: f64| (certainty * 100.0).round() / 100.0;
    let evidence_says = |(device, claim): (&Device, &Claim)| {
        let rivals = claim.rivals.iter();
        let rivals: Vec<Value> = rivals
            .map(|rival| json!({ "value": rival.value, "certainty": rounded(rival.certainty.get()) }))
            .collect();
        json!({ "device": device.id.0, "conflict": claim.conflict, "values": rivals })
    };
    let instead: Vec<Value> = claims(statement, devices).into_iter().map(evidence_says).collect();
    if !instead.is_empty() {
        map.insert("evidence_says".into(), instead.into());
    }
    Value::Object(map)
}

/// A word that a shell takes as one, whatever is in it.
fn shell_word(text: &str) -> String {
    let safe = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/' | '+');
    if text.chars().all(safe) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// What to say if the suggestion is right.
fn command(device: &Device, suggestion: &Suggestion) -> String {
    let value = shell_word(&suggestion.value);
    format!("holdfast say {} {}={}", device.id, suggestion.field.name(), terminal(&value))
}

/// One suggestion as a sentence.
pub fn suggestion_text(
    device: &Device,
    suggestion: &Suggestion,
    person: &str,
    kinds: &Kinds,
    phrases: &Phrases,
) -> String {
    let what = match (suggestion.field, kinds.get(&suggestion.value)) {
        (Field::Kind, Some(kind)) => {
            let vowel = kind.name.to_lowercase().starts_with(['a', 'e', 'i', 'o', 'u']);
            format!("{} {}", if vowel { "an" } else { "a" }, kind.name)
        }
        (field, _) => format!("{} {}", field.name(), terminal(&suggestion.value)),
    };
    phrases
        .looks_like()
        .replace("{device}", &format!("{} {}", device.id, called(Some(device))))
        .replace("{like}", &suggestion.like.0)
        .replace("{person}", &terminal(person))
        .replace("{what}", &what)
        .replace("{command}", &command(device, suggestion))
}

/// One suggestion in the JSON of a device.
pub fn suggestion_json(device: &Device, suggestion: &Suggestion) -> Value {
    let ids = |list: &[EvidenceId]| -> Value { list.iter().map(|id| Value::from(id.to_string())).collect() };
    let signs: Vec<Value> = suggestion
        .signs
        .iter()
        .map(|sign| {
            json!({
                "says": sign.says, "value": sign.value,
                "because": ids(&sign.evidence), "like_because": ids(&sign.like),
            })
        })
        .collect();
    json!({
        "field": suggestion.field.name(), "value": suggestion.value, "like": suggestion.like.0,
        "statement": suggestion.statement.to_string(), "weight": suggestion.weight, "signs": signs,
        "command": command(device, suggestion),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_from_somewhere_cannot_run() {
        assert_eq!(shell_word("infusion-pump"), "infusion-pump");
        assert_eq!(shell_word("Ward 7"), "'Ward 7'");
        assert_eq!(shell_word("'; rm -r ~"), r"''\''; rm -r ~'");
        assert_eq!(day(Timestamp(0)), "1970-01-01");
    }
}
