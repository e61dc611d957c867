//! Exposure rules: data under `data/exposures/`.

use holdfast_facts::{OperationClass, Severity};
use regex::{Regex, RegexBuilder};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A rule file that is wrong.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {what}")]
pub struct RuleError {
    /// The file.
    pub file: String,
    /// What is wrong.
    pub what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    rule: Vec<RuleText>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn into_vec(self) -> Vec<String> {
        match self {
            OneOrMany::One(one) => vec![one],
            OneOrMany::Many(many) => many,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    id: String,
    severity: String,
    says: String,
    attribute: Option<OneOrMany>,
    /// The attribute is about a host of the internet; the exposure is that of whoever talks with it.
    #[serde(default)]
    of_peer: bool,
    r#match: Option<String>,
    operation: Option<OperationText>,
    detector: Option<String>,
    #[serde(default)]
    threshold: BTreeMap<String, f64>,
    #[serde(default)]
    list: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    example: Vec<String>,
    #[serde(default)]
    counter: Vec<String>,
    source: String,
    date: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OperationText {
    class: OneOrMany,
    protocol: Option<OneOrMany>,
    function: Option<String>,
    unless: Option<String>,
    #[serde(default)]
    on: Side,
    #[serde(default)]
    accepted: bool,
}

/// Whose exposure an operation is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Who asked.
    Client,
    /// Who was asked.
    #[default]
    Server,
}

/// When a rule applies.
#[derive(Debug)]
pub enum When {
    /// An attribute of one of these names has a value like this.
    Attribute {
        /// Names.
        names: Vec<String>,
        /// The value.
        pattern: Regex,
        /// The attribute is about a host of the internet; the exposure is that of whoever talks with it.
        of_peer: bool,
    },
    /// Somebody asked for something.
    Operation {
        /// What kind.
        classes: Vec<OperationClass>,
        /// In which protocols; empty for any.
        protocols: Vec<String>,
        /// Under which name; `None` for any.
        function: Option<Regex>,
        /// Names that are left alone.
        unless: Option<Regex>,
        /// Whose exposure it is.
        on: Side,
        /// Only if it was done.
        accepted: bool,
    },
    /// A detector of that name, in this crate, finds it.
    Detector(String),
}

/// One rule.
#[derive(Debug)]
pub struct ExposureRule {
    /// Begins with a family of `data/exposures/SOURCE.md`.
    pub id: String,
    /// The file it stands in.
    pub file: String,
    /// How bad.
    pub severity: Severity,
    /// The sentence: `{peer}`, `{value}`, `{protocol}`, `{function}`, `{count}` … are put in.
    pub says: String,
    /// When it applies.
    pub when: When,
    /// A detector's limits, by name.
    threshold: BTreeMap<String, f64>,
    /// What a detector knows by name: ports, kinds, protocols, domains.
    list: BTreeMap<String, Vec<String>>,
    /// Values that must match.
    pub examples: Vec<String>,
    /// Values that must not.
    pub counters: Vec<String>,
    /// Where the reason can be read.
    pub source: String,
    /// When it was written.
    pub date: String,
}

impl ExposureRule {
    /// What the detector knows by name; nothing where the rule has no such list.
    pub(crate) fn list(&self, name: &str) -> &[String] {
        self.list.get(name).map_or(&[], Vec::as_slice)
    }

    /// A limit of the detector; a rule that lacks it never fires.
    pub(crate) fn limit(&self, name: &str) -> f64 {
        self.threshold.get(name).copied().unwrap_or(f64::INFINITY)
    }
}

/// All rules, by id.
#[derive(Debug, Default)]
pub struct ExposureRules {
    rules: BTreeMap<String, ExposureRule>,
}

impl ExposureRules {
    /// Takes the files of `data/` as pairs of path and text; those outside `exposures/` are passed over.
    pub fn load(files: &[(&str, &str)]) -> Result<ExposureRules, RuleError> {
        let mut rules = ExposureRules::default();
        for (path, text) in files {
            if path.starts_with("exposures/") && path.ends_with(".toml") {
                rules.add(path, text)?;
            }
        }
        Ok(rules)
    }

    fn add(&mut self, file: &str, text: &str) -> Result<(), RuleError> {
        let wrong = |what: String| RuleError { file: file.to_owned(), what };
        // Other tables of the folder (credentials …) have no rules.
        if !text.contains("[[rule]]") {
            return Ok(());
        }
        let parsed: File = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        for rule in parsed.rule {
            let id = rule.id.clone();
            let rule = build(rule, file).map_err(|what| wrong(format!("rule `{id}`: {what}")))?;
            if self.rules.insert(id.clone(), rule).is_some() {
                return Err(wrong(format!("rule `{id}` is there twice")));
            }
        }
        Ok(())
    }

    /// The rule of that id.
    pub fn get(&self, id: &str) -> Option<&ExposureRule> {
        self.rules.get(id)
    }

    /// Every rule, by id.
    pub fn iter(&self) -> impl Iterator<Item = &ExposureRule> {
        self.rules.values()
    }
}

fn pattern(text: &str) -> Result<Regex, String> {
    RegexBuilder::new(text)
        .case_insensitive(true)
        .size_limit(1 << 20)
        .build()
        .map_err(|error| error.to_string())
}

fn build(rule: RuleText, file: &str) -> Result<ExposureRule, String> {
    let severity =
        Severity::from_name(&rule.severity).ok_or_else(|| format!("`{}` is no severity", rule.severity))?;
    let when = match (rule.attribute, rule.operation, rule.detector) {
        (Some(names), None, None) => When::Attribute {
            names: names.into_vec(),
            pattern: pattern(rule.r#match.as_deref().ok_or("an attribute needs a `match`")?)?,
            of_peer: rule.of_peer,
        },
        (None, Some(operation), None) => When::Operation {
            classes: operation
                .class
                .into_vec()
                .iter()
                .map(|name| OperationClass::from_name(name).ok_or(format!("`{name}` is no class")))
                .collect::<Result<_, _>>()?,
            protocols: operation.protocol.map(OneOrMany::into_vec).unwrap_or_default(),
            function: operation.function.as_deref().map(pattern).transpose()?,
            unless: operation.unless.as_deref().map(pattern).transpose()?,
            on: operation.on,
            accepted: operation.accepted,
        },
        (None, None, Some(detector)) => When::Detector(detector),
        _ => return Err("one of `attribute`, `operation`, `detector` is needed".to_owned()),
    };
    Ok(ExposureRule {
        id: rule.id,
        file: file.to_owned(),
        severity,
        says: rule.says,
        when,
        threshold: rule.threshold,
        list: rule.list,
        examples: rule.example,
        counters: rule.counter,
        source: rule.source,
        date: rule.date,
    })
}
