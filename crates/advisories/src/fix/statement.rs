//! Readings with their aim: of which products, versions and vulnerabilities each sentence speaks.

use super::reading::{self, Reading};
use super::rough;
use super::rules::{FixRules, Meaning, Meaning as M};
use super::scope::{self, Cover, Mentioned, Names};
use super::shorten;
use crate::advisory::{Advisory, Note, Remediation, Vulnerability};
use holdfast_facts::Cited;
use std::collections::BTreeMap;

/// One reading with everything that decides whom it is about.
#[derive(Clone)]
pub(super) struct Statement {
    pub means: Meaning,
    pub version: Option<String>,
    /// What is to be installed or bought.
    pub target: Option<String>,
    pub cited: Cited,
    pub category: String,
    /// Which remediation of the vulnerability it stands in; notes share one number.
    pub place: usize,
    /// Products that it names; None: no names.
    pub named: Mentioned,
    /// Products of the remediation; empty: all.
    pub listed: Vec<usize>,
    pub condition: Option<rough::Bound>,
    /// CVE numbers that the sentence names.
    pub cves: Vec<String>,
    /// The category itself speaks, not a sentence.
    pub by_category: bool,
    /// It speaks of unnamed others ("older versions", "some devices"), or of a model that is none of the products.
    pub of_others: bool,
}

pub(super) struct Reader<'a> {
    pub rules: &'a FixRules,
    pub names: &'a Names,
    /// Publishers repeat one text for each vulnerability.
    pub read: BTreeMap<String, Vec<Statement>>,
    pub document: &'a str,
    /// Only "never" and "out of support" are looked for.
    pub only_ends: bool,
}

