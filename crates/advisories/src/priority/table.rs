//! Decision tables: what is known in, the outcomes that remain possible out. Unknown is a value: the worst outcome is
//! shown, with the question whose answer settles it.

use super::data::PriorityError;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of decision points: the values that a point may still have. A point that is missing may have any.
pub type Values = BTreeMap<String, Vec<String>>;

/// A decision point of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The column.
    pub id: String,
    /// From the least to the most worrying.
    pub values: Vec<String>,
    /// What to ask where it is not known.
    pub asks: String,
}

/// What an outcome asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// As the table calls it.
    pub name: String,
    /// Days to act; None: at the next upgrade or maintenance.
    pub days: Option<i32>,
    /// Look whether it has already been used against us.
    pub investigate: bool,
    /// `monitor`, `replace`, `compensate`, `isolate`: only where nothing can be installed.
    pub action: String,
    /// Days until a replacement should be in place.
    pub replace_days: Option<i32>,
}

/// A decision table: every combination of its points' values has one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name in Rust and JSON.
    pub id: String,
    /// For people.
    pub title: String,
    /// Columns.
    pub points: Vec<Point>,
    /// From the least to the most urgent.
    pub outcomes: Vec<Outcome>,
    /// Values (index into each point's values) to outcome (index).
    rows: BTreeMap<Vec<usize>, usize>,
}

/// What a table says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Outcomes that remain possible, least urgent first.
    pub possible: BTreeSet<usize>,
    /// The most urgent of them.
    pub worst: usize,
    /// Points that are not known and whose answer could change the worst outcome: id and question.
    pub open: Vec<(String, String)>,
}

impl Table {
    /// Reads a table from rows of values, the outcome last.
    ///
    /// # Errors
    /// An unknown column, value or outcome, a combination that is missing or stands twice.
    pub fn build(
        id: &str,
        title: &str,
        columns: &[String],
        rows: &[Vec<String>],
        points: &[Point],
        outcomes: Vec<Outcome>,
    ) -> Result<Table, PriorityError> {
        let wrong = |what: String| PriorityError { file: id.to_owned(), what };
        let (_, columns) = columns.split_last().ok_or_else(|| wrong("no columns".to_owned()))?;
        let mut used = Vec::new();
        for column in columns {
            let point = points.iter().find(|point| point.id == *column);
            used.push(
                point.ok_or_else(|| wrong(format!("the column {column} is no decision point")))?.clone(),
            );
        }
        let mut table = Table {
            id: id.to_owned(),
            title: title.to_owned(),
            points: used,
            outcomes,
            rows: BTreeMap::new(),
        };
        for row in rows {
            let Some((outcome, values)) =
                row.split_last().filter(|(_, values)| values.len() == columns.len())
            else {
                return Err(wrong(format!("a row of {} columns: {row:?}", row.len())));
            };
            let mut key = Vec::new();
            for (point, value) in table.points.iter().zip(values) {
                let index = point.values.iter().position(|known| known == value);
                key.push(index.ok_or_else(|| wrong(format!("{value} is no value of {}", point.id)))?);
            }
            let index = table.outcomes.iter().position(|known| known.name == *outcome);
            let index = index.ok_or_else(|| wrong(format!("{outcome} is no outcome")))?;
            if table.rows.insert(key, index).is_some() {
                return Err(wrong(format!("two rows for {values:?}")));
            }
        }
        let all: usize = table.points.iter().map(|point| point.values.len()).product();
        if table.rows.len() != all || all == 0 {
            return Err(wrong(format!("{} rows for {all} combinations", table.rows.len())));
        }
        Ok(table)
    }

    /// What the table says of these values. A point that is missing, or has a value that the table does not know, may have
    /// any.
    pub fn answer(&self, values: &Values) -> Answer {
        let known: Vec<BTreeSet<usize>> = self.points.iter().map(|point| may_be(point, values)).collect();
        let possible = self.possible(&known);
        let worst = possible.iter().next_back().copied().unwrap_or_default();
        let mut open = Vec::new();
        for (index, point) in self.points.iter().enumerate() {
            let Some(open_values) = known.get(index).filter(|values| values.len() > 1) else { continue };
            let changes = open_values.iter().any(|value| {
                let mut asked = known.clone();
                if let Some(place) = asked.get_mut(index) {
                    *place = BTreeSet::from([*value]);
                }
                self.possible(&asked).iter().next_back() != Some(&worst)
            });
            if changes {
                open.push((point.id.clone(), point.asks.clone()));
            }
        }
        Answer { possible, worst, open }
    }

    fn possible(&self, known: &[BTreeSet<usize>]) -> BTreeSet<usize> {
        let fits = |key: &Vec<usize>| key.iter().zip(known).all(|(value, known)| known.contains(value));
        self.rows.iter().filter(|(key, _)| fits(key)).map(|(_, outcome)| *outcome).collect()
    }

    /// An outcome.
    pub fn outcome(&self, index: usize) -> Outcome {
        self.outcomes.get(index).cloned().unwrap_or_default()
    }
}

/// Values that a point may have; any where nothing, or nothing that the table knows, is said.
fn may_be(point: &Point, values: &Values) -> BTreeSet<usize> {
    let said: BTreeSet<usize> = values
        .get(&point.id)
        .into_iter()
        .flatten()
        .filter_map(|value| point.values.iter().position(|known| known == value))
        .collect();
    if said.is_empty() { (0..point.values.len()).collect() } else { said }
}
