//! Reads what vendors write about versions: `vers:all/>=V2.3<V3.0`, `All versions < V4.2 HF1`, `1.00 | 1.04`,
//! `12.4.1-12.4.11`, `2.3.6 and below`, `< V14 SP1 Update 14`, `<=the_first_5_digits_of_serial_number_24031`.
//!
//! What is no version is kept: as a condition that nobody has settled, or as a name. Nothing is thrown away silently.

use super::condition::{Condition, Interval};
use super::number::{Order, Version};
use super::words::{Phrase, Words};
use std::cmp::Ordering;

/// A sign or a word.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// Upper (true) or lower bound; inclusive.
    Bound { upper: bool, inclusive: bool },
    /// `=`.
    Equal,
    /// `|`, `,`, `;`.
    Break,
    /// What stands in brackets.
    Aside(String),
    /// A word, in lower case.
    Word(String),
}

/// Longer texts are prose, not conditions.
const LONGEST: usize = 600;

/// Reads a text.
pub(super) fn read(text: &str, words: &Words) -> Condition {
    let mut condition = Condition::default();
    if text.len() > LONGEST {
        condition.needs.push(text.chars().take(200).collect());
        return condition;
    }
    let tokens = split(text);
    let mut reader = Reader { words, condition: &mut condition, items: Vec::new() };
    reader.sentence(&tokens);
    let items = std::mem::take(&mut reader.items);
    join(items, &mut condition);
    if condition.intervals.is_empty()
        && condition.names.is_empty()
        && (!condition.needs.is_empty() || tokens.is_empty())
    {
        condition.all = true;
    }
    condition
}

/// A bound or a version, in the order of the text.
enum Item {
    Upper(Version, bool),
    Lower(Version, bool),
    Exact(Version),
    Break,
}

struct Reader<'a> {
    words: &'a Words,
    condition: &'a mut Condition,
    items: Vec<Item>,
}

