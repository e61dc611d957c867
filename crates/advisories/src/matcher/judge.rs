//! What the documents under the names that mean a device say of its version: affected, possibly, not; and what is missing.

use super::find::{Hit, Question, Strength};
use super::identity::Identity;
use super::index::{Index, Leaf, LeafRole};
use super::knowledge::Knowledge;
use crate::advisory::{SourceKind, VersionText};
use crate::cpe::{Answer, CpeMatch, Verdict, evaluate};
use crate::version::{Condition, Interval, Judgement, Order, Version};
use holdfast_facts::MatchStatus;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// What one document says of one device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Number of the document in the index.
    pub advisory: usize,
    /// Its id.
    pub id: String,
    /// Who speaks.
    pub source: SourceKind,
    /// Whether it applies: the gravest over its vulnerabilities.
    pub status: MatchStatus,
    /// By vulnerability of the document (its number there): status. Not affected ones too.
    pub vulnerabilities: BTreeMap<u32, MatchStatus>,
    /// CVEs that apply or may apply.
    pub cves: Vec<String>,
    /// Products of the document that mean the device (indices), the surest kind only; where its version is outside of all of
    /// them, those.
    pub products: Vec<u32>,
    /// How surely the name means it.
    pub strength: Strength,
    /// What of the device's names was found in the document's.
    pub found: String,
    /// The condition on the version as the document writes it; empty where there is none.
    pub condition: String,
    /// What would settle it, in words; empty where it is settled.
    pub missing: Vec<String>,
}

/// Versions of a device: as seen, and as its maker's advisories count.
struct Seen {
    whole: Option<Version>,
    taken: Option<Version>,
    order: Order,
    /// It was seen and cannot be read.
    unreadable: Option<String>,
}

/// What was found under one name for one document.
struct Candidate<'h> {
    hit: &'h Hit,
    leaf: Leaf,
}

/// Asks every name's documents.
pub(super) fn judge(
    identity: &Identity,
    question: &Question<'_, '_>,
    hits: &[Hit],
    index: &Index,
    knowledge: &Knowledge,
) -> Vec<Match> {
    let seen = seen(identity, question, knowledge);
    let mut by_advisory: FxHashMap<u32, Vec<Candidate<'_>>> = FxHashMap::default();
    for hit in hits {
        let Some(entry) = index.entries.get(hit.entry as usize) else { continue };
        for leaf in &entry.leaves {
            by_advisory.entry(leaf.advisory).or_default().push(Candidate { hit, leaf: *leaf });
        }
    }
    let mut advisories: Vec<(u32, Vec<Candidate<'_>>)> = by_advisory.into_iter().collect();
    advisories.sort_unstable_by_key(|(advisory, _)| *advisory);
    let judging = Judging { seen, question, hits, index, knowledge };
    advisories
        .into_iter()
        .filter_map(|(advisory, candidates)| judging.document(advisory, candidates))
        .collect()
}

struct Judging<'a, 'q, 'i> {
    seen: Seen,
    question: &'a Question<'q, 'i>,
    hits: &'a [Hit],
    index: &'a Index,
    knowledge: &'a Knowledge,
}

/// What was said of one vulnerability.
#[derive(Default)]
struct Said {
    judgements: Vec<Judgement>,
    /// Conditions without a lower bound under one name: the ends of branches.
    ends: Vec<Interval>,
    cleared: bool,
    cleared_all: bool,
    investigated: bool,
}

