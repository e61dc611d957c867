//! `cargo xtask test`: everything that must hold, in the order in which it is quickest to fail.
//!
//! Every step runs whether or not the one before it held, so that one run tells all that is wrong.

use crate::{debian, fuzz, place, process, quality, quality_advisories, site, tidy};
use anyhow::{Result, bail};
use std::process::Command;
use std::time::{Duration, Instant};

/// How long the fuzzing of one run takes.
const FUZZ_SECONDS: u64 = 20;

/// How a step went.
enum Verdict {
    /// So many tests or checks passed and failed.
    Ran { passed: u64, failed: u64 },
    /// It could not run here, and why.
    NotRun(String),
}

/// A step's name, and what it does.
type Step = (&'static str, fn() -> Result<Verdict>);

const STEPS: [Step; 13] = [
    ("packages", packages),
    ("format", || cargo(&["fmt", "--version"], &["fmt", "--all", "--check"])),
    ("tidy", || check(tidy::run())),
    ("clippy", || {
        cargo(&["clippy", "--version"], &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])
    }),
    ("tests", tests),
    ("doc tests", || counted(&["test", "--workspace", "--doc"])),
    ("rustdoc", rustdoc),
    ("fuzz", || check(fuzz::smoke(FUZZ_SECONDS))),
    ("demo", demo),
    ("site", || check(site::bench(&["--devices", "1000", "--conversations", "20000", "--check"]))),
    ("identity", identity),
    ("behaviour", behaviour),
    ("advisories", advisories),
];

/// Runs every step, prints what each took, and ends with one line that says how many held.
pub(crate) fn run() -> Result<()> {
    let mut table = Vec::new();
    let (mut passed, mut failed) = (0, 0);
    for (name, step) in STEPS {
        eprintln!("\n==> {name}");
        let began = Instant::now();
        let verdict = step().unwrap_or_else(|error| {
            eprintln!("{name}: {error:#}");
            Verdict::Ran { passed: 0, failed: 1 }
        });
        if let Verdict::Ran { passed: well, failed: badly } = &verdict {
            passed += well;
            failed += badly;
        }
        table.push((name, began.elapsed(), verdict));
    }
    println!();
    for (name, took, verdict) in table {
        print_row(name, took, &verdict);
    }
    println!("\n{passed} passed, {failed} failed");
    if failed > 0 {
        bail!("{failed} failed");
    }
    Ok(())
}

fn print_row(name: &str, took: Duration, verdict: &Verdict) {
    let took = took.as_secs_f32();
    match verdict {
        Verdict::Ran { failed: 0, passed } => println!("{name:<10} {took:>7.1} s   ok ({passed})"),
        Verdict::Ran { passed, failed } => {
            println!("{name:<10} {took:>7.1} s   FAILED ({failed} of {})", passed + failed);
        }
        Verdict::NotRun(why) => println!("{name:<10} {took:>7.1} s   not run: {why}"),
    }
}

/// A check that holds or does not.
fn check(result: Result<()>) -> Result<Verdict> {
    result.map(|()| Verdict::Ran { passed: 1, failed: 0 })
}

fn packages() -> Result<Verdict> {
    // python3 scores identity and behaviour; tshark reads the cited frames again; nft and ip try the rules that are exported.
    let there = debian::ensure(&[
        ("tshark", "tshark"),
        ("python3", "python3"),
        ("nft", "nftables"),
        ("ip", "iproute2"),
    ]);
    let none = "the tests that need them skip, and say so".to_owned();
    Ok(if there { Verdict::Ran { passed: 1, failed: 0 } } else { Verdict::NotRun(none) })
}

