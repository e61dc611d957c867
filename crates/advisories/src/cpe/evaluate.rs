//! Does a condition over CPE names hold for a device? Yes, no, or not known, with what made it so.
//!
//! The caller says of each leaf whether the device has that (name and range: it knows the identity); here is the logic
//! (Kleene's three values). What is reported is the weak leaves alone: that something runs on a platform does not make
//! the platform weak.

use super::{Applicability, CpeMatch, Node};

/// Three values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// What has been seen does not tell.
    Unknown,
}

impl Answer {
    fn negated(self) -> Answer {
        match self {
            Answer::Yes => Answer::No,
            Answer::No => Answer::Yes,
            Answer::Unknown => Answer::Unknown,
        }
    }
}

/// What came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict<'a> {
    /// Whether the device has something weak under this condition.
    pub applies: Answer,
    /// The vulnerable leaves that made it so; where `applies` is unknown, those that may be it. Empty with a no.
    pub weak: Vec<&'a CpeMatch>,
    /// Leaves of which one would have to know whether the device has them; empty unless `applies` is unknown.
    pub missing: Vec<&'a CpeMatch>,
}

/// What one subtree says. Without an answer it is empty and says nothing.
#[derive(Default)]
struct Found<'a> {
    answer: Option<Answer>,
    /// Vulnerable leaves that are there, in a subtree that holds.
    weak: Vec<&'a CpeMatch>,
    /// Vulnerable leaves that may be there, or are in a subtree that may hold.
    maybe: Vec<&'a CpeMatch>,
    missing: Vec<&'a CpeMatch>,
}

/// Evaluates the condition. Every leaf is asked for once, in the order of the document.
pub fn evaluate<'a>(
    condition: &'a Applicability,
    ask: &mut dyn FnMut(&'a CpeMatch) -> Answer,
) -> Verdict<'a> {
    let found: Vec<Found<'a>> = condition.configurations.iter().map(|each| node(each, ask)).collect();
    let Found { weak, maybe, missing, .. } = any(found);
    // A condition that holds by its platforms alone speaks of nothing weak.
    if !weak.is_empty() {
        Verdict { applies: Answer::Yes, weak, missing: Vec::new() }
    } else if !maybe.is_empty() {
        Verdict { applies: Answer::Unknown, weak: maybe, missing }
    } else {
        Verdict { applies: Answer::No, weak: Vec::new(), missing: Vec::new() }
    }
}

fn node<'a>(node: &'a Node, ask: &mut dyn FnMut(&'a CpeMatch) -> Answer) -> Found<'a> {
    let mut found: Vec<Found<'a>> = node.matches.iter().map(|each| leaf(each, ask)).collect();
    found.extend(node.nodes.iter().map(|each| self::node(each, ask)));
    if node.negate {
        return negated(if node.all { all(found) } else { any(found) }, node);
    }
    if node.all { all(found) } else { any(found) }
}

fn leaf<'a>(leaf: &'a CpeMatch, ask: &mut dyn FnMut(&'a CpeMatch) -> Answer) -> Found<'a> {
    let answer = ask(leaf);
    let mut found = Found { answer: Some(answer), ..Found::default() };
    match answer {
        Answer::Yes if leaf.vulnerable => found.weak.push(leaf),
        Answer::Unknown => {
            found.missing.push(leaf);
            if leaf.vulnerable {
                found.maybe.push(leaf);
            }
        }
        Answer::Yes | Answer::No => {}
    }
    found
}

/// OR: what holds, holds by its own; what may hold stays beside it.
fn any(children: Vec<Found<'_>>) -> Found<'_> {
    let mut whole = Found::default();
    for child in children {
        let Some(answer) = child.answer else { continue };
        whole.answer = match (whole.answer, answer) {
            (Some(Answer::Yes), _) | (_, Answer::Yes) => Some(Answer::Yes),
            (Some(Answer::Unknown), _) | (_, Answer::Unknown) => Some(Answer::Unknown),
            _ => Some(Answer::No),
        };
        if answer != Answer::No {
            whole.weak.extend(child.weak);
            whole.maybe.extend(child.maybe);
            whole.missing.extend(child.missing);
        }
    }
    whole
}

/// AND: one that does not hold ends it; one that is not known makes all the others perhaps.
fn all(children: Vec<Found<'_>>) -> Found<'_> {
    let mut whole = Found::default();
    for child in children {
        let Some(answer) = child.answer else { continue };
        whole.answer = match (whole.answer, answer) {
            (Some(Answer::No), _) | (_, Answer::No) => Some(Answer::No),
            (Some(Answer::Unknown), _) | (_, Answer::Unknown) => Some(Answer::Unknown),
            _ => Some(Answer::Yes),
        };
        whole.weak.extend(child.weak);
        whole.maybe.extend(child.maybe);
        whole.missing.extend(child.missing);
    }
    match whole.answer {
        Some(Answer::No) => Found { answer: whole.answer, ..Found::default() },
        Some(Answer::Unknown) => {
            let mut maybe = whole.weak;
            maybe.extend(whole.maybe);
            Found { answer: whole.answer, weak: Vec::new(), maybe, missing: whole.missing }
        }
        _ => whole,
    }
}

/// The opposite. What is *not* there is never the weak thing, so leaves below a negation are not reported.
fn negated<'a>(found: Found<'a>, node: &'a Node) -> Found<'a> {
    let answer = found.answer.map(Answer::negated);
    // A subtree that holds may still have open leaves; they matter only while the whole is open.
    let missing = if answer == Some(Answer::Unknown) { found.missing } else { Vec::new() };
    debug_assert!(node.negate);
    Found { answer, weak: Vec::new(), maybe: Vec::new(), missing }
}