impl Judging<'_, '_, '_> {
    fn document(&self, advisory: u32, mut candidates: Vec<Candidate<'_>>) -> Option<Match> {
        let head = self.index.heads.get(advisory as usize)?;
        // The surest name speaks; a vaguer one in the same document is about something else.
        let surest = candidates.iter().map(|c| rank(c.hit)).max()?;
        candidates.retain(|candidate| rank(candidate.hit) == surest);
        let hit = candidates.first()?.hit;
        let mut said: BTreeMap<u32, Said> = BTreeMap::new();
        let mut products = BTreeSet::new();
        // Those whose version is another one: they are what is cited where nothing applies.
        let mut outside = BTreeSet::new();
        let mut conditions = BTreeSet::new();
        for candidate in &candidates {
            let Some(says) = self.index.says.get(candidate.leaf.says as usize) else { continue };
            let Some(condition) =
                self.index.condition(candidate.leaf.condition, &self.knowledge.version_words)
            else {
                continue;
            };
            let judgement = self.leaf(candidate, condition, head.trees.as_slice());
            let meant = judgement != Judgement::Outside;
            if candidate.leaf.role != LeafRole::Criterion {
                let set = if meant { &mut products } else { &mut outside };
                set.insert(candidate.leaf.product);
            }
            if let Some(text) =
                self.index.written(candidate.leaf.condition).map(written).filter(|text| !text.is_empty())
            {
                conditions.insert(text);
            }
            for vulnerability in &says.affected {
                let entry = said.entry(*vulnerability).or_default();
                entry.judgements.push(judgement.clone());
                if let [end @ Interval::Between(None, Some(_))] = condition.intervals.as_slice()
                    && condition.needs.is_empty()
                {
                    entry.ends.push(end.clone());
                }
            }
            for vulnerability in says.not_affected.iter().chain(&says.fixed) {
                let entry = said.entry(*vulnerability).or_default();
                if judgement == Judgement::Inside {
                    entry.cleared = true;
                    entry.cleared_all |= condition.all;
                }
            }
            for vulnerability in &says.investigated {
                said.entry(*vulnerability).or_default().investigated |= meant;
            }
        }
        if products.is_empty() {
            products = outside;
        }
        let sure = hit.strength.is_sure();
        let mut missing = BTreeSet::new();
        let mut vulnerabilities = BTreeMap::new();
        for (vulnerability, said) in said {
            let status = self.settle(&said, sure, &mut missing);
            vulnerabilities.insert(vulnerability, status);
        }
        let status = vulnerabilities.values().copied().max()?;
        if status == MatchStatus::PossiblyAffected && !sure {
            missing.insert(match hit.strength {
                Strength::Relabelled => "whether it is the same hardware under another label".to_owned(),
                _ => "who made it, or a second name that agrees".to_owned(),
            });
        }
        if status != MatchStatus::PossiblyAffected {
            missing.clear();
        }
        let cves: BTreeSet<String> = vulnerabilities
            .iter()
            .filter(|(_, status)| **status != MatchStatus::NotAffected)
            .filter_map(|(at, _)| head.cves.get(*at as usize))
            .filter(|cve| !cve.is_empty())
            .map(ToString::to_string)
            .collect();
        Some(Match {
            advisory: advisory as usize,
            id: head.id.to_string(),
            source: head.source,
            status,
            vulnerabilities,
            cves: cves.into_iter().collect(),
            products: products.into_iter().collect(),
            strength: hit.strength,
            found: hit.found.clone(),
            condition: conditions.into_iter().take(4).collect::<Vec<_>>().join(" · "),
            missing: missing.into_iter().collect(),
        })
    }

    fn settle(&self, said: &Said, sure: bool, missing: &mut BTreeSet<String>) -> MatchStatus {
        let mut judgement = Judgement::Outside;
        for next in &said.judgements {
            judgement = match (judgement, next) {
                (_, Judgement::Inside) | (Judgement::Inside, _) => Judgement::Inside,
                (open @ Judgement::Open(_), _) => open,
                (Judgement::Outside, next) => next.clone(),
            };
        }
        // Several ends without beginnings: each is the end of its branch.
        if said.ends.len() > 1 && said.ends.len() == said.judgements.len() && judgement == Judgement::Inside {
            let together = Condition { intervals: said.ends.clone(), ..Condition::default() };
            judgement = together.judge(self.seen.whole.as_ref(), self.seen.order);
            if judgement == Judgement::Outside && said.judgements.contains(&Judgement::Inside) {
                // Fixed in its own branch, below the end of another one.
                judgement = Judgement::Open("which branch of the product it belongs to".to_owned());
            }
        }
        if said.cleared && (!said.cleared_all || judgement != Judgement::Inside) {
            return MatchStatus::NotAffected;
        }
        match judgement {
            Judgement::Inside if sure => MatchStatus::Affected,
            Judgement::Inside => MatchStatus::PossiblyAffected,
            Judgement::Open(why) => {
                missing.insert(why);
                MatchStatus::PossiblyAffected
            }
            Judgement::Outside if said.investigated => {
                missing.insert("the publisher is still looking into it".to_owned());
                MatchStatus::PossiblyAffected
            }
            Judgement::Outside => MatchStatus::NotAffected,
        }
    }

    fn leaf(
        &self,
        candidate: &Candidate<'_>,
        condition: &Condition,
        trees: &[(u32, crate::cpe::Applicability)],
    ) -> Judgement {
        let judgement = self.version(candidate.hit, condition);
        match candidate.leaf.role {
            LeafRole::Own => judgement,
            LeafRole::Host => match judgement {
                Judgement::Outside => Judgement::Outside,
                _ => Judgement::Open(
                    "whether the software that the advisory names is installed on it".to_owned(),
                ),
            },
            LeafRole::OnHost => match judgement {
                Judgement::Inside => Judgement::Open("what it is installed on".to_owned()),
                other => other,
            },
            LeafRole::Criterion => self.criterion(candidate, judgement, trees),
        }
    }

    /// The version against a condition, and against a branch that stands in the name.
    fn version(&self, hit: &Hit, condition: &Condition) -> Judgement {
        // "24950 | 24952": models in the place of versions.
        if let Some(judgement) = self.names(hit, condition) {
            return judgement;
        }
        let judgement = match (&self.seen.whole, &self.seen.unreadable) {
            (None, Some(text)) if !condition.all => {
                Judgement::Open(format!("its version: `{text}` cannot be read"))
            }
            _ => {
                let version = match &self.seen.taken {
                    Some(taken) if condition.bounds_are_single() => Some(taken),
                    _ => self.seen.whole.as_ref(),
                };
                condition.judge(version, self.seen.order)
            }
        };
        let Some(branch) = hit.branch.as_deref().filter(|_| judgement != Judgement::Outside) else {
            return judgement;
        };
        let branch = format!("{}.x", branch.trim_end_matches(['x', 'X', '.']));
        let words = &self.knowledge.version_words;
        match (Version::parse(&branch, words), &self.seen.whole) {
            (Some(branch), Some(version)) => {
                match Condition::exactly(branch).judge(Some(version), self.seen.order) {
                    Judgement::Outside => Judgement::Outside,
                    _ => judgement,
                }
            }
            _ if judgement == Judgement::Inside => {
                Judgement::Open("which branch of the product it is".to_owned())
            }
            _ => judgement,
        }
    }

    /// Names or numbers that stand where a version should: does the device show one of them?
    fn names(&self, hit: &Hit, condition: &Condition) -> Option<Judgement> {
        let shows = |text: &str| {
            let words: Vec<String> = text
                .split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '(' | ')'))
                .map(|word| super::product_name::pattern(word))
                .filter(|word| word.len() > 2 && word.chars().any(|c| c.is_ascii_digit()))
                .collect();
            let whole = holdfast_names::fold(text);
            self.question.bag.origin(&whole).is_some()
                || words
                    .iter()
                    .any(|word| self.question.bag.words().iter().any(|own| super::bag::fits(word, own)))
        };
        if condition.names.iter().any(|name| shows(name)) {
            return Some(if condition.needs.is_empty() {
                Judgement::Inside
            } else {
                Judgement::Open(condition.needs.first().cloned().unwrap_or_default())
            });
        }
        for interval in &condition.intervals {
            if let Interval::Exactly(version) = interval
                && let Some(number) = version.as_number().filter(|number| number.len() > 3)
                && self.question.bag.origin(&number).is_some()
            {
                return Some(Judgement::Inside);
            }
        }
        if condition.names.is_empty() || condition.has_bounds() {
            return None;
        }
        // The device shows another model than those that are listed.
        let other = hit.strength == Strength::OrderNumber || self.question.has_other_model(&hit.found);
        Some(if other { Judgement::Outside } else { Judgement::Open("which model it is".to_owned()) })
    }

    /// A criterion holds only as far as its whole tree does.
    fn criterion(
        &self,
        candidate: &Candidate<'_>,
        judgement: Judgement,
        trees: &[(u32, crate::cpe::Applicability)],
    ) -> Judgement {
        if judgement == Judgement::Outside {
            return judgement;
        }
        let Some(says) = self.index.says.get(candidate.leaf.says as usize) else { return judgement };
        let Some((_, tree)) = trees.iter().find(|(vulnerability, _)| says.affected.contains(vulnerability))
        else {
            return judgement;
        };
        let verdict = evaluate(tree, &mut |criterion| self.has(criterion));
        match verdict.applies {
            Answer::Yes => judgement,
            Answer::No => Judgement::Outside,
            Answer::Unknown => match judgement {
                open @ Judgement::Open(_) => open,
                _ => Judgement::Open(platform(&verdict)),
            },
        }
    }

    /// Whether the device is or has what a criterion names.
    fn has(&self, criterion: &CpeMatch) -> Answer {
        let (vendor, product) =
            (super::index::spoken(&criterion.cpe.vendor), super::index::spoken(&criterion.cpe.product));
        let (vendor, product) = (holdfast_names::fold(&vendor), holdfast_names::fold(&product));
        let named = self.hits.iter().any(|hit| {
            self.index.entries.get(hit.entry as usize).is_some_and(|entry| {
                entry.name.whole == product
                    && self.index.vendors.get(entry.vendor as usize).is_some_and(|v| v.folded == vendor)
            })
        });
        if !named {
            // The hardware that a firmware runs on is the device itself.
            let base = product.as_str();
            let own = self.hits.iter().any(|hit| {
                self.index.entries.get(hit.entry as usize).is_some_and(|entry| {
                    entry.name.whole.strip_suffix("firmware").is_some_and(|name| name == base)
                })
            });
            return if own { Answer::Yes } else { Answer::Unknown };
        }
        let version =
            crate::version::read(&super::index::criterion_version(criterion), &self.knowledge.version_words);
        match version.judge(self.seen.whole.as_ref(), self.seen.order) {
            Judgement::Inside => Answer::Yes,
            Judgement::Outside => Answer::No,
            Judgement::Open(_) => Answer::Unknown,
        }
    }
}

