//! `cargo xtask quality identity|behaviour`: the program against the labelled corpus, and the floors under it.

use crate::{debian, place};
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::process::{Command, Stdio};

const FLOOR: &str = "tests/quality/floor.toml";
const FIELDS: [&str; 5] = ["vendor", "model", "firmware", "category", "realm"];

/// Builds the program, lets the corpus's own script score it, and compares with the floors.
pub(crate) fn identity(flags: &[&str]) -> Result<()> {
    let score = scored("identity", flags)?;
    print_table(&score);
    hold(below(&score, &floor()?)?)
}

/// The same for behaviour: labelled attackers that are found, and hosts of the same captures that are left in peace.
pub(crate) fn behaviour(flags: &[&str]) -> Result<()> {
    let score = scored("behaviour", flags)?;
    for (file, why) in score["failed"].as_object().into_iter().flatten() {
        println!("  {file}: {why}");
    }
    let (found, flagged) = (share(&score, "total", "yes", "found"), share(&score, "total", "no", "flagged"));
    println!(
        "{} of {} attackers and violators found, {:.1} % of {} others flagged",
        score["total"]["yes"]["found"].as_u64().unwrap_or(0),
        score["total"]["yes"]["n"],
        100.0 * flagged,
        score["total"]["no"]["n"]
    );
    let floor = floor()?;
    let limit =
        |name: &str| floor.get("behaviour").and_then(|table| table.get(name)).and_then(toml::Value::as_float);
    let mut below = Vec::new();
    if found < limit("found").unwrap_or(0.0) {
        below.push(format!("behaviour: found is {found:.4}"));
    }
    if flagged > limit("flagged_at_most").unwrap_or(0.0) {
        below.push(format!("behaviour: flagged is {flagged:.4}"));
    }
    hold(below)
}

pub(crate) fn hold(below: Vec<String>) -> Result<()> {
    ensure!(below.is_empty(), "under the floor of {FLOOR}:\n  {}", below.join("\n  "));
    println!("above every floor of {FLOOR}");
    Ok(())
}

pub(crate) fn floor() -> Result<toml::Table> {
    let text =
        std::fs::read_to_string(place::root().join(FLOOR)).with_context(|| format!("reading {FLOOR}"))?;
    text.parse().with_context(|| format!("reading {FLOOR}"))
}

/// What the corpus's script says of the release binary.
fn scored(mode: &str, flags: &[&str]) -> Result<Value> {
    let Some(corpus) = place::corpus() else { bail!("needs ../shared/corpus/dev") };
    ensure!(debian::has("python3"), "needs python3: {}", debian::line(&["python3"]));
    let details = flags.contains(&"--details");
    ensure!(details || flags.is_empty(), "{mode} takes --details only");
    let binary = place::release_binary()?;
    let mut command = Command::new("python3");
    command.arg(place::shared().join("corpus/score.py")).arg(mode).arg(&corpus).arg(&binary);
    if details {
        command.arg("--details");
    }
    let output =
        command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().context("running score.py")?;
    ensure!(output.status.success(), "score.py failed");
    let score: Value = serde_json::from_slice(&output.stdout).context("what score.py printed")?;
    if details {
        print_details(&score);
    }
    Ok(score)
}

fn share(score: &Value, part: &str, field: &str, verdict: &str) -> f64 {
    score[part][field][format!("{verdict}_share")].as_f64().unwrap_or(0.0)
}

fn print_table(score: &Value) {
    println!("{} captures, {} rows without their file", score["captures"], score["skipped_rows"]);
    for (file, why) in score["failed"].as_object().into_iter().flatten() {
        println!("  {file}: {why}");
    }
    println!(
        "\n{:<10}{:<10}{:>6}{:>9}{:>8}{:>8}{:>11}{:>11}",
        "rows", "field", "n", "right", "near", "wrong", "abstained", "no device"
    );
    for part in ["provable", "rest", "total"] {
        for field in FIELDS {
            let row = &score[part][field];
            if row["n"].as_u64().unwrap_or(0) == 0 {
                continue;
            }
            let percent = |verdict| format!("{:.1} %", 100.0 * share(score, part, field, verdict));
            println!(
                "{part:<10}{field:<10}{:>6}{:>9}{:>8}{:>8}{:>11}{:>11}",
                row["n"].as_u64().unwrap_or(0),
                percent("right"),
                percent("near"),
                percent("wrong"),
                percent("abstained"),
                percent("no device"),
            );
        }
    }
    println!();
}

/// Every row that is not right: file, address, field, label, what was said, verdict, difficulty.
fn print_details(score: &Value) {
    for row in score["details"].as_array().into_iter().flatten() {
        let cells: Vec<String> = row
            .as_array()
            .into_iter()
            .flatten()
            .map(|cell| cell.as_str().map_or_else(|| cell.to_string(), str::to_owned))
            .collect();
        println!("{}", cells.join("\t"));
    }
    println!();
}

/// The floors that are not reached: `[provable.vendor] right = 0.97`, `[total.vendor] wrong_at_most = 0.01`,
/// and `failed_at_most` for captures that gave no answer.
fn below(score: &Value, floor: &toml::Table) -> Result<Vec<String>> {
    let mut below = Vec::new();
    let failed = score["failed"].as_object().map_or(0, serde_json::Map::len) as i64;
    let allowed = floor.get("failed_at_most").and_then(toml::Value::as_integer).unwrap_or(0);
    if failed > allowed {
        below.push(format!("{failed} captures gave no answer, {allowed} are allowed"));
    }
    for part in ["provable", "rest", "total"] {
        let Some(fields) = floor.get(part).and_then(toml::Value::as_table) else { continue };
        for (field, limits) in fields {
            ensure!(FIELDS.contains(&field.as_str()), "{FLOOR}: there is no field `{field}`");
            for (name, limit) in limits.as_table().into_iter().flatten() {
                let Some(limit) = limit.as_float() else {
                    bail!("{FLOOR}: {part}.{field}.{name} is no share")
                };
                let (is, holds) = match name.as_str() {
                    "right" => {
                        (share(score, part, field, "right"), share(score, part, field, "right") >= limit)
                    }
                    "wrong_at_most" => {
                        (share(score, part, field, "wrong"), share(score, part, field, "wrong") <= limit)
                    }
                    other => bail!("{FLOOR}: {part}.{field} has no limit `{other}`"),
                };
                if !holds {
                    below.push(format!("{part} {field}: {name} is {is:.4}, the floor says {limit}"));
                }
            }
        }
    }
    Ok(below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_floor_is_reached_or_named() {
        let score = serde_json::json!({
            "failed": {},
            "provable": { "vendor": { "n": 10, "right_share": 0.9 } },
            "total": { "vendor": { "n": 20, "right_share": 0.8, "wrong_share": 0.05 } },
        });
        let floor = |text: &str| below(&score, &text.parse().unwrap());
        assert!(floor("[provable.vendor]\nright = 0.9").unwrap().is_empty());
        assert_eq!(
            floor("[provable.vendor]\nright = 0.97\n[total.vendor]\nwrong_at_most = 0.01").unwrap().len(),
            2
        );
        assert_eq!(
            floor("[rest.model]\nright = 0.1").unwrap().len(),
            1,
            "a field without rows reaches nothing"
        );
        assert!(floor("[total.vendor]\nrihgt = 0.9").is_err());
    }
}
