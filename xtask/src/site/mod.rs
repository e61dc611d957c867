//! `cargo xtask bench site`: how long the program takes, and how much memory, on a made-up hospital group of 100 000
//! devices and two million conversations.
//!
//! The same seed gives the same site. It goes into the store by the store's own merge, a network at a time, as the
//! captures of many taps would. With `--check` the answers that were kept are compared with fresh ones, byte for byte.

mod listed;
mod plan;
mod shown;
mod stock;

use crate::chance::Chance;
use crate::place;
use anyhow::{Context, Result, bail, ensure};
use holdfast_facts::SiteId;
use holdfast_store::Store;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use wait4::Wait4 as _;

/// What is asked for.
struct Wanted {
    devices: usize,
    conversations: usize,
    seed: u64,
    check: bool,
    /// Only make the site, here.
    into: Option<PathBuf>,
}

/// Makes the site, asks everything of it, prints what that took.
pub(crate) fn bench(words: &[&str]) -> Result<()> {
    let wanted = wanted(words)?;
    if let Some(path) = &wanted.into {
        return fill(path, &path.with_extension("toml"), &wanted);
    }
    let binary = place::release_binary()?;
    let folder = place::target().join("bench");
    std::fs::create_dir_all(&folder)?;
    let store = made(&folder, &wanted)?;
    let site = store.with_extension("toml");
    if wanted.check {
        return check(&binary, &store, &site);
    }
    let device = first_device(&binary, &store, &site)?;
    let megabytes = std::fs::metadata(&store)?.len() / 1_000_000;
    println!("{} devices, {} conversations, a store of {megabytes} MB", wanted.devices, wanted.conversations);
    println!("{:<34}{:>10}{:>10}{:>12}{:>14}", "holdfast …", "wall s", "CPU s", "peak MiB", "bytes out");
    Store::open(&store)?.forget_conclusions()?;
    for (what, words) in questions(&device) {
        let run = measure(&binary, &store, &site, &words)?;
        println!(
            "{what:<34}{:>10.2}{:>10.2}{:>12.0}{:>14}",
            run.wall,
            run.cpu,
            run.peak as f64 / f64::from(1 << 20),
            run.bytes
        );
    }
    println!("Aims: devices, why and reconcile below one second; nothing above 1536 MiB.");
    Ok(())
}

/// The questions, with what they are called. The first one finds nothing that was kept.
fn questions(device: &str) -> Vec<(String, Vec<String>)> {
    let mut list = vec![("devices, nothing kept".to_owned(), vec!["devices".to_owned()])];
    for words in [
        "devices",
        "devices --csv",
        "devices --json",
        "devices --json --no-evidence",
        "devices --kind camera",
        &format!("why {device}"),
        "reconcile",
        "reconcile --json",
        "exposures",
        "exposures --json",
        "conduits",
    ] {
        list.push((words.to_owned(), words.split(' ').map(str::to_owned).collect()));
    }
    list
}

fn wanted(words: &[&str]) -> Result<Wanted> {
    let mut wanted = Wanted { devices: 100_000, conversations: 2_000_000, seed: 1, check: false, into: None };
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        if *word == "--check" {
            wanted.check = true;
            continue;
        }
        if *word == "--into" {
            wanted.into = rest.next().map(PathBuf::from);
            continue;
        }
        let number = rest.next().with_context(|| format!("{word} takes a number"))?;
        match *word {
            "--devices" => wanted.devices = number.parse()?,
            "--conversations" => wanted.conversations = number.parse()?,
            "--seed" => wanted.seed = number.parse()?,
            other => bail!("bench site takes --devices, --conversations, --seed and --check, not {other}"),
        }
    }
    ensure!(wanted.devices > 0, "a site without devices has nothing to ask");
    Ok(wanted)
}

