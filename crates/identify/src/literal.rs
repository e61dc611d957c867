//! Texts of which every match of a pattern holds one. Looking for them first spares nearly all regular expressions.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::iter::Peekable;
use std::str::Chars;

/// Alternatives of one pattern that are worth looking for one by one.
const ALTERNATIVES: usize = 128;
/// Groups within groups that are looked into.
const DEPTH: u8 = 32;

/// Literals of which at least one must stand in the text for the pattern to match; each has three characters or more.
/// Empty where the pattern can match without any, and where it holds syntax that is not known here: a scanner of a few lines
/// in place of a parser that takes ten times as long, for thousands of patterns at every start.
pub(crate) fn required(pattern: &str) -> Vec<String> {
    let mut scanner = Scanner { rest: pattern.chars().peekable() };
    match scanner.alternatives(0) {
        Some(Found::One(set)) if scanner.rest.peek().is_none() && shortest(&set) >= 3 => set,
        _ => Vec::new(),
    }
}

fn shortest(set: &[String]) -> usize {
    set.iter().map(String::len).min().unwrap_or(0)
}

/// What a part of a pattern needs: one of these, or nothing that we could name.
enum Found {
    One(Vec<String>),
    Nothing,
}

/// One thing that stands in a row with others.
enum Atom {
    Character(char),
    Group(Found),
    /// A class, a place, or whatever else matches no text that could be named.
    Other,
}

/// Reads a pattern; `None` from any of its functions means syntax that it does not know.
struct Scanner<'p> {
    rest: Peekable<Chars<'p>>,
}

impl Scanner<'_> {
    /// Alternatives up to the group's end, or the pattern's. Each of them must need something.
    fn alternatives(&mut self, depth: u8) -> Option<Found> {
        let (mut all, mut free) = (Vec::new(), false);
        loop {
            match self.row(depth)? {
                Found::One(set) => all.extend(set),
                Found::Nothing => free = true,
            }
            if self.rest.next_if_eq(&'|').is_none() {
                let named = !free && all.len() <= ALTERNATIVES;
                return Some(if named { Found::One(all) } else { Found::Nothing });
            }
        }
    }

    /// A row of atoms needs each of its parts: the one whose shortest literal is longest says most.
    fn row(&mut self, depth: u8) -> Option<Found> {
        let (mut run, mut best) = (String::new(), Vec::new());
        while self.rest.peek().is_some_and(|next| !matches!(next, '|' | ')')) {
            let atom = self.atom(depth)?;
            let times = self.times()?;
            match (atom, times) {
                (Atom::Character(character), Times::Once) => run.push(character),
                // At least one of them stands right behind the others.
                (Atom::Character(character), Times::OnceOrMore) => {
                    run.push(character);
                    better(&mut best, vec![std::mem::take(&mut run)]);
                }
                (Atom::Group(Found::One(set)), Times::Once | Times::OnceOrMore) => {
                    better(&mut best, vec![std::mem::take(&mut run)]);
                    better(&mut best, set);
                }
                _ => better(&mut best, vec![std::mem::take(&mut run)]),
            }
        }
        better(&mut best, vec![run]);
        Some(if shortest(&best) > 0 { Found::One(best) } else { Found::Nothing })
    }

    fn atom(&mut self, depth: u8) -> Option<Atom> {
        match self.rest.next()? {
            '^' | '$' | '.' => Some(Atom::Other),
            '(' if depth < DEPTH => {
                if self.rest.next_if_eq(&'?').is_some() {
                    self.rest.next_if_eq(&':')?;
                }
                let found = self.alternatives(depth + 1)?;
                self.rest.next_if_eq(&')')?;
                Some(Atom::Group(found))
            }
            '[' => self.class(),
            '\\' => match self.rest.next()? {
                's' | 'S' | 'd' | 'D' | 'w' | 'W' | 'b' | 'B' => Some(Atom::Other),
                character if character.is_ascii_punctuation() => Some(Atom::Character(character)),
                _ => None,
            },
            '*' | '+' | '?' | '{' | '}' | '(' | ')' | '|' | ']' => None,
            character => Some(Atom::Character(character)),
        }
    }

    /// Steps over a class: `]` stands for itself at its start; a class within a class is not known.
    fn class(&mut self) -> Option<Atom> {
        self.rest.next_if_eq(&'^');
        self.rest.next_if_eq(&']');
        loop {
            match self.rest.next()? {
                ']' => return Some(Atom::Other),
                '\\' => {
                    self.rest.next()?;
                }
                '[' => return None,
                _ => {}
            }
        }
    }

    /// How often the atom before stands.
    fn times(&mut self) -> Option<Times> {
        let times = match self.rest.peek() {
            Some('*' | '?') => Times::PerhapsNever,
            Some('+') => Times::OnceOrMore,
            Some('{') => {
                self.rest.next();
                let mut least = 0u32;
                while let Some(digit) = self.rest.next_if(char::is_ascii_digit) {
                    least = least.saturating_mul(10).saturating_add(digit.to_digit(10)?);
                }
                self.rest.find(|character| *character == '}')?;
                self.rest.next_if_eq(&'?');
                return Some(if least == 0 { Times::PerhapsNever } else { Times::OnceOrMore });
            }
            _ => return Some(Times::Once),
        };
        self.rest.next();
        // As few as possible: just as many for us.
        self.rest.next_if_eq(&'?');
        Some(times)
    }
}

