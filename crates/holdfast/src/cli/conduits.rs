//! `holdfast conduits`: what crosses between the zones of the site file, and whether it may.

use crate::args::{Arguments, Conduits};
use crate::failure::{DONE, Failure};
use crate::world::World;
use crate::{data, pipeline};
use holdfast_behaviour::Conduit;
use holdfast_report::{ConduitRow, conduits_json, conduits_table};
use std::io::{BufWriter, Write as _};

pub(crate) fn run(arguments: &Arguments, wanted: &Conduits) -> Result<u8, Failure> {
    let world = World::of(arguments)?;
    let (set, _) = pipeline::load(&world.open_existing()?, &world.site)?;
    let found = pipeline::conclude(&set, &data::knowledge()?, &data::exposure_rules()?, &world.site);
    let rows = rows(pipeline::conduits(&set, &found.devices, &world.site), wanted.undeclared);
    let mut out = BufWriter::new(std::io::stdout().lock());
    if wanted.json {
        conduits_json(&rows, env!("CARGO_PKG_VERSION"), &mut out)?;
    } else {
        conduits_table(&rows, &mut out)?;
    }
    out.flush()?;
    Ok(DONE)
}

/// Conduits as they are shown.
pub(crate) fn rows(conduits: Vec<Conduit>, only_undeclared: bool) -> Vec<ConduitRow> {
    conduits
        .into_iter()
        .filter(|conduit| !only_undeclared || conduit.declared == Some(false))
        .map(|conduit| ConduitRow {
            what: match &conduit.protocol {
                Some(protocol) => format!("{protocol} ({}/{})", conduit.carriage.name(), conduit.port),
                None => format!("{}/{}", conduit.carriage.name(), conduit.port),
            },
            from: conduit.from,
            to: conduit.to,
            declared: match conduit.declared {
                Some(true) => "yes",
                Some(false) => "no",
                None => "?",
            },
            clients: conduit.clients.len(),
            servers: conduit.servers.len(),
            bytes: conduit.bytes,
            because: conduit.because,
        })
        .collect()
}
