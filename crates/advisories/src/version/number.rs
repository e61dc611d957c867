//! A version as something that can be compared: `V4.8 SP3 HF2`, `2.6A`, `02.07.07(10)`, `2020 R2 P01`, `R511.5 TCU4 HF4`.
//!
//! A core of numbers and letters, compared part by part, and service levels, compared by their rank. Where the text leaves
//! the order open the answer is None, never a guess.

use super::words::Words;
use std::cmp::Ordering;

/// A run of digits or letters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Run {
    /// Its value and how many digits were written.
    Number(u64, u8),
    Letters(Box<str>),
    /// `x` or `*`: whatever stands there.
    Any,
}

/// A run, and whether a separator stands before it.
type Placed = (bool, Run);

/// How a maker counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// Not known: where the two ways disagree the order is undecidable.
    #[default]
    Unknown,
    /// 1.10 is later than 1.9.
    Parts,
    /// 1.9 is later than 1.10.
    Decimal,
}

/// A version that was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Version {
    /// Runs; true where a separator stands before it.
    core: Vec<(bool, Run)>,
    /// Rank and number, most significant first. Negative ranks come before the release.
    levels: Vec<(i8, u64, Box<str>)>,
}

/// No text that is longer is a version.
const LONGEST: usize = 160;

impl Version {
    /// Reads a text. None where it holds no digit and no single letter: "unknown", "see label".
    pub fn parse(text: &str, words: &Words) -> Option<Version> {
        if text.len() > LONGEST {
            return None;
        }
        let tokens = split(text);
        let mut core = Vec::new();
        let mut levels: Vec<(i8, u64, Box<str>)> = Vec::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            let Token { apart, run } = token;
            let Run::Letters(letters) = run else {
                if levels.is_empty() {
                    core.push((*apart, run.clone()));
                } else if let (Run::Number(value, _), Some(last)) = (run, levels.last_mut()) {
                    // "SP3.5", "Build 4022.4": finer than the level itself.
                    let rank = last.0;
                    levels.push((rank, *value, "".into()));
                }
                continue;
            };
            // "Service Pack 1": a level of two words.
            let mut letters = letters.clone();
            if let Some(Token { run: Run::Letters(second), .. }) = tokens.get(at) {
                let both = format!("{letters}{second}");
                if words.level(&both).is_some() {
                    letters = both.into();
                    at += 1;
                }
            }
            let letters = &letters;
            let next = tokens.get(at).map(|token| &token.run);
            let next_is_number = matches!(next, Some(Run::Number(..)));
            // A level stands apart or is a word of two letters and more: "4.7u1" and "2.6B" are no levels.
            let level = words
                .level(letters)
                .filter(|_| !core.is_empty() || letters.len() > 1)
                .filter(|_| *apart || letters.len() > 1)
                .filter(|_| next_is_number || letters.len() > 1);
            if let Some(rank) = level {
                let value = match next {
                    Some(Run::Number(value, _)) => {
                        at += 1;
                        *value
                    }
                    _ => 1,
                };
                levels.push((rank, value, letters.clone()));
            } else if core.is_empty() && next_is_number && is_prefix(letters, words) {
                // "V4.2", "R15B", "FW13".
            } else if words.is_noise(letters) && (*apart || core.is_empty()) {
            } else if matches!(&**letters, "x" | "xx" | "xxx" | "xxxx") && !core.is_empty() {
                core.push((*apart, Run::Any));
            } else if levels.is_empty() {
                core.push((*apart, Run::Letters(letters.clone())));
            } else if letters.len() == 1 {
                // "Update 3a".
                let ordinal = letters.bytes().next().map_or(0, |b| u64::from(b.saturating_sub(b'a')) + 1);
                if let Some(last) = levels.last().cloned() {
                    levels.push((last.0, ordinal, "".into()));
                }
            }
        }
        // Most significant first; finer numbers keep their place behind their level.
        levels.sort_by_key(|level| level.0);
        let says_something = core.iter().any(|(_, run)| match run {
            Run::Number(..) => true,
            Run::Letters(letters) => letters.len() <= 3,
            Run::Any => false,
        });
        (says_something || !levels.is_empty()).then_some(Version { core, levels })
    }

    /// Whether digits and dots make most of it: what people would call a version on sight.
    pub fn is_plain(&self) -> bool {
        let letters = self.core.iter().filter(|(_, run)| matches!(run, Run::Letters(_))).count();
        matches!(self.core.first(), Some((_, Run::Number(..)))) && letters <= 1
    }

    /// How many parts its core has.
    pub(super) fn parts(&self) -> usize {
        self.core.iter().enumerate().filter(|(at, (apart, _))| *at == 0 || *apart).count()
    }

    /// The digits of a single number: it may be a model.
    pub fn as_number(&self) -> Option<String> {
        match self.core.as_slice() {
            [(_, Run::Number(value, digits))] => {
                Some(format!("{value:0width$}", width = usize::from(*digits)))
            }
            _ => None,
        }
    }

    /// It is a single number.
    pub(super) fn is_single(&self) -> bool {
        self.levels.is_empty() && matches!(self.core.as_slice(), [(_, Run::Number(..))])
    }

    /// The other one says the same and more: `32.011` of `32`, `6.0.3` of `6.0`.
    pub fn is_refined_by(&self, other: &Version) -> bool {
        self.core.len() < other.core.len()
            && self.levels.is_empty()
            && self
                .core
                .iter()
                .zip(&other.core)
                .all(|(a, b)| compare_runs(Some(&a.1), Some(&b.1)) == Some(Ordering::Equal))
    }

    /// The first number: what tells branches of a product apart.
    pub(super) fn shares_branch(&self, other: &Version, depth: usize) -> bool {
        let numbers = |version: &Version| -> Vec<u64> {
            let take = version.core.iter().filter_map(|(_, run)| match run {
                Run::Number(value, _) => Some(*value),
                _ => None,
            });
            take.take(depth).collect()
        };
        let (ours, theirs) = (numbers(self), numbers(other));
        ours.len() == depth && ours == theirs
    }

    /// How many leading parts two versions have in common.
    pub(super) fn common(&self, other: &Version) -> usize {
        self.core.iter().zip(&other.core).take_while(|(a, b)| a.1 == b.1).count()
    }

    /// Before, the same, after; None where the texts leave it open.
    pub fn compare(&self, other: &Version, order: Order) -> Option<Ordering> {
        if self.core.is_empty() != other.core.is_empty() {
            return self.compare_one_level(other);
        }
        let core = self.compare_cores(other, order)?;
        if core != Ordering::Equal {
            return Some(core);
        }
        compare_levels(&self.levels, &other.levels)
    }

    /// "Build 210625" alone says nothing of the release: it is compared with the build of "5.5.800 build 210416", and with
    /// nothing else.
    fn compare_one_level(&self, other: &Version) -> Option<Ordering> {
        let bare = if self.core.is_empty() { self } else { other };
        let rank = bare.levels.first()?.0;
        let of_rank = |version: &Version| -> Vec<(i8, u64, Box<str>)> {
            version.levels.iter().filter(|level| level.0 == rank).cloned().collect()
        };
        let (ours, theirs) = (of_rank(self), of_rank(other));
        if ours.is_empty() || theirs.is_empty() {
            return None;
        }
        compare_levels(&ours, &theirs)
    }

    fn compare_cores(&self, other: &Version, order: Order) -> Option<Ordering> {
        if let Some(decided) = two_numbers(&self.core, &other.core, order) {
            return decided;
        }
        let (mut ours, mut theirs) = (self.core.as_slice(), other.core.as_slice());
        // One writes the letter of its series before the number and the other does not: "R4.31" and "4.31", "C4.93".
        let leads =
            |runs: &[(bool, Run)]| matches!(runs, [(_, Run::Letters(_)), (false, Run::Number(..)), ..]);
        match (leads(ours), leads(theirs)) {
            (true, false) if matches!(theirs.first(), Some((_, Run::Number(..)))) => ours = ours.get(1..)?,
            (false, true) if matches!(ours.first(), Some((_, Run::Number(..)))) => {
                theirs = theirs.get(1..)?
            }
            _ => {}
        }
        loop {
            let (our_part, our_rest) = part(ours);
            let (their_part, their_rest) = part(theirs);
            if our_part.is_empty() && their_part.is_empty() {
                return Some(Ordering::Equal);
            }
            let length = our_part.len().max(their_part.len());
            for at in 0..length {
                let (a, b) = (our_part.get(at).map(|(_, run)| run), their_part.get(at).map(|(_, run)| run));
                if matches!(a, Some(Run::Any)) || matches!(b, Some(Run::Any)) {
                    return Some(Ordering::Equal);
                }
                let compared = compare_runs(a, b)?;
                if compared != Ordering::Equal {
                    return Some(compared);
                }
            }
            (ours, theirs) = (our_rest, their_rest);
        }
    }
}

