//! How two names relate as sets (NISTIR 7696 §6 and §7): attribute by attribute, then the whole name.
//!
//! NA and a value are disjoint: a name whose version is `-` speaks of things without a version, not of every version.

use super::{Component, Cpe};

/// The first name's set beside the second one's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The same set.
    Equal,
    /// All of the second is in the first.
    Superset,
    /// All of the first is in the second.
    Subset,
    /// They share nothing.
    Disjoint,
    /// They may share something: wildcards in the second name, or superset in one attribute and subset in another.
    Undefined,
}

impl Component {
    /// How this component relates to another one (table 6-2).
    pub fn relation(&self, other: &Component) -> Relation {
        match (self, other) {
            (Component::Any, Component::Any) | (Component::NotApplicable, Component::NotApplicable) => {
                Relation::Equal
            }
            (_, Component::Text(text)) if is_wild(text) && self != other => Relation::Undefined,
            (Component::Any, _) => Relation::Superset,
            (_, Component::Any) => Relation::Subset,
            (Component::Text(one), Component::Text(two)) if one == two => Relation::Equal,
            (Component::Text(pattern), Component::Text(text)) if is_wild(pattern) && fits(pattern, text) => {
                Relation::Superset
            }
            _ => Relation::Disjoint,
        }
    }

    /// The value where it is one without wildcards, unescaped.
    pub fn literal(&self) -> Option<String> {
        match self {
            Component::Text(text) if !is_wild(text) => Some(tokens(text).map(|(c, _)| c).collect()),
            _ => None,
        }
    }
}

impl Cpe {
    /// How this name relates to another one (table 6-4).
    pub fn relation(&self, other: &Cpe) -> Relation {
        let pairs = self.components().into_iter().zip(other.components());
        let (mut wider, mut narrower, mut unclear) = (false, false, false);
        for (one, two) in pairs {
            match one.relation(two) {
                Relation::Equal => {}
                Relation::Superset => wider = true,
                Relation::Subset => narrower = true,
                Relation::Undefined => unclear = true,
                // One attribute in which they share nothing is enough.
                Relation::Disjoint => return Relation::Disjoint,
            }
        }
        match (unclear, wider, narrower) {
            (false, false, false) => Relation::Equal,
            (false, true, false) => Relation::Superset,
            (false, false, true) => Relation::Subset,
            _ => Relation::Undefined,
        }
    }

    /// The eleven components in the order of a formatted string.
    pub fn components(&self) -> [&Component; 11] {
        let [edition, language, software, target, hardware, other] = &self.rest;
        let Cpe { part, vendor, product, version, update, .. } = self;
        [part, vendor, product, version, update, edition, language, software, target, hardware, other]
    }
}

/// Characters of a stored value, each with whether it is a wildcard.
fn tokens(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut characters = text.chars();
    std::iter::from_fn(move || match characters.next()? {
        '\\' => characters.next().map(|character| (character, false)),
        character => Some((character, matches!(character, '*' | '?'))),
    })
}

fn is_wild(text: &str) -> bool {
    tokens(text).any(|(_, wild)| wild)
}

/// Does the text fit the pattern? `*` is any number of characters, a `?` at an end none or one (§6.3).
fn fits(pattern: &str, text: &str) -> bool {
    let pattern: Vec<(char, bool)> = tokens(pattern).collect();
    let text: Vec<char> = tokens(text).map(|(character, _)| character).collect();
    let ahead = pattern.iter().take_while(|(_, wild)| *wild);
    let (mut most_before, mut any_before, mut head) = (0, false, 0);
    for (character, _) in ahead {
        head += 1;
        match character {
            '*' => any_before = true,
            _ => most_before += 1,
        }
    }
    let (mut most_after, mut any_after, mut tail) = (0, false, 0);
    for (character, _) in pattern.iter().skip(head).rev().take_while(|(_, wild)| *wild) {
        tail += 1;
        match character {
            '*' => any_after = true,
            _ => most_after += 1,
        }
    }
    let core: Vec<char> = pattern
        .iter()
        .skip(head)
        .take(pattern.len() - head - tail)
        .map(|(character, _)| *character)
        .collect();
    let Some(spare) = text.len().checked_sub(core.len()) else { return false };
    (0..=spare).any(|before| {
        let after = spare - before;
        (any_before || before <= most_before)
            && (any_after || after <= most_after)
            && text.iter().skip(before).take(core.len()).eq(core.iter())
    })
}
