//! Reads `data/priority/`: tables, safety classes, what texts say about exploitation.

use super::controls::ControlRule;
use super::table::{Outcome, Point, Table};
use crate::fix::rules::compile;
use regex::Regex;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A data file that is wrong.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {what}")]
pub struct PriorityError {
    /// The file or table.
    pub file: String,
    /// What is wrong.
    pub what: String,
}

/// What a device's kind means for people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SafetyClass {
    /// `life-critical`, `care`, `building`, `none`.
    pub safety: String,
    /// `negligible`, `marginal`, `critical`, `catastrophic`.
    pub safety_impact: String,
    /// `degraded`, `mef support crippled`, `mef failure`, `mission failure`.
    pub mission_impact: String,
    /// In words: "a life can depend on it".
    pub says: String,
}

/// A rule that reads what a text says about exploitation.
#[derive(Debug)]
pub struct ExploitationRule {
    /// Stable name.
    pub id: String,
    /// `active`, `public poc`, `none`.
    pub means: String,
    pub(super) pattern: Regex,
    /// Sentences that must match.
    pub examples: Vec<String>,
    /// Sentences that must not.
    pub counters: Vec<String>,
}

impl ExploitationRule {
    /// Whether the rule matches a sentence.
    pub fn matches(&self, sentence: &str) -> bool {
        self.pattern.is_match(sentence)
    }
}

/// Everything that decisions are made with.
#[derive(Debug)]
pub struct PriorityRules {
    /// Days for a patch: catalogue of exploited ones, exposure, automatable, technical impact.
    pub timeline: Table,
    /// A coordinator's levels.
    pub coordinator: Table,
    /// A deployer's urgency.
    pub deployer: Table,
    /// Safety and mission to human impact.
    pub human_impact: Table,
    /// What to do where nothing can be installed.
    pub no_fix: Table,
    /// Safety classes.
    pub safety: Vec<SafetyClass>,
    /// Reach to decision points.
    pub reach: BTreeMap<String, BTreeMap<String, String>>,
    /// Human impact to the coordinator's well-being.
    pub well_being: BTreeMap<String, String>,
    /// What texts say about exploitation, in order.
    pub exploitation: Vec<ExploitationRule>,
    /// What texts say about compensating controls.
    pub controls: Vec<ControlRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TablesFile {
    table: Vec<TableText>,
    point: Vec<PointText>,
    reach: BTreeMap<String, BTreeMap<String, String>>,
    well_being: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableText {
    id: String,
    file: String,
    title: String,
    outcome: Vec<OutcomeText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutcomeText {
    name: String,
    days: Option<i32>,
    #[serde(default)]
    investigate: bool,
    #[serde(default)]
    action: String,
    replace_days: Option<i32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PointText {
    id: String,
    values: Vec<String>,
    asks: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SafetyFile {
    class: Vec<SafetyClass>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExploitationFile {
    rule: Vec<ExploitationText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExploitationText {
    id: String,
    means: String,
    pattern: String,
    example: Vec<String>,
    counter: Vec<String>,
}

impl PriorityRules {
    /// Reads `priority/` and `remediation/controls.toml` among the data files (path under `data/` and text).
    ///
    /// # Errors
    /// A file that is missing or wrong, a table with a hole.
    pub fn load(data: &[(&str, &str)]) -> Result<PriorityRules, PriorityError> {
        let file = "priority/tables.toml";
        let text = find(data, file)?;
        let tables: TablesFile = toml::from_str(text).map_err(|error| wrong(file, error))?;
        let points: Vec<Point> = tables
            .point
            .into_iter()
            .map(|point| Point { id: point.id, values: point.values, asks: point.asks })
            .collect();
        let mut built = BTreeMap::new();
        for table in tables.table {
            let path = format!("priority/{}", table.file);
            let (columns, rows) = comma_separated(find(data, &path)?);
            let outcomes = table
                .outcome
                .into_iter()
                .map(|outcome| Outcome {
                    name: outcome.name,
                    days: outcome.days,
                    investigate: outcome.investigate,
                    action: outcome.action,
                    replace_days: outcome.replace_days,
                })
                .collect();
            built.insert(
                table.id.clone(),
                Table::build(&table.id, &table.title, &columns, &rows, &points, outcomes)?,
            );
        }
        let mut take = |id: &str| built.remove(id).ok_or_else(|| wrong(file, format!("no table {id}")));
        let file = "priority/safety.toml";
        let safety: SafetyFile = toml::from_str(find(data, file)?).map_err(|error| wrong(file, error))?;
        Ok(PriorityRules {
            timeline: take("timeline")?,
            coordinator: take("coordinator")?,
            deployer: take("deployer")?,
            human_impact: take("human_impact")?,
            no_fix: take("no_fix")?,
            safety: safety.class,
            reach: tables.reach,
            well_being: tables.well_being,
            exploitation: exploitation(data)?,
            controls: super::controls::load(data)?,
        })
    }
}

fn exploitation(data: &[(&str, &str)]) -> Result<Vec<ExploitationRule>, PriorityError> {
    let file = "priority/exploitation.toml";
    let parsed: ExploitationFile = toml::from_str(find(data, file)?).map_err(|error| wrong(file, error))?;
    parsed
        .rule
        .into_iter()
        .map(|rule| {
            let pattern = compile(&rule.pattern, &BTreeMap::new())
                .map_err(|error| wrong(file, format!("{}: {error}", rule.id)))?;
            Ok(ExploitationRule {
                id: rule.id,
                means: rule.means,
                pattern,
                examples: rule.example,
                counters: rule.counter,
            })
        })
        .collect()
}

pub(super) fn find<'a>(data: &[(&str, &'a str)], path: &str) -> Result<&'a str, PriorityError> {
    let found = data.iter().find(|(name, _)| *name == path);
    found.map(|(_, text)| *text).ok_or_else(|| wrong(path, "is missing"))
}

pub(super) fn wrong(file: &str, what: impl std::fmt::Display) -> PriorityError {
    PriorityError { file: file.to_owned(), what: what.to_string() }
}

/// Our own tables: no value holds a comma or a quotation mark.
fn comma_separated(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let cells = |line: &str| line.split(',').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).map(cells);
    (lines.next().unwrap_or_default(), lines.collect())
}
