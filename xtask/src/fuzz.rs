//! `cargo xtask fuzz`: seeded mutations of real messages, on every protocol's reader and on whole captures.
//!
//! Runs on the stable toolchain with nothing installed, and tells the same for the same seed. It sees no coverage;
//! `--libfuzzer` starts the targets of `fuzz/`, which do, and need a C++ compiler.

mod mutate;

use crate::chance::Chance;
use crate::place;
use anyhow::{Context, Result, bail, ensure};
use holdfast_packets::protocol::PROTOCOLS;
use holdfast_packets::{Limits, Source, fuzz_protocol, fuzz_seeds, read_capture};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// An input that takes longer is a hang.
const PATIENCE: Duration = Duration::from_secs(10);
/// Captures larger than this are no seeds for the whole reader: too few tries a second.
const CAPTURE_SEED: usize = 64 * 1024;
/// Messages kept of one capture, and of one protocol.
const SEEDS_PER_CAPTURE: usize = 4000;
const SEEDS_PER_PROTOCOL: usize = 400;

/// Flags of sanitizer coverage that the stable compiler takes.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Ccodegen-units=1";

/// What is fed: a protocol of the list, or the whole reader.
#[derive(Clone, Copy, Debug)]
enum Target {
    Protocol(usize),
    Capture,
}

impl Target {
    fn name(self) -> &'static str {
        match self {
            Target::Protocol(index) => PROTOCOLS.get(index).map_or("?", |protocol| protocol.name),
            Target::Capture => "capture",
        }
    }

    fn of(name: &str) -> Option<Target> {
        match name {
            "capture" => Some(Target::Capture),
            _ => PROTOCOLS.iter().position(|protocol| protocol.name == name).map(Target::Protocol),
        }
    }
}

/// Reads the flags and runs.
pub(crate) fn run(flags: &[&str]) -> Result<()> {
    let (mut seconds, mut seed, mut replay, mut coverage) = (60, 1, None, None);
    let mut rest = flags.iter();
    while let Some(flag) = rest.next() {
        let value = *rest.next().with_context(|| format!("{flag} needs a value"))?;
        match *flag {
            "--seconds" => seconds = value.parse().context("--seconds")?,
            "--seed" => seed = value.parse().context("--seed")?,
            "--replay" => replay = Some(value),
            "--libfuzzer" => coverage = Some(value),
            other => bail!("fuzz does not know {other}"),
        }
    }
    match (replay, coverage) {
        (Some(file), _) => again(Path::new(file)),
        (None, Some(target)) => with_coverage(target, seconds),
        (None, None) => mutations(seconds, seed),
    }
}

/// The short run of `cargo xtask test`.
pub(crate) fn smoke(seconds: u64) -> Result<()> {
    mutations(seconds, 1)
}

/// Messages by protocol, and small captures, as beginnings.
struct Seeds {
    messages: Vec<Vec<Vec<u8>>>,
    captures: Vec<Vec<u8>>,
}

/// From our own examples, and from the corpus where it is.
fn seeds() -> Result<Seeds> {
    let mut seeds = Seeds { messages: vec![Vec::new(); PROTOCOLS.len()], captures: Vec::new() };
    let folders = [Some(place::root().join("examples")), place::corpus()];
    for folder in folders.into_iter().flatten().filter(|folder| folder.is_dir()) {
        for path in place::walk(&folder)? {
            if !path.file_name().is_some_and(|name| name.to_string_lossy().contains(".pcap")) {
                continue;
            }
            let bytes = std::fs::read(&path)?;
            for (index, input) in fuzz_seeds(&bytes[..], SEEDS_PER_CAPTURE) {
                let held = seeds.messages.get_mut(index).context("a protocol that is not on the list")?;
                if held.len() < SEEDS_PER_PROTOCOL && !held.contains(&input) {
                    held.push(input);
                }
            }
            if bytes.len() <= CAPTURE_SEED {
                seeds.captures.push(bytes);
            }
        }
    }
    Ok(seeds)
}

/// Goes round the protocols and the whole reader until the time is over.
fn mutations(seconds: u64, seed: u64) -> Result<()> {
    let seeds = seeds()?;
    let without: Vec<&str> = PROTOCOLS
        .iter()
        .zip(&seeds.messages)
        .filter(|(_, messages)| messages.is_empty())
        .map(|(protocol, _)| protocol.name)
        .collect();
    eprintln!(
        "{} messages and {} captures to begin with; from nothing: {}",
        seeds.messages.iter().map(Vec::len).sum::<usize>(),
        seeds.captures.len(),
        if without.is_empty() { "none".to_owned() } else { without.join(" ") }
    );
    let watched = watch();
    let mut chance = Chance::new(seed);
    let end = Instant::now() + Duration::from_secs(seconds);
    let targets: Vec<Target> = (0..PROTOCOLS.len()).map(Target::Protocol).chain([Target::Capture]).collect();
    let mut tries = 0u64;
    while Instant::now() < end {
        for target in &targets {
            let (pool, rounds) = match target {
                Target::Protocol(index) => (seeds.messages.get(*index).map_or(&[][..], Vec::as_slice), 200),
                Target::Capture => (seeds.captures.as_slice(), 50),
            };
            for _ in 0..rounds {
                let input = mutate::one(pool, &mut chance);
                if let Some(what) = tried(*target, &input, watched) {
                    let kept = keep(*target, &input)?;
                    bail!("{}: {what}\nkept: cargo xtask fuzz --replay {}", target.name(), kept.display());
                }
                tries += 1;
            }
        }
    }
    eprintln!("{tries} inputs on {} targets in {seconds} s, none of them broke anything", targets.len());
    Ok(())
}

