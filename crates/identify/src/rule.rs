//! Fingerprint rules: data under `data/fingerprints/`, each with its own examples, which are its tests.

use crate::literal::{self, Finder};
use holdfast_facts::Field;
use regex::{Regex, RegexBuilder};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// How much a rule's source is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// Behaviour that many share: breaks ties, decides nothing.
    Fingerprint,
    /// A maker's cloud that the device asks for by name.
    Cloud,
    /// A text that only this product line sends.
    Strong,
    /// A field whose meaning is "this is my maker, model or version".
    Declared,
}

impl Tier {
    /// The certainty of one such source alone.
    pub fn certainty(self) -> f64 {
        match self {
            Tier::Declared => 0.95,
            Tier::Strong => 0.8,
            Tier::Cloud => 0.6,
            Tier::Fingerprint => 0.2,
        }
    }
}

/// A rule or a rule file that is wrong.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {what}")]
pub struct RuleError {
    /// The file.
    pub file: String,
    /// The rule and what is wrong with it.
    pub what: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    fn into_vec(self) -> Vec<T> {
        match self {
            OneOrMany::One(one) => vec![one],
            OneOrMany::Many(many) => many,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    rule: Vec<RuleText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    id: String,
    attribute: OneOrMany<String>,
    r#match: String,
    unless: Option<String>,
    tier: Tier,
    vendor: Option<String>,
    model: Option<String>,
    order_number: Option<String>,
    firmware: Option<String>,
    kind: Option<String>,
    realm: Option<String>,
    place: Option<String>,
    owner: Option<String>,
    requires: Option<OneOrMany<RequirementText>>,
    #[serde(default)]
    known_brand: bool,
    source: String,
    origin: Origin,
    date: String,
    #[serde(default)]
    example: Vec<Example>,
    #[serde(default)]
    counter: Vec<Counter>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequirementText {
    oui: Option<String>,
    attribute: Option<OneOrMany<String>>,
    r#match: Option<String>,
}

/// Whether a rule would stand without the development corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Known from public documents or from the field.
    Field,
    /// Only a file of the development corpus showed it.
    Corpus,
}

/// A text that must match, and what must come out.
#[derive(Clone, Debug, Deserialize)]
pub struct Example {
    /// The attribute's value.
    pub text: String,
    /// Expected values by field name.
    #[serde(flatten)]
    pub expect: BTreeMap<String, String>,
}

/// A text that must not match.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counter {
    /// The attribute's value.
    pub text: String,
}

/// A condition on the rest of the device.
#[derive(Debug)]
pub(crate) enum Requirement {
    /// The registered organisation of one of its addresses begins so (lower case).
    Oui(String),
    /// It also shows this.
    Attribute(Vec<String>, Pattern),
}

/// A regular expression without regard to case, built when first needed.
///
/// It is written in lower case and matched against the value in (ASCII) lower case, which has the same length, so that what it
/// captures can be cut out of the value as it is. An expression that knows both cases of each letter takes ten times as long to build.
#[derive(Debug)]
pub(crate) struct Pattern {
    text: String,
    literals: OnceLock<Vec<String>>,
    built: OnceLock<Option<Regex>>,
}

impl Pattern {
    fn new(text: &str) -> Pattern {
        // Product names are ASCII: `\d` and `\w` with all of Unicode make automata a hundred times as large.
        let text = in_lower_case(text).replace(r"\d", "[0-9]").replace(r"\w", "[0-9a-z_]");
        Pattern { text, literals: OnceLock::new(), built: OnceLock::new() }
    }

    /// Texts of which every match holds one.
    fn literals(&self) -> &[String] {
        self.literals.get_or_init(|| literal::required(&self.text))
    }

    /// The expression, unless each of its literals is missing from the (lower-case) value.
    fn regex(&self, lower: &str) -> Option<&Regex> {
        let literals = self.literals();
        if !literals.is_empty() && !literals.iter().any(|literal| lower.contains(literal.as_str())) {
            return None;
        }
        self.expression()
    }

