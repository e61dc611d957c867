//! `holdfast demo`: the example hospital, read like any captures and lists, on a page or two. Keeps nothing.

mod advisories;
mod page;
mod reconciliation;
mod things;
mod weaknesses;

use crate::args::Arguments;
use crate::cli::import::midnight;
use crate::data;
use crate::failure::{DONE, Failure, INTERNAL};
use crate::pipeline::{self, Conclusions, Reading};
use crate::site::Site;
use crate::world::World;
use holdfast_facts::{Device, Join as _, Severity};
use holdfast_identify::Knowledge;
use holdfast_imports::{Imported, NoMappings, Request, read_list};
use holdfast_report::why_exposure;
use page::Page;
use std::io::{BufWriter, Write};

const SITE: &str = include_str!("../../../../../examples/holdfast.toml");

/// A list of the example, and its name.
struct List {
    name: &'static str,
    read: Imported,
}

/// All that the page is about.
struct Hospital {
    site: Site,
    knowledge: Knowledge,
    reading: Reading,
    lists: Vec<List>,
    found: Conclusions,
}

impl Hospital {
    fn read(arguments: &Arguments) -> Result<Hospital, Failure> {
        let broken = |what: String| {
            Failure::new(INTERNAL, what, "the built-in example", "this build is broken: build it again")
        };
        let site = Site::parse(SITE, None).map_err(broken)?;
        let mut reading = Reading::default();
        for (name, bytes) in data::EXAMPLES {
            pipeline::read_bytes(&format!("examples/{name}"), bytes, &site, &mut reading)?;
        }
        let as_of = midnight(World::of(arguments)?.as_of);
        let columns = data::lists()?;
        let mut lists = Vec::new();
        for (name, bytes) in data::LISTS {
            let request =
                Request { site: site.id.clone(), as_of, format: None, maps: &[], remembered: &NoMappings };
            let read = read_list(*bytes, &request, &columns).map_err(|error| broken(error.to_string()))?;
            for id in read.set.lists.keys() {
                reading.inputs.entry(*id).or_default().push(format!("examples/lists/{name}"));
            }
            reading.set.join(read.set.clone());
            lists.push(List { name, read });
        }
        let knowledge = data::knowledge()?;
        let found = pipeline::conclude(&reading.set, &knowledge, &data::exposure_rules()?, &site);
        Ok(Hospital { site, knowledge, reading, lists, found })
    }

    fn device(&self, id: &holdfast_facts::DeviceId) -> Option<&Device> {
        self.found.devices.iter().find(|device| device.id == *id)
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8, Failure> {
    let world = World::of(arguments)?;
    let style = world.style;
    let hospital = Hospital::read(arguments)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut page = Page::new(&mut out, style);
    let frames: u64 = hospital.reading.set.captures.values().map(|capture| capture.frames).sum();
    page.head(hospital.site.name.as_deref().unwrap_or_default())?;
    page.text(
        0,
        &format!(
            "An invented hospital: {} recorded captures ({frames} frames) and {} lists, which this program carries. What is \
             real there and what is staged stands in examples/README.md.",
            hospital.reading.set.captures.len(),
            hospital.lists.len()
        ),
    )?;
    things::show(&hospital, &mut page)?;
    reconciliation::show(&hospital, &mut page)?;
    weaknesses::exposures(&hospital, &mut page)?;
    weaknesses::conduits(&hospital, &mut page)?;
    advisories::show(&hospital, &world, &mut page)?;
    trail(&hospital, &mut page)?;
    go_on(&mut page)?;
    out.flush()?;
    Ok(DONE)
}

/// One answer walked to its frames.
fn trail(hospital: &Hospital, page: &mut Page<'_>) -> Result<(), Failure> {
    let Some(exposure) = weaknesses::worst(hospital).first().copied() else { return Ok(()) };
    page.head("Why? The first of them, down to the frame")?;
    let rules = data::exposure_rules()?;
    let rule = rules.get(&exposure.rule).map(|rule| (format!("data/{}", rule.file), rule.source.clone()));
    let mut lines = Vec::new();
    let mut one = exposure.clone();
    one.because.truncate(1);
    why_exposure(&one, rule, &hospital.reading.inputs, &mut lines)?;
    for line in String::from_utf8_lossy(&lines).lines() {
        let indent = 2 + line.len() - line.trim_start().len();
        page.text(indent, line.trim_start())?;
    }
    page.text(
        0,
        "Every id on this page has such a trail (in the project's folder): holdfast why ID examples --site \
         examples/holdfast.toml",
    )?;
    Ok(())
}

fn go_on(page: &mut Page<'_>) -> Result<(), Failure> {
    page.head("Now your own network")?;
    page.text(
        0,
        "Mirror a switch port, record it for a while (tcpdump -i eth0 -s 0 -w ward.pcap), and then:",
    )?;
    for (command, what) in [
        ("holdfast look ward.pcap", "every device of it; what is known is kept, twice read is counted once"),
        ("holdfast import assets.xlsx", "your lists: tables, leases, scans, logs"),
        ("holdfast reconcile", "seen and listed, only seen, only listed"),
        ("holdfast exposures", "weaknesses that were seen, gravest first"),
        (
            "holdfast feeds import PATH",
            "advisories; then holdfast weaknesses says which apply, and what to do",
        ),
        ("holdfast why ID", "from any id down to frame, bytes and rule"),
    ] {
        page.pair(command, 30, what)?;
    }
    page.text(0, "It only reads: no packet is sent, and nothing leaves this machine.")?;
    Ok(())
}

/// Whether it is worth somebody's time today or this month.
fn is_grave(severity: Severity) -> bool {
    severity >= Severity::High
}
