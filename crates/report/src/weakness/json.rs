//! `holdfast.weaknesses/1`, written as a stream: one weakness at a time, then the evidence that they rest on.

use super::{Advice, Listed, words};
use crate::json::evidence_json;
use holdfast_facts::{Assertion, Cited, EvidenceId, EvidenceSet, Weakness};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Writes the document. The evidence goes with it where the set is given.
pub fn weaknesses_json(
    listed: &Listed<'_>,
    set: Option<&EvidenceSet>,
    version: &str,
    as_of: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    write!(
        out,
        "{{\"schema\":\"holdfast.weaknesses/1\",\"version\":{},\"as_of\":{},\n\"weaknesses\":[",
        Value::from(version),
        Value::from(as_of)
    )?;
    let mut used: BTreeSet<EvidenceId> = BTreeSet::new();
    for (index, weakness) in listed.weaknesses.iter().enumerate() {
        used.extend(&weakness.because);
        writeln!(out, "{}", if index > 0 { "," } else { "" })?;
        serde_json::to_writer(&mut *out, &weakness_json(weakness, listed.advice.get(&weakness.id)))?;
    }
    write!(out, "]")?;
    if let Some(set) = set {
        write!(out, ",\n\"evidence\":{{")?;
        let known = used.iter().filter_map(|id| Some((id, set.evidence.get(id)?)));
        for (index, (id, evidence)) in known.enumerate() {
            write!(out, "{}\n\"{id}\":", if index > 0 { "," } else { "" })?;
            serde_json::to_writer(&mut *out, &evidence_json(evidence))?;
        }
        write!(out, "}}")?;
    }
    writeln!(out, "}}")
}

/// One weakness; what is not known is null.
pub(crate) fn weakness_json(weakness: &Weakness, advice: Option<&Advice<'_>>) -> Value {
    let mut because: Vec<Value> =
        words::decider(weakness).map(|a| cited_json(&a.cited)).into_iter().collect();
    because.extend(weakness.because.iter().map(|id| Value::from(id.to_string())));
    let mut map = Map::new();
    let mut put = |name: &str, value: Value| {
        map.insert(name.to_owned(), value);
    };
    put("id", weakness.id.0.clone().into());
    put("device", weakness.device.0.clone().into());
    put("vulnerability", weakness.vulnerability.clone().into());
    put("title", weakness.title.clone().into());
    put("status", weakness.status.name().into());
    put("conflict", weakness.conflict.into());
    put("fix_state", weakness.fix.name().into());
    put("fix_version", Some(words::fix_version(&weakness.fix)).filter(|v| !v.is_empty()).into());
    put("fix_because", weakness.fix_says.iter().map(cited_json).collect());
    put("recalled", weakness.recalled.clone().into());
    put("exploited", weakness.exploited.clone().into());
    let cvss = weakness.cvss.as_ref();
    put(
        "cvss",
        cvss.map(|(vector, score)| json!({ "vector": vector, "score": words::score(*score) })).into(),
    );
    let epss = weakness.epss.as_ref();
    put(
        "epss",
        epss.map(|(likely, model)| json!({ "score": words::probability(*likely), "model": model })).into(),
    );
    put("questions", json!(weakness.questions));
    put("assertions", weakness.assertions.iter().map(assertion_json).collect());
    put("because", because.into());
    if let Some(advice) = advice {
        put(
            "decision",
            json!({
                "action": advice.action, "by": advice.by, "steps": advice.steps, "reasons": advice.reasons,
                "watch": advice.watch, "failed": advice.failed,
            }),
        );
    }
    Value::Object(map)
}

fn assertion_json(assertion: &Assertion) -> Value {
    json!({
        "advisory": assertion.advisory,
        "source": assertion.source,
        "publisher": assertion.publisher,
        "title": assertion.title,
        "url": assertion.url,
        "status": assertion.status.name(),
        "rule": assertion.rule,
        "found": assertion.found,
        "product": assertion.product,
        "condition": assertion.condition,
        "missing": assertion.missing,
        "because": [cited_json(&assertion.cited)],
    })
}

/// A place in a document.
pub(crate) fn cited_json(cited: &Cited) -> Value {
    json!({ "cited": { "document": cited.document, "pointer": cited.pointer, "text": cited.text } })
}
