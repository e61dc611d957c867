//! A text in, readings out: which sentences say what about a fix, and which version they name.

use super::rules::{FixRule, FixRules, Meaning};
use super::sentences;
use std::ops::Range;

/// What one sentence says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub means: Meaning,
    /// The whole sentence, as it stands but for line ends and markup.
    pub sentence: String,
    /// The heading that it stands under ("For the pumps of series 5:"), where it names none itself.
    pub heading: Option<String>,
    /// The version that it names, without "version" and "firmware".
    pub version: Option<String>,
    /// The words that name what is to be installed or bought, in `plain`.
    pub target: Option<Range<usize>>,
    /// The sentence without addresses of pages: what the rules were held against.
    pub plain: String,
}

/// All readings of a text, in order; `only_ends`: only those that say that it has ended.
pub(super) fn read(text: &str, rules: &FixRules, only_ends: bool) -> Vec<Reading> {
    let mut readings = Vec::new();
    let mut heading: Option<String> = None;
    for sentence in sentences::split(text) {
        if sentence.ends_with(':') && sentence.len() < 200 {
            heading = Some(sentence.clone());
        }
        let plain = without_links(&sentence);
        for (means, version, target) in matches(&plain, rules, only_ends) {
            readings.push(Reading {
                plain: plain.clone(),
                means,
                sentence: sentence.clone(),
                heading: heading.clone().filter(|heading| *heading != sentence),
                version,
                target,
            });
        }
    }
    readings
}

/// Addresses hold words like "document" and "port" that nobody said.
fn without_links(sentence: &str) -> String {
    let sentence: &str = &without_chapters(sentence);
    if !sentence.contains("://") && !sentence.contains("www.") {
        return sentence.to_owned();
    }
    let mut plain = String::with_capacity(sentence.len());
    for (index, word) in sentence.split(' ').enumerate() {
        if index > 0 {
            plain.push(' ');
        }
        let link =
            ["http://", "https://", "ftp://", "www."].iter().filter_map(|start| word.find(start)).min();
        match link {
            // "at:https://x.example/" keeps what stands before it.
            Some(at) => {
                plain.push_str(word.get(..at).unwrap_or_default());
                plain.push('…');
                if word.ends_with(['.', ',', ')']) {
                    plain.push_str(word.get(word.len() - 1..).unwrap_or_default());
                }
            }
            None => plain.push_str(word),
        }
    }
    plain
}

/// "Chapter 9.2" is no version.
fn without_chapters(sentence: &str) -> String {
    const PARTS: &[&str] = &[
        "chapter",
        "section",
        "clause",
        "page",
        "appendix",
        "step",
        "table",
        "figure",
        "paragraph",
        "layer",
    ];
    let mut plain = String::with_capacity(sentence.len());
    let mut after_part = false;
    for (index, word) in sentence.split(' ').enumerate() {
        if index > 0 {
            plain.push(' ');
        }
        if after_part && word.starts_with(|c: char| c.is_ascii_digit()) {
            plain.push('…');
        } else {
            plain.push_str(word);
        }
        let low = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        after_part = PARTS.contains(&low.trim_end_matches('s'));
    }
    plain
}

/// Whether a match takes a weaker one that overlaps it away.
fn takes_away(strong: Meaning, weak: Meaning) -> bool {
    use Meaning::{Advice, Fix, Never, NotYet, OtherBranch, OutOfSupport, Planned, Replace, Upgrade};
    match strong {
        Advice => weak != Advice,
        Never => matches!(weak, Planned | NotYet | Fix | Upgrade),
        Planned | NotYet | OutOfSupport | Replace | OtherBranch => matches!(weak, Fix | Upgrade),
        _ => false,
    }
}

/// A match: what it means, where, the version and the target that it names.
type Found = (Meaning, Range<usize>, Option<String>, Option<Range<usize>>);

type Match = (Meaning, Option<String>, Option<Range<usize>>);

