//! A condition on a version, and what it says of a version: inside, outside, or which fact is missing.

use super::number::{Order, Version};
use std::borrow::Cow;
use std::cmp::Ordering;

/// One piece of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Interval {
    /// Exactly this one; with `x` a whole branch.
    Exactly(Version),
    /// From and to; a bound and whether it belongs to it.
    Between(Option<(Version, bool)>, Option<(Version, bool)>),
}

/// What a text says of versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// Every version.
    pub all: bool,
    /// One of these.
    pub intervals: Vec<Interval>,
    /// None of these.
    pub except: Vec<Interval>,
    /// What else must hold, in the words of the text: "serial number", "with U-Boot < V2016.05RS09".
    pub needs: Vec<String>,
    /// What stands in the place of a version but is none: model numbers, names.
    pub names: Vec<String>,
}

/// What a condition says of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It is meant.
    Inside,
    /// It is not.
    Outside,
    /// It depends: the fact that is missing.
    Open(Cow<'static, str>),
}

impl Condition {
    /// Every version.
    pub fn all() -> Condition {
        Condition { all: true, ..Condition::default() }
    }

    /// Exactly this version, or its branch.
    pub fn exactly(version: Version) -> Condition {
        Condition { intervals: vec![Interval::Exactly(version)], ..Condition::default() }
    }

    /// Every bound is a single number: "< FW14".
    pub fn bounds_are_single(&self) -> bool {
        let bounds = self.intervals.iter().flat_map(|interval| match interval {
            Interval::Exactly(version) => [Some(version), None],
            Interval::Between(from, to) => [from.as_ref().map(|b| &b.0), to.as_ref().map(|b| &b.0)],
        });
        !self.intervals.is_empty() && bounds.flatten().all(Version::is_single)
    }

    /// Whether the text set any bound at all.
    pub fn has_bounds(&self) -> bool {
        !self.intervals.is_empty()
    }

    fn counts_in_parts(&self) -> bool {
        let bounds = self.intervals.iter().flat_map(|interval| match interval {
            Interval::Exactly(version) => [Some(version), None],
            Interval::Between(from, to) => [from.as_ref().map(|b| &b.0), to.as_ref().map(|b| &b.0)],
        });
        bounds.flatten().any(|version| version.parts() > 2)
    }

    /// Whether this version is meant. `seen` is the version as it was seen; None where it was not.
    pub fn judge(&self, seen: Option<&Version>, order: Order) -> Judgement {
        // A maker that writes 15.2.3 beside 8.10 counts in parts.
        let order = if order == Order::Unknown && self.counts_in_parts() { Order::Parts } else { order };
        let inside = if self.all && self.intervals.is_empty() {
            Judgement::Inside
        } else {
            match seen {
                None => Judgement::Open(Cow::Borrowed("its version")),
                Some(version) => judge_intervals(&self.intervals, version, order),
            }
        };
        let inside = match (inside, seen) {
            (Judgement::Outside, _) => return Judgement::Outside,
            (inside, Some(version)) if !self.except.is_empty() => {
                match judge_intervals(&self.except, version, order) {
                    Judgement::Inside => return Judgement::Outside,
                    Judgement::Outside => inside,
                    open @ Judgement::Open(_) => open,
                }
            }
            (Judgement::Inside, None) if !self.except.is_empty() => {
                Judgement::Open(Cow::Borrowed("its version"))
            }
            (inside, _) => inside,
        };
        match (inside, self.needs.first()) {
            (Judgement::Inside, Some(need)) => Judgement::Open(Cow::Owned(need.clone())),
            (inside, _) => inside,
        }
    }
}

/// Whether one of the intervals holds it.
fn judge_intervals(intervals: &[Interval], version: &Version, order: Order) -> Judgement {
    // Upper bounds without lower ones, more than one: each is the end of a branch, and only the least is also an end of all.
    let ends: Vec<&(Version, bool)> = intervals
        .iter()
        .filter_map(|interval| match interval {
            Interval::Between(None, Some(upper)) => Some(upper),
            _ => None,
        })
        .collect();
    let branches = ends.len() > 1;
    let mut open = None;
    for interval in intervals {
        if branches && matches!(interval, Interval::Between(None, Some(_))) {
            continue;
        }
        match judge_one(interval, version, order) {
            Judgement::Inside => return Judgement::Inside,
            Judgement::Outside => {}
            Judgement::Open(why) => open = open.or(Some(why)),
        }
    }
    if branches {
        match judge_branches(&ends, version, order) {
            Judgement::Inside => return Judgement::Inside,
            Judgement::Outside => {}
            Judgement::Open(why) => open = open.or(Some(why)),
        }
    }
    open.map_or(Judgement::Outside, Judgement::Open)
}

fn judge_branches(ends: &[&(Version, bool)], version: &Version, order: Order) -> Judgement {
    // Parts that all ends have in common tell no branch.
    let common =
        ends.iter().skip(1).filter_map(|end| Some(ends.first()?.0.common(&end.0))).min().unwrap_or(0);
    let below = |end: &(Version, bool)| within_upper(version, end, order);
    let mut inside_all = true;
    let mut outside_all = true;
    for end in ends {
        match below(end) {
            Some(true) => outside_all = false,
            Some(false) => inside_all = false,
            None => return Judgement::Open(Cow::Borrowed("how this maker orders its versions")),
        }
    }
    if inside_all {
        return Judgement::Inside;
    }
    if outside_all {
        return Judgement::Outside;
    }
    let own = ends.iter().find(|end| end.0.shares_branch(version, common + 1));
    match own.and_then(|end| below(end)) {
        Some(true) => Judgement::Inside,
        Some(false) => Judgement::Outside,
        // No branch of its own is named: it stands below an end.
        None => Judgement::Inside,
    }
}

fn judge_one(interval: &Interval, version: &Version, order: Order) -> Judgement {
    let undecidable = || Judgement::Open(Cow::Borrowed("how this maker orders its versions"));
    match interval {
        Interval::Exactly(exact) => match version.compare(exact, order) {
            Some(Ordering::Equal) => Judgement::Inside,
            // "32" may stand for its branch; "1.6" in a list does not mean 1.6.1.
            _ if exact.parts() == 1 && exact.is_refined_by(version) => Judgement::Open(Cow::Borrowed(
                "whether the version that is named stands for its whole branch",
            )),
            Some(_) => Judgement::Outside,
            None => undecidable(),
        },
        Interval::Between(from, to) => {
            let above = from.as_ref().map_or(Some(true), |lower| within_lower(version, lower, order));
            let below = to.as_ref().map_or(Some(true), |upper| within_upper(version, upper, order));
            match (above, below) {
                (Some(false), _) | (_, Some(false)) => Judgement::Outside,
                (Some(true), Some(true)) => Judgement::Inside,
                _ => undecidable(),
            }
        }
    }
}

fn within_upper(version: &Version, (bound, inclusive): &(Version, bool), order: Order) -> Option<bool> {
    Some(match version.compare(bound, order)? {
        Ordering::Less => true,
        Ordering::Equal => *inclusive,
        Ordering::Greater => false,
    })
}

fn within_lower(version: &Version, (bound, inclusive): &(Version, bool), order: Order) -> Option<bool> {
    Some(match version.compare(bound, order)? {
        Ordering::Less => false,
        Ordering::Equal => *inclusive,
        Ordering::Greater => true,
    })
}