/// The store of that site, made once.
fn made(folder: &Path, wanted: &Wanted) -> Result<PathBuf> {
    let Wanted { devices, conversations, seed, .. } = wanted;
    let store = folder.join(format!("site-{devices}-{conversations}-{seed}.db"));
    if !store.is_file() {
        let unfinished = store.with_extension("unfinished.db");
        let _ = std::fs::remove_file(&unfinished);
        let begun = Instant::now();
        // In a process of its own: the peak memory of a program that we start begins at ours.
        let made = Command::new(std::env::current_exe()?)
            .args(["bench", "site", "--into"])
            .arg(&unfinished)
            .args(["--devices", &devices.to_string(), "--conversations", &conversations.to_string()])
            .args(["--seed", &seed.to_string()])
            .status()?;
        ensure!(made.success(), "the site could not be made");
        std::fs::rename(unfinished.with_extension("toml"), store.with_extension("toml"))?;
        eprintln!("made {} in {:.0} s", store.display(), begun.elapsed().as_secs_f64());
        std::fs::rename(&unfinished, &store)?;
    }
    Ok(store)
}

/// Makes the site and merges it, a network at a time.
fn fill(path: &Path, site_file: &Path, wanted: &Wanted) -> Result<()> {
    let stock = stock::Stock::read()?;
    let mut chance = Chance::new(wanted.seed);
    let plan = plan::plan(wanted.devices, &stock, &mut chance)?;
    std::fs::write(site_file, plan.site_file())?;
    let site: SiteId = "bench".into();
    let mut store = Store::open(path)?;
    let each = wanted.conversations / wanted.devices;
    for (index, network) in plan.networks.iter().enumerate() {
        let set = shown::Tap::listen(&plan, network, &site, each, &mut chance);
        store.merge(&site, &set)?;
        if index % 50 == 49 {
            eprintln!("  {} of {} networks", index + 1, plan.networks.len());
        }
    }
    for set in listed::lists(&plan, &site, &mut chance) {
        store.merge(&site, &set)?;
    }
    Ok(())
}

struct Run {
    wall: f64,
    cpu: f64,
    peak: u64,
    bytes: u64,
}

fn command(binary: &Path, store: &Path, site: &Path) -> Command {
    let mut command = Command::new(binary);
    command.arg("--store").arg(store).arg("--site").arg(site).args(["--as-of", "2026-03-04"]);
    command.stdin(Stdio::null());
    command
}

/// Runs the program to its end, its answer written to a file, and asks the kernel what it took.
fn measure(binary: &Path, store: &Path, site: &Path, words: &[String]) -> Result<Run> {
    let answer = store.with_extension("answer");
    let begun = Instant::now();
    let child = command(binary, store, site).args(words).stdout(std::fs::File::create(&answer)?).spawn()?;
    let used = child.wait4()?;
    let wall = begun.elapsed().as_secs_f64();
    ensure!(used.status.success(), "{} ended with {}", words.join(" "), used.status);
    let bytes = std::fs::metadata(&answer)?.len();
    std::fs::remove_file(&answer)?;
    let cpu = (used.rusage.utime + used.rusage.stime).as_secs_f64();
    Ok(Run { wall, cpu, peak: used.rusage.maxrss, bytes })
}

fn answer(binary: &Path, store: &Path, site: &Path, words: &[String]) -> Result<Vec<u8>> {
    let output = command(binary, store, site).args(words).output()?;
    let talk = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{} ended with {}: {talk}", words.join(" "), output.status);
    Ok(output.stdout)
}

/// The id of a device in the middle of the list.
fn first_device(binary: &Path, store: &Path, site: &Path) -> Result<String> {
    let words = ["devices", "--csv", "--sort", "id"].map(str::to_owned);
    let table = String::from_utf8(answer(binary, store, site, &words)?)?;
    let lines: Vec<&str> = table.lines().skip(1).collect();
    let line = lines.get(lines.len() / 2).context("the site has no device")?;
    Ok(line.split(',').next().unwrap_or_default().to_owned())
}

/// Each question asked twice: of a store that keeps no conclusions, and of one that does.
fn check(binary: &Path, store: &Path, site: &Path) -> Result<()> {
    let device = first_device(binary, store, site)?;
    for (what, words) in questions(&device) {
        Store::open(store)?.forget_conclusions()?;
        let fresh = answer(binary, store, site, &words)?;
        ensure!(!fresh.is_empty(), "{what}: no answer");
        let kept = answer(binary, store, site, &words)?;
        ensure!(fresh == kept, "{what}: what was kept is not what is concluded afresh");
    }
    println!("every answer that was kept is the fresh one, byte for byte");
    Ok(())
}
