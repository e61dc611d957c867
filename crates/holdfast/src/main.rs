//! Holdfast: from packet to board paper. This file is the table of contents; `pipeline.rs` is the system on one screen.

mod advice;
mod args;
mod cli;
mod data;
mod failure;
mod feed_ages;
mod feeds_folder;
mod inputs;
mod known;
mod pipeline;
mod progress;
mod site;
mod surroundings;
mod world;

use args::{Arguments, Verb};
use clap::Parser as _;
use failure::Failure;
use std::io::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // `--help` and `--version` come as errors too, for standard output.
        Err(error) if !error.use_stderr() => {
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            let failure = Failure::usage(&error.to_string());
            let _ = writeln!(std::io::stderr(), "{failure}");
            return ExitCode::from(failure.code());
        }
    };
    let result = match &arguments.verb {
        Verb::Look(look) => cli::look::run(&arguments, look),
        Verb::Import(import) => cli::import::run(&arguments, import),
        Verb::Devices(devices) => cli::devices::run(&arguments, devices),
        Verb::Why(why) => cli::why::run(&arguments, why),
        Verb::Exposures(exposures) => cli::exposures::run(&arguments, exposures),
        Verb::Conduits(conduits) => cli::conduits::run(&arguments, conduits),
        Verb::Reconcile(reconcile) => cli::reconcile::run(&arguments, reconcile),
        Verb::Feeds { verb } => cli::feeds::run(&arguments, verb),
        Verb::Weaknesses(wanted) => cli::weaknesses::run(&arguments, wanted),
        Verb::Match(wanted) => cli::matching::run(&arguments, wanted),
        Verb::Advisory(wanted) => cli::advisory::run(&arguments, wanted),
        Verb::Export(export) => cli::export::run(&arguments, export),
        Verb::Demo => cli::demo::run(&arguments),
        Verb::Doctor(doctor) => cli::doctor::run(&arguments, doctor),
        Verb::Completions { shell } => cli::completions::run(*shell),
        Verb::Man { out } => cli::man::run(out.as_deref()),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        // Whoever reads our output has had enough: `holdfast devices | head`.
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "{failure}");
            ExitCode::from(failure.code())
        }
    }
}