/// What is wrong with the reading of this input.
fn tried(target: Target, input: &[u8], watched: &Watched) -> Option<String> {
    if let Ok(mut now) = watched.lock() {
        *now = Some((Instant::now(), target, input.to_vec()));
    }
    let outcome = catch_unwind(AssertUnwindSafe(|| feed(target, input)));
    if let Ok(mut now) = watched.lock() {
        *now = None;
    }
    outcome.unwrap_or_else(|_| Some("panicked".to_owned()))
}

fn feed(target: Target, input: &[u8]) -> Option<String> {
    match target {
        Target::Protocol(index) => {
            let protocol = PROTOCOLS.get(index)?;
            let read = fuzz_protocol(index, input);
            read.evidence.values().find_map(|evidence| {
                let name = evidence.attribute.name();
                let own = name == "link.address" || protocol.attributes.iter().any(|spec| spec.name == name);
                (!own).then(|| format!("reads {name}, which is not among its attributes"))
            })
        }
        Target::Capture => {
            let source =
                Source { site: "fuzz".into(), sensor: "fuzz".into(), credentials: Default::default() };
            let set = read_capture(input, &source, Limits::default()).ok()?;
            let mut counts = set.captures.values().flat_map(|summary| &summary.coverage.counts);
            counts.find(|(name, _)| name.ends_with(".panic")).map(|(name, _)| name.clone())
        }
    }
}

type Watched = Mutex<Option<(Instant, Target, Vec<u8>)>>;

/// Looks after the input that is being read: what hangs cannot say so itself.
fn watch() -> &'static Watched {
    let watched: &'static Watched = Box::leak(Box::new(Mutex::new(None)));
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_secs(1));
            let Ok(now) = watched.lock() else { return };
            if let Some((since, target, input)) = &*now
                && since.elapsed() > PATIENCE
            {
                let kept =
                    keep(*target, input).map_or_else(|error| error.to_string(), |p| p.display().to_string());
                eprintln!("{} hangs\nkept: cargo xtask fuzz --replay {kept}", target.name());
                std::process::exit(1);
            }
        }
    });
    watched
}

/// Keeps an input that broke something, named by its target and its content.
fn keep(target: Target, input: &[u8]) -> Result<PathBuf> {
    let folder = place::target().join("fuzz");
    std::fs::create_dir_all(&folder)?;
    let hash = input.iter().fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let path = folder.join(format!("{}-{hash:016x}.bin", target.name()));
    std::fs::write(&path, input)?;
    Ok(path)
}

/// Reads a kept input again, with the panic's own message.
fn again(path: &Path) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let target = name.split('-').next().and_then(Target::of);
    let target =
        target.with_context(|| format!("{name} does not begin with a protocol's name or `capture`"))?;
    let input = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    match tried(target, &input, watch()) {
        Some(what) => bail!("{}: {what}", target.name()),
        None => println!("{}: nothing is wrong with it", target.name()),
    }
    Ok(())
}

/// Builds a target of `fuzz/` with coverage on the stable compiler, and runs it.
fn with_coverage(target: &str, seconds: u64) -> Result<()> {
    ensure!(["protocols", "capture"].contains(&target), "the targets are `protocols` and `capture`");
    let folder = place::root().join("fuzz");
    let corpus = place::target().join("fuzz/corpus").join(target);
    std::fs::create_dir_all(&corpus)?;
    fill(target, &corpus)?;
    let status = Command::new("cargo")
        .args(["run", "--release", "--target", "x86_64-unknown-linux-gnu", "--bin", target, "--"])
        .arg(std::path::absolute(&corpus)?)
        .arg(format!("-max_total_time={seconds}"))
        .args(["-timeout=10", "-rss_limit_mb=1024", "-max_len=65536", "-print_final_stats=1"])
        .env("RUSTFLAGS", COVERAGE)
        .env("CARGO_TARGET_DIR", std::path::absolute(place::target().join("libfuzzer"))?)
        .current_dir(&folder)
        .status()
        .context("starting cargo")?;
    ensure!(status.success(), "the fuzzer ended with {status}");
    Ok(())
}

/// Puts the seeds where libFuzzer looks for them. Protocols: the list's index stands before the message.
fn fill(target: &str, folder: &Path) -> Result<()> {
    let seeds = seeds()?;
    let inputs: Vec<Vec<u8>> = match target {
        "capture" => seeds.captures,
        _ => seeds
            .messages
            .into_iter()
            .enumerate()
            .flat_map(|(index, messages)| {
                let index = u8::try_from(index).unwrap_or(u8::MAX);
                messages.into_iter().take(50).map(move |message| [&[index], message.as_slice()].concat())
            })
            .collect(),
    };
    for (number, input) in inputs.iter().enumerate() {
        std::fs::write(folder.join(format!("seed-{number}")), input)?;
    }
    Ok(())
}
