//! `holdfast feeds import|status`: what is known to the world of weaknesses, and how old that knowledge is.

use crate::args::{Arguments, FeedsVerb};
use crate::failure::{DONE, Failure, PARTLY};
use crate::known::files;
use crate::world::World;
use crate::{data, feeds_folder};
use holdfast_advisories::DocumentSummary;
use serde_json::json;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

pub(crate) fn run(arguments: &Arguments, verb: &FeedsVerb) -> Result<u8, Failure> {
    let world = World::of(arguments)?;
    match verb {
        FeedsVerb::Import { paths } => import(arguments, &world, paths),
        FeedsVerb::Status { json } => status(&world, *json),
    }
}

fn import(arguments: &Arguments, world: &World, paths: &[PathBuf]) -> Result<u8, Failure> {
    let mut named = Vec::new();
    for path in paths {
        files(path, &mut named);
    }
    for path in &named {
        feeds_folder::keep(world, path)?;
    }
    let feeds = feeds_folder::rebuild(world)?;
    if !arguments.quiet {
        let mut err = std::io::stderr().lock();
        for refusal in feeds.refused.iter().take(20) {
            let _ = writeln!(err, "{}", Failure::new(PARTLY, &refusal.what, &refusal.place, &refusal.advice));
        }
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    writeln!(
        out,
        "{} advisories and records, {} CVEs known to be exploited, {} scores, {} ends of support; {} refused",
        feeds.advisories.len(),
        feeds.exploited.len(),
        feeds.epss.scores.len(),
        feeds.support.len(),
        feeds.refused.len()
    )?;
    out.flush()?;
    Ok(if feeds.refused.is_empty() { DONE } else { PARTLY })
}

fn status(world: &World, as_json: bool) -> Result<u8, Failure> {
    let archive = feeds_folder::open(world)?;
    let ages = data::feed_ages()?;
    let rows: Vec<(&DocumentSummary, Option<i64>, bool)> = archive
        .head
        .documents
        .iter()
        .map(|document| {
            let age = age(&document.newest, world.as_of);
            (document, age, age.is_none_or(|days| days > ages.limit(&document.format)))
        })
        .collect();
    let mut out = BufWriter::new(std::io::stdout().lock());
    if as_json {
        let list: Vec<_> = rows
            .iter()
            .map(|(document, age, stale)| {
                json!({"name": document.name, "document": document.document, "format": document.format, "taken": document.taken,
                    "refused": document.refused, "newest": document.newest, "age_days": age, "stale": stale})
            })
            .collect();
        let value = json!({"schema": "holdfast.feeds/1", "version": env!("CARGO_PKG_VERSION"), "as_of": world.as_of.to_string(),
            "advisories": archive.head.advisories, "documents": list,
            "refused": archive.head.refused.iter().map(|r| json!({"place": r.place, "what": r.what, "advice": r.advice})).collect::<Vec<_>>()});
        serde_json::to_writer_pretty(&mut out, &value).map_err(std::io::Error::from)?;
        writeln!(out)?;
        out.flush()?;
        return Ok(DONE);
    }
    let clean = holdfast_report::terminal;
    writeln!(out, "{} advisories and records, as of {}", archive.head.advisories, world.as_of)?;
    for (document, age, stale) in &rows {
        let age = match age {
            Some(days) => format!("newest entry {} ({days} days old)", clean(&document.newest)),
            None => "no date inside".to_owned(),
        };
        let stale = if *stale { "  STALE: fetch it again" } else { "" };
        writeln!(
            out,
            "{:<14} {:>7} taken {:>5} refused  {}{stale}\n               {}",
            document.format,
            document.taken,
            document.refused,
            age,
            clean(&document.name)
        )?;
    }
    if !archive.head.refused.is_empty() {
        writeln!(out, "\nRefused:")?;
        for refusal in &archive.head.refused {
            writeln!(out, "  {}: {}", clean(&refusal.place), clean(&refusal.what))?;
        }
    }
    out.flush()?;
    Ok(DONE)
}

/// Days since the date that begins the text.
fn age(newest: &str, as_of: jiff::civil::Date) -> Option<i64> {
    let day: jiff::civil::Date = newest.get(..10)?.parse().ok()?;
    Some(i64::from((as_of - day).get_days()))
}
