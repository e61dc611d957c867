//! `holdfast demo`: the example hospital, read like any capture. Keeps nothing.

use super::devices::sorted;
use super::show::{Found, print};
use crate::answers::Overview;
use crate::args::{Arguments, Output, Sort};
use crate::data;
use crate::failure::{DONE, Failure, INTERNAL};
use crate::pipeline::{self, Reading};
use crate::site::Site;
use crate::world::World;
use holdfast_report::why_device;
use std::io::{BufWriter, Write as _};

const SITE: &str = include_str!("../../../../examples/holdfast.toml");

pub(crate) fn run(arguments: &Arguments) -> Result<u8, Failure> {
    let broken = |what: String| {
        Failure::new(INTERNAL, what, "the built-in example", "this build is broken: build it again")
    };
    let mut world = World::of(arguments)?;
    world.site = Site::parse(SITE, None).map_err(broken)?;
    let knowledge = data::knowledge()?;
    let mut read = Reading::default();
    for (name, bytes) in data::EXAMPLES {
        pipeline::read_bytes(&format!("examples/{name}"), bytes, &world.site, &mut read)?;
    }
    let concluded = pipeline::conclude(&read.set, &knowledge, &data::exposure_rules()?, &world.site);
    let devices = &concluded.devices;
    let shown = sorted(devices, Sort::Realm);
    let mut out = std::io::stdout();
    let name = world.site.name.clone().unwrap_or_default();
    writeln!(
        out,
        "{name}, as recorded in examples/ (what is real there and what is staged: examples/README.md)\n"
    )?;
    let found = Found {
        set: &read.set,
        overview: &Overview::of(&read.set),
        inputs: &read.inputs,
        devices: &shown,
        exposures: &concluded.exposures,
        knowledge: &knowledge,
        with_summary: true,
    };
    print(&found, &Output::default(), &world)?;
    // One device walked to its frames, so that the trail is seen at once: the one with the most reasons.
    let reasons = |device: &&holdfast_facts::Device| {
        device.claims.values().map(|claim| claim.reasons.len()).sum::<usize>()
    };
    if let Some(device) =
        devices.iter().max_by_key(|device| (reasons(device), std::cmp::Reverse(device.id.clone())))
    {
        let mut out = BufWriter::new(std::io::stdout().lock());
        writeln!(out, "\nWhy do we say so? For one of them (`holdfast why {} examples`):\n", device.id)?;
        let rules = |id: &str| {
            knowledge.rules.get(id).map(|rule| (format!("data/{}", rule.file), rule.source.clone()))
        };
        why_device(device, &read.set, &read.inputs, &rules, &mut out)?;
        out.flush()?;
    }
    Ok(DONE)
}
