//! `cargo xtask bench look`: CPU time and memory of `look`, beside other programs on the same file.
//!
//! In alternation, so that a busy machine is busy for all; medians of user + system time, which a neighbour disturbs
//! least. Then instructions are counted, the steady measure, on a smaller capture; with `--callgrind` only that.

use crate::{debian, place};
use anyhow::{Context, Result, bail, ensure};
use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use wait4::Wait4 as _;

/// How often each program runs.
const RUNS: usize = 5;

/// Copies, elephant flows and segments of the capture on which instructions are counted.
const SMALL: &[&str] = &["1", "100", "80"];

/// A program that reads the capture.
struct Contender {
    name: &'static str,
    /// The Debian package it comes from.
    package: &'static str,
    command: Vec<String>,
    /// Too slow for more than one run.
    once: bool,
    runs: Vec<Run>,
}

#[derive(Clone, Copy)]
struct Run {
    cpu: f64,
    peak_bytes: u64,
}

/// Measures matching, on the criteria that stand beside the project: four copies of them, which is said.
pub(crate) fn matching() -> Result<()> {
    let folder = place::shared().join("data/advisories");
    let flat = folder.join("flat-criteria.tsv.zst");
    ensure!(flat.is_file(), "needs ../shared/data/advisories/flat-criteria.tsv.zst");
    println!("the criteria are taken four times, so that there are as many as in the whole register");
    let status = Command::new("cargo")
        .args(["run", "--release", "--quiet", "-p", "holdfast-advisories", "--example", "bench_match", "--"])
        .arg(flat)
        .args(["4", "10000"])
        .arg(folder.join("cisa-csaf-cisa-terms.jsonl.zst"))
        .current_dir(place::root())
        .status()
        .context("running cargo")?;
    ensure!(status.success(), "bench_match failed");
    Ok(())
}

/// Measures `look` on the benchmark capture, or on the file that is given.
pub(crate) fn look(words: &[&str]) -> Result<()> {
    let callgrind = words.contains(&"--callgrind");
    let files: Vec<&&str> = words.iter().filter(|word| **word != "--callgrind").collect();
    let binary = place::release_binary()?;
    let file = match files.as_slice() {
        [] => capture(&[])?,
        [file] => PathBuf::from(file),
        _ => bail!("bench look takes one file"),
    };
    if callgrind {
        let file = if files.is_empty() { capture(SMALL)? } else { file };
        return instructions(&binary, &file);
    }
    let packets = packets(&file)?;
    let mut contenders = contenders(&binary, &file);
    contenders.retain(|contender| {
        let there = contender.package.is_empty() || debian::has(contender.name);
        if !there {
            eprintln!("{} is not installed: {}", contender.name, debian::line(&[contender.package]));
        }
        there
    });
    for round in 0..RUNS {
        for contender in &mut contenders {
            if round > 0 && contender.once {
                continue;
            }
            eprintln!("round {} of {RUNS}: {}", round + 1, contender.name);
            let run = measure(&contender.command)?;
            contender.runs.push(run);
        }
    }
    print_table(&file, packets, &contenders)?;
    if files.is_empty() && debian::has("valgrind") {
        eprintln!("counting instructions");
        return instructions(&binary, &capture(SMALL)?);
    }
    Ok(())
}

/// The capture that the script beside the project makes, made once.
fn capture(sizes: &[&str]) -> Result<PathBuf> {
    let script = place::shared().join("bench/make_capture.py");
    ensure!(script.is_file(), "needs ../shared/bench/make_capture.py, or a FILE");
    ensure!(debian::has("python3"), "needs python3: {}", debian::line(&["python3"]));
    let folder = place::target().join("bench");
    std::fs::create_dir_all(&folder)?;
    let name = if sizes.is_empty() { "look".to_owned() } else { format!("look-{}", sizes.join("-")) };
    let file = folder.join(format!("{name}.pcap"));
    if !file.is_file() {
        eprintln!("making {}", file.display());
        let unfinished = file.with_extension("unfinished");
        let made =
            Command::new("python3").arg(script).arg(&unfinished).args(sizes).stdin(Stdio::null()).status()?;
        ensure!(made.success(), "make_capture.py failed");
        std::fs::rename(&unfinished, &file)?;
    }
    Ok(file)
}