/// What a sentence says: the strongest match wins wherever two overlap; of one meaning, one with a version is kept.
fn matches(sentence: &str, rules: &FixRules, only_ends: bool) -> Vec<Match> {
    let mut found: Vec<Found> = Vec::new();
    let low = sentence.to_lowercase();
    let mut promised = false;
    let mut versioned = false;
    for rule in &rules.rules {
        let end = matches!(rule.means, Meaning::Advice | Meaning::Never | Meaning::OutOfSupport);
        if only_ends && !end {
            continue;
        }
        // Most rules do not match: their exceptions need not be looked at.
        if !rule.matches_with(sentence, &low) {
            continue;
        }
        promised |= rule.whole_sentence;
        // The rules for fixes stand from the surest to the loosest: the first that finds versions is believed.
        let before = found.len();
        collect(sentence, rule, &mut found);
        if rule.means == Meaning::Fix {
            if versioned {
                found.truncate(before);
            }
            versioned |= found.iter().skip(before).any(|found| found.2.is_some());
        }
    }
    if promised {
        found.retain(|found| !matches!(found.0, Meaning::Fix | Meaning::Upgrade));
    }
    found.sort_by(|a, b| {
        a.0.cmp(&b.0).then(b.2.is_some().cmp(&a.2.is_some())).then(a.1.start.cmp(&b.1.start))
    });
    let mut kept: Vec<Found> = Vec::new();
    for candidate in found {
        let covered = kept.iter().any(|(means, span, ..)| {
            takes_away(*means, candidate.0) && span.start < candidate.1.end && candidate.1.start < span.end
        });
        if !covered {
            kept.push(candidate);
        }
    }
    let mut told: Vec<Match> = Vec::new();
    for (means, _, version, target) in kept {
        let known =
            told.iter().any(|(other, known, _)| *other == means && (version.is_none() || *known == version));
        if !known {
            told.push((means, version, target));
        }
    }
    told
}

fn collect(sentence: &str, rule: &FixRule, found: &mut Vec<Found>) {
    for captures in rule.pattern.captures_iter(sentence).take(8) {
        let Some(whole) = captures.get(0) else { continue };
        let version = captures.name("version").and_then(|version| clean_version(version.as_str()));
        let target = captures.name("target").map(|target| target.range());
        found.push((rule.means, whole.range(), version, target));
    }
}

/// `version 2.4.3` → `2.4.3`; `V6.6` stays.
fn clean_version(written: &str) -> Option<String> {
    let mut rest = written.trim_matches(|c: char| " .,:;\"“”_-".contains(c));
    loop {
        let word_end = rest.find(|c: char| " .:_\"“”-".contains(c)).unwrap_or(rest.len());
        let word = rest.get(..word_end).unwrap_or_default();
        if word.len() < 2 || word.chars().any(|c| c.is_ascii_digit()) {
            break;
        }
        rest = rest.get(word_end..).unwrap_or_default().trim_start_matches(|c: char| " .:_\"“”-".contains(c));
    }
    // "version10": the word and the number are written together.
    for word in ["versions", "version", "firmware", "release", "revision", "build", "ver"] {
        if rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)) {
            rest = rest.get(word.len()..).unwrap_or_default();
        }
    }
    let rest = rest.trim();
    (rest.chars().any(|c| c.is_ascii_digit()) && rest.len() <= 60).then(|| rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::clean_version;

    #[test]
    fn words_before_the_number_are_not_the_version() {
        for (written, version) in [
            ("version 2.4.3", "2.4.3"),
            ("V6.6", "V6.6"),
            ("firmware version 06", "06"),
            ("release v1.2.1", "v1.2.1"),
            ("Version10.1", "10.1"),
            ("V1.0 SP2 Upd2", "V1.0 SP2 Upd2"),
        ] {
            assert_eq!(clean_version(written).as_deref(), Some(version), "{written}");
        }
        assert_eq!(clean_version("version"), None);
    }
}