impl Reader<'_> {
    pub(super) fn vulnerability(&mut self, vulnerability: &Vulnerability) -> Vec<Statement> {
        let mut statements = Vec::new();
        for (place, remediation) in vulnerability.remediations.iter().enumerate() {
            statements.extend(self.remediation(remediation, place));
        }
        statements
    }

    /// Descriptions tell what is wrong in words that sound like remedies ("can be replaced", "does not provide"): of them
    /// only a named fixed version and "no longer supported" are taken.
    pub(super) fn descriptions(&mut self, vulnerability: &Vulnerability) -> Vec<Statement> {
        let mut statements: Vec<Statement> =
            vulnerability.notes.iter().flat_map(|note| self.note(note)).collect();
        statements.retain(|statement| {
            let low = statement.cited.text.to_lowercase();
            let said = [
                "fixed in",
                "patched in",
                "resolved in",
                "addressed in",
                "update to",
                "upgrade to",
                "upgrading to",
            ];
            let fixed = statement.means == M::Fix && statement.version.is_some();
            statement.means == M::OutOfSupport || (fixed && said.iter().any(|words| low.contains(words)))
        });
        statements
    }

    pub(super) fn note(&mut self, note: &Note) -> Vec<Statement> {
        if note.kind == "legal_disclaimer" {
            return Vec::new();
        }
        self.statements(&note.text, "note", &note.pointer, usize::MAX, &[])
    }

    fn remediation(&mut self, remediation: &Remediation, place: usize) -> Vec<Statement> {
        let category = remediation.category.as_str();
        let mut statements =
            self.statements(&remediation.text, category, &remediation.pointer, place, &remediation.products);
        let about_a_fix = statements.iter().any(|statement| statement.means != M::Advice);
        let means = match category {
            "no_fix_planned" => Some(M::Never),
            "none_available" => Some(M::NotYet),
            "fix_planned" => Some(M::Planned),
            // Words that say nothing about a fix, under a category that says there is one.
            "vendor_fix" | "optional_patch"
                if !about_a_fix && !is_advice(&remediation.text, remediation.url.as_deref(), self.rules) =>
            {
                Some(M::Fix)
            }
            _ => None,
        };
        if let Some(means) = means {
            let named = self.mentioned(&remediation.text, None, None);
            statements.push(Statement {
                means,
                version: None,
                target: None,
                cited: self.cited(&remediation.text, &remediation.pointer),
                category: category.to_owned(),
                place,
                named,
                listed: remediation.products.clone(),
                condition: rough::bound(&remediation.text),
                cves: cves(&remediation.text),
                by_category: true,
                of_others: false,
            });
        }
        statements
    }

    pub(super) fn statements(
        &mut self,
        text: &str,
        category: &str,
        pointer: &str,
        place: usize,
        listed: &[usize],
    ) -> Vec<Statement> {
        if !self.read.contains_key(text) {
            let read = reading::read(text, self.rules, self.only_ends);
            let statements = read.into_iter().map(|reading| self.statement(reading)).collect();
            self.read.insert(text.to_owned(), statements);
        }
        let mut statements = self.read.get(text).cloned().unwrap_or_default();
        for statement in &mut statements {
            pointer.clone_into(&mut statement.cited.pointer);
            category.clone_into(&mut statement.category);
            statement.place = place;
            statement.listed = listed.to_vec();
        }
        statements
    }

    /// A reading with its aim; where it stands is filled in later, since publishers repeat one text for each vulnerability.
    fn statement(&self, reading: Reading) -> Statement {
        let target = reading.target.clone().and_then(|span| reading.plain.get(span)).map(str::to_owned);
        let target = target.or_else(|| (reading.means == M::Fix).then(|| before_version(&reading)).flatten());
        let bought = (reading.means == M::Replace).then(|| reading.target.clone()).flatten();
        let named = self.mentioned(&reading.plain, reading.heading.as_deref(), bought);
        let negative = !matches!(reading.means, M::Fix | M::Upgrade | M::Advice);
        let foreign = || self.names.is_foreign(&reading.plain, reading.target.as_ref());
        Statement {
            means: reading.means,
            target,
            cited: self.cited(&reading.sentence, ""),
            category: String::new(),
            place: usize::MAX,
            named,
            listed: Vec::new(),
            condition: if negative { rough::bound(&reading.plain) } else { None },
            cves: cves(&reading.sentence),
            by_category: false,
            of_others: negative && (speaks_of_others(&reading.plain, self.rules) || foreign()),
            version: reading.version,
        }
    }

    /// Products that a sentence names, or else the heading that it stands under. What is to be bought is no product that
    /// the sentence is about.
    fn mentioned(
        &self,
        sentence: &str,
        heading: Option<&str>,
        without: Option<std::ops::Range<usize>>,
    ) -> Mentioned {
        let mut text = sentence.to_owned();
        if let Some(span) = without
            && text.is_char_boundary(span.start)
            && text.is_char_boundary(span.end)
        {
            // The first word after "replace" is often the old thing: only what follows "with" or "to" is new.
            let bought = text.get(span.clone()).unwrap_or_default();
            let from = [" with ", " by "].iter().filter_map(|word| bought.find(word)).min();
            let old_first = text.get(..span.start).unwrap_or_default().trim_end().to_lowercase();
            let old_first =
                ["replace", "replacing", "replacement", "out"].iter().any(|word| old_first.ends_with(word));
            let start = match (old_first, from) {
                (true, Some(from)) => span.start + from,
                (true, None) => span.end,
                (false, _) => span.start,
            };
            text.replace_range(start..span.end, "");
        }
        match (self.names.mentioned(&text), heading) {
            (Mentioned::None, Some(heading)) => self.names.mentioned(heading),
            (mentioned, _) => mentioned,
        }
    }

    fn cited(&self, text: &str, pointer: &str) -> Cited {
        Cited { document: self.document.to_owned(), pointer: pointer.to_owned(), text: shorten(text, 1000) }
    }
}

/// The words before the version of a fix, which may name what it is a version of: "download the DIAScreen v1.3.1". What
/// stands behind "firmware version" is part of the version ("firmware version WS-CM 2.0").
fn before_version(reading: &Reading) -> Option<String> {
    let version = reading.version.as_deref()?;
    let before = reading.plain.get(..reading.plain.find(version)?)?;
    let words: Vec<&str> = before.split_whitespace().rev().take(3).collect();
    let named = words.iter().any(|word| {
        let low = word.to_lowercase();
        low.starts_with("firmware") || low.starts_with("version")
    });
    (!named).then(|| words.into_iter().rev().collect::<Vec<_>>().join(" "))
}

