//! `holdfast look FILE…`: captures → store → every device.

use super::devices::sorted;
use super::show::{Found, print};
use crate::answers::{self, Overview};
use crate::args::{Arguments, Look, Sort};
use crate::failure::{DONE, Failure, PARTLY};
use crate::progress::Progress;
use crate::world::World;
use crate::{data, inputs, pipeline};
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
    let mut store = if world.in_memory() { None } else { Some(world.open()?) };
    let (set, inputs, revision) = match &mut store {
        None => (read.set, read.inputs, None),
        Some(store) => {
            let (set, inputs, revision) = pipeline::keep(store, &world.site, read)?;
            (set, inputs, Some(revision))
        }
    };
    let found = pipeline::conclude(&set, &knowledge, &data::exposure_rules()?, &world.site);
    let machine = look.output.json || look.output.jsonl || look.output.csv;
    let shown = sorted(&found.devices, if machine { Sort::Id } else { Sort::Realm });
    let shown = Found {
        set: &set,
        overview: &Overview::of(&set),
        inputs: &inputs,
        devices: &shown,
        exposures: &found.exposures,
        knowledge: &knowledge,
        with_summary: true,
    };
    print(&shown, &look.output, &world)?;
    if verbose {
        let _ = writeln!(std::io::stderr(), "as of {}, store {}", world.as_of, world.store.display());
    }
    if let (Some(store), Some(revision)) = (&mut store, revision) {
        // The next questions find it concluded; where it cannot be kept, they conclude again.
        let _ = answers::keep(store, revision, &set, &found, &world.site);
    }
    // The process ends here: giving back a million small things one by one would only take time.
    std::mem::forget((set, found));
    Ok(if truncated || !failures.is_empty() { PARTLY } else { DONE })
}
