//! What people said, bound to today's nodes: which statements are about a device, and what it claims because of them.
//!
//! A person's word wins, with certainty 1; what the evidence said instead stands beside it as a rival. Of several
//! statements about one field the latest holds.

use crate::binding::Bindings;
use crate::grouping::{Node, current};
use crate::knowledge::Knowledge;
use crate::opinion::{are_related, may_be_contained};
use holdfast_facts::{
    Basis, Certainty, Claim, EvidenceSet, Field, Reason, Rival, Saying, Statement, StatementId,
};
use holdfast_names::squash;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// The step's name, in reasons.
const STEP: &str = "said";
/// A source of this certainty that says something else is a conflict, as between sources on the wire.
const STRONG: f64 = 0.8;

/// One statement and the nodes that it means today.
struct Bound<'a> {
    id: StatementId,
    statement: &'a Statement,
    about: BTreeSet<Node>,
}

/// Every statement that nobody took back, oldest first.
pub(crate) struct Said<'a> {
    bound: Vec<Bound<'a>>,
    /// Their places, by node.
    by_node: FxHashMap<Node, Vec<usize>>,
}

impl<'a> Said<'a> {
    pub(crate) fn of(set: &'a EvidenceSet, bindings: &Bindings) -> Said<'a> {
        let today = |keys: &BTreeSet<Node>| keys.iter().map(|key| current(key.clone(), bindings)).collect();
        let mut said = Said { bound: Vec::new(), by_node: FxHashMap::default() };
        for (place, (id, statement)) in set.standing().into_iter().enumerate() {
            let about: BTreeSet<Node> = today(statement.about());
            let mut nodes = about.clone();
            if let Saying::Merge(with) = statement.says() {
                nodes.append(&mut today(with));
            }
            for node in &nodes {
                said.by_node.entry(node.clone()).or_default().push(place);
            }
            let about = if matches!(statement.says(), Saying::Merge(_)) { nodes } else { about };
            said.bound.push(Bound { id, statement, about });
        }
        said
    }

    /// What was split off, with the statement's place in time.
    pub(crate) fn splits(&self) -> impl Iterator<Item = (usize, &BTreeSet<Node>)> {
        let places = self.bound.iter().enumerate();
        places
            .filter(|(_, bound)| matches!(bound.statement.says(), Saying::Split))
            .map(|(p, b)| (p, &b.about))
    }

    /// What was said to be one thing, with the statement's place in time.
    pub(crate) fn merges(&self) -> impl Iterator<Item = (usize, &BTreeSet<Node>)> {
        let places = self.bound.iter().enumerate();
        places
            .filter(|(_, bound)| matches!(bound.statement.says(), Saying::Merge(_)))
            .map(|(p, b)| (p, &b.about))
    }

    /// What was said of a device that is known by these.
    pub(crate) fn about<'s>(&'s self, nodes: &[Node]) -> Words<'s> {
        if self.bound.is_empty() {
            return Words::default();
        }
        let places: BTreeSet<usize> =
            nodes.iter().filter_map(|node| self.by_node.get(node)).flatten().copied().collect();
        let found = places.into_iter().filter_map(|place| self.bound.get(place));
        Words { list: found.map(|bound| (bound.id, bound.statement)).collect() }
    }
}

/// What was said of one device, oldest first.
#[derive(Default)]
pub(crate) struct Words<'a> {
    list: Vec<(StatementId, &'a Statement)>,
}

impl Words<'_> {
    pub(crate) fn ids(&self) -> Vec<StatementId> {
        self.list.iter().map(|(id, _)| *id).collect()
    }

    /// Somebody said that it, or a part of it, is a thing of its own.
    pub(crate) fn split_off(&self) -> bool {
        self.list.iter().any(|(_, statement)| matches!(statement.says(), Saying::Split))
    }

    pub(crate) fn ignore(&self) -> bool {
        self.list.iter().any(|(_, statement)| matches!(statement.says(), Saying::Ignore))
    }

    /// Puts what people said in the place of what was concluded, for the fields that are wanted.
    pub(crate) fn claim(
        &self,
        claims: &mut BTreeMap<Field, Claim>,
        runners_up: &mut BTreeMap<Field, Vec<Rival>>,
        knowledge: &Knowledge,
        wanted: impl Fn(Field) -> bool,
    ) {
        let mut latest: BTreeMap<Field, (StatementId, String)> = BTreeMap::new();
        for (id, statement) in &self.list {
            if let Saying::Field(field, text) = statement.says()
                && wanted(*field)
                && let Some(value) = accept(*field, text, knowledge)
            {
                latest.insert(*field, (*id, value));
            }
        }
        for (field, (id, value)) in latest {
            let held = claims.remove(&field);
            let undecided = runners_up.remove(&field).unwrap_or_default();
            claims.insert(field, claim(field, id, value, held, undecided));
        }
    }
}

/// Where a person gave the kind, what only the rules for the kind that lost say of the realm is lost with it.
pub(crate) fn lost_realm(claims: &mut BTreeMap<Field, Claim>) -> Option<Rival> {
    let kind = claims.get(&Field::Kind).filter(|kind| kind.basis == Basis::Said)?;
    let lost: BTreeSet<&str> =
        kind.rivals.iter().flat_map(|rival| &rival.reasons).map(|reason| reason.rule.as_str()).collect();
    let held = &claims.get(&Field::Realm)?.reasons;
    if !held.iter().all(|reason| lost.contains(reason.rule.as_str())) {
        return None;
    }
    let realm = claims.remove(&Field::Realm)?;
    Some(Rival { value: realm.value, certainty: realm.certainty, reasons: realm.reasons })
}

/// The value as it is claimed; nothing where it is no kind of the closed list (any more).
fn accept(field: Field, text: &str, knowledge: &Knowledge) -> Option<String> {
    match field {
        Field::Vendor => Some(knowledge.brands.canonical(text).to_owned()),
        Field::Kind => knowledge.kinds.get(text).map(|kind| kind.id.clone()),
        _ => Some(text.to_owned()),
    }
}

fn claim(field: Field, id: StatementId, value: String, held: Option<Claim>, undecided: Vec<Rival>) -> Claim {
    let mut reasons = vec![Reason { rule: STEP.to_owned(), evidence: Vec::new(), statement: Some(id) }];
    let key = squash(&value);
    let same = |other: &str| squash(other) == key;
    let contradicts = |rival: &Rival| {
        let related = may_be_contained(field) && are_related(&key, &squash(&rival.value));
        rival.certainty.get() >= STRONG && !related
    };
    let mut rivals = undecided;
    let mut was = None;
    if let Some(held) = held {
        rivals.extend(held.rivals);
        if same(&held.value) {
            reasons.extend(held.reasons);
        } else {
            let lost = Rival { value: held.value, certainty: held.certainty, reasons: held.reasons };
            was = Some((held.basis, lost));
        }
    }
    rivals.retain(|rival| !same(&rival.value));
    // A guess, however sure, is no conflict.
    let conflict = rivals.iter().any(contradicts)
        || was.as_ref().is_some_and(|(basis, lost)| *basis != Basis::Inferred && contradicts(lost));
    rivals.splice(0..0, was.map(|(_, lost)| lost));
    Claim { value, certainty: Certainty::new(1.0), basis: Basis::Said, reasons, rivals, conflict }
}
