//! The words of a device's names, ready to be looked for.

use holdfast_names::fold;
use rustc_hash::FxHashMap;

use super::product_name::Form;

/// Where a word of a device came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// The device or a list says it.
    Said,
    /// A family of the data that its code belongs to.
    Family,
}

/// Words, folded.
#[derive(Debug, Default)]
pub(super) struct Bag {
    words: FxHashMap<String, Origin>,
    /// Sorted, for wildcards and ranges.
    sorted: Vec<String>,
}

impl Bag {
    /// Takes a text apart: its words, their parts, and runs of up to four parts.
    pub(super) fn add(&mut self, text: &str, origin: Origin) {
        let words: Vec<&str> =
            text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')')).collect();
        for word in &words {
            self.put(fold(word), origin);
        }
        let parts: Vec<String> =
            text.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|part| !part.is_empty()).collect();
        for start in 0..parts.len() {
            let mut run = String::new();
            for part in parts.iter().skip(start).take(4) {
                run.push_str(part);
                self.put(run.clone(), origin);
            }
        }
        self.put(fold(text), origin);
    }

    /// A code that is not taken apart.
    pub(super) fn add_whole(&mut self, text: &str, origin: Origin) {
        self.put(fold(text), origin);
        for word in text.split_whitespace() {
            self.put(fold(word), origin);
            // "1766-L32BWA B/15.00", "1756-L61/B LOGIX5561": the series stands behind the slash.
            if let Some((before, _)) = word.split_once('/') {
                self.put(fold(before), origin);
            }
        }
    }

    fn put(&mut self, word: String, origin: Origin) {
        if !word.is_empty() {
            let held = self.words.entry(word).or_insert(origin);
            *held = (*held).min(origin);
        }
    }

    /// To be called when all has been added.
    pub(super) fn close(&mut self) {
        self.sorted = self.words.keys().cloned().collect();
        self.sorted.sort_unstable();
    }

    /// Every word, sorted.
    pub(super) fn words(&self) -> &[String] {
        &self.sorted
    }

    pub(super) fn origin(&self, word: &str) -> Option<Origin> {
        self.words.get(word).copied()
    }

    /// Whether the device shows this form, and where from.
    pub(super) fn shows(&self, form: &Form) -> Option<Origin> {
        match form {
            Form::Literal(word) => self.origin(word),
            Form::Wild(pattern) => {
                let start: &str = pattern.split(['*', '?']).next().unwrap_or_default();
                self.from(start).find(|word| fits(pattern, word)).and_then(|word| self.origin(word))
            }
            Form::Range(letters, from, to) => self
                .from(letters)
                .find(|word| {
                    let rest = word.get(letters.len()..).unwrap_or_default();
                    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
                    // "MX800" and "MX800a", not "MX8000".
                    digits.parse::<u64>().is_ok_and(|number| (*from..=*to).contains(&number))
                        && rest.len() <= digits.len() + 2
                })
                .and_then(|word| self.origin(word)),
        }
    }

    /// Words that begin so.
    fn from<'a>(&'a self, start: &'a str) -> impl Iterator<Item = &'a String> {
        let at = self.sorted.partition_point(|word| word.as_str() < start);
        self.sorted.iter().skip(at).take_while(move |word| word.starts_with(start))
    }
}

/// Whether a word fits a pattern of literal characters, `?` and `*`.
pub(super) fn fits(pattern: &str, word: &str) -> bool {
    let (pattern, word) = (pattern.as_bytes(), word.as_bytes());
    let (mut p, mut w) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while w < word.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, w));
                p += 1;
            }
            Some(b'?') => {
                p += 1;
                w += 1;
            }
            Some(c) if word.get(w) == Some(c) => {
                p += 1;
                w += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    p = at + 1;
                    w = from + 1;
                    star = Some((at, w));
                }
                None => return false,
            },
        }
    }
    pattern.get(p..).is_some_and(|rest| rest.iter().all(|c| *c == b'*'))
}
