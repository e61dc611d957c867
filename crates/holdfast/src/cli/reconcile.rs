//! `holdfast reconcile`: what was seen against what is listed.

use crate::answers::{Answers, Stands};
use crate::args::{Arguments, Reconcile};
use crate::data;
use crate::failure::{DONE, Failure, INPUT};
use crate::world::World;
use holdfast_behaviour::{CouldBeSeen, Standing};
use holdfast_facts::{Device, DeviceId};
use holdfast_report::{called, terminal};
use serde_json::json;
use std::collections::HashMap;
use std::io::{BufWriter, Write as _};

pub(crate) fn run(arguments: &Arguments, wanted: &Reconcile) -> Result<u8, Failure> {
    let world = World::of(arguments)?;
    let answers = Answers::of(world.open_existing()?, &world.site)?;
    let reader = answers.read()?;
    let (set, inputs) = reader.files()?;
    if set.lists.is_empty() {
        return Err(Failure::new(
            INPUT,
            "there is no list to compare with",
            world.store.display(),
            "run `holdfast import FILE` first",
        ));
    }
    let mut list = reader.standings()?;
    let all = list.len();
    if !wanted.ignored {
        let hidden = reader.ignored()?;
        list.retain(|one| !hidden.contains(&one.device));
    }
    let ignored = all - list.len();
    let file =
        |id| inputs.get(&id).and_then(|names| names.first()).cloned().unwrap_or_else(|| id.to_string());
    let mut out = BufWriter::new(std::io::stdout().lock());
    if wanted.json {
        let rows: Vec<_> = list
            .iter()
            .map(|one| {
                json!({
                    "device": one.device.0, "standing": word(one.standing),
                    "could_be_seen": one.could_be_seen.map(could),
                    "rows": one.rows.iter().map(|(id, row)| json!({ "file": id.to_string(), "row": row })).collect::<Vec<_>>(),
                })
            })
            .collect();
        let document = match ignored {
            0 => json!({ "schema": "holdfast.reconcile/1", "devices": rows }),
            _ => json!({ "schema": "holdfast.reconcile/1", "devices": rows, "ignored": ignored }),
        };
        writeln!(out, "{document}")?;
        out.flush()?;
        return Ok(DONE);
    }
    let of = |standing| list.iter().filter(move |one: &&Stands| one.standing == standing);
    let count = |standing| of(standing).count();
    let (both, seen, listed) =
        (count(Standing::SeenAndListed), count(Standing::SeenNotListed), count(Standing::ListedNotSeen));
    writeln!(out, "{} seen: {both} of them listed, {seen} not.", both + seen)?;
    writeln!(out, "{} listed: {both} of them seen, {listed} not.", both + listed)?;
    if let Some(line) = data::phrases()?.ignored(ignored) {
        writeln!(out, "{line}")?;
    }
    let devices = reader.devices()?;
    let by_id: HashMap<&DeviceId, &Device> = devices.iter().map(|device| (&device.id, device)).collect();
    for (standing, title) in
        [(Standing::SeenNotListed, "Seen, on no list:"), (Standing::ListedNotSeen, "Listed, never seen:")]
    {
        writeln!(out, "\n{title}")?;
        for one in of(standing) {
            let name = terminal(&called(by_id.get(&one.device).copied()));
            let why =
                one.could_be_seen.map(|could_be| format!("  {}", sentence(could_be))).unwrap_or_default();
            let rows = one
                .rows
                .first()
                .map(|(id, row)| format!("  {} row {row}", terminal(&file(*id))))
                .unwrap_or_default();
            writeln!(out, "  {}  {name}{rows}{why}", one.device)?;
        }
    }
    out.flush()?;
    // The process ends here: giving back a million small things one by one would only take time.
    std::mem::forget((devices, list));
    Ok(DONE)
}

fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::SeenAndListed => "seen and listed",
        Standing::SeenNotListed => "seen, not listed",
        Standing::ListedNotSeen => "listed, not seen",
    }
}

fn could(could_be: CouldBeSeen) -> &'static str {
    match could_be {
        CouldBeSeen::Yes => "yes",
        CouldBeSeen::No => "no",
        CouldBeSeen::Never => "never",
        CouldBeSeen::Unknown => "unknown",
    }
}

/// What a person is told of it.
pub(super) fn sentence(could_be: CouldBeSeen) -> &'static str {
    match could_be {
        CouldBeSeen::Yes => "could have been seen: others of its network were",
        CouldBeSeen::No => "could not have been seen: nothing of its network was",
        CouldBeSeen::Never => "cannot be seen: the list gives it no address",
        CouldBeSeen::Unknown => "may or may not have been seen: the list gives no network",
    }
}
