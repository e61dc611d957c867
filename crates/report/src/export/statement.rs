//! Sentences that every format for statements needs: why a product is not affected, what can be done, what would settle it.

use crate::escape::terminal;
use crate::weakness::{Advice, words};
use holdfast_facts::{EvidenceId, FixState, Weakness};

/// Who issues a document, and on which day.
#[derive(Clone, Copy, Debug)]
pub struct Imprint<'a> {
    /// The site's name.
    pub who: &'a str,
    /// Version of the program.
    pub version: &'a str,
    /// The day, as YYYY-MM-DD.
    pub as_of: &'a str,
}

impl Imprint<'_> {
    /// The first moment of the day.
    pub(super) fn moment(&self) -> String {
        format!("{}T00:00:00Z", self.as_of)
    }
}

/// A made-up place for ids: nothing is published there (RFC 2606 §2).
pub(super) const PLACE: &str = "https://holdfast.invalid";

/// A name for something of this content: the same on every machine.
pub(super) fn content_id(parts: &[&str]) -> String {
    EvidenceId::of(parts).to_string().trim_start_matches("E-").to_owned()
}

/// The five reasons that statements of "not affected" may give, in the words of CSAF and OpenVEX.
const JUSTIFICATIONS: [&str; 5] = [
    "component_not_present",
    "vulnerable_code_not_present",
    "vulnerable_code_not_in_execute_path",
    "vulnerable_code_cannot_be_controlled_by_adversary",
    "inline_mitigations_already_exist",
];

/// The reason that the deciding document itself gives in one of those words. None is made up.
pub(super) fn justification(weakness: &Weakness) -> Option<&'static str> {
    let cited = &words::decider(weakness)?.cited.text;
    let word = |c: char| !(c.is_ascii_lowercase() || c == '_');
    JUSTIFICATIONS.into_iter().find(|reason| cited.split(word).any(|found| found == *reason))
}

/// Who says so, in which words.
pub(super) fn who_says(weakness: &Weakness) -> String {
    let Some(decider) = words::decider(weakness) else {
        return format!("{}.", words::status(weakness.status));
    };
    let condition = match decider.condition.as_str() {
        "" => String::new(),
        text => format!(" (version: {text})"),
    };
    let text = format!(
        "{} of {} says \"{}\" of \"{}\"{condition}.",
        decider.advisory,
        decider.publisher,
        words::status(weakness.status),
        decider.product
    );
    let words = match decider.cited.text.trim() {
        "" => text,
        cited => format!("{text} In its words: {cited}"),
    };
    terminal(&words)
}

/// Whether there is a fix, and the sentence that says so.
pub(super) fn fix_sentence(weakness: &Weakness) -> String {
    let mut fix = words::fix(&weakness.fix);
    if let Some(first) = fix.get(..1) {
        fix = format!("{}{}", first.to_uppercase(), fix.get(1..).unwrap_or(""));
    }
    let text = match weakness.fix_says.first().map(|cited| cited.text.trim()).filter(|text| !text.is_empty())
    {
        Some(says) => format!("{fix}. In the words of the document: {says}"),
        None if weakness.fix == FixState::Unknown => {
            format!("{fix}. Ask the maker; until then let only those reach the device who must.")
        }
        None => format!("{fix}."),
    };
    terminal(&text)
}

/// What was decided to do.
pub(super) fn advice_sentence(advice: &Advice<'_>) -> String {
    let by = advice.by.map(|by| format!(", by {by}")).unwrap_or_default();
    let mut text = format!("{}{by}.", advice.action);
    for step in advice.steps {
        text.push(' ');
        text.push_str(step);
    }
    terminal(&text)
}