impl Reader<'_> {
    fn sentence(&mut self, tokens: &[Token]) {
        let mut at = 0;
        // What the next version is.
        let mut bound: Option<(bool, bool)> = None;
        let mut held: Vec<&str> = Vec::new();
        // The last version may still turn out to be a bound: "2.6A and prior".
        while let Some(token) = tokens.get(at) {
            match token {
                Token::Word(word) => {
                    let ahead: Vec<&str> = tokens[at..]
                        .iter()
                        .map_while(|token| match token {
                            Token::Word(word) => Some(word.as_str()),
                            _ => None,
                        })
                        .collect();
                    if let Some((phrase, length)) = self.words.phrase(&ahead) {
                        // "from" and "since" only before a version; "with" always.
                        match phrase {
                            Phrase::Before | Phrase::Until => {
                                self.flush(&mut held, bound.take());
                                bound = Some((true, phrase == Phrase::Until));
                                // "1.2 to 1.5": what stood before is the lower bound.
                                if phrase == Phrase::Until {
                                    self.last_becomes_lower();
                                }
                            }
                            Phrase::AndBefore => {
                                self.flush(&mut held, Some((true, true)));
                                self.last_becomes_upper();
                                bound = None;
                            }
                            Phrase::AndAfter => {
                                self.flush(&mut held, Some((false, true)));
                                bound = None;
                            }
                            Phrase::After => {
                                self.flush(&mut held, bound.take());
                                bound = Some((
                                    false,
                                    matches!(ahead.first(), Some(&("from" | "since" | "starting" | "ab"))),
                                ));
                            }
                            Phrase::Condition => {
                                self.flush(&mut held, bound.take());
                                self.needs(&tokens[at..]);
                                return;
                            }
                        }
                        at += length;
                        continue;
                    }
                    if matches!(word.as_str(), "and" | "or" | "und" | "oder" | "&") {
                        self.flush(&mut held, bound.take());
                    } else if word == "to" {
                        self.flush(&mut held, bound.take());
                        self.last_becomes_lower();
                        bound = Some((true, true));
                    } else if word == "between" {
                        bound = Some((false, true));
                    } else if word == "-" || word == "–" || word == "—" {
                        // A range only where a version stands on both sides.
                        let before = self.version(&held);
                        let next = match tokens.get(at + 1) {
                            Some(Token::Word(next)) => Version::parse(next, self.words),
                            _ => None,
                        };
                        if before.is_some() && next.is_some() && bound.is_none() {
                            self.flush(&mut held, Some((false, true)));
                            bound = Some((true, true));
                        }
                    } else {
                        held.push(word);
                    }
                }
                Token::Bound { upper, inclusive } => {
                    let before = bound.take();
                    // "16 <= 20", "A10 < A11": what stands before an upper bound is the lower one.
                    if *upper && before.is_none() && self.version(&held).is_some_and(|v| v.is_plain()) {
                        self.flush(&mut held, Some((false, true)));
                    } else if *upper && before.is_none() {
                        // "NMC2 <= 6.9.6": of what.
                        held.clear();
                    } else {
                        self.flush(&mut held, before);
                    }
                    bound = Some((*upper, *inclusive));
                }
                Token::Equal => {
                    self.flush(&mut held, bound.take());
                }
                Token::Break => {
                    self.flush(&mut held, bound.take());
                    self.items.push(Item::Break);
                }
                Token::Aside(text) => self.aside(text, &mut held, &mut bound),
            }
            at += 1;
        }
        self.flush(&mut held, bound);
    }

    /// What stands in brackets: "(including)", "(10)", "(build 317)", "(only if …)", "(incl. SIPLUS variants)".
    fn aside(&mut self, text: &str, held: &mut Vec<&str>, bound: &mut Option<(bool, bool)>) {
        let lower = text.to_lowercase();
        let including = lower.starts_with("incl") && !lower.contains("variant");
        let excluding = lower.starts_with("excluding") && lower.split_whitespace().count() == 1;
        if (including && lower.split_whitespace().count() == 1) || excluding {
            let was = bound.take();
            let upper =
                was.map_or(self.items.iter().any(|item| matches!(item, Item::Lower(..))), |(upper, _)| upper);
            self.flush(held, Some((upper, including)));
            return;
        }
        let tokens = split(text);
        let words: Vec<&str> = tokens
            .iter()
            .filter_map(|token| match token {
                Token::Word(word) => Some(word.as_str()),
                _ => None,
            })
            .collect();
        let conditional = (0..words.len()).any(|at| {
            words
                .get(at..)
                .and_then(|rest| self.words.phrase(rest))
                .is_some_and(|(phrase, _)| phrase == Phrase::Condition)
        });
        if conditional {
            self.condition.needs.push(text.trim().to_owned());
        }
    }

    /// The rest is a condition.
    fn needs(&mut self, tokens: &[Token]) {
        let mut text = String::new();
        for token in tokens {
            let piece = match token {
                Token::Bound { upper: true, inclusive } => {
                    if *inclusive {
                        "<="
                    } else {
                        "<"
                    }
                }
                Token::Bound { inclusive, .. } => {
                    if *inclusive {
                        ">="
                    } else {
                        ">"
                    }
                }
                Token::Equal => "=",
                Token::Break => ",",
                Token::Aside(text) | Token::Word(text) => text,
            };
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(piece);
        }
        self.condition.needs.push(text);
    }

    fn version(&self, held: &[&str]) -> Option<Version> {
        if held.is_empty() { None } else { Version::parse(&held.join(" "), self.words) }
    }

    /// Makes an item of the words held.
    fn flush(&mut self, held: &mut Vec<&str>, bound: Option<(bool, bool)>) {
        let mut words: Vec<&str> = std::mem::take(held);
        // "All versions", "all firmware".
        if words.first().is_some_and(|word| self.words.is_all(word)) {
            if bound.is_none()
                && words.iter().all(|word| self.words.is_all(word) || self.words.is_noise(word))
            {
                self.condition.all = true;
                return;
            }
            if words.len() > 1 {
                words.remove(0);
            }
        }
        if words.is_empty() || words.iter().all(|word| self.words.is_noise(word)) {
            return;
        }
        // "<v36.011_v35.013_v34.014": the ends of three branches.
        if let Some((upper, inclusive)) = bound
            && words.len() > 1
            && words.iter().all(|word| is_dotted(word))
        {
            for version in words.iter().filter_map(|word| Version::parse(word, self.words)) {
                self.items.push(if upper {
                    Item::Upper(version, inclusive)
                } else {
                    Item::Lower(version, inclusive)
                });
            }
            return;
        }
        let text = words.join(" ");
        match (Version::parse(&text, self.words), bound) {
            (Some(version), Some((true, inclusive))) => self.items.push(Item::Upper(version, inclusive)),
            (Some(version), Some((false, inclusive))) => self.items.push(Item::Lower(version, inclusive)),
            (Some(version), None) => match range(&text, self.words) {
                Some((from, to)) => {
                    self.items.push(Item::Lower(from, true));
                    self.items.push(Item::Upper(to, true));
                }
                None if looks_like_version(&text, &version) => self.items.push(Item::Exact(version)),
                None => self.condition.names.push(text),
            },
            (None, None) => self.condition.names.push(text),
            (None, Some(_)) => self.condition.needs.push(text),
        }
    }

    fn last_becomes_upper(&mut self) {
        if let Some(Item::Exact(version)) = self.items.last() {
            let version = version.clone();
            self.items.pop();
            self.items.push(Item::Upper(version, true));
        }
    }

    fn last_becomes_lower(&mut self) {
        if let Some(Item::Exact(version)) = self.items.last() {
            let version = version.clone();
            self.items.pop();
            self.items.push(Item::Lower(version, true));
        }
    }
}

