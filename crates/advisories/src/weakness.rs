//! Matches of a device become weaknesses: each vulnerability once, with everybody who speaks of it, the answer of the most
//! believed source that is sure, and whether there is a fix.

use crate::advisory::Advisory;
use crate::feeds::Feeds;
use crate::fix::FixAnswer;
use crate::matcher::{Identity, Index, Match};
use crate::priority::controls::{Control, ControlState, ObservedTalk, extract, verify};
use crate::priority::{Catalogue, Decision, Likelihood, PriorityRules, Reach, Situation, decide};
use holdfast_facts::{
    Assertion, Basis, Cited, Device, EvidenceId, Field, FixState, MatchStatus, Weakness, WeaknessId,
};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where the documents are.
pub trait Documents {
    /// The index that the matches are of.
    fn index(&self) -> &Index;
    /// A document by its number in the index.
    fn advisory(&self, number: usize) -> Option<Arc<Advisory>>;
    /// Whether one of its products can be fixed against one of its vulnerabilities.
    fn fix(&self, number: usize, vulnerability: usize, product: usize) -> FixAnswer;
    /// Facts about CVEs.
    fn facts(&self) -> &Feeds;
}

/// A weakness with what to do about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// The weakness.
    pub weakness: Weakness,
    /// What to do, by when and why.
    pub decision: Decision,
    /// What the documents ask for instead of a fix, and what traffic shows of it.
    pub controls: Vec<(Control, ControlState)>,
}

/// What is known of a device's place, for deciding.
#[derive(Clone, Debug, Default)]
pub struct Surroundings<'a> {
    /// Where it was seen to be reachable from.
    pub reach: Reach,
    /// What shows it.
    pub reach_evidence: Vec<EvidenceId>,
    /// Its kind in words.
    pub kind: Option<&'a str>,
    /// The kind's safety class.
    pub safety: Option<&'a str>,
    /// With whom it was seen to talk.
    pub talks: Vec<ObservedTalk>,
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
pub fn weaknesses(
    device: &Device,
    matches: &[Match],
    documents: &dyn Documents,
    around: &Surroundings<'_>,
    rules: &PriorityRules,
    as_of: Date,
) -> Vec<Weighed> {
    let mut by_vulnerability: BTreeMap<String, Vec<Said>> = BTreeMap::new();
    let doubt = doubt(device);
    for found in matches {
        let Some(advisory) = documents.advisory(found.advisory) else { continue };
        for (number, status) in &found.vulnerabilities {
            let vulnerability = *number as usize;
            let cve = advisory.vulnerabilities.get(vulnerability).and_then(|held| held.cve.clone());
            let name = cve.unwrap_or_else(|| advisory.id.clone());
            let mut assertion = assertion(found, &advisory, (*number, *status), documents.index());
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
                source: advisory.source,
            });
        }
    }
    by_vulnerability
        .into_iter()
        .map(|(name, mut said)| {
            said.sort_by(|a, b| (a.source, &a.advisory.id).cmp(&(b.source, &b.advisory.id)));
            let (weakness, fix) = weakness(device, name, &said, documents);
            weigh(weakness, &fix, &said, documents, around, rules, as_of)
        })
        .collect()
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

/// The document that decided, or the first that fears what came out.
fn leading(said: &[Said], status: MatchStatus) -> Option<&Said> {
    said.iter().find(|each| each.sure).or_else(|| said.iter().find(|each| each.assertion.status == status))
}

