//! `holdfast look FILE…`: captures → store → every device.

use super::devices::sorted;
use super::show::{self, Found};
use crate::answers::{Answers, Overview};
use crate::args::{Arguments, Look, Output, Sort};
use crate::failure::{DONE, Failure, PARTLY};
use crate::pipeline::Reading;
use crate::progress::Progress;
use crate::world::World;
use crate::{data, inputs, pipeline};
use holdfast_identify::Knowledge;
use std::io::Write as _;

pub(crate) fn run(arguments: &Arguments, look: &Look) -> Result<u8, Failure> {
    let world = World::of(arguments)?;
    let verbose = arguments.verbose > 0 && !arguments.quiet;
    let (paths, mut failures) = inputs::captures(&look.files, |path| {
        if verbose {
            let _ = writeln!(std::io::stderr(), "passed over: {}", path.display());
        }
    });
    let knowledge = data::knowledge()?;
    let cores = std::thread::available_parallelism().unwrap_or(std::num::NonZero::<usize>::MIN);
    let progress = Progress::new(paths.len(), arguments.quiet);
    let mut read = pipeline::read(&paths, &world.site, look.threads.unwrap_or(cores).get(), &progress);
    progress.finish();
    failures.append(&mut read.failures);
    if read.set.captures.is_empty()
        && let Some(first) = failures.pop()
    {
        for other in failures {
            let _ = writeln!(std::io::stderr(), "{other}");
        }
        return Err(first);
    }
    for failure in &failures {
        let _ = writeln!(std::io::stderr(), "{failure}");
    }
    let truncated = read.set.captures.values().any(|summary| summary.truncated);
    let machine = look.output.json || look.output.jsonl || look.output.csv;
    let sort = if machine { Sort::Id } else { Sort::Realm };
    if world.in_memory() {
        print_read(read, sort, &look.output, &knowledge, &world)?;
    } else {
        let mut store = world.open()?;
        pipeline::keep(&mut store, &world.site, read)?;
        let answers = Answers::of(store, &world.site)?;
        let reader = answers.read()?;
        let mut devices = reader.devices()?;
        let ignored = show::hide_ignored(&mut devices, look.output.ignored);
        show::stored(&reader, (devices, ignored), sort, &look.output, &knowledge, true, &world)?;
    }
    if verbose {
        let _ = writeln!(std::io::stderr(), "as of {}, store {}", world.as_of, world.store.display());
    }
    Ok(if truncated || !failures.is_empty() { PARTLY } else { DONE })
}

/// Prints what the captures alone show.
fn print_read(
    read: Reading,
    sort: Sort,
    output: &Output,
    knowledge: &Knowledge,
    world: &World,
) -> Result<(), Failure> {
    let found = pipeline::conclude(&read.set, knowledge, &data::exposure_rules()?, &world.site);
    let shown = Found {
        set: &read.set,
        overview: &Overview::of(&read.set),
        inputs: &read.inputs,
        devices: &sorted(&found.devices, sort),
        exposures: &found.exposures,
        knowledge,
        // Nobody said anything where nothing is kept.
        ignored: 0,
        with_summary: true,
    };
    show::print(&shown, output, world)?;
    // The process ends here: giving back a million small things one by one would only take time.
    std::mem::forget((read, found));
    Ok(())
}
