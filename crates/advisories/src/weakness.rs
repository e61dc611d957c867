//! Matches of a device become weaknesses: each vulnerability once, with everybody who speaks of it, the answer of the most
//! believed source that is sure, and whether there is a fix.

use crate::advisory::Advisory;
use crate::feeds::Feeds;
use crate::fix::FixAnswer;
use crate::matcher::{Identity, Match};
use holdfast_facts::{Assertion, Basis, Cited, Device, Field, FixState, MatchStatus, Weakness, WeaknessId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where the documents are.
pub trait Documents {
    /// A document by its number in the index.
    fn advisory(&self, number: usize) -> Option<Arc<Advisory>>;
    /// Whether one of its products can be fixed against one of its vulnerabilities.
    fn fix(&self, number: usize, vulnerability: usize, product: usize) -> FixAnswer;
    /// Facts about CVEs.
    fn facts(&self) -> &Feeds;
}

/// What the advisories are asked about a device: what it says of itself or a list says, where that holds.
pub fn identity(device: &Device) -> Identity {
    let claim = |field: Field| device.claims.get(&field).map(|claim| claim.value.clone());
    Identity {
        vendor: claim(Field::Vendor),
        model: claim(Field::Model),
        order_number: claim(Field::OrderNumber),
        version: claim(Field::Firmware),
        ..Identity::default()
    }
}

/// A name below this certainty makes nothing more than possible.
const SURE_NAME: f64 = 0.6;

/// The weaknesses of a device, by vulnerability. Those that are known not to apply are among them.
pub fn weaknesses(device: &Device, matches: &[Match], documents: &dyn Documents) -> Vec<Weakness> {
    let mut by_vulnerability: BTreeMap<String, Vec<Said>> = BTreeMap::new();
    let doubt = doubt(device);
    for found in matches {
        let Some(advisory) = documents.advisory(found.advisory) else { continue };
        for (number, status) in &found.vulnerabilities {
            let vulnerability = *number as usize;
            let cve = advisory.vulnerabilities.get(vulnerability).and_then(|held| held.cve.clone());
            let name = cve.unwrap_or_else(|| advisory.id.clone());
            let mut assertion = assertion(found, &advisory, *status);
            if let (Some(doubt), MatchStatus::Affected) = (&doubt, assertion.status) {
                assertion.status = MatchStatus::PossiblyAffected;
                assertion.missing.push(doubt.clone());
            }
            let sure = found.strength.is_sure() && assertion.status != MatchStatus::PossiblyAffected;
            by_vulnerability.entry(name).or_default().push(Said {
                assertion,
                sure,
                number: found.advisory,
                vulnerability,
                product: found.products.first().map(|product| *product as usize),
                advisory: advisory.clone(),
                source: found.source,
            });
        }
    }
    by_vulnerability.into_iter().map(|(name, said)| weakness(device, name, said, documents)).collect()
}

/// What one document says.
struct Said {
    assertion: Assertion,
    sure: bool,
    number: usize,
    vulnerability: usize,
    product: Option<usize>,
    advisory: Arc<Advisory>,
    source: crate::SourceKind,
}

fn weakness(device: &Device, name: String, mut said: Vec<Said>, documents: &dyn Documents) -> Weakness {
    said.sort_by(|a, b| (a.source, &a.advisory.id).cmp(&(b.source, &b.advisory.id)));
    // The most believed who is sure; else the gravest that anybody fears.
    let decisive = said.iter().position(|each| each.sure);
    let status = match decisive.and_then(|at| said.get(at)) {
        Some(each) => each.assertion.status,
        None => said.iter().map(|each| each.assertion.status).max().unwrap_or(MatchStatus::PossiblyAffected),
    };
    let says = |wanted: MatchStatus| said.iter().any(|each| each.sure && each.assertion.status == wanted);
    let conflict = says(MatchStatus::Affected) && says(MatchStatus::NotAffected);
    let leading = decisive
        .and_then(|at| said.get(at))
        .or_else(|| said.iter().find(|each| each.assertion.status == status));
    let title = leading
        .map(|each| {
            let held = each.advisory.vulnerabilities.get(each.vulnerability);
            held.map(|held| held.title.clone())
                .filter(|title| !title.is_empty())
                .unwrap_or_else(|| each.advisory.title.clone())
        })
        .unwrap_or_default();
    let fix = fix(&said, documents);
    let facts = documents.facts();
    let recalled = said
        .iter()
        .find(|each| each.advisory.recall.is_some() && each.assertion.status != MatchStatus::NotAffected)
        .map(|each| each.advisory.id.clone());
    let cvss = None;
    let mut questions: Vec<String> = Vec::new();
    if status == MatchStatus::PossiblyAffected {
        for missing in said.iter().flat_map(|each| &each.assertion.missing) {
            if !questions.contains(missing) {
                questions.push(missing.clone());
            }
        }
    }
    let used = [Field::Vendor, Field::Model, Field::OrderNumber, Field::Firmware];
    let mut because: Vec<_> = used
        .iter()
        .filter_map(|field| device.claims.get(field))
        .flat_map(|claim| claim.reasons.iter().flat_map(|reason| reason.evidence.iter().copied()))
        .collect();
    because.sort_unstable();
    because.dedup();
    Weakness {
        id: WeaknessId::of(&device.id, &name),
        device: device.id.clone(),
        title,
        status,
        conflict,
        fix: fix.state,
        fix_says: fix.says,
        recalled,
        exploited: facts.exploited.get(&name).map(|entry| entry.added.clone()),
        cvss,
        epss: facts.epss.scores.get(&name).map(|score| (*score, facts.epss.model.clone())),
        because,
        questions,
        assertions: said.into_iter().map(|each| each.assertion).collect(),
        vulnerability: name,
    }
}

/// What the most believed source that knows says of a fix.
fn fix(said: &[Said], documents: &dyn Documents) -> FixAnswer {
    let mut first = None;
    for each in said.iter().filter(|each| each.assertion.status != MatchStatus::NotAffected) {
        let answer = match each.product {
            Some(product) => documents.fix(each.number, each.vulnerability, product),
            None => continue,
        };
        if answer.state != FixState::Unknown {
            return answer;
        }
        first.get_or_insert(answer);
    }
    first.unwrap_or_default()
}

fn assertion(found: &Match, advisory: &Advisory, status: MatchStatus) -> Assertion {
    let product = found.products.first().and_then(|at| advisory.products.get(*at as usize));
    let pointer = product.map(|product| product.pointer.clone()).unwrap_or_default();
    let name = product.map(|product| product.full_name.clone()).unwrap_or_default();
    Assertion {
        advisory: found.id.clone(),
        source: found.source.name(),
        publisher: advisory.publisher.clone(),
        title: advisory.title.clone(),
        url: advisory.url.clone(),
        status,
        rule: found.strength.name(),
        found: found.found.clone(),
        condition: found.condition.clone(),
        missing: if status == MatchStatus::PossiblyAffected { found.missing.clone() } else { Vec::new() },
        cited: Cited { document: advisory.document.clone(), pointer, text: name.clone() },
        product: name,
    }
}

/// The device's own name is a guess: what would make it sure.
fn doubt(device: &Device) -> Option<String> {
    let named = [Field::OrderNumber, Field::Model].into_iter().filter_map(|field| device.claims.get(&field));
    let surest = named.max_by(|a, b| a.certainty.get().total_cmp(&b.certainty.get()))?;
    let guess = surest.certainty.get() < SURE_NAME || surest.basis == Basis::Inferred;
    guess.then(|| format!("whether it is a {}: that is inferred", surest.value))
}
