//! One state of each document, in an order that does not depend on the order of reading.

use crate::advisory::{Advisory, SourceKind};
use crate::feeds::Feeds;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use std::cmp::Ordering;

impl Feeds {
    /// Keeps the latest state of each document (same source, number and publisher), sorts everything, and drops what was
    /// read twice. The same files give the same feeds, whatever the order in which they were read.
    pub fn settle(&mut self) {
        // The later state first, so that it is the one that stays.
        self.advisories.sort_by(|one, two| key(one).cmp(&key(two)).then_with(|| later(two, one)));
        self.advisories.dedup_by(|later, kept| key(later) == key(kept));
        self.support.sort_by(|one, two| support_key(one).cmp(&support_key(two)));
        self.support.dedup_by(|one, two| support_key(one) == support_key(two));
        for techniques in self.techniques.values_mut() {
            techniques.sort();
            techniques.dedup();
        }
        self.documents.sort_by(|one, two| (&one.name, &one.document).cmp(&(&two.name, &two.document)));
        self.documents.dedup_by(|one, two| (&one.name, &one.document) == (&two.name, &two.document));
        self.refused.sort_by(|one, two| {
            (&one.place, &one.what, &one.advice).cmp(&(&two.place, &two.what, &two.advice))
        });
        self.refused.dedup();
    }
}

fn key(advisory: &Advisory) -> (SourceKind, &str, &str) {
    (advisory.source, &advisory.id, &advisory.publisher)
}

fn support_key(entry: &crate::feeds::Support) -> [&str; 8] {
    [
        &entry.vendor,
        &entry.product,
        &entry.model_number,
        &entry.version,
        &entry.end_of_support,
        &entry.end_of_sale,
        &entry.document,
        &entry.pointer,
    ]
}

/// The later of two states: by the publisher's own number, then by date, then by the hash of the document.
fn later(one: &Advisory, two: &Advisory) -> Ordering {
    let by_number = number(&one.revision).cmp(&number(&two.revision));
    let by_date = || date(one).cmp(&date(two));
    by_number
        .then_with(by_date)
        .then_with(|| one.document.cmp(&two.document))
        .then_with(|| one.revision.cmp(&two.revision))
}

/// `3`, `1.0.2`, `2.0.0-1.4` (CSAF §3.1.11): numbers, then whether it is more than a draft, then the draft.
/// What is no such number is below all that are.
fn number(revision: &str) -> Option<(Vec<u64>, bool, Vec<u64>)> {
    let without_build = revision.trim().split('+').next()?;
    let (release, draft) = match without_build.split_once('-') {
        Some((release, draft)) => (release, Some(draft)),
        None => (without_build, None),
    };
    let release: Option<Vec<u64>> = release.split('.').map(|part| part.parse().ok()).collect();
    let draft_numbers = draft.unwrap_or("").split('.').filter_map(|part| part.parse().ok()).collect();
    Some((release?, draft.is_none(), draft_numbers))
}

/// When it was last changed. A time without a zone is taken for UTC.
fn date(advisory: &Advisory) -> Option<Timestamp> {
    let text = advisory.updated.as_deref().or(advisory.published.as_deref())?.trim();
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some(time);
    }
    let civil =
        text.parse::<DateTime>().or_else(|_| text.parse::<Date>().map(|day| day.at(0, 0, 0, 0))).ok()?;
    civil.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}
