//! What the documents under the names that mean a device say of its version: affected, possibly, not; and what is missing.

use super::bag::Origin;
use super::find::{Hit, Question, Strength};
use super::identity::Identity;
use super::index::{Index, Leaf, LeafRole};
use super::knowledge::Knowledge;
use crate::advisory::{SourceKind, VersionText};
use crate::cpe::{Answer, CpeMatch, Verdict, evaluate};
use crate::version::{Condition, Interval, Judgement, Order, Version};
use holdfast_facts::MatchStatus;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What one document says of one device. What it is called and which CVEs it has, the index tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Number of the document in the index.
    pub advisory: usize,
    /// Whether it applies: the gravest over its vulnerabilities.
    pub status: MatchStatus,
    /// By vulnerability of the document (its number there), in order. Not affected ones too.
    pub vulnerabilities: Vec<(u32, MatchStatus)>,
    /// Products of the document that mean the device (indices, in order), the surest kind only; where its version is outside
    /// of all of them, those.
    pub products: Vec<u32>,
    /// How surely the name means it.
    pub strength: Strength,
    /// What of the device's names was found in the document's.
    pub found: Arc<str>,
    /// What would settle it, in words; empty where it is settled.
    pub missing: Vec<Cow<'static, str>>,
    /// Conditions on the version that were read, at most four.
    conditions: Vec<u32>,
}

impl Match {
    /// The conditions on the version as the document writes them; empty where there is none.
    pub fn condition(&self, index: &Index) -> String {
        let texts: BTreeSet<String> = self
            .conditions
            .iter()
            .filter_map(|place| index.written(*place))
            .map(written)
            .filter(|text| !text.is_empty())
            .collect();
        texts.into_iter().collect::<Vec<_>>().join(" · ")
    }

    /// The document's id.
    pub fn id<'i>(&self, index: &'i Index) -> &'i str {
        index.heads.get(self.advisory).map_or("", |head| &head.id)
    }

    /// Who speaks.
    pub fn source(&self, index: &Index) -> SourceKind {
        index.heads.get(self.advisory).map_or(SourceKind::EndOfSupport, |head| head.source)
    }

    /// CVEs that apply or may apply, sorted.
    pub fn cves<'i>(&self, index: &'i Index) -> Vec<&'i str> {
        let Some(head) = index.heads.get(self.advisory) else { return Vec::new() };
        let mut cves: Vec<&str> = self
            .vulnerabilities
            .iter()
            .filter(|(_, status)| *status != MatchStatus::NotAffected)
            .filter_map(|(at, _)| head.cves.get(*at as usize))
            .map(|cve| &**cve)
            .filter(|cve| !cve.is_empty())
            .collect();
        cves.sort_unstable();
        cves.dedup();
        cves
    }
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
#[derive(Clone, Copy)]
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
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    for hit in hits {
        let leaves = index.entries.get(hit.entry as usize).map(|entry| entry.leaves.as_slice());
        candidates.extend(leaves.unwrap_or_default().iter().map(|leaf| Candidate { hit, leaf: *leaf }));
    }
    candidates.sort_by_key(|candidate| (candidate.leaf.advisory, candidate.hit.entry));
    let judging = Judging { seen, question, hits, index, knowledge };
    candidates
        .chunk_by(|a, b| a.leaf.advisory == b.leaf.advisory)
        .filter_map(|of_document| judging.document(of_document))
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
struct Said<'c> {
    judgement: Judgement,
    judged: usize,
    /// Conditions without a lower bound under one name: the ends of branches.
    ends: Vec<&'c Interval>,
    cleared: bool,
    cleared_all: bool,
    investigated: bool,
}

impl<'c> Said<'c> {
    fn of<'s>(list: &'s mut Vec<(u32, Said<'c>)>, vulnerability: u32) -> &'s mut Said<'c> {
        let at = list.iter().position(|(number, _)| *number == vulnerability).unwrap_or_else(|| {
            let nothing = Said {
                judgement: Judgement::Outside,
                judged: 0,
                ends: Vec::new(),
                cleared: false,
                cleared_all: false,
                investigated: false,
            };
            list.push((vulnerability, nothing));
            list.len() - 1
        });
        &mut list[at].1
    }

    /// The gravest counts: inside, open, outside.
    fn add(&mut self, next: &Judgement) {
        self.judged += 1;
        let graver = match (&self.judgement, next) {
            (Judgement::Inside, _) | (Judgement::Open(_), Judgement::Open(_)) => false,
            (_, next) => *next != Judgement::Outside,
        };
        if graver {
            self.judgement = next.clone();
        }
    }
}

