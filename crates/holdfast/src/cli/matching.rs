//! `holdfast match --identities FILE`: identities, one JSON object a line, against the feeds; one answer a line.

use crate::args::{Arguments, MatchIdentities};
use crate::failure::{DONE, Failure, INPUT};
use crate::feeds_folder;
use crate::known::Known;
use crate::world::World;
use holdfast_advisories::matcher::{Identity, Match};
use holdfast_facts::MatchStatus;
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::{BufWriter, Write as _};

#[derive(Deserialize)]
struct Line {
    id: Value,
    query: Identity,
}

pub(crate) fn run(arguments: &Arguments, wanted: &MatchIdentities) -> Result<u8, Failure> {
    let world = World::of(arguments)?;
    let known = Known::of(&world, &wanted.feeds)?;
    let code = known.tell_refused(arguments.quiet);
    let bytes = feeds_folder::bytes(&wanted.identities)?;
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    for (number, line) in String::from_utf8_lossy(&bytes).lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let line: Line = serde_json::from_str(line).map_err(|error| {
            Failure::new(
                INPUT,
                error,
                format!("{}, line {}", wanted.identities.display(), number + 1),
                r#"write one {"id": …, "query": {"vendor": …, "model": …, "version": …}} a line"#,
            )
        })?;
        let mut list = Vec::new();
        for found in known.matches(&line.query) {
            if wanted.all || found.status != MatchStatus::NotAffected {
                list.push(found_json(&known, &line.query, &found)?);
            }
        }
        serde_json::to_writer(&mut out, &json!({"id": line.id, "matches": list}))
            .map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(code.unwrap_or(DONE))
}

/// One match with its fix state and everything that led to it.
pub(crate) fn found_json(known: &Known, identity: &Identity, found: &Match) -> Result<Value, Failure> {
    let advisory = known.advisory(found.advisory)?;
    let fixes = known.fixes(found.advisory)?;
    let answer = fixes
        .products
        .iter()
        .filter(|product| found.products.contains(&u32::try_from(product.product).unwrap_or(u32::MAX)))
        .max_by(|a, b| a.answer.state.cmp(&b.answer.state));
    let product = found.products.first().and_then(|at| advisory.products.get(*at as usize));
    let says: Vec<Value> = answer
        .map(|product| product.answer.says.iter().map(|cited| json!({"cited": {"document": cited.document, "pointer": cited.pointer, "text": cited.text}})).collect())
        .unwrap_or_default();
    Ok(json!({
        "advisory": advisory.id,
        "source": advisory.source.name(),
        "cves": found.cves(&known.index),
        "status": found.status.name(),
        "fix_state": answer.map_or("unknown", |product| product.answer.state.name()),
        "recalled": answer.is_some_and(|product| product.recalled) || advisory.recall.is_some(),
        "because": {
            "rule": found.strength.name(),
            "searched": searched(identity),
            "found": &*found.found,
            "product": product.map(|product| product.full_name.clone()),
            "cited": product.map(|product| json!({"document": advisory.document, "pointer": product.pointer})),
            "version": identity.version,
            "condition": found.condition(&known.index),
            "missing": found.missing,
            "fix": says,
        },
    }))
}

fn searched(identity: &Identity) -> Vec<&str> {
    identity.vendor.as_deref().into_iter().chain(identity.texts()).collect()
}
