//! `holdfast conduits`: what crosses between the zones of the site file, and whether it may.

use crate::answers::Answers;
use crate::args::{Arguments, Conduits};
use crate::failure::{DONE, Failure};
use crate::world::World;
use holdfast_behaviour::Conduit;
use holdfast_report::{ConduitRow, conduits_json, conduits_table};
use std::io::{BufWriter, Write as _};

pub(crate) fn run(arguments: &Arguments, wanted: &Conduits) -> Result<u8, Failure> {
    let world = World::of(arguments)?;
    let answers = Answers::of(world.open_existing()?, &world.site)?;
    let mut rows = answers.read()?.conduits()?;
    rows.retain(|row| !wanted.undeclared || row.declared == "no");
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
pub(crate) fn rows(conduits: Vec<Conduit>) -> Vec<ConduitRow> {
    conduits
        .into_iter()
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