/// A lower bound and the upper one that follows it are one interval, also across `|`.
fn join(items: Vec<Item>, condition: &mut Condition) {
    let mut lower: Option<(Version, bool)> = None;
    for item in items {
        match item {
            Item::Lower(version, inclusive) => {
                if let Some(open) = lower.replace((version, inclusive)) {
                    condition.intervals.push(Interval::Between(Some(open), None));
                }
            }
            Item::Upper(version, inclusive) => match lower.take() {
                Some(from) if from.0.compare(&version, Order::Parts) == Some(Ordering::Greater) => {
                    // "<=8.1 | >= 8.1.10" the other way round: two intervals.
                    condition.intervals.push(Interval::Between(Some(from), None));
                    condition.intervals.push(Interval::Between(None, Some((version, inclusive))));
                }
                from => condition.intervals.push(Interval::Between(from, Some((version, inclusive)))),
            },
            Item::Exact(version) => condition.intervals.push(Interval::Exactly(version)),
            Item::Break => {}
        }
    }
    if let Some(open) = lower {
        condition.intervals.push(Interval::Between(Some(open), None));
    }
}

/// `12.4.1-12.4.11`, `2014-2016`, `V191-V195`: two versions of one shape in one word. Not `2.03-06`, `3.4.5-100`, and not
/// `01-03`: nobody counts releases with noughts before them, but release and revision.
fn range(text: &str, words: &Words) -> Option<(Version, Version)> {
    if text.contains(' ') {
        return None;
    }
    let (left, right) = text.split_once(['-', '–', '—'])?;
    if right.contains(['-', '–', '—']) {
        return None;
    }
    let shape = |text: &str| text.trim_start_matches(['v', 'r']).split('.').count();
    if shape(left) == 1 && left.starts_with('0') {
        return None;
    }
    let one_shape =
        shape(left) == shape(right) && (shape(left) > 1 || (left.len() == right.len() && left.len() > 1));
    let (from, to) = (Version::parse(left, words)?, Version::parse(right, words)?);
    let ordered = from.compare(&to, Order::Parts) == Some(Ordering::Less);
    (one_shape && ordered && from.is_plain() && to.is_plain()).then_some((from, to))
}

