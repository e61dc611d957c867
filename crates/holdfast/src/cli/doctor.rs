//! `holdfast doctor`: version, data, store, and where settings come from.

use crate::args::{Arguments, Doctor};
use crate::data;
use crate::failure::{DONE, Failure};
use crate::world::World;
use std::io::Write as _;

pub(crate) fn run(arguments: &Arguments, doctor: &Doctor) -> Result<u8, Failure> {
    let world = World::of(arguments)?;
    let knowledge = data::knowledge()?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "holdfast {}", env!("CARGO_PKG_VERSION"))?;
    let protocols = holdfast_packets::protocol::PROTOCOLS;
    writeln!(
        out,
        "reads {} protocols, {} attributes",
        protocols.len(),
        holdfast_packets::attributes().count()
    )?;
    if arguments.verbose > 0 {
        for protocol in protocols {
            writeln!(out, "  {:<10} {} ({})", protocol.name, protocol.title, protocol.standard)?;
        }
    }
    writeln!(
        out,
        "data {}: {} fingerprint rules, {} kinds, {} brands",
        data::version().get(..16).unwrap_or_default(),
        knowledge.rules.iter().count(),
        knowledge.kinds.iter().count(),
        knowledge.brands.len()
    )?;
    let mut healthy = true;
    if world.in_memory() || !world.store.exists() {
        writeln!(out, "store {}: not there yet; `holdfast look FILE` makes it", world.store.display())?;
    } else {
        let mut store = world.open()?;
        if doctor.forget {
            store.forget_conclusions()?;
            writeln!(out, "what was concluded is deleted; no evidence is")?;
        }
        let check = store.check()?;
        healthy = check == "ok";
        let sizes: Vec<String> =
            store.sizes()?.iter().map(|(table, count)| format!("{count} {table}")).collect();
        writeln!(out, "store {}: {check}; rows: {}", world.store.display(), sizes.join(", "))?;
    }
    if doctor.config {
        let from = |flag: &str, variable: &str, given: bool| match (std::env::var_os(variable), given) {
            (_, true) if std::env::args().any(|argument| argument.starts_with(flag)) => {
                format!("flag {flag}")
            }
            (Some(_), true) => format!("environment {variable}"),
            _ => "built in".to_owned(),
        };
        writeln!(out, "settings:")?;
        writeln!(
            out,
            "  store = {} ({})",
            world.store.display(),
            from("--store", "HOLDFAST_STORE", arguments.store.is_some())
        )?;
        let file =
            world.site.file.as_ref().map_or_else(|| "none".to_owned(), |path| path.display().to_string());
        let site_from = match (&arguments.site, &world.site.file) {
            (None, Some(_)) => "found here".to_owned(),
            _ => from("--site", "HOLDFAST_SITE", arguments.site.is_some()),
        };
        writeln!(out, "  site file = {file} ({site_from})")?;
        writeln!(
            out,
            "  site = {}, sector = {}",
            world.site.id,
            world.site.sector.as_deref().unwrap_or("not given")
        )?;
        writeln!(out, "  zones = {}", world.site.settings.zones.len())?;
        writeln!(out, "  smartphones count as IoT = {}", world.site.settings.smartphones_are_iot)?;
        writeln!(
            out,
            "  as of = {} ({})",
            world.as_of,
            from("--as-of", "HOLDFAST_AS_OF", arguments.as_of.is_some())
        )?;
    }
    Ok(if healthy { DONE } else { crate::failure::INPUT })
}
