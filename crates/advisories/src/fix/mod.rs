//! Whether a fix really exists.
//!
//! A category is a claim that a publisher ticks; the sentence beside it is what he knows. "Vendor fix" stands over
//! "talk to your healthcare provider about a newer model" as often as over a download. So each remediation is read
//! sentence by sentence with the rules of `data/remediation/`, for the products and versions that the sentence names;
//! categories count where the words say nothing, lists of ends of support where neither does.

mod decide;
mod document;
mod lifecycle;
mod reading;
mod rough;
pub(crate) mod rules;
mod scope;
pub(crate) mod sentences;

pub use document::{DocumentClass, DocumentFix, ProductFix};
pub use rules::{FixRule, FixRules, Meaning, RuleError};

use crate::advisory::{Advisory, Note, Remediation, Vulnerability};
use crate::feeds::Support;
use holdfast_facts::{Cited, FixState};
use jiff::civil::Date;
use reading::Reading;
use rules::Meaning as M;
use scope::{Cover, Mentioned, Names};
use std::collections::BTreeMap;

/// Who it is that says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// A sentence of the advisory.
    Text,
    /// The category that the publisher ticked, where the words say nothing.
    Category,
    /// The advisory lists a version as fixed.
    Status,
    /// A list of ends of support.
    Lifecycle,
    /// Nobody.
    #[default]
    Nobody,
}

impl Who {
    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Who::Text => "text",
            Who::Category => "category",
            Who::Status => "status",
            Who::Lifecycle => "lifecycle",
            Who::Nobody => "nobody",
        }
    }
}

/// Whether a fix exists for one product, and who says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FixAnswer {
    /// The answer.
    pub state: FixState,
    /// The sentences: those that decided first, then those that say otherwise.
    pub says: Vec<Cited>,
    /// The category says one thing and the words another.
    pub conflict: bool,
    /// Who decided.
    pub who: Who,
    /// The maker no longer looks after the product, whatever can still be installed.
    pub out_of_support: bool,
}

/// One reading with everything that decides whom it is about.
struct Statement {
    means: Meaning,
    version: Option<String>,
    /// What is to be installed or bought.
    target: Option<String>,
    cited: Cited,
    category: String,
    /// Which remediation of the vulnerability it stands in; notes share one number.
    place: usize,
    /// Products that it names; None: no names.
    named: Mentioned,
    /// Products of the remediation; empty: all.
    listed: Vec<usize>,
    condition: Option<rough::Bound>,
    /// CVE numbers that the sentence names.
    cves: Vec<String>,
    /// The category itself speaks, not a sentence.
    by_category: bool,
    /// It speaks of unnamed others ("older versions", "some devices"), or of a model that is none of the products.
    of_others: bool,
}

/// An advisory whose texts have been read once.
pub struct Readings<'a> {
    advisory: &'a Advisory,
    names: Names,
    /// By vulnerability.
    vulnerabilities: Vec<Vec<Statement>>,
    /// Their descriptions, by vulnerability.
    descriptions: Vec<Vec<Statement>>,
    /// Of the whole document.
    notes: Vec<Statement>,
    /// What a product's own name says ("no longer a supported product").
    products: Vec<Vec<Statement>>,
}

