//! OpenVEX 0.2.0: a statement for each vulnerability and product.

use super::products::{Product, by_vulnerability, products};
use super::statement::{Imprint, PLACE, advice_sentence, content_id, fix_sentence, justification, who_says};
use crate::escape::terminal;
use crate::weakness::Listed;
use holdfast_facts::{MatchStatus, Weakness};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Writes the document. Without weaknesses it is no valid one: ask [`Listed::is_empty`] first.
pub fn openvex(listed: &Listed<'_>, imprint: &Imprint<'_>, out: &mut dyn Write) -> io::Result<()> {
    let products = products(listed);
    let statements: Vec<Value> = by_vulnerability(&products)
        .into_iter()
        .flat_map(|(name, said)| said.into_iter().map(move |(product, weakness)| (name, product, weakness)))
        .map(|(name, product, weakness)| statement(name, product, weakness, listed))
        .collect();
    let id = content_id(&["openvex", imprint.who, imprint.as_of, &json!(statements).to_string()]);
    let who = Some(terminal(imprint.who.trim())).filter(|who| !who.is_empty());
    let document = json!({
        "@context": "https://openvex.dev/ns/v0.2.0",
        "@id": format!("{PLACE}/vex/{id}"),
        "author": who.as_deref().unwrap_or("The site that runs the devices"),
        "role": "Operator",
        "timestamp": imprint.moment(),
        "version": 1,
        "tooling": format!("holdfast {}", imprint.version),
        "statements": statements,
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn statement(name: &str, product: &Product<'_>, weakness: &Weakness, listed: &Listed<'_>) -> Value {
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| {
        map.insert(key.to_owned(), value);
    };
    let mut vulnerability = json!({ "name": terminal(name) });
    if let (false, Some(fields)) = (weakness.title.is_empty(), vulnerability.as_object_mut()) {
        fields.insert("description".into(), terminal(&weakness.title).into());
    }
    put("vulnerability", vulnerability);
    let devices = product.devices.iter().map(|id| json!({ "@id": format!("{PLACE}/device/{id}") }));
    put("products", devices.collect());
    if let Some(vendor) = product.vendor {
        put("supplier", terminal(vendor).into());
    }
    let about = format!("{}: {}.", product.name(), product.device_ids());
    match weakness.status {
        MatchStatus::Affected => {
            put("status", "affected".into());
            let advice = listed.advice.get(&weakness.id).map(advice_sentence);
            let action = [Some(fix_sentence(weakness)), advice].into_iter().flatten().collect::<Vec<_>>();
            put("action_statement", action.join(" ").into());
            put("status_notes", format!("{about} {}", who_says(weakness)).into());
        }
        MatchStatus::PossiblyAffected => {
            put("status", "under_investigation".into());
            let questions = terminal(&weakness.questions.join(" "));
            put("status_notes", format!("{about} What would settle it: {questions}").trim_end().into());
        }
        MatchStatus::NotAffected => {
            put("status", "not_affected".into());
            put("status_notes", about.into());
            match justification(weakness) {
                Some(reason) => put("justification", reason.into()),
                None => put("impact_statement", who_says(weakness).into()),
            }
        }
    }
    Value::Object(map)
}