fn contenders(binary: &Path, file: &Path) -> Vec<Contender> {
    let (binary, file) = (binary.display().to_string(), file.display().to_string());
    let contender = |name, package, words: &[&str], once| Contender {
        name,
        package,
        command: words.iter().map(|word| (*word).to_owned()).collect(),
        once,
        runs: Vec::new(),
    };
    vec![
        contender("holdfast", "", &[&binary, "look", &file, "--store", ":memory:", "--json"], false),
        contender("tcpdump", "tcpdump", &["tcpdump", "-r", &file, "-w", "/dev/null"], false),
        contender("ndpiReader", "libndpi-bin", &["ndpiReader", "-q", "-i", &file], false),
        contender(
            "prads",
            "prads",
            &["prads", "-u", "root", "-g", "root", "-r", &file, "-l", "/dev/null"],
            false,
        ),
        contender(
            "tshark",
            "tshark",
            &["tshark", "-r", &file, "-Y", "dhcp", "-T", "fields", "-e", "dhcp.option.hostname"],
            true,
        ),
    ]
}

/// Runs a program to its end and asks the kernel what it took.
fn measure(command: &[String]) -> Result<Run> {
    let Some((program, arguments)) = command.split_first() else { bail!("no program") };
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("starting {program}"))?;
    let used = child.wait4().with_context(|| format!("waiting for {program}"))?;
    // 4: done in part, which a capture with broken frames is.
    ensure!(used.status.success() || used.status.code() == Some(4), "{program} ended with {}", used.status);
    let cpu = used.rusage.utime + used.rusage.stime;
    Ok(Run { cpu: cpu.as_secs_f64(), peak_bytes: used.rusage.maxrss })
}

/// Records of a classic pcap, counted by hand: no program of the comparison is trusted for it. Read in small pieces,
/// since a child's peak memory begins at that of the process that starts it.
fn packets(file: &Path) -> Result<u64> {
    let mut input = BufReader::new(File::open(file).with_context(|| format!("reading {}", file.display()))?);
    let mut header = [0; 24];
    input.read_exact(&mut header).context("the capture has no header")?;
    let word: fn([u8; 4]) -> u32 = match header {
        [0xd4, 0xc3, 0xb2, 0xa1, ..] | [0x4d, 0x3c, 0xb2, 0xa1, ..] => u32::from_le_bytes,
        [0xa1, 0xb2, 0xc3, 0xd4, ..] | [0xa1, 0xb2, 0x3c, 0x4d, ..] => u32::from_be_bytes,
        _ => bail!("the benchmark counts packets of classic pcap files only"),
    };
    let (mut record, mut count) = ([0; 16], 0);
    while input.read_exact(&mut record).is_ok() {
        let [.., a, b, c, d, _, _, _, _] = record;
        input.seek_relative(i64::from(word([a, b, c, d])))?;
        count += 1;
    }
    Ok(count)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn print_table(file: &Path, packets: u64, contenders: &[Contender]) -> Result<()> {
    let size = std::fs::metadata(file)?.len();
    println!("{}: {packets} packets, {} MB", file.display(), size / 1_000_000);
    let cpu = |contender: &Contender| median(contender.runs.iter().map(|run| run.cpu).collect());
    let ours = contenders.first().map_or(f64::NAN, cpu);
    println!(
        "{:<12}{:>5}{:>10}{:>16}{:>10}{:>24}",
        "program", "runs", "CPU s", "packets/CPU s", "peak MiB", "its CPU / holdfast's"
    );
    for contender in contenders {
        let taken = cpu(contender);
        let peak =
            median(contender.runs.iter().map(|run| run.peak_bytes as f64 / f64::from(1 << 20)).collect());
        println!(
            "{:<12}{:>5}{:>10.3}{:>16.0}{:>10.1}{:>24.2}",
            contender.name,
            contender.runs.len(),
            taken,
            packets as f64 / taken,
            peak,
            taken / ours
        );
    }
    println!(
        "holdfast hashes the file as well. Aims: tcpdump >= 0.67, ndpiReader >= 5, prads >= 20, peak <= 64 MiB."
    );
    Ok(())
}

/// Instructions under callgrind, in all and per packet.
fn instructions(binary: &Path, file: &Path) -> Result<()> {
    ensure!(debian::has("valgrind"), "needs valgrind: {}", debian::line(&["valgrind"]));
    let out = place::target().join("bench/callgrind.out");
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(binary)
        .args(["look", &file.display().to_string(), "--store", ":memory:", "--json"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .output()
        .context("starting valgrind")?;
    let talk = String::from_utf8_lossy(&output.stderr);
    let count = talk
        .lines()
        .find_map(|line| line.split("Collected :").nth(1)?.split_whitespace().next()?.parse::<u64>().ok())
        .with_context(|| format!("callgrind counted nothing:\n{talk}"))?;
    let packets = packets(file)?;
    println!(
        "{}: {count} instructions, {packets} packets, {} a packet",
        file.display(),
        count / packets.max(1)
    );
    println!("by function: callgrind_annotate {}", out.display());
    Ok(())
}