/// What to do about it.
fn weigh(
    weakness: Weakness,
    fix: &FixAnswer,
    said: &[Said],
    documents: &dyn Documents,
    around: &Surroundings<'_>,
    rules: &PriorityRules,
    as_of: Date,
) -> Weighed {
    let facts = documents.facts();
    let leading = leading(said, weakness.status);
    let vulnerability = leading.and_then(|each| each.advisory.vulnerabilities.get(each.vulnerability));
    let controls = leading
        .filter(|_| weakness.status != MatchStatus::NotAffected)
        .map(|each| extract(&each.advisory, Some(each.vulnerability), each.product, &rules.controls))
        .unwrap_or_default();
    // The score and the decision points may stand in another record of the same CVE.
    let merged = vulnerability.map(|held| {
        let mut merged = held.clone();
        for each in said {
            if let Some(other) = each.advisory.vulnerabilities.get(each.vulnerability) {
                merged.cvss.extend(other.cvss.iter().filter(|vector| !held.cvss.contains(vector)).cloned());
                merged.ssvc.extend(other.ssvc.iter().filter(|ssvc| !held.ssvc.contains(ssvc)).cloned());
            }
        }
        merged
    });
    let excused = leading
        .filter(|each| weakness.status == MatchStatus::NotAffected && each.sure)
        .map(|each| &each.assertion.cited);
    let decision = decide(
        &Situation {
            status: weakness.status,
            excused,
            vulnerability: merged.as_ref(),
            notes: leading.map(|each| each.advisory.notes.as_slice()).unwrap_or_default(),
            catalogue: match facts.exploited.get(&weakness.vulnerability) {
                Some(entry) => Catalogue::Listed(entry),
                None if facts.exploited.is_empty() => Catalogue::Missing,
                None => Catalogue::NotListed,
            },
            likelihood: weakness.epss.as_ref().map(|(score, model)| Likelihood {
                score: *score,
                model,
                date: &facts.epss.date,
            }),
            fix,
            recalled: weakness.recalled.is_some(),
            reach: around.reach,
            reach_evidence: &around.reach_evidence,
            kind: around.kind,
            safety: around.safety,
            site: None,
            controls: &controls,
            as_of,
        },
        rules,
    );
    let controls = controls
        .into_iter()
        .map(|control| {
            let state = verify(&control, &around.talks);
            (control, state)
        })
        .collect();
    Weighed { weakness, decision, controls }
}

fn weakness(
    device: &Device,
    name: String,
    said: &[Said],
    documents: &dyn Documents,
) -> (Weakness, FixAnswer) {
    // The most believed who is sure; else the gravest that anybody fears.
    let decisive = said.iter().position(|each| each.sure);
    let status = match decisive.and_then(|at| said.get(at)) {
        Some(each) => each.assertion.status,
        None => said.iter().map(|each| each.assertion.status).max().unwrap_or(MatchStatus::PossiblyAffected),
    };
    let says = |wanted: MatchStatus| said.iter().any(|each| each.sure && each.assertion.status == wanted);
    let conflict = says(MatchStatus::Affected) && says(MatchStatus::NotAffected);
    let title = leading(said, status)
        .map(|each| {
            let held = each.advisory.vulnerabilities.get(each.vulnerability);
            held.map(|held| held.title.clone())
                .filter(|title| !title.is_empty())
                .unwrap_or_else(|| each.advisory.title.clone())
        })
        .unwrap_or_default();
    let fix = fix(said, documents);
    let facts = documents.facts();
    let recalled = said
        .iter()
        .find(|each| each.advisory.recall.is_some() && each.assertion.status != MatchStatus::NotAffected)
        .map(|each| each.advisory.id.clone());
    // The newest version of the scale that anybody gives, the most believed source first.
    let cvss = said
        .iter()
        .filter_map(|each| {
            crate::cvss::scores(each.advisory.vulnerabilities.get(each.vulnerability)?).0.into_iter().next()
        })
        .reduce(|best, next| if next.version > best.version { next } else { best })
        .map(|scored| (scored.vector, scored.score as f32));
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
    let weakness = Weakness {
        id: WeaknessId::of(&device.id, &name),
        device: device.id.clone(),
        title,
        status,
        conflict,
        fix: fix.state.clone(),
        fix_says: fix.says.clone(),
        recalled,
        exploited: facts.exploited.get(&name).map(|entry| entry.added.clone()),
        cvss,
        epss: facts.epss.scores.get(&name).map(|score| (*score, facts.epss.model.clone())),
        because,
        questions,
        assertions: said.iter().map(|each| each.assertion.clone()).collect(),
        vulnerability: name,
    };
    (weakness, fix)
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

fn assertion(
    found: &Match,
    advisory: &Advisory,
    (number, status): (u32, MatchStatus),
    index: &Index,
) -> Assertion {
    let product = found.products.first().and_then(|at| advisory.products.get(*at as usize));
    // A criterion of a logical condition is no product: the vulnerability that it stands in is cited.
    let place = product.map(|product| &product.pointer);
    let place = place.or(advisory.vulnerabilities.get(number as usize).map(|held| &held.pointer));
    let pointer = place.cloned().unwrap_or_default();
    let name = product.map(|product| product.full_name.clone()).unwrap_or_default();
    Assertion {
        advisory: advisory.id.clone(),
        source: advisory.source.name(),
        publisher: advisory.publisher.clone(),
        title: advisory.title.clone(),
        url: advisory.url.clone(),
        status,
        rule: found.strength.name(),
        found: found.found.to_string(),
        condition: found.condition(index),
        missing: if status == MatchStatus::PossiblyAffected {
            found.missing.iter().map(ToString::to_string).collect()
        } else {
            Vec::new()
        },
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
