//! The desk at which a file is read: where we are in it, what was taken, and what was refused and why.

use crate::advisory::Advisory;
use crate::feeds::{DocumentSummary, Exploited, Feeds, Refusal};
use std::collections::BTreeSet;
use std::fmt::Display;

/// A file that is broken everywhere is told so many times how; the rest is counted.
const TOLD: u64 = 1000;

/// One file on its way into the feeds.
pub(super) struct Desk<'f> {
    pub(super) feeds: &'f mut Feeds,
    name: &'f str,
    /// BLAKE3 of the whole file, hex.
    pub(super) file: String,
    /// Where we are: parts of an archive, lines, elements.
    pub(super) path: Vec<Step>,
    /// Entries of catalogues: which of two counts is told by the newest day of the whole file.
    pub(super) exploited: Vec<(String, Exploited)>,
    formats: BTreeSet<&'static str>,
    taken: u64,
    refused: u64,
    newest: String,
}

/// One step into a file.
pub(super) enum Step {
    /// A part of an archive.
    Part(String),
    /// A line of JSON lines, from 1.
    Line(usize),
    /// An element of a list, from 1.
    Entry(usize),
}

impl Step {
    fn words(&self) -> String {
        match self {
            Step::Part(part) => format!("part {part}"),
            Step::Line(line) => format!("line {line}"),
            Step::Entry(entry) => format!("entry {entry}"),
        }
    }
}

impl<'f> Desk<'f> {
    pub(super) fn open(name: &'f str, bytes: &[u8], feeds: &'f mut Feeds) -> Desk<'f> {
        let file = hash(bytes);
        let (formats, path, exploited) = (BTreeSet::new(), Vec::new(), Vec::new());
        Desk { feeds, name, file, path, exploited, formats, taken: 0, refused: 0, newest: String::new() }
    }

    /// `feed.zip, part a.jsonl, line 17`, then a pointer.
    pub(super) fn place(&self, pointer: &str) -> String {
        let mut place = self.name.to_owned();
        for step in &self.path {
            place.push_str(", ");
            place.push_str(&step.words());
        }
        if !pointer.is_empty() {
            place.push_str(", ");
            place.push_str(pointer);
        }
        place
    }

    /// Where an entry stands that is named by the hash of the whole file: the part and the line, then the pointer.
    pub(super) fn pointer(&self, pointer: &str) -> String {
        let steps = self.path.iter().filter(|step| !matches!(step, Step::Entry(_))).map(Step::words);
        let mut words: Vec<String> = steps.collect();
        words.extend(Some(pointer.to_owned()).filter(|pointer| !pointer.is_empty()));
        words.join(", ")
    }

    /// Something could not be read: where (a JSON pointer, `row 17`, or nothing), what, what to do.
    pub(super) fn refuse(&mut self, pointer: &str, what: impl Display, advice: &str) {
        self.refused += 1;
        if self.refused <= TOLD {
            let (place, what) = (self.place(pointer), short(&what.to_string()));
            self.feeds.refused.push(Refusal { place, what, advice: advice.to_owned() });
        }
    }

    /// What kind of file it is.
    pub(super) fn format(&mut self, format: &'static str) {
        self.formats.insert(format);
    }

    /// Takes a document.
    pub(super) fn take(&mut self, advisory: Advisory) {
        let date = advisory.updated.as_deref().or(advisory.published.as_deref());
        self.note_date(date.unwrap_or(""));
        self.taken += 1;
        self.feeds.advisories.push(advisory);
    }

    /// An entry of another kind was taken.
    pub(super) fn taken(&mut self) {
        self.taken += 1;
    }

    /// A date inside the feed: the newest one tells how old it is.
    pub(super) fn note_date(&mut self, date: &str) {
        let digits = |range: std::ops::Range<usize>| {
            date.get(range).is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
        };
        if digits(0..4) && digits(5..7) && date.len() >= 10 && date > self.newest.as_str() {
            self.newest = date.to_owned();
        }
    }

    /// What is known of the file so far.
    fn summary(&self) -> DocumentSummary {
        let formats: Vec<&str> = self.formats.iter().copied().collect();
        DocumentSummary {
            name: self.name.to_owned(),
            document: self.file.clone(),
            format: formats.join(", "),
            taken: self.taken,
            refused: self.refused,
            newest: self.newest.clone(),
        }
    }

    pub(super) fn close(mut self) {
        self.path.clear();
        if let Some(more) = self.refused.checked_sub(TOLD).filter(|more| *more > 0) {
            let (place, what) = (self.place(""), format!("{more} more refusals are not listed"));
            let advice = "the file is broken in many places: fetch it again".to_owned();
            self.feeds.refused.push(Refusal { place, what, advice });
        }
        let summary = self.summary();
        for (cve, exploited) in std::mem::take(&mut self.exploited) {
            super::kev::merge(cve, exploited, &summary, self.feeds);
        }
        self.feeds.documents.push(summary);
    }
}

/// BLAKE3 in hex: how documents are called.
pub(super) fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().as_str().to_owned()
}

/// A message that cites a document stays a message.
fn short(text: &str) -> String {
    match text.char_indices().nth(300) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or("")),
        None => text.to_owned(),
    }
}
