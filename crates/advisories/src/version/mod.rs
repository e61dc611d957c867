//! Versions: what vendors write about them, and how they are ordered.
//!
//! `words.rs` the words around versions (data); `number.rs` a version that can be compared; `condition.rs` what a condition
//! says of a version; `written.rs` the grammar of what people write; `scheme.rs` how single makers count (data).

mod condition;
mod number;
mod scheme;
mod words;
mod written;

use crate::advisory::{Range, VersionText};

pub use condition::{Condition, Interval, Judgement};
pub use number::{Order, Version};
pub use scheme::Schemes;
pub use words::Words;

/// Reads a condition as a source gives it.
pub fn read(text: &VersionText, words: &Words) -> Condition {
    let condition = match text {
        VersionText::Unsaid => Condition::all(),
        VersionText::Written(text) | VersionText::Exactly(text) => written::read(text, words),
        VersionText::Ranges(ranges) => read_ranges(ranges, words),
    };
    condition.finished()
}

/// Bounds in fields of their own.
fn read_ranges(ranges: &[Range], words: &Words) -> Condition {
    let mut condition = Condition::default();
    for range in ranges {
        let bound = |bound: &Option<(String, bool)>| match bound {
            // 0, `*` and nothing: from the very first on.
            Some((text, _)) if matches!(text.trim(), "" | "0" | "*" | "-" | "n/a" | "unspecified") => {
                Ok(None)
            }
            Some((text, inclusive)) => match Version::parse(text, words) {
                Some(version) => Ok(Some((version, *inclusive))),
                None => Err(text.clone()),
            },
            None => Ok(None),
        };
        let list = if range.unaffected { &mut condition.except } else { &mut condition.intervals };
        match (bound(&range.from), bound(&range.to)) {
            (Ok(None), Ok(None)) if range.unaffected => {}
            (Ok(None), Ok(None)) => condition.all = true,
            (Ok(Some(from)), Ok(Some(to))) if from.0 == to.0 && from.1 && to.1 => {
                list.push(Interval::Exactly(from.0))
            }
            (Ok(from), Ok(to)) => list.push(Interval::Between(from, to)),
            (Err(text), _) | (_, Err(text)) => condition.needs.push(text),
        }
    }
    if condition.all {
        condition.intervals.clear();
    }
    if condition.intervals.is_empty() && !condition.all {
        condition.all = ranges.iter().all(|range| range.unaffected) || !condition.needs.is_empty();
    }
    condition
}

#[cfg(test)]
mod tests;
