//! `holdfast why W-…`: from one weakness of a device down to the documents' own words, the steps of the decision, and the
//! evidence of the names that were searched.

use super::why::evidence;
use crate::advice::{advices, advised};
use crate::args::{Arguments, Why};
use crate::failure::{DONE, Failure, INPUT, USAGE};
use crate::known::Known;
use crate::world::World;
use crate::{data, pipeline};
use holdfast_facts::{Cited, Weakness};
use holdfast_report::{Listed, terminal, weaknesses_json, weaknesses_table, why_evidence};
use std::io::{BufWriter, Write};

pub(crate) fn run(arguments: &Arguments, why: &Why) -> Result<u8, Failure> {
    let world = World::of(arguments)?;
    let known = Known::of(&world, &[])?;
    let code = known.tell_refused(arguments.quiet);
    let (set, names) = evidence(&world, why)?;
    let knowledge = data::knowledge()?;
    let found = pipeline::conclude(&set, &knowledge, &data::exposure_rules()?, &world.site);
    let talks = pipeline::talks(&set, &found.devices, &world.site);
    let weighed = pipeline::weaknesses(&found.devices, &talks, &known, &knowledge.kinds, &world.site);
    let wanted = why.id.to_uppercase();
    let mut matching = weighed.iter().filter(|each| each.weakness.id.0.starts_with(&wanted));
    let each = match (matching.next(), matching.next()) {
        (Some(each), None) => each,
        (Some(_), Some(_)) => {
            return Err(Failure::new(USAGE, "several weaknesses begin so", &why.id, "give more of the id"));
        }
        (None, _) => {
            return Err(Failure::new(
                INPUT,
                "no such weakness",
                &why.id,
                "`holdfast weaknesses --all` lists the ids",
            ));
        }
    };
    let chosen = [each];
    let advised = advised(&chosen);
    let advices = advices(&chosen, &advised);
    let measures: Vec<&String> =
        advices.values().flat_map(|advice| advice.failed.iter().chain(advice.watch)).collect();
    let listed = Listed::new(std::iter::once(&each.weakness), &found.devices, &set, advices.clone());
    let mut out = BufWriter::new(std::io::stdout().lock());
    if why.json {
        weaknesses_json(&listed, Some(&set), env!("CARGO_PKG_VERSION"), &world.as_of.to_string(), &mut out)?;
    } else {
        weaknesses_table(&listed, world.style, &mut out)?;
        documents(&each.weakness, &mut out)?;
        writeln!(out, "\nHow it was decided:")?;
        for (number, step) in each.decision.steps.iter().chain(measures).enumerate() {
            writeln!(out, "  {}. {}", number + 1, terminal(step))?;
        }
        writeln!(out, "\nWhat the device is called, and where that was seen:")?;
        for id in &each.weakness.because {
            if let Some(evidence) = set.evidence.get(id) {
                why_evidence(*id, evidence, &names, "  ", &mut out)?;
            }
        }
    }
    out.flush()?;
    Ok(code.unwrap_or(DONE))
}

/// Who speaks of it, in which words.
fn documents(weakness: &Weakness, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "\nWhat the documents say, the most believed first:")?;
    for assertion in &weakness.assertions {
        writeln!(
            out,
            "  {} ({}, {}): {}, found \u{201c}{}\u{201d} by {}",
            terminal(&assertion.advisory),
            terminal(&assertion.publisher),
            assertion.source,
            assertion.status.name(),
            terminal(&assertion.found),
            assertion.rule
        )?;
        cite(&assertion.cited, out)?;
    }
    if !weakness.fix_says.is_empty() {
        writeln!(out, "\nWhat they say of a fix:")?;
    }
    for cited in &weakness.fix_says {
        cite(cited, out)?;
    }
    Ok(())
}

fn cite(cited: &Cited, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "    \u{201c}{}\u{201d}", terminal(&cited.text))?;
    writeln!(out, "    {} in document {}", terminal(&cited.pointer), terminal(&cited.document))?;
    Ok(())
}