#[derive(Clone, Copy)]
enum Times {
    Once,
    OnceOrMore,
    PerhapsNever,
}

/// Keeps the set that says more: longer at its shortest, then with fewer alternatives.
fn better(best: &mut Vec<String>, other: Vec<String>) {
    let rank = |set: &[String]| (shortest(set), std::cmp::Reverse(set.len()));
    if rank(&other) > rank(best) {
        *best = other;
    }
}

/// Which of many patterns can match a text, found in one pass over it.
#[derive(Debug)]
pub(crate) struct Finder {
    /// `None` where it could not be built: then every pattern is tried.
    automaton: Option<AhoCorasick>,
    /// Patterns by the automaton's number of a literal.
    of_literal: Vec<u32>,
    /// Those that can match without any literal.
    always: Vec<u32>,
    count: u32,
}

impl Finder {
    /// `literals` are those of each pattern, as [`required`] gives them.
    pub(crate) fn new<'l>(literals: impl Iterator<Item = &'l [String]>) -> Finder {
        let (mut texts, mut of_literal, mut always, mut count) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for list in literals {
            if list.is_empty() {
                always.push(count);
            }
            for text in list {
                texts.push(text.as_str());
                of_literal.push(count);
            }
            count += 1;
        }
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .prefilter(false)
            .build(texts)
            .ok();
        Finder { automaton, of_literal, always, count }
    }

    /// The patterns that can match, by number, in order.
    pub(crate) fn find(&self, text: &str) -> Vec<u32> {
        let Some(automaton) = &self.automaton else { return (0..self.count).collect() };
        let mut found = self.always.clone();
        let met = automaton.find_overlapping_iter(text);
        found.extend(met.filter_map(|met| self.of_literal.get(met.pattern().as_usize())));
        found.sort_unstable();
        found.dedup();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_pass_finds_what_looking_for_each_finds() {
        let lists: Vec<Vec<String>> = ["^axis (p|q)", "(abc|xis)", "^(.+)$", "xis p3", "nothing"]
            .iter()
            .map(|pattern| required(pattern))
            .collect();
        let finder = Finder::new(lists.iter().map(Vec::as_slice));
        assert_eq!(finder.find("axis p3367"), [0, 1, 2, 3]);
        assert_eq!(finder.find(""), [2]);
    }

    #[test]
    fn finds_what_must_be_there() {
        assert_eq!(required(r"^(dcs-\d{3,4}[a-z]{0,3})(?:[-_]|$)"), ["dcs-"]);
        assert_eq!(required(r"^_googlecast\._tcp md=(.+)$"), ["_googlecast._tcp md="]);
        assert_eq!(required(r"^(?:philips|signify) \d"), ["philips", "signify"]);
        assert_eq!(required(r"(abc)?xyz"), ["xyz"]);
        assert_eq!(required(r"abcd+e{2,}"), ["abcd"]);
        assert_eq!(required(r"abcd?[x\]]efg*"), ["abc"]);
        for pattern in [
            r"^(.+)$",
            r"ab",
            r"^(?:abc|\d+)$",
            r"(?:abc)*",
            r"(?i)abcd",
            r"\x41abc",
            r"(abc",
            r"abc|",
            r"a{0,}",
        ] {
            assert!(required(pattern).is_empty(), "{pattern}");
        }
    }

    proptest::proptest! {
        /// Whatever text a pattern made of these pieces matches holds one of its literals.
        #[test]
        fn what_matches_holds_one(
            pieces in proptest::collection::vec(
                proptest::sample::select(vec![
                    "abc", "d", "(?:abcd|bcda)", "(ab|c)", "[ab]", ".", "a+", "(?:dabc)?", "b*", r"\.", "c{2}", "|", r"\b",
                    "(?:abc|dd)+",
                ]),
                0..8,
            ),
            text in "[abcd.]{0,24}",
        ) {
            let pattern = pieces.concat();
            let literals = required(&pattern);
            if regex::Regex::new(&pattern).is_ok_and(|regex| regex.is_match(&text)) && !literals.is_empty() {
                proptest::prop_assert!(literals.iter().any(|literal| text.contains(literal)), "{} {:?}", pattern, literals);
            }
        }
    }
}