/// Two cores of exactly two plain numbers may be decimals. None: they are not such; Some(None): undecidable.
#[allow(clippy::option_option)]
fn two_numbers(a: &[(bool, Run)], b: &[(bool, Run)], order: Order) -> Option<Option<Ordering>> {
    let [(_, Run::Number(a1, _)), (true, Run::Number(a2, a_digits))] = a else { return None };
    let [(_, Run::Number(b1, _)), (true, Run::Number(b2, b_digits))] = b else { return None };
    if a1 != b1 || a_digits == b_digits {
        return None;
    }
    let parts = a2.cmp(b2);
    // The same number of digits behind the point: 1.9 is 1.90.
    let scale =
        |value: u64, digits: u8, to: u8| value.checked_mul(10u64.checked_pow(u32::from(to - digits))?);
    let width = (*a_digits).max(*b_digits);
    let (Some(a_scaled), Some(b_scaled)) = (scale(*a2, *a_digits, width), scale(*b2, *b_digits, width))
    else {
        return Some(Some(parts));
    };
    let decimal = a_scaled.cmp(&b_scaled);
    Some(match order {
        Order::Parts => Some(parts),
        Order::Decimal => Some(decimal),
        Order::Unknown if parts == decimal => Some(parts),
        // Nobody writes a decimal 8.10 beside 8.9.
        Order::Unknown if wider_ends_in_zero(*a2, *a_digits, *b2, *b_digits) => Some(parts),
        Order::Unknown => None,
    })
}

