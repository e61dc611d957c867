//! The project's own tools: `cargo xtask VERB`. This file is the table of contents.
//!
//! No network but Debian's packages, and that only in `test`; plain arguments, since eight verbs need no parser.

mod bench;
mod chance;
mod data;
mod debian;
mod fuzz;
mod new_protocol;
mod place;
mod process;
mod quality;
mod quality_advisories;
mod reference;
mod site;
mod test;
mod tidy;

use anyhow::{Result, bail};
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask VERB

  test                          everything that must hold, from formatting to the corpus
  tidy                          the rules that no compiler checks
  protocols                     write docs/PROTOCOLS.md from the protocol list
  new-protocol NAME             a folder for a protocol, and its lines in the list
  quality identity [--details]  score identity on the labelled corpus against tests/quality/floor.toml
  quality behaviour [--details] score exposures on the labelled captures of attacks and violations
  quality advisories [--details] [--without-nvd]
                                score matching and fix states on the benchmarks beside the project
  bench look [FILE] [--callgrind]
                                CPU time and memory of `look` beside other programs
  bench site [--devices N] [--conversations N] [--seed N] [--check]
                                time and memory of each answer on a made-up site of 100 000 devices; --check
                                compares what was kept with fresh answers
  bench match                   speed of matching: 10,000 devices against the flat criteria beside the project, four times over
  fuzz [--seconds N] [--seed N] [--replay FILE]
                                seeded mutations on every protocol and on whole captures
  fuzz --libfuzzer TARGET [--seconds N]
                                the same with coverage (TARGET: protocols, capture)
  data oui [--check]             rebuild the register of address blocks from Debian's ieee-data
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<()> {
    match words {
        ["test"] => test::run(),
        ["tidy"] => tidy::run(),
        ["protocols"] => reference::write(),
        ["new-protocol", name] => new_protocol::run(name),
        ["quality", "identity", flags @ ..] => quality::identity(flags),
        ["quality", "behaviour", flags @ ..] => quality::behaviour(flags),
        ["bench", "match"] => bench::matching(),
        ["quality", "advisories", flags @ ..] => quality_advisories::run(flags),
        ["bench", "look", rest @ ..] => bench::look(rest),
        ["bench", "site", rest @ ..] => site::bench(rest),
        ["fuzz", flags @ ..] => fuzz::run(flags),
        ["data", "oui", flags @ ..] => data::oui(flags),
        [] | ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        other => bail!("no such task: {}\n\n{USAGE}", other.join(" ")),
    }
}