    fn expression(&self) -> Option<&Regex> {
        self.built.get_or_init(|| self.build().ok()).as_ref()
    }

    fn build(&self) -> Result<Regex, regex::Error> {
        RegexBuilder::new(&self.text).size_limit(1 << 21).build()
    }

    /// `lower` is the value in ASCII lower case.
    pub(crate) fn is_match(&self, lower: &str) -> bool {
        self.regex(lower).is_some_and(|regex| regex.is_match(lower))
    }
}

/// A pattern in lower case. What follows a backslash keeps its case: `\S` is not `\s`.
fn in_lower_case(pattern: &str) -> String {
    let mut escaped = false;
    pattern
        .chars()
        .map(|character| {
            let kept = escaped;
            escaped = character == '\\' && !escaped;
            if kept { character } else { character.to_ascii_lowercase() }
        })
        .collect()
}

/// One fingerprint.
#[derive(Debug)]
pub struct Rule {
    /// `family.short-name`, unique.
    pub id: String,
    /// The file it stands in.
    pub file: String,
    /// Attributes it reads.
    pub attributes: Vec<String>,
    pattern: Pattern,
    unless: Option<Pattern>,
    /// What its source is worth.
    pub tier: Tier,
    says: Vec<(Field, String)>,
    pub(crate) requires: Vec<Requirement>,
    /// The vendor counts only if it is a listed brand.
    pub known_brand: bool,
    /// Where the fact can be checked.
    pub source: String,
    /// Whether it would stand without the corpus.
    pub origin: Origin,
    /// When it was written.
    pub date: String,
    /// Positive examples.
    pub examples: Vec<Example>,
    /// Negative examples.
    pub counters: Vec<Counter>,
}

impl Rule {
    /// What the rule says of this value, leaving conditions on the rest of the device aside. `lower` is the value in ASCII
    /// lower case, which has the same length.
    pub fn apply(&self, value: &str, lower: &str) -> Option<Vec<(Field, String)>> {
        self.matched(self.pattern.regex(lower)?, value, lower)
    }

    fn matched(&self, regex: &Regex, value: &str, lower: &str) -> Option<Vec<(Field, String)>> {
        let captures = regex.captures(lower)?;
        if self.unless.as_ref().is_some_and(|unless| unless.is_match(lower)) {
            return None;
        }
        let group =
            |number: usize| captures.get(number).and_then(|found| value.get(found.range())).unwrap_or("");
        let mut said = Vec::with_capacity(self.says.len());
        for (field, template) in &self.says {
            let text = filled(template, group).split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                said.push((*field, text));
            }
        }
        (!said.is_empty()).then_some(said)
    }

    /// Vendors that the rule can name outright.
    pub fn vendor(&self) -> Option<&str> {
        self.says.iter().find(|(field, _)| *field == Field::Vendor).map(|(_, text)| text.as_str())
    }

    /// Kinds that the rule can name outright.
    pub fn kind(&self) -> Option<&str> {
        self.says.iter().find(|(field, _)| *field == Field::Kind).map(|(_, text)| text.as_str())
    }

    /// Builds every expression now: for the data tests, which want the error.
    pub fn check(&self) -> Result<(), String> {
        for pattern in std::iter::once(&self.pattern).chain(&self.unless) {
            pattern.build().map_err(|error| error.to_string())?;
        }
        for requirement in &self.requires {
            if let Requirement::Attribute(_, pattern) = requirement {
                pattern.build().map_err(|error| error.to_string())?;
            }
        }
        Ok(())
    }
}

/// The template with `$1` or `${1}` replaced by the group of that number.
fn filled<'v>(template: &str, group: impl Fn(usize) -> &'v str) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        text.push_str(before);
        let (digits, tail) = match after.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            Some(parts) => parts,
            None => {
                after.split_at(after.len().min(usize::from(after.starts_with(|c: char| c.is_ascii_digit()))))
            }
        };
        match digits.parse() {
            Ok(number) => text.push_str(group(number)),
            Err(_) => text.push('$'),
        }
        rest = tail;
    }
    text.push_str(rest);
    text
}