impl<'a> Readings<'a> {
    /// Reads all texts of an advisory.
    pub fn of(advisory: &'a Advisory, rules: &FixRules) -> Readings<'a> {
        let mut reader = Reader {
            rules,
            names: Names::of(&advisory.products),
            read: BTreeMap::new(),
            document: &advisory.document,
        };
        let vulnerabilities = advisory
            .vulnerabilities
            .iter()
            .map(|vulnerability| reader.vulnerability(vulnerability))
            .collect();
        let descriptions =
            advisory.vulnerabilities.iter().map(|vulnerability| reader.descriptions(vulnerability)).collect();
        let notes = advisory.notes.iter().flat_map(|note| reader.note(note)).collect();
        let products = advisory
            .products
            .iter()
            .map(|product| {
                let mut statements =
                    reader.statements(&product.full_name, "", &product.pointer, usize::MAX, &[]);
                statements.retain(|statement| matches!(statement.means, M::Never | M::OutOfSupport));
                for statement in &mut statements {
                    statement.named = Mentioned::None;
                }
                statements
            })
            .collect();
        Readings { advisory, names: reader.names, vulnerabilities, descriptions, notes, products }
    }

    /// Whether a fix exists for one product against one vulnerability (index into `vulnerabilities`), or, without one,
    /// against all that affect it: the worst of what is known.
    pub fn state(
        &self,
        vulnerability: Option<usize>,
        product: usize,
        support: &[Support],
        as_of: Date,
    ) -> FixAnswer {
        let one = |index: usize| decide::decide(self, Some(index), product);
        let answer = match vulnerability {
            Some(index) => one(index),
            None => {
                let affected = |v: &Vulnerability| v.affected.is_empty() || v.affected.contains(&product);
                let answers: Vec<FixAnswer> = (0..self.vulnerabilities.len())
                    .filter(|index| self.advisory.vulnerabilities.get(*index).is_some_and(affected))
                    .map(one)
                    .collect();
                if answers.is_empty() { decide::decide(self, None, product) } else { worst(answers) }
            }
        };
        match self.advisory.products.get(product) {
            Some(product) => lifecycle::add(answer, product, support, as_of),
            None => answer,
        }
    }
}

/// Whether a fix exists for one product of an advisory.
///
/// `vulnerability` is one of the advisory's own, or None for all that affect the product. Reading is the costly part: for
/// many products of one advisory use [`Readings`].
pub fn state(
    advisory: &Advisory,
    vulnerability: Option<&Vulnerability>,
    product: usize,
    support: &[Support],
    rules: &FixRules,
    as_of: Date,
) -> FixAnswer {
    let index = vulnerability.and_then(|wanted| {
        advisory.vulnerabilities.iter().position(|v| std::ptr::eq(v, wanted) || v == wanted)
    });
    Readings::of(advisory, rules).state(index, product, support, as_of)
}

/// The worst of what is known; "nobody says" only where nobody says anything.
fn worst(answers: Vec<FixAnswer>) -> FixAnswer {
    let conflict = answers.iter().any(|answer| answer.conflict);
    let out_of_support = answers.iter().any(|answer| answer.out_of_support);
    let rank = |answer: &FixAnswer| match &answer.state {
        FixState::Unknown => 0,
        FixState::FixAvailable(None) => 1,
        FixState::FixAvailable(Some(_)) => 2,
        FixState::FixPlanned => 3,
        FixState::FixForOtherBranch => 4,
        FixState::ReplaceOnly => 5,
        FixState::NoFix => 6,
    };
    let mut worst = FixAnswer::default();
    let mut first = true;
    for answer in answers {
        let newer = match (&answer.state, &worst.state) {
            (FixState::FixAvailable(Some(one)), FixState::FixAvailable(Some(other))) => {
                rough::compare(one, other).is_some_and(std::cmp::Ordering::is_gt)
            }
            _ => false,
        };
        if first || rank(&answer) > rank(&worst) || newer {
            worst = answer;
        }
        first = false;
    }
    worst.conflict = conflict;
    worst.out_of_support = out_of_support;
    worst
}

struct Reader<'a> {
    rules: &'a FixRules,
    names: Names,
    /// Publishers repeat one text for each vulnerability.
    read: BTreeMap<String, Vec<Reading>>,
    document: &'a str,
}