/// `v36.011`.
fn is_dotted(word: &str) -> bool {
    let digits = word.strip_prefix('v').unwrap_or(word);
    digits.contains('.')
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// `1783-SAD4T0SBK9`, `CODESYS Control for PFC100`, `H4W2PER2` name a thing; `HEN32204`, `R16A`, `2013` are versions.
fn looks_like_version(text: &str, version: &Version) -> bool {
    if version.is_plain() && !text.contains("-l") {
        return true;
    }
    // `MMT-1715`, `LNL-X2210`.
    let head = text.chars().take_while(|c| c.is_alphabetic()).count();
    if head > 1 && text.chars().nth(head) == Some('-') {
        return false;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let dotted = text.contains('.') && digits >= 2;
    dotted || (letters <= 3 && !text.contains(' ')) || digits > letters * 2
}

/// Cuts a text into signs and words.
fn split(text: &str) -> Vec<Token> {
    let text = text.trim();
    let text =
        text.strip_prefix("vers:").map_or(text, |rest| rest.split_once('/').map_or(rest, |(_, rest)| rest));
    let mut tokens = Vec::new();
    let mut word = String::new();
    let mut chars = text.chars().peekable();
    let close = |word: &mut String, tokens: &mut Vec<Token>| {
        let cleaned = word.trim_matches(['"', '\'', '“', '”', ':']).trim_end_matches('.').to_lowercase();
        if !cleaned.is_empty() {
            tokens.push(Token::Word(cleaned));
        }
        word.clear();
    };
    while let Some(c) = chars.next() {
        match c {
            '<' | '>' | '≤' | '≥' | '=' => {
                close(&mut word, &mut tokens);
                let mut upper = matches!(c, '<' | '≤');
                let mut inclusive = matches!(c, '≤' | '≥');
                let mut plain = c == '=';
                while let Some(next) = chars.next_if(|c| matches!(c, '<' | '>' | '=')) {
                    match next {
                        '=' => inclusive = true,
                        sign => {
                            upper = sign == '<';
                            inclusive = true;
                            plain = false;
                        }
                    }
                }
                tokens.push(if plain { Token::Equal } else { Token::Bound { upper, inclusive } });
            }
            '|' | ';' => {
                close(&mut word, &mut tokens);
                tokens.push(Token::Break);
            }
            // "1,5" stays; "V1.0.4, V1.1" are two.
            ',' if chars.peek().is_none_or(|next| !next.is_ascii_digit()) => {
                close(&mut word, &mut tokens);
                tokens.push(Token::Break);
            }
            '(' | '[' => {
                let mut inner = String::new();
                let mut depth = 1;
                for c in chars.by_ref() {
                    match c {
                        '(' | '[' => depth += 1,
                        ')' | ']' => depth -= 1,
                        _ => {}
                    }
                    if depth == 0 {
                        break;
                    }
                    inner.push(c);
                }
                let inner = inner.replace('_', " ");
                let first = inner.trim_start().chars().next();
                let numbers = first.is_some_and(|c| c.is_ascii_digit()) && inner.trim().len() <= 12;
                let build = inner.to_lowercase().trim_start().starts_with("build");
                let wrapped = word.is_empty()
                    && !inner.contains(' ')
                    && tokens.last().is_some_and(|t| matches!(t, Token::Bound { .. }));
                if numbers || build || wrapped {
                    // "02.07.07(10)", "15.2(5)EA", "1.03.07 (build 317)", "<=(R4.10)": part of the version.
                    if !word.is_empty() {
                        word.push('.');
                    }
                    for piece in inner.split_whitespace() {
                        word.push_str(piece);
                        close(&mut word, &mut tokens);
                    }
                } else {
                    close(&mut word, &mut tokens);
                    tokens.push(Token::Aside(inner));
                }
            }
            c if c.is_whitespace() || c == '_' => close(&mut word, &mut tokens),
            c => word.push(c),
        }
    }
    close(&mut word, &mut tokens);
    tokens
}
