//! `cargo xtask quality advisories`: matching and fix states against the benchmarks beside the project, and the floors under them.

use crate::{place, quality};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What is read as feeds; the flat criteria are for speed alone.
const FEEDS: [&str; 6] = [
    "cisa-csaf-cisa-terms.jsonl.zst",
    "cve5-cisa-vulnrichment-2025-01-24.jsonl.zst",
    "nvd-overrides-anchore-2026-08-21.jsonl.zst",
    "kev-2025-11-14.csv",
    "kev-2025-08-25.json",
    "epss-slice-2025-07-05.csv",
];

/// How one benchmark went.
#[derive(Debug, Default)]
struct Score {
    right: u64,
    wrong: u64,
    missed: u64,
    open: u64,
    open_kept: u64,
    /// Negatives whose version is known, and those of them that are called possible.
    negatives: u64,
    vague: u64,
    conditional: u64,
    conditional_dropped: u64,
    /// By kind of case: right answers, cases.
    kinds: BTreeMap<String, (u64, u64)>,
}

/// Runs the benchmarks. `without` leaves out the sources whose name begins so: `nvd` shows that nothing depends on it.
pub(crate) fn run(flags: &[&str]) -> Result<()> {
    let folder = place::shared().join("data/advisories");
    ensure!(folder.is_dir(), "needs ../shared/data/advisories");
    let without_nvd = flags.contains(&"--without-nvd");
    let details = flags.contains(&"--details");
    let binary = place::release_binary()?;
    let feeds_folder = place::target().join("quality-feeds");
    let _ = std::fs::remove_dir_all(&feeds_folder);
    let feeds: Vec<PathBuf> = FEEDS
        .iter()
        .filter(|name| !(without_nvd && name.starts_with("nvd")))
        .map(|name| folder.join(name))
        .collect();
    eprintln!("reading {} feeds", feeds.len());
    let mut import = Command::new(&binary);
    import.arg("feeds").arg("import").args(&feeds).env("HOLDFAST_FEEDS", &feeds_folder);
    let told = import.stderr(Stdio::null()).output().context("importing feeds")?;
    print!("{}", String::from_utf8_lossy(&told.stdout));
    let floor = quality::floor()?;
    let limit = |table: &str, name: &str| floor.get("advisories")?.get(table)?.get(name)?.as_float();
    let mut below = Vec::new();
    for (name, file) in [("matchbench", "matchbench.dev.jsonl"), ("wirebench", "wirebench.dev.jsonl")] {
        let cases = lines(&folder.join(file))?;
        let answers = answers(&binary, &feeds_folder, &folder.join(file))?;
        let score = score(&cases, &answers, details);
        print_score(name, &score);
        for (figure, value) in figures(&score) {
            let broken = match figure {
                "vague_at_most" | "conditional_dropped_at_most" => {
                    limit(name, figure).is_some_and(|most| value > most)
                }
                _ => limit(name, figure).is_some_and(|least| value < least),
            };
            if broken {
                below.push(format!("{name}: {figure} is {value:.4}"));
            }
        }
    }
    remediation(&binary, &feeds_folder, &folder.join("remediation_bench.dev.jsonl"), details, &mut below)?;
    quality::hold(below)
}

fn lines(path: &Path) -> Result<Vec<Value>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    text.lines().map(|line| serde_json::from_str(line).context("a case")).collect()
}

/// What `holdfast match` says, by case and advisory.
fn answers(binary: &Path, feeds: &Path, cases: &Path) -> Result<BTreeMap<String, BTreeMap<String, Value>>> {
    let output = Command::new(binary)
        .args(["match", "--json", "--identities"])
        .arg(cases)
        .env("HOLDFAST_FEEDS", feeds)
        .stderr(Stdio::null())
        .output()
        .context("running match")?;
    ensure!(matches!(output.status.code(), Some(0 | 4)), "match failed");
    let mut all = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let value: Value = serde_json::from_str(line)?;
        let matches = value["matches"].as_array().into_iter().flatten();
        let by_advisory = matches
            .map(|found| (found["advisory"].as_str().unwrap_or_default().to_owned(), found.clone()))
            .collect();
        all.insert(value["id"].as_str().unwrap_or_default().to_owned(), by_advisory);
    }
    Ok(all)
}