impl Judging<'_, '_, '_> {
    fn document(&self, candidates: &[Candidate<'_>]) -> Option<Match> {
        // The surest name speaks; a vaguer one in the same document is about something else.
        let surest = candidates.iter().map(|candidate| rank(candidate.hit)).max()?;
        let mut speaking = candidates.iter().filter(|candidate| rank(candidate.hit) == surest).peekable();
        let first = *speaking.peek()?;
        let head = self.index.heads.get(first.leaf.advisory as usize)?;
        let mut said: Vec<(u32, Said<'_>)> = Vec::new();
        let (mut products, mut conditions) = (Vec::new(), Vec::new());
        // Those whose version is another one: they are what is cited where nothing applies.
        let mut outside = Vec::new();
        for candidate in speaking {
            let Some(says) = self.index.says.get(candidate.leaf.says as usize) else { continue };
            let place = candidate.leaf.condition;
            let Some(condition) = self.index.condition(place, &self.knowledge.version_words) else {
                continue;
            };
            let judgement = self.leaf(candidate, condition, &head.trees);
            let meant = judgement != Judgement::Outside;
            if candidate.leaf.role != LeafRole::Criterion {
                let list = if meant { &mut products } else { &mut outside };
                list.push(candidate.leaf.product);
            }
            if conditions.len() < 4 && !conditions.contains(&place) {
                conditions.push(place);
            }
            for vulnerability in &says.affected {
                let entry = Said::of(&mut said, *vulnerability);
                entry.add(&judgement);
                if let [end @ Interval::Between(None, Some(_))] = condition.intervals.as_slice()
                    && condition.needs.is_empty()
                {
                    entry.ends.push(end);
                }
            }
            for vulnerability in says.not_affected.iter().chain(&says.fixed) {
                let entry = Said::of(&mut said, *vulnerability);
                if judgement == Judgement::Inside {
                    entry.cleared = true;
                    entry.cleared_all |= condition.all;
                }
            }
            for vulnerability in &says.investigated {
                Said::of(&mut said, *vulnerability).investigated |= meant;
            }
        }
        if products.is_empty() {
            products = outside;
        }
        let hit = first.hit;
        let sure = hit.strength.is_sure();
        let mut missing: Vec<Cow<'static, str>> = Vec::new();
        said.sort_unstable_by_key(|(vulnerability, _)| *vulnerability);
        let vulnerabilities: Vec<(u32, MatchStatus)> = said
            .into_iter()
            .map(|(vulnerability, said)| (vulnerability, self.settle(said, sure, &mut missing)))
            .collect();
        let status = vulnerabilities.iter().map(|(_, status)| *status).max()?;
        if status == MatchStatus::PossiblyAffected && !sure {
            missing.push(Cow::Borrowed(match hit.strength {
                Strength::Relabelled => "whether it is the same hardware under another label",
                _ => "who made it, or a second name that agrees",
            }));
        }
        if status != MatchStatus::PossiblyAffected {
            missing.clear();
        }
        missing.sort_unstable();
        missing.dedup();
        products.sort_unstable();
        products.dedup();
        Some(Match {
            advisory: first.leaf.advisory as usize,
            status,
            vulnerabilities,
            products,
            strength: hit.strength,
            found: hit.found.clone(),
            missing,
            conditions,
        })
    }

    fn settle(&self, said: Said<'_>, sure: bool, missing: &mut Vec<Cow<'static, str>>) -> MatchStatus {
        let mut judgement = said.judgement;
        // Several ends without beginnings: each is the end of its branch.
        if said.ends.len() > 1 && said.ends.len() == said.judged && judgement == Judgement::Inside {
            let intervals = said.ends.into_iter().cloned().collect();
            let together = Condition::of(intervals);
            judgement = together.judge(self.seen.whole.as_ref(), self.seen.order);
            if judgement == Judgement::Outside {
                // Fixed in its own branch, below the end of another one.
                judgement = Judgement::Open(Cow::Borrowed("which branch of the product it belongs to"));
            }
        }
        if said.cleared && (!said.cleared_all || judgement != Judgement::Inside) {
            return MatchStatus::NotAffected;
        }
        match judgement {
            Judgement::Inside if sure => MatchStatus::Affected,
            Judgement::Inside => MatchStatus::PossiblyAffected,
            Judgement::Open(why) => {
                missing.push(why);
                MatchStatus::PossiblyAffected
            }
            Judgement::Outside if said.investigated => {
                missing.push(Cow::Borrowed("the publisher is still looking into it"));
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
                _ => Judgement::Open(Cow::Borrowed(
                    "whether the software that the advisory names is installed on it",
                )),
            },
            LeafRole::OnHost => match judgement {
                Judgement::Inside => Judgement::Open(Cow::Borrowed("what it is installed on")),
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
                Judgement::Open(Cow::Owned(format!("its version: `{text}` cannot be read")))
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
                Judgement::Open(Cow::Borrowed("which branch of the product it is"))
            }
            _ => judgement,
        }
    }

    /// Names or numbers that stand where a version should: does the device show one of them?
    fn names(&self, hit: &Hit, condition: &Condition) -> Option<Judgement> {
        for number in condition.numbers() {
            if self.question.bag.origin(number) == Some(Origin::Said)
                && !holdfast_names::fold(&hit.found).contains(number)
            {
                return Some(Judgement::Inside);
            }
        }
        if condition.names.is_empty() {
            return None;
        }
        let shows = |text: &str| {
            let words: Vec<String> = text
                .split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '(' | ')'))
                .map(super::product_name::pattern)
                .filter(|word| word.len() > 2 && word.chars().any(|c| c.is_ascii_digit()))
                .collect();
            let whole = holdfast_names::fold(text);
            self.question.bag.origin(&whole).is_some()
                || words
                    .iter()
                    .any(|word| self.question.bag.words().iter().any(|own| super::bag::fits(word, own)))
        };
        if condition.names.iter().any(|name| shows(name)) {
            return Some(match condition.needs.first() {
                None => Judgement::Inside,
                Some(need) => Judgement::Open(Cow::Owned(need.clone())),
            });
        }
        if condition.has_bounds() {
            return None;
        }
        // The device shows another model than those that are listed.
        let other = hit.strength == Strength::OrderNumber || self.question.has_other_model(&hit.found);
        Some(if other { Judgement::Outside } else { Judgement::Open(Cow::Borrowed("which model it is")) })
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
                _ => Judgement::Open(Cow::Owned(platform(&verdict))),
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
