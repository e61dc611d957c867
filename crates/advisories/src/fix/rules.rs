//! The rules that read sentences: data under `data/remediation/`.

use super::needle::needles;
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

/// What a sentence says about a fix. In order of strength: of two that overlap in one sentence the first one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// Other advice: whatever its words, it says nothing about a fix.
    Advice,
    /// There is none and none will come.
    Never,
    /// It is promised.
    Planned,
    /// There is none today.
    NotYet,
    /// The maker no longer looks after it.
    OutOfSupport,
    /// Another product is to be bought, or this one given up.
    Replace,
    /// There is a fix, but for newer versions or other lines only.
    OtherBranch,
    /// Something can be installed.
    Fix,
    /// A newer version is recommended, and none is named.
    Upgrade,
    /// The maker does not answer.
    Silent,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    words: BTreeMap<String, String>,
    /// Lists of words that are compared as they are, in lower case.
    #[serde(default)]
    list: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    rule: Vec<RuleText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    id: String,
    means: Meaning,
    pattern: String,
    unless: Option<String>,
    #[serde(default)]
    whole_sentence: bool,
    example: Vec<String>,
    counter: Vec<String>,
}

/// One rule.
#[derive(Debug)]
pub struct FixRule {
    /// Stable name.
    pub id: String,
    /// What a match means.
    pub means: Meaning,
    /// One of these must stand in the sentence, in lower case, for the pattern to match.
    needles: Vec<String>,
    /// What matches; may have the groups `version` and `target`.
    pub(super) pattern: Regex,
    /// A sentence like this is left alone.
    pub(super) unless: Option<Regex>,
    /// It takes every fix and upgrade of its sentence away, overlapping or not.
    pub(super) whole_sentence: bool,
    /// Sentences that must match.
    pub examples: Vec<String>,
    /// Sentences that must not.
    pub counters: Vec<String>,
}

impl FixRule {
    /// Whether the rule, taken alone, matches a sentence.
    pub fn matches(&self, sentence: &str) -> bool {
        self.matches_with(sentence, &sentence.to_lowercase())
    }

    /// The same, with the sentence also in lower case.
    pub(super) fn matches_with(&self, sentence: &str, low: &str) -> bool {
        (self.needles.is_empty() || self.needles.iter().any(|needle| low.contains(needle.as_str())))
            && self.pattern.is_match(sentence)
            && !self.unless.as_ref().is_some_and(|unless| unless.is_match(sentence))
    }
}

/// All rules that read sentences about fixes.
#[derive(Debug)]
pub struct FixRules {
    /// In the order of the files.
    pub rules: Vec<FixRule>,
    lists: BTreeMap<String, Vec<String>>,
}

impl FixRules {
    /// Reads `remediation/fix*.toml` among the data files (path under `data/` and text).
    ///
    /// # Errors
    /// A file that is no TOML, an unknown meaning, a pattern that is no regular expression, a name that occurs twice.
    pub fn load(data: &[(&str, &str)]) -> Result<FixRules, RuleError> {
        let mut rules: Vec<FixRule> = Vec::new();
        let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, text) in data {
            if !(name.starts_with("remediation/fix") && name.ends_with(".toml")) {
                continue;
            }
            let wrong = |what: String| RuleError { file: (*name).to_owned(), what };
            let file: File = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
            for (list, words) in &file.list {
                lists.entry(list.clone()).or_default().extend(words.iter().cloned());
            }
            for rule in file.rule {
                if rules.iter().any(|other| other.id == rule.id) {
                    return Err(wrong(format!("the rule {} occurs twice", rule.id)));
                }
                let compile = |pattern: &str| {
                    compile(pattern, &file.words).map_err(|error| wrong(format!("{}: {error}", rule.id)))
                };
                let pattern = compile(&rule.pattern)?;
                rules.push(FixRule {
                    needles: needles(pattern.as_str()),
                    pattern,
                    unless: rule.unless.as_deref().map(compile).transpose()?,
                    id: rule.id,
                    means: rule.means,
                    whole_sentence: rule.whole_sentence,
                    examples: rule.example,
                    counters: rule.counter,
                });
            }
        }
        Ok(FixRules { rules, lists })
    }
}

impl FixRules {
    /// A list of words; empty where no file has it.
    pub(super) fn list(&self, name: &str) -> &[String] {
        self.lists.get(name).map_or(&[], Vec::as_slice)
    }
}

/// A pattern with the words put in; letter case does not count.
pub(crate) fn compile(pattern: &str, words: &BTreeMap<String, String>) -> Result<Regex, String> {
    let mut full = pattern.to_owned();
    // Words may contain words: a few rounds are enough, and a circle ends in "unknown word".
    for _ in 0..4 {
        for (name, text) in words {
            full = full.replace(&format!("<<{name}>>"), text);
        }
    }
    if full.contains("<<") {
        return Err("a <<word>> that is not in [words]".to_owned());
    }
    // Word boundaries of all scripts make the matcher slow on any text with a letter that is not ASCII. They are needed only
    // where the pattern itself has such letters.
    if !full.chars().any(|c| !c.is_ascii() && c.is_alphabetic()) {
        full = full.replace(r"\b", r"(?-u:\b)");
    }
    RegexBuilder::new(&full)
        .case_insensitive(true)
        .size_limit(64 << 20)
        .build()
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::FixRules;

    #[test]
    fn wrong_files_are_refused_by_name() {
        let load = |text: &str| FixRules::load(&[("remediation/fix.toml", text)]).unwrap_err().to_string();
        assert!(load("[[rule]]").contains("remediation/fix.toml"));
        let rule = |pattern: &str| {
            format!("[[rule]]\nid='a'\nmeans='fix'\npattern='{pattern}'\nexample=[]\ncounter=[]\n")
        };
        assert!(load(&rule("(")).contains("a:"));
        assert!(load(&rule("<<no>>")).contains("[words]"));
        assert!(load(&(rule("a") + &rule("b"))).contains("twice"));
        assert!(load(&rule("a").replace("'fix'", "'perhaps'")).contains("perhaps"));
    }
}
