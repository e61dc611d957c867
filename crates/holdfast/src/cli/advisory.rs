//! `holdfast advisory ID`: what a document says of each of its products, whether there is a fix, and which devices it means.

use crate::args::{AdvisoryId, Arguments};
use crate::failure::{DONE, Failure, INPUT};
use crate::known::Known;
use crate::world::World;
use holdfast_facts::FixState;
use std::io::{BufWriter, Write as _};

pub(crate) fn run(arguments: &Arguments, wanted: &AdvisoryId) -> Result<u8, Failure> {
    let world = World::of(arguments)?;
    let known = Known::of(&world, &wanted.feeds)?;
    let code = known.tell_refused(arguments.quiet);
    let numbers = known.index.find(&wanted.id);
    let Some(number) = numbers.first().copied() else {
        return Err(Failure::new(
            INPUT,
            "no document among the feeds has that number",
            &wanted.id,
            "`holdfast feeds status` says what is there",
        ));
    };
    let (advisory, fix) = (known.advisory(number)?, known.fixes(number)?);
    let mut out = BufWriter::new(std::io::stdout().lock());
    if wanted.json {
        let mut value = fix.to_json();
        if let Some(map) = value.as_object_mut() {
            map.insert("schema".to_owned(), "holdfast.advisory/1".into());
            map.insert("version".to_owned(), env!("CARGO_PKG_VERSION").into());
            map.insert("source".to_owned(), advisory.source.name().into());
            map.insert("title".to_owned(), advisory.title.clone().into());
        }
        serde_json::to_writer_pretty(&mut out, &value).map_err(std::io::Error::from)?;
        writeln!(out)?;
        out.flush()?;
        return Ok(code.unwrap_or(DONE));
    }
    let clean = holdfast_report::terminal;
    writeln!(out, "{}  {}", clean(&advisory.id), clean(&advisory.title))?;
    let dates = [("published", &advisory.published), ("updated", &advisory.updated)];
    for (what, date) in dates {
        if let Some(date) = date {
            writeln!(out, "  {what} {}", clean(date))?;
        }
    }
    writeln!(out, "  {} ({})", clean(&advisory.publisher), advisory.source.name())?;
    if advisory.withdrawn {
        writeln!(out, "  It was taken back by its publisher.")?;
    }
    for vulnerability in &advisory.vulnerabilities {
        let name = vulnerability.cve.as_deref().unwrap_or("no CVE");
        writeln!(out, "  {}  {}", clean(name), clean(&vulnerability.title))?;
    }
    for product in &fix.products {
        let state = match &product.answer.state {
            FixState::FixAvailable(Some(version)) => format!("fix_available({})", clean(version)),
            state => state.name().to_owned(),
        };
        let recalled = if product.recalled { ", recalled" } else { "" };
        writeln!(
            out,
            "\n{}\n  {state}{recalled}, says the {}",
            clean(&product.name),
            product.answer.who.name()
        )?;
        for cited in product.answer.says.iter().take(3) {
            writeln!(out, "  \u{201c}{}\u{201d}", clean(&cited.text))?;
            writeln!(out, "    {}", clean(&cited.pointer))?;
        }
    }
    out.flush()?;
    Ok(code.unwrap_or(DONE))
}
