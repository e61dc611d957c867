//! Exploit Prediction Scoring System (FIRST): the daily table with its head line, any table with `cve` and `epss`
//! columns, and the answers of the API.
//!
//! Scores of two model versions cannot be compared, so they are never mixed: the newer file counts, and the other one is
//! refused by name. Which of two is newer does not depend on which was read first.

#[cfg(test)]
mod tests;

use super::desk::Desk;
use super::entries::{each, entries};
use super::lenient::{Loose, Text};
use super::table::Table;
use crate::feeds::{Epss, Refusal};
use serde::Deserialize;
use std::cmp::Ordering;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Score<'a> {
    cve: Text<'a>,
    epss: Loose<'a>,
    #[serde(default)]
    date: Text<'a>,
}

/// `{"data": [{"cve": …, "epss": …, "date": …}]}`.
pub(super) fn list(bytes: &[u8], desk: &mut Desk<'_>) {
    desk.format("epss");
    let mut new = Epss { document: desk.file.clone(), ..Epss::default() };
    each(entries(bytes, "data"), desk, &mut |_, object, desk| match serde_json::from_slice::<Score<'_>>(
        object,
    ) {
        Ok(score) => {
            if *score.date > *new.date {
                new.date = score.date.trim().to_owned();
            }
            add(&mut new, &score.cve, &score.epss, "", desk);
        }
        Err(error) => desk.refuse("", error, "the score was left out, the rest was read"),
    });
    settle(new, desk);
}

/// A table; `head` is its comment line `#model_version:v2025.03.14,score_date:2025-07-05T00:00:00+0000`.
pub(super) fn table(table: &Table, head: &str, desk: &mut Desk<'_>) {
    desk.format("epss");
    let said: BTreeMap<&str, &str> = head
        .trim_start_matches('#')
        .split(',')
        .filter_map(|part| part.split_once(':'))
        .map(|(key, value)| (key.trim(), value.trim()))
        .collect();
    let date = said.get("score_date").and_then(|date| date.get(..10)).unwrap_or("");
    let mut new = Epss {
        model: said.get("model_version").copied().unwrap_or("").to_owned(),
        date: date.to_owned(),
        scores: BTreeMap::new(),
        document: desk.file.clone(),
    };
    let (cve, score) = (table.column(&["cve", "cve id", "cveid"]), table.column(&["epss", "epss score"]));
    for row in table.rows() {
        add(&mut new, row.cell(cve), row.cell(score), &row.pointer(), desk);
    }
    settle(new, desk);
}

fn add(new: &mut Epss, cve: &str, score: &str, pointer: &str, desk: &mut Desk<'_>) {
    let number = score.trim().parse::<f32>().ok().filter(|number| (0.0..=1.0).contains(number));
    match (cve.trim(), number) {
        (cve, Some(number)) if cve.starts_with("CVE-") => {
            new.scores.insert(cve.to_owned(), number);
            desk.taken();
        }
        (cve, _) => {
            let what = format!("`{cve}` with `{}` is no CVE number with a probability", score.trim());
            desk.refuse(pointer, what, "the row was left out, the rest was read");
        }
    }
}

/// Which of two sets of scores is newer.
fn age(epss: &Epss) -> (&str, &str, usize, &str) {
    (&epss.model, &epss.date, epss.scores.len(), &epss.document)
}

fn settle(new: Epss, desk: &mut Desk<'_>) {
    desk.note_date(&new.date);
    if new.scores.is_empty() || new == desk.feeds.epss {
        return;
    }
    let known = std::mem::take(&mut desk.feeds.epss);
    if known.scores.is_empty() {
        desk.feeds.epss = new;
        return;
    }
    let by_scores = || new.scores.partial_cmp(&known.scores).unwrap_or(Ordering::Equal);
    let is_newer = age(&new).cmp(&age(&known)).then_with(by_scores) == Ordering::Greater;
    let (newer, older) = if is_newer { (new, known) } else { (known, new) };
    desk.feeds.epss = newer;
    // The words name the older one only, so that three files in any order say the same.
    let summaries = desk.feeds.documents.iter();
    let mut names =
        summaries.filter(|document| document.document == older.document).map(|document| &document.name);
    let place = names.next().cloned().unwrap_or_else(|| desk.place(""));
    let said = |text: &str| if text.is_empty() { "not said".to_owned() } else { text.to_owned() };
    let what = format!(
        "{} scores of the model {}, day {}, were not taken: others are newer, and the two are not mixed",
        older.scores.len(),
        said(&older.model),
        said(&older.date),
    );
    let advice = "keep the newest file only".to_owned();
    desk.feeds.refused.push(Refusal { place, what, advice });
}
