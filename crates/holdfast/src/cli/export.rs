//! `holdfast export KIND [DEVICE]`: what other tools and people read. Text for a person to review; nothing is pushed anywhere.

use super::conduits::rows;
use super::why::find;
use crate::advice::{advices, advised};
use crate::args::{Arguments, Export, ExportKind};
use crate::failure::{DONE, Failure, INPUT, USAGE};
use crate::known::Known;
use crate::pipeline::Conclusions;
use crate::world::World;
use crate::{data, feeds_folder, pipeline};
use holdfast_advisories::Weighed;
use holdfast_facts::{Device, DeviceId, EvidenceSet, Field};
use holdfast_identify::Knowledge;
use holdfast_report::{
    Imprint, Listed, Stance, Subject, Workbook, acl, csaf_vex, cyclonedx, devices_csv, flows, mud, names,
    needs_sheet, nft, ocsf, openvex, sheet, weaknesses_sheet, xlsx,
};
use std::collections::BTreeSet;
use std::io::{BufWriter, Write};

pub(crate) fn run(arguments: &Arguments, wanted: &Export) -> Result<u8, Failure> {
    let world = World::of(arguments)?;
    let as_of = world.as_of.to_string();
    let (set, _) = pipeline::load(&world.open_existing()?, &world.site)?;
    let knowledge = data::knowledge()?;
    let found = pipeline::conclude(&set, &knowledge, &data::exposure_rules()?, &world.site);
    let devices: Vec<&Device> = match &wanted.device {
        Some(text) => vec![find(&found.devices, text)?],
        None => found.devices.iter().collect(),
    };
    let (weighed, code) = weaknesses(&world, wanted, arguments.quiet, &set, &found, &knowledge)?;
    let weighed: Vec<&Weighed> = weighed.iter().collect();
    let advised = advised(&weighed);
    let shown: BTreeSet<&DeviceId> = devices.iter().map(|device| &device.id).collect();
    let own = weighed.iter().map(|weighed| &weighed.weakness).filter(|own| shown.contains(&own.device));
    let listed = Listed::new(own, devices.iter().copied(), &set, advices(&weighed, &advised));
    let who = world.site.name.as_deref().unwrap_or("");
    let imprint = Imprint { who, version: env!("CARGO_PKG_VERSION"), as_of: &as_of };
    // Asked before the file is made: a refusal must not leave an empty one.
    may_be_written(wanted.kind, &listed, &devices)?;
    let mut out = target(wanted)?;
    match wanted.kind {
        ExportKind::Csv => devices_csv(&devices, &found.exposures, &mut out)?,
        ExportKind::Cyclonedx => {
            cyclonedx(&devices, &listed, env!("CARGO_PKG_VERSION"), &as_of, &mut out)?;
        }
        ExportKind::CsafVex => csaf_vex(&listed, &imprint, &mut out)?,
        ExportKind::Openvex => openvex(&listed, &imprint, &mut out)?,
        ExportKind::Ocsf => ocsf(&listed, &imprint, &mut out)?,
        ExportKind::Sheet => {
            if let [device] = devices.as_slice() {
                let kind = device.claims.get(&Field::Kind);
                let kind = kind.and_then(|claim| knowledge.kinds.get(&claim.value));
                sheet(&listed, device, kind, &imprint, &mut out)?;
            }
        }
        ExportKind::Xlsx => {
            let conduits = rows(pipeline::conduits(&set, &found.devices, &world.site), false);
            let content = Workbook {
                devices: &devices,
                exposures: &found.exposures,
                conduits: &conduits,
                more: Some(weaknesses_sheet(&listed)).filter(|_| !listed.is_empty()).into_iter().collect(),
                as_of: &as_of,
            };
            xlsx(&content, &mut out).map_err(|error| {
                Failure::new(INPUT, error, "the workbook", "export csv instead, or fewer devices")
            })?;
        }
        ExportKind::Mud | ExportKind::Nft | ExportKind::Acl => {
            let [device] = devices.as_slice() else {
                return Err(one_device());
            };
            if device.ips.is_empty() && wanted.kind != ExportKind::Mud {
                return Err(Failure::new(
                    INPUT,
                    "the device has no address that a firewall could tell it by",
                    &device.id,
                    "look at a capture in which it speaks IP",
                ));
            }
            let flows = flows(
                device,
                &pipeline::talks(&set, &found.devices, &world.site),
                &found.devices,
                &names(&set),
            );
            let stance = match (wanted.isolate, wanted.log_first) {
                (true, _) => Stance::Isolate,
                (_, true) => Stance::LogFirst,
                _ => Stance::AllowList,
            };
            let subject = Subject { device, flows: &flows, stance, as_of: &as_of };
            match wanted.kind {
                ExportKind::Mud => mud(&subject, &mut out)?,
                ExportKind::Nft => nft(&subject, &mut out)?,
                _ => acl(&subject, &mut out)?,
            }
        }
    }
    out.flush()?;
    Ok(code.unwrap_or(DONE))
}

/// What the feeds say of the devices, where the export tells of it; and the exit code for what could not be read. Without
/// feeds nothing is known.
fn weaknesses(
    world: &World,
    wanted: &Export,
    quiet: bool,
    set: &EvidenceSet,
    found: &Conclusions,
    knowledge: &Knowledge,
) -> Result<(Vec<Weighed>, Option<u8>), Failure> {
    let tells = matches!(
        wanted.kind,
        ExportKind::Cyclonedx
            | ExportKind::CsafVex
            | ExportKind::Openvex
            | ExportKind::Ocsf
            | ExportKind::Sheet
            | ExportKind::Xlsx
    );
    if !tells || (wanted.feeds.is_empty() && !feeds_folder::exists(world)) {
        return Ok((Vec::new(), None));
    }
    let known = Known::of(world, &wanted.feeds)?;
    // What the feeds folder refused was told when it was imported.
    let code = if wanted.feeds.is_empty() { None } else { known.tell_refused(quiet) };
    let talks = pipeline::talks(set, &found.devices, &world.site);
    let weighed = pipeline::weaknesses(&found.devices, &talks, &known, &knowledge.kinds, &world.site);
    Ok((weighed, code))
}

/// Refuses what would be no valid document.
fn may_be_written(kind: ExportKind, listed: &Listed<'_>, devices: &[&Device]) -> Result<(), Failure> {
    match (kind, devices) {
        (ExportKind::CsafVex | ExportKind::Openvex, _) if listed.is_empty() => Err(Failure::new(
            INPUT,
            "no weakness is known of these devices, and a document of statements needs one",
            "export",
            "read feeds with `holdfast feeds import PATH`, or give them with --feeds",
        )),
        (ExportKind::Sheet, [device]) if !needs_sheet(listed, &device.id) => Err(Failure::new(
            INPUT,
            "nothing is known of the device that no update can help",
            &device.id,
            "read feeds with `holdfast feeds import PATH`; for what can be fixed there is `export csaf-vex`",
        )),
        (ExportKind::Sheet, [_]) => Ok(()),
        (ExportKind::Sheet, _) => Err(one_device()),
        _ => Ok(()),
    }
}

fn one_device() -> Failure {
    Failure::new(USAGE, "this export is for one device", "export", "name a device")
}

fn target(wanted: &Export) -> Result<Box<dyn Write>, Failure> {
    match &wanted.out {
        Some(path) => {
            let file = std::fs::File::create(path).map_err(|error| {
                Failure::new(INPUT, error, path.display(), "give a place that you may write to")
            })?;
            Ok(Box::new(BufWriter::new(file)))
        }
        None => Ok(Box::new(BufWriter::new(std::io::stdout().lock()))),
    }
}
