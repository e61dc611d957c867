//! From a claim to its frames: rule, evidence, capture, frame, bytes, field; and the line that shows it in tshark.

use crate::escape::terminal;
use crate::json::evidence_json;
use crate::statement::{assumed_json, said_by};
use holdfast_facts::{
    Basis, Claim, Device, Evidence, EvidenceId, EvidenceSet, Exposure, Field, Place, Reason,
};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Names of captures, for the walk.
pub type Captures = crate::Inputs;

/// What a step needs to explain itself: the rule's file, its source, by the rule's id.
pub(crate) type RuleNotes<'a> = dyn Fn(&str) -> Option<(String, String)> + 'a;

/// Prints each claim of a device with rules, evidence and runners-up.
pub fn why_device(
    device: &Device,
    set: &EvidenceSet,
    captures: &Captures,
    rules: &RuleNotes<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{}  {}", device.id, terminal(&device.names.join(", ")))?;
    let addresses: Vec<String> = device
        .macs
        .iter()
        .map(ToString::to_string)
        .chain(device.ips.iter().map(ToString::to_string))
        .collect();
    writeln!(out, "  addresses: {}", addresses.join(", "))?;
    for note in &device.notes {
        writeln!(out, "  note: {}", terminal(note))?;
    }
    for field in Field::ALL {
        if let Some(claim) = device.claims.get(&field) {
            let conflict = if claim.conflict { ", sources disagree" } else { "" };
            let (value, basis) = (terminal(&claim.value), claim.basis.name());
            writeln!(
                out,
                "\n{} is {value}  (certainty {}, {basis}{conflict})",
                field.name(),
                claim.certainty
            )?;
            for reason in &claim.reasons {
                print_reason(reason, set, captures, rules, out)?;
            }
            for rival in claim.rivals.iter().take(4) {
                if claim.basis != Basis::Said {
                    writeln!(out, "  or {} ({})", terminal(&rival.value), rival.certainty)?;
                    continue;
                }
                writeln!(
                    out,
                    "  the evidence says {} ({}) instead:",
                    terminal(&rival.value),
                    rival.certainty
                )?;
                for reason in &rival.reasons {
                    print_reason(reason, set, captures, rules, out)?;
                }
            }
        } else if let Some(rivals) = device.runners_up.get(&field) {
            let list: Vec<String> = rivals
                .iter()
                .take(4)
                .map(|rival| format!("{} ({})", terminal(&rival.value), rival.certainty))
                .collect();
            writeln!(out, "\n{} is not known; perhaps {}", field.name(), list.join(", "))?;
        } else {
            writeln!(out, "\n{} is not known; nothing points to one", field.name())?;
        }
    }
    Ok(())
}

fn print_reason(
    reason: &Reason,
    set: &EvidenceSet,
    captures: &Captures,
    rules: &RuleNotes<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    if let Some((id, statement)) = reason.statement.and_then(|id| Some((id, set.statements.get(&id)?))) {
        return writeln!(out, "  {id}  {}", said_by(statement));
    }
    match rules(&reason.rule) {
        Some((file, source)) => {
            writeln!(out, "  rule {} in {file}\n    source: {}", reason.rule, terminal(&source))?
        }
        None => writeln!(out, "  step {}", reason.rule)?,
    }
    for id in reason.evidence.iter().take(6) {
        if let Some(evidence) = set.evidence.get(id) {
            why_evidence(*id, evidence, captures, "    ", out)?;
        }
    }
    if reason.evidence.len() > 6 {
        writeln!(out, "    and {} more", reason.evidence.len() - 6)?;
    }
    Ok(())
}

/// Prints one piece of evidence down to its frame.
pub fn why_evidence(
    id: EvidenceId,
    evidence: &Evidence,
    captures: &Captures,
    indent: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let exemplar = &evidence.seen.exemplar;
    let (name, value) = (evidence.attribute.name(), terminal(evidence.attribute.value()));
    writeln!(out, "{indent}{id}  {name} = {value}")?;
    let file = captures.get(&exemplar.capture).and_then(|names| names.first());
    let file = file.map_or_else(|| format!("capture {}", exemplar.capture), |name| terminal(name));
    if let Place::Row { row, column } = &exemplar.place {
        writeln!(out, "{indent}  {file}, row {row}, column {}", terminal(column))?;
    }
    for span in exemplar.spans() {
        writeln!(
            out,
            "{indent}  {file}, frame {}, bytes {}–{}, {}",
            span.frame, span.start, span.end, exemplar.at
        )?;
    }
    if let Some(span) = exemplar.spans().first() {
        writeln!(
            out,
            "{indent}  see it: tshark -r '{}' -Y frame.number=={} -V",
            file.replace('\'', "'\\''"),
            span.frame
        )?;
    }
    Ok(())
}

/// Prints an exposure: sentence, rule, and each piece of evidence down to its frame.
pub fn why_exposure(
    exposure: &Exposure,
    rule: Option<(String, String)>,
    captures: &Captures,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{}  {}, {}", exposure.id, exposure.rule, exposure.severity.name())?;
    writeln!(out, "  {}", terminal(&exposure.says))?;
    writeln!(out, "  first seen {}, last {}", exposure.first, exposure.last)?;
    if let Some((file, source)) = rule {
        writeln!(out, "  rule {} in {file}\n    source: {}", exposure.rule, terminal(&source))?;
    }
    for (id, evidence) in &exposure.because {
        why_evidence(*id, evidence, captures, "    ", out)?;
    }
    Ok(())
}

/// One exposure of `why --json`: derived by a rule from what was observed.
pub fn why_exposure_json(exposure: &Exposure, data: &str) -> Value {
    let inputs: Vec<Value> = exposure.because.iter().map(|(_, evidence)| evidence_json(evidence)).collect();
    json!({
        "id": exposure.id.0, "value": exposure.says, "severity": exposure.severity.name(),
        "because": [{ "derived": { "step": exposure.rule, "data": data, "inputs": inputs } }],
    })
}

/// `why E-… --json`.
pub fn why_evidence_json(id: EvidenceId, evidence: &Evidence) -> Value {
    json!({ "id": id.to_string(), "value": evidence.attribute.value(), "because": [evidence_json(evidence)] })
}

/// One claim of `why D-… --json`: derived by rules from what was observed.
pub fn why_claim_json(field: Field, claim: &Claim, set: &EvidenceSet, data: &str) -> Value {
    let rounded = |certainty: f64| (certainty * 100.0).round() / 100.0;
    let because = |reasons: &[Reason]| -> Vec<Value> {
        reasons.iter().map(|reason| reason_json(reason, set, data)).collect()
    };
    let rivals: Vec<Value> = claim
        .rivals
        .iter()
        .map(|rival| {
            json!({
                "value": rival.value, "certainty": rounded(rival.certainty.get()),
                "because": because(&rival.reasons),
            })
        })
        .collect();
    json!({
        "id": field.name(), "value": claim.value, "certainty": rounded(claim.certainty.get()),
        "basis": claim.basis.name(), "because": because(&claim.reasons),
        "runner_up": rivals,
    })
}

/// One reason: what a person said, or what a rule derived from what was observed.
fn reason_json(reason: &Reason, set: &EvidenceSet, data: &str) -> Value {
    if let Some((id, statement)) = reason.statement.and_then(|id| Some((id, set.statements.get(&id)?))) {
        return assumed_json(id, statement);
    }
    let inputs: Vec<Value> =
        reason.evidence.iter().filter_map(|id| set.evidence.get(id)).map(evidence_json).collect();
    json!({ "derived": { "step": reason.rule, "data": data, "inputs": inputs } })
}
