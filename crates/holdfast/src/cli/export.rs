//! `holdfast export KIND [DEVICE]`: what other tools read. Text for a person to review; nothing is pushed anywhere.

use super::conduits::rows;
use super::why::find;
use crate::args::{Arguments, Export, ExportKind};
use crate::failure::{DONE, Failure, INPUT, USAGE};
use crate::world::World;
use crate::{data, pipeline};
use holdfast_facts::Device;
use holdfast_report::{Stance, Subject, Workbook, acl, cyclonedx, devices_csv, flows, mud, names, nft, xlsx};
use std::io::{BufWriter, Write};

pub(crate) fn run(arguments: &Arguments, wanted: &Export) -> Result<u8, Failure> {
    let world = World::of(arguments)?;
    let as_of = world.as_of.to_string();
    let (set, _) = pipeline::load(&world.open_existing()?, &world.site)?;
    let mut found = pipeline::conclude(&set, &data::knowledge()?, &data::exposure_rules()?, &world.site);
    let mut out = target(wanted)?;
    // Who crosses zones is told of all devices, also of those that are left out.
    let conduits = match wanted.kind {
        ExportKind::Xlsx => rows(pipeline::conduits(&set, &found.devices, &world.site), false),
        _ => Vec::new(),
    };
    if wanted.device.is_none() {
        found.hide_ignored(wanted.ignored);
    }
    let devices: Vec<&Device> = match &wanted.device {
        Some(text) => vec![find(&found.devices, text)?],
        None => found.devices.iter().collect(),
    };
    match wanted.kind {
        ExportKind::Csv => devices_csv(&devices, &found.exposures, &mut out)?,
        ExportKind::Cyclonedx => cyclonedx(&devices, env!("CARGO_PKG_VERSION"), &as_of, &mut out)?,
        ExportKind::Xlsx => {
            let content = Workbook {
                devices: &devices,
                exposures: &found.exposures,
                conduits: &conduits,
                more: Vec::new(),
                as_of: &as_of,
            };
            xlsx(&content, &mut out).map_err(|error| {
                Failure::new(INPUT, error, "the workbook", "export csv instead, or fewer devices")
            })?;
        }
        ExportKind::Mud | ExportKind::Nft | ExportKind::Acl => {
            let [device] = devices.as_slice() else {
                return Err(Failure::new(USAGE, "this export is for one device", "export", "name a device"));
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
    Ok(DONE)
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