/// A part of the toolchain that may not be installed.
fn cargo(probe: &[&str], arguments: &[&str]) -> Result<Verdict> {
    if !process::works("cargo", probe) {
        let component = if probe.contains(&"fmt") { "rustfmt" } else { "clippy" };
        return Ok(Verdict::NotRun(format!("needs `rustup component add {component}`")));
    }
    let outcome = process::shown(Command::new("cargo").args(arguments))?;
    let well = u64::from(outcome.status.success());
    Ok(Verdict::Ran { passed: well, failed: 1 - well })
}

fn tests() -> Result<Verdict> {
    if place::corpus().is_none() {
        eprintln!("no ../shared/corpus/dev: the tests that read the corpus skip");
    }
    if !process::works("cargo", &["nextest", "--version"]) {
        return counted(&[
            "test",
            "--workspace",
            "--lib",
            "--bins",
            "--tests",
            "--examples",
            "--no-fail-fast",
        ]);
    }
    counted(&["nextest", "run", "--workspace", "--no-fail-fast", "--no-tests", "pass", "--color", "never"])
}

/// Runs tests and reads from the runner's own summary how many passed.
fn counted(arguments: &[&str]) -> Result<Verdict> {
    let outcome = process::shown(Command::new("cargo").args(arguments))?;
    let (passed, failed) = summary(&outcome.text);
    // What does not build has no summary.
    let failed = if outcome.status.success() { failed } else { failed.max(1) };
    Ok(Verdict::Ran { passed, failed })
}

/// Adds up `test result: ok. 12 passed; 0 failed; …` and `Summary [ 1.2s] 120 tests run: 119 passed (1 slow), 1 failed`.
fn summary(text: &str) -> (u64, u64) {
    let mut sum = (0, 0);
    for line in text.lines().map(str::trim) {
        let is_summary =
            line.starts_with("test result:") || line.starts_with("Summary") && line.contains("run:");
        if !is_summary {
            continue;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        for pair in words.windows(2) {
            let [number, word] = pair else { continue };
            let Ok(number) = number.parse::<u64>() else { continue };
            match word.trim_end_matches([',', ';']) {
                "passed" => sum.0 += number,
                "failed" | "timed" => sum.1 += number,
                _ => {}
            }
        }
    }
    sum
}

fn rustdoc() -> Result<Verdict> {
    let outcome = process::shown(
        Command::new("cargo")
            .args(["doc", "--workspace", "--no-deps", "--quiet"])
            .env("RUSTDOCFLAGS", "-D warnings"),
    )?;
    let well = u64::from(outcome.status.success());
    Ok(Verdict::Ran { passed: well, failed: 1 - well })
}

/// The first of the two commands that the README promises.
fn demo() -> Result<Verdict> {
    let binary = place::release_binary()?;
    let outcome = process::shown(Command::new(binary).arg("demo"))?;
    let well = u64::from(outcome.status.success());
    Ok(Verdict::Ran { passed: well, failed: 1 - well })
}

fn identity() -> Result<Verdict> {
    scored(quality::identity)
}

fn behaviour() -> Result<Verdict> {
    scored(quality::behaviour)
}

fn advisories() -> Result<Verdict> {
    if !place::shared().join("data/advisories").is_dir() {
        return Ok(Verdict::NotRun("no ../shared/data/advisories".to_owned()));
    }
    check(quality_advisories::run(&[]))
}

fn scored(score: fn(&[&str]) -> Result<()>) -> Result<Verdict> {
    if place::corpus().is_none() {
        return Ok(Verdict::NotRun("no ../shared/corpus/dev".to_owned()));
    }
    if !debian::has("python3") {
        return Ok(Verdict::NotRun("no python3".to_owned()));
    }
    check(score(&[]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_runners_summaries_are_read() {
        let cargo = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.05s\n\
                     test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(summary(cargo), (15, 2));
        let nextest =
            "     Summary [  61.118s] 120 tests run: 117 passed (1 slow), 2 failed, 1 timed out, 3 skipped";
        assert_eq!(summary(nextest), (117, 3));
        assert_eq!(summary("error: could not compile `holdfast`"), (0, 0));
    }
}
