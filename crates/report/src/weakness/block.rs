//! Weaknesses of one device that one document is the ground of, with the same answer: shown as one.

use super::{Advice, Advices, words};
use holdfast_facts::{FixState, MatchStatus, Weakness};

/// At least one weakness; all have the same answer.
pub(crate) struct Block<'a> {
    /// The gravest first.
    pub(crate) weaknesses: Vec<&'a Weakness>,
    pub(crate) advice: Option<Advice<'a>>,
}

type Answer<'a> = (
    &'a str,
    MatchStatus,
    bool,
    &'a FixState,
    &'a Option<String>,
    &'a [String],
    Option<(&'a str, Option<&'a str>)>,
);

/// Splits a device's weaknesses, and keeps their order.
pub(crate) fn blocks<'a>(weaknesses: &[&'a Weakness], advice: &Advices<'a>) -> Vec<Block<'a>> {
    let mut list: Vec<(Answer<'a>, Block<'a>)> = Vec::new();
    for weakness in weaknesses {
        let advice = advice.get(&weakness.id).copied();
        let answer: Answer<'a> = (
            words::advisory(weakness),
            weakness.status,
            weakness.conflict,
            &weakness.fix,
            &weakness.recalled,
            &weakness.questions,
            advice.map(|advice| (advice.action, advice.by)),
        );
        match list.iter_mut().find(|(other, _)| *other == answer) {
            Some((_, block)) => block.weaknesses.push(weakness),
            None => list.push((answer, Block { weaknesses: vec![weakness], advice })),
        }
    }
    list.into_iter().map(|(_, block)| block).collect()
}