impl Reader<'_> {
    fn vulnerability(&mut self, vulnerability: &Vulnerability) -> Vec<Statement> {
        let mut statements = Vec::new();
        for (place, remediation) in vulnerability.remediations.iter().enumerate() {
            statements.extend(self.remediation(remediation, place));
        }
        statements
    }

    /// Descriptions tell what is wrong in words that sound like remedies ("can be replaced", "does not provide"): of them
    /// only a named fixed version and "no longer supported" are taken.
    fn descriptions(&mut self, vulnerability: &Vulnerability) -> Vec<Statement> {
        let mut statements: Vec<Statement> =
            vulnerability.notes.iter().flat_map(|note| self.note(note)).collect();
        statements.retain(|statement| {
            let low = statement.cited.text.to_lowercase();
            let said = ["fixed in", "patched in", "resolved in", "addressed in", "update to", "upgrade to", "upgrading to"];
            let fixed = statement.means == M::Fix && statement.version.is_some();
            statement.means == M::OutOfSupport || (fixed && said.iter().any(|words| low.contains(words)))
        });
        statements
    }

    fn note(&mut self, note: &Note) -> Vec<Statement> {
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
                if !about_a_fix && !is_advice(&remediation.text, remediation.url.as_deref()) =>
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

    fn statements(
        &mut self,
        text: &str,
        category: &str,
        pointer: &str,
        place: usize,
        listed: &[usize],
    ) -> Vec<Statement> {
        if !self.read.contains_key(text) {
            self.read.insert(text.to_owned(), reading::read(text, self.rules));
        }
        let readings = self.read.get(text).cloned().unwrap_or_default();
        readings
            .into_iter()
            .map(|reading| {
                let target =
                    reading.target.clone().and_then(|span| reading.plain.get(span)).map(str::to_owned);
                let bought = (reading.means == M::Replace).then(|| reading.target.clone()).flatten();
                let named = self.mentioned(&reading.plain, reading.heading.as_deref(), bought);
                let negative = !matches!(reading.means, M::Fix | M::Upgrade | M::Advice);
                Statement {
                    means: reading.means,
                    version: reading.version,
                    target,
                    cited: self.cited(&reading.sentence, pointer),
                    category: category.to_owned(),
                    place,
                    named,
                    listed: listed.to_vec(),
                    condition: if negative { rough::bound(&reading.plain) } else { None },
                    cves: cves(&reading.sentence),
                    by_category: false,
                    of_others: negative
                        && (speaks_of_others(&reading.plain)
                            || self.names.is_foreign(&reading.plain, reading.target.as_ref())),
                }
            })
            .collect()
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

/// "Other versions will not be fixed" says nothing of the version at hand; where a number stands, the condition decides.
fn speaks_of_others(sentence: &str) -> bool {
    let low = sentence.to_lowercase();
    const OTHERS: &[&str] = &["other", "older", "earlier", "previous", "some", "certain", "early", "legacy"];
    const THINGS: &[&str] =
        &["versions", "releases", "models", "devices", "products", "units", "generations", "generation"];
    let words: Vec<&str> =
        low.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(2).any(|pair| matches!(pair, [one, two] if OTHERS.contains(one) && THINGS.contains(two)))
}

/// At most so many bytes, cut where a character ends.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
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
fn is_advice(text: &str, url: Option<&str>) -> bool {
    let low = text.to_lowercase();
    let words = low
        .split_whitespace()
        .filter(|word| !word.starts_with("http") && !word.starts_with("mailto:"))
        .count();
    const ADVICE: &[&str] = &[
        "contact",
        "for more information",
        "for additional information",
        "for further",
        "more details",
        "please see",
        "see the",
        "refer to",
        "recommend",
        "restrict",
        "limit",
        "segment",
        "firewall",
        "vpn",
        "disable",
        "password",
        "monitor",
        "isolate",
        "block",
        "following",
        "mitigat",
        "precaution",
        "measures",
        "controls",
        "best practice",
        "access",
        "caution",
        "link is external",
        "reaching out",
        "will continue",
        "advisory",
        "bulletin",
        "guidance",
        "information",
        "skill level",
        "will be",
        "should",
        "ensure",
        "only",
        "avoid",
        "never",
        "do not",
        "don't",
        "physical",
        "user",
        "network",
        "configur",
        "encourag",
        "visit",
        "phone",
        "email",
        "e-mail",
        "@",
        "support",
    ];
    // A fix that has no verb is still a thing with a number or a name that software has.
    const THINGS: &[&str] = &[
        "version", "firmware", "release", "patch", "fix", "update", "upgrade", "download", "install", "software", "build", "serial",
        "revision", " v", " sp",
    ];
    let thing = low.chars().any(|c| c.is_ascii_digit()) || THINGS.iter().any(|thing| low.contains(thing));
    words == 0 || !(thing || url.is_some()) || ADVICE.iter().any(|advice| low.contains(advice)) || low.trim_end().ends_with(':')
}

/// Whether a statement is about a product and a vulnerability, and how surely it means just that product.
fn about(
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
struct Aim {
    /// It names the product, its versions, or is listed for a few only.
    specific: bool,
    /// It is about some versions of it.
    part: bool,
}