/// "Other versions will not be fixed" says nothing of the version at hand; where a number stands, the condition decides.
fn speaks_of_others(sentence: &str, rules: &FixRules) -> bool {
    let low = sentence.to_lowercase();
    let words: Vec<&str> =
        low.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let holds = |list: &str, word: &str| rules.list(list).iter().any(|known| known == word);
    words.windows(2).any(
        |pair| matches!(pair, [one, two] if holds("words_of_others", one) && holds("units_of_products", two)),
    )
}

fn cves(sentence: &str) -> Vec<String> {
    let mut found = Vec::new();
    let upper = sentence.to_uppercase();
    for (at, _) in upper.match_indices("CVE-") {
        let rest = upper.get(at + 4..).unwrap_or_default();
        let number: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
        if number.len() >= 9 {
            found.push(format!("CVE-{}", number.trim_end_matches('-')));
        }
    }
    found
}

/// Words under "vendor fix" that point elsewhere or advise, and are no fix by themselves: an address, a telephone number,
/// a headline, "contact", "see", "the following measures".
fn is_advice(text: &str, url: Option<&str>, rules: &FixRules) -> bool {
    let low = text.to_lowercase();
    let words = low
        .split_whitespace()
        .filter(|word| !word.starts_with("http") && !word.starts_with("mailto:"))
        .count();
    // A fix that has no verb is still a thing with a number or a name that software has.
    let holds = |list: &str| rules.list(list).iter().any(|piece| low.contains(piece.as_str()));
    let thing = low.chars().any(|c| c.is_ascii_digit()) || holds("things_of_software");
    words == 0 || !(thing || url.is_some()) || holds("words_of_advice") || low.trim_end().ends_with(':')
}

/// Whether a statement is about a product and a vulnerability, and how surely it means just that product.
pub(super) fn about(
    statement: &Statement,
    advisory: &Advisory,
    vulnerability: Option<&Vulnerability>,
    product: usize,
) -> Option<Aim> {
    if let Some(cve) = vulnerability.and_then(|v| v.cve.as_deref())
        && !statement.cves.is_empty()
        && !statement.cves.iter().any(|named| named == cve)
        && advisory
            .vulnerabilities
            .iter()
            .any(|v| v.cve.as_ref().is_some_and(|cve| statement.cves.contains(cve)))
    {
        return None;
    }
    let listed = statement.listed.is_empty() || statement.listed.contains(&product);
    if !listed {
        return None;
    }
    let by_name = match &statement.named {
        Mentioned::None => false,
        Mentioned::Products(named) => {
            let reachable =
                statement.listed.is_empty() || statement.listed.iter().any(|listed| named.contains(listed));
            match (named.contains(&product), reachable) {
                (true, _) => true,
                (false, true) => return None,
                // The names are of other products than the list: the list is what the publisher ticked.
                (false, false) => false,
            }
        }
    };
    let cover = match advisory.products.get(product) {
        Some(product) => scope::cover(statement.condition.as_ref(), product),
        None => Cover::Unsaid,
    };
    let by_list = !statement.listed.is_empty() && statement.listed.len() < advisory.products.len();
    if statement.of_others && !by_name && !matches!(cover, Cover::Whole | Cover::Outside) {
        return Some(Aim { specific: false, part: true });
    }
    match cover {
        Cover::Outside => None,
        Cover::Whole => Some(Aim { specific: true, part: false }),
        Cover::Part => Some(Aim { specific: by_name, part: true }),
        Cover::Unsaid => Some(Aim { specific: by_name || by_list, part: false }),
    }
}

/// How a statement is aimed at a product.
#[derive(Clone, Copy)]
pub(super) struct Aim {
    /// It names the product, its versions, or is listed for a few only.
    pub specific: bool,
    /// It is about some versions of it.
    pub part: bool,
}