fn score(cases: &[Value], answers: &BTreeMap<String, BTreeMap<String, Value>>, details: bool) -> Score {
    let mut score = Score::default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for case in cases {
        let (id, advisory, label) = (text(&case["id"]), text(&case["advisory"]), text(&case["label"]));
        let kind = case["kind"].as_str().or(case["seen_via"].as_str()).unwrap_or("?").to_owned();
        let found = answers.get(&id).and_then(|by_advisory| by_advisory.get(&advisory));
        let said = found.map_or("not_affected".to_owned(), |found| text(&found["status"]));
        match (label.as_str(), said.as_str()) {
            ("affected", "affected") => score.right += 1,
            ("affected", _) => score.missed += 1,
            ("not_affected", "affected") => score.wrong += 1,
            _ => {}
        }
        if label == "not_affected" && !case["query"]["version"].is_null() {
            score.negatives += 1;
            score.vague += u64::from(said == "possibly_affected");
        }
        if label == "possibly_affected" {
            score.open += 1;
            score.open_kept += u64::from(said == "possibly_affected");
        }
        if kind == "conditional" {
            score.conditional += 1;
            score.conditional_dropped += u64::from(said == "not_affected");
        }
        let tally = score.kinds.entry(kind.clone()).or_default();
        tally.0 += u64::from(said == label);
        tally.1 += 1;
        if details && said != label {
            println!("  {kind}: {} and {advisory}: {said}, label {label}", case["query"]);
        }
    }
    score
}

fn figures(score: &Score) -> [(&'static str, f64); 5] {
    let share = |part: u64, whole: u64| if whole == 0 { 1.0 } else { part as f64 / whole as f64 };
    [
        ("precision", share(score.right, score.right + score.wrong)),
        ("recall", share(score.right, score.right + score.missed)),
        ("unknown_kept", share(score.open_kept, score.open)),
        (
            "vague_at_most",
            if score.negatives == 0 { 0.0 } else { score.vague as f64 / score.negatives as f64 },
        ),
        ("conditional_dropped_at_most", score.conditional_dropped as f64),
    ]
}

fn print_score(name: &str, score: &Score) {
    println!("\n{name}");
    for (figure, value) in figures(score) {
        println!("  {figure:<28} {value:.4}");
    }
    for (kind, (right, of)) in &score.kinds {
        println!("  {kind:<28} {right} of {of}");
    }
}

/// Whether unpatchable devices are shown as such, and true fixes as fixes.
fn remediation(
    binary: &Path,
    feeds: &Path,
    cases: &Path,
    details: bool,
    below: &mut Vec<String>,
) -> Result<()> {
    let (mut unpatchable, mut shown_fixable, mut fixable, mut kept) = (0, 0, 0, 0);
    for case in lines(cases)? {
        let advisory = case["advisory"].as_str().unwrap_or_default();
        let output = Command::new(binary)
            .args(["advisory", advisory, "--json"])
            .env("HOLDFAST_FEEDS", feeds)
            .stderr(Stdio::null())
            .output()
            .context("running advisory")?;
        let value: Value = serde_json::from_slice(&output.stdout).with_context(|| advisory.to_owned())?;
        let states: Vec<&str> = value["products"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|p| p["fix_state"].as_str())
            .collect();
        let can = states.iter().any(|state| matches!(*state, "fix_available" | "fix_planned"));
        let expected = case["expected_class"].as_str().unwrap_or_default();
        match expected {
            "vendor_fix" => {
                fixable += 1;
                kept += u64::from(can);
            }
            "replace_only" | "no_fix" => {
                unpatchable += 1;
                shown_fixable += u64::from(can);
            }
            _ => {}
        }
        if details {
            println!("  {advisory}: {expected}, shown {states:?}");
        }
    }
    println!(
        "\nremediation\n  unpatchable shown as fixable {shown_fixable} of {unpatchable}\n  true fixes kept              {kept} of {fixable}"
    );
    if shown_fixable > 0 {
        below.push(format!("remediation: {shown_fixable} unpatchable shown as fixable"));
    }
    if kept * 100 < fixable * 95 {
        below.push(format!("remediation: {kept} of {fixable} true fixes kept"));
    }
    Ok(())
}