fn wider_ends_in_zero(a: u64, a_digits: u8, b: u64, b_digits: u8) -> bool {
    let wider = if a_digits > b_digits { a } else { b };
    wider > 0 && wider.is_multiple_of(10)
}

/// The first part and what follows it.
fn part(runs: &[Placed]) -> (&[Placed], &[Placed]) {
    let end = runs.iter().skip(1).position(|(apart, _)| *apart).map_or(runs.len(), |at| at + 1);
    runs.split_at(end)
}

fn compare_runs(a: Option<&Run>, b: Option<&Run>) -> Option<Ordering> {
    match (a, b) {
        (None, None) => Some(Ordering::Equal),
        (Some(Run::Any), _) | (_, Some(Run::Any)) => Some(Ordering::Equal),
        (Some(Run::Number(a, _)), Some(Run::Number(b, _))) => Some(a.cmp(b)),
        // Revisions count A … Z, AA …; words of other lengths are not of one series.
        (Some(Run::Letters(a)), Some(Run::Letters(b))) if a.len() == b.len() || a.len().min(b.len()) == 1 => {
            Some(a.cmp(b))
        }
        (Some(Run::Letters(a)), Some(Run::Letters(b))) => (a == b).then_some(Ordering::Equal),
        // 4.2 and 4.2.0 are the same; 4.2A is later than 4.2.
        (Some(Run::Number(a, _)), None) => Some(a.cmp(&0)),
        (None, Some(Run::Number(b, _))) => Some(0.cmp(b)),
        (Some(Run::Letters(_)), None) => Some(Ordering::Greater),
        (None, Some(Run::Letters(_))) => Some(Ordering::Less),
        (Some(Run::Number(..)), Some(Run::Letters(_))) | (Some(Run::Letters(_)), Some(Run::Number(..))) => {
            None
        }
    }
}

fn compare_levels(a: &[(i8, u64, Box<str>)], b: &[(i8, u64, Box<str>)]) -> Option<Ordering> {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    loop {
        return Some(match (a.peek(), b.peek()) {
            (None, None) => Ordering::Equal,
            // A beta stands before the release, a service pack after it.
            (Some(level), None) => {
                if level.0 < 0 {
                    Ordering::Less
                } else if level.1 == 0 {
                    a.next();
                    continue;
                } else {
                    Ordering::Greater
                }
            }
            (None, Some(level)) => {
                if level.0 < 0 {
                    Ordering::Greater
                } else if level.1 == 0 {
                    b.next();
                    continue;
                } else {
                    Ordering::Less
                }
            }
            (Some(ours), Some(theirs)) => match ours.0.cmp(&theirs.0) {
                Ordering::Equal => match ours.1.cmp(&theirs.1) {
                    Ordering::Equal => {
                        a.next();
                        b.next();
                        continue;
                    }
                    unequal => unequal,
                },
                // Only one has the more significant level; a beta's rank is negative and nearer to nothing.
                Ordering::Less => {
                    if ours.0 < 0 {
                        Ordering::Less
                    } else {
                        Ordering::Greater
                    }
                }
                Ordering::Greater => {
                    if theirs.0 < 0 {
                        Ordering::Greater
                    } else {
                        Ordering::Less
                    }
                }
            },
        });
    }
}

/// Letters directly before the first number that only say "version".
fn is_prefix(letters: &str, words: &Words) -> bool {
    words.is_noise(letters) || matches!(letters, "v" | "r")
}

struct Token {
    /// A separator stands before it.
    apart: bool,
    run: Run,
}

/// Runs of digits and letters in lower case.
fn split(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut apart = true;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii_digit() {
            let mut value = u64::from(c) - u64::from('0');
            let mut digits = 1u8;
            while let Some(digit) = chars.next_if(char::is_ascii_digit) {
                value = value.saturating_mul(10).saturating_add(u64::from(digit) - u64::from('0'));
                digits = digits.saturating_add(1);
            }
            tokens.push(Token { apart, run: Run::Number(value, digits) });
            apart = false;
        } else if c.is_alphabetic() {
            let mut letters: String = c.to_lowercase().collect();
            while let Some(letter) = chars.next_if(|c| c.is_alphabetic()) {
                letters.extend(letter.to_lowercase());
            }
            tokens.push(Token { apart, run: Run::Letters(letters.into()) });
            apart = false;
        } else if c == '*' {
            tokens.push(Token { apart: true, run: Run::Any });
            apart = true;
        } else {
            apart = true;
        }
    }
    tokens
}