/// All rules, by the attribute they read.
#[derive(Debug, Default)]
pub struct RuleSet {
    rules: Vec<Rule>,
    by_attribute: FxHashMap<String, Reading>,
}

/// The rules that read one attribute.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// Places in the list, in order.
    rules: Vec<u32>,
    /// Finds those that can match a value; made when the first value comes.
    finder: OnceLock<Finder>,
}

impl RuleSet {
    /// Adds a file of rules.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), RuleError> {
        let wrong = |what: String| RuleError { file: file.to_owned(), what };
        let parsed: File = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        for rule in parsed.rule {
            let rule = rule.into_rule(file).map_err(wrong)?;
            let index = u32::try_from(self.rules.len()).unwrap_or(u32::MAX);
            for attribute in &rule.attributes {
                self.by_attribute.entry(attribute.clone()).or_default().rules.push(index);
            }
            self.rules.push(rule);
        }
        Ok(())
    }

    /// Lets go of the examples, which only tests read.
    pub fn forget_examples(&mut self) {
        for rule in &mut self.rules {
            rule.examples = Vec::new();
            rule.counters = Vec::new();
        }
    }

    /// Every rule, in the order of the files.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }

    /// The rule of that id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// Rules that read this attribute.
    pub(crate) fn reading(&self, attribute: &str) -> Option<&Reading> {
        self.by_attribute.get(attribute)
    }

    /// What they say of a value, in their order, leaving conditions on the rest of the device aside.
    pub(crate) fn say(&self, reading: &Reading, value: &str) -> Vec<(&Rule, Vec<(Field, String)>)> {
        let lower = value.to_ascii_lowercase();
        let finder = reading.finder.get_or_init(|| {
            let literals = |place: &u32| {
                self.rules.get(*place as usize).map(|rule| rule.pattern.literals()).unwrap_or_default()
            };
            Finder::new(reading.rules.iter().map(literals))
        });
        let found = finder.find(&lower);
        let places = found.iter().filter_map(|place| reading.rules.get(*place as usize));
        places
            .filter_map(|place| {
                let rule = self.rules.get(*place as usize)?;
                Some((rule, rule.matched(rule.pattern.expression()?, value, &lower)?))
            })
            .collect()
    }
}

impl RuleText {
    fn into_rule(self, file: &str) -> Result<Rule, String> {
        let id = self.id;
        let says: Vec<(Field, String)> = [
            (Field::Vendor, self.vendor),
            (Field::Model, self.model),
            (Field::OrderNumber, self.order_number),
            (Field::Firmware, self.firmware),
            (Field::Kind, self.kind),
            (Field::Realm, self.realm),
            (Field::Place, self.place),
            (Field::Owner, self.owner),
        ]
        .into_iter()
        .filter_map(|(field, text)| Some((field, text?)))
        .collect();
        if says.is_empty() {
            return Err(format!("rule `{id}` says nothing"));
        }
        let mut requires = Vec::new();
        for requirement in self.requires.map(OneOrMany::into_vec).unwrap_or_default() {
            requires.push(match (requirement.oui, requirement.attribute, requirement.r#match) {
                (Some(oui), None, None) => Requirement::Oui(oui.to_lowercase()),
                (None, Some(attribute), Some(pattern)) => {
                    Requirement::Attribute(attribute.into_vec(), Pattern::new(&pattern))
                }
                _ => {
                    return Err(format!(
                        "rule `{id}`: `requires` takes either `oui`, or `attribute` and `match`"
                    ));
                }
            });
        }
        Ok(Rule {
            file: file.to_owned(),
            attributes: self.attribute.into_vec(),
            pattern: Pattern::new(&self.r#match),
            unless: self.unless.as_deref().map(Pattern::new),
            tier: self.tier,
            says,
            requires,
            known_brand: self.known_brand,
            source: self.source,
            origin: self.origin,
            date: self.date,
            examples: self.example,
            counters: self.counter,
            id,
        })
    }
}