/// What the tree asks for and nobody has seen.
fn platform(verdict: &Verdict<'_>) -> String {
    let names: BTreeSet<String> = verdict
        .missing
        .iter()
        .map(|criterion| super::index::spoken(&criterion.cpe.product))
        .filter(|name| !name.is_empty())
        .take(3)
        .collect();
    if names.is_empty() {
        "what it runs on".to_owned()
    } else {
        format!("whether it is or runs on {}", names.into_iter().collect::<Vec<_>>().join(", "))
    }
}

/// Order: surer kind first, then how much was shown.
fn rank(hit: &Hit) -> (Strength, u32) {
    (hit.strength, hit.specificity)
}

fn seen(identity: &Identity, question: &Question<'_, '_>, knowledge: &Knowledge) -> Seen {
    let scheme = question.vendor.brands.iter().find_map(|brand| knowledge.schemes.of(brand));
    let text = identity.version.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let whole = text.and_then(|text| Version::parse(text, &knowledge.version_words));
    let taken = scheme
        .and_then(|scheme| scheme.take.as_ref())
        .and_then(|take| take.captures(text?))
        .and_then(|found| Version::parse(found.get(1)?.as_str(), &knowledge.version_words));
    let unreadable = text.filter(|_| whole.is_none()).map(str::to_owned);
    Seen { whole, taken, order: scheme.map_or(Order::Unknown, |scheme| scheme.order), unreadable }
}

/// A condition as a person reads it.
fn written(text: &VersionText) -> String {
    match text {
        VersionText::Unsaid => String::new(),
        VersionText::Written(text) | VersionText::Exactly(text) => text.trim().to_owned(),
        VersionText::Ranges(ranges) => {
            let one = |range: &crate::advisory::Range| {
                let from = range
                    .from
                    .as_ref()
                    .map(|(text, incl)| format!("{}{text}", if *incl { ">=" } else { ">" }));
                let to =
                    range.to.as_ref().map(|(text, incl)| format!("{}{text}", if *incl { "<=" } else { "<" }));
                let bounds: Vec<String> = [from, to].into_iter().flatten().collect();
                if range.unaffected { format!("not {}", bounds.join(" ")) } else { bounds.join(" ") }
            };
            ranges.iter().map(one).collect::<Vec<_>>().join(" | ")
        }
    }
}
