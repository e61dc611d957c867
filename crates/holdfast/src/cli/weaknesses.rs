//! `holdfast weaknesses [DEVICE]`: what the feeds say of every device, gravest first, and what to do by when.

use super::why::find;
use crate::advice::{advices, advised};
use crate::args::{Arguments, Weaknesses};
use crate::failure::{DONE, Failure, USAGE};
use crate::known::Known;
use crate::world::World;
use crate::{data, pipeline};
use holdfast_advisories::Weighed;
use holdfast_facts::{MatchStatus, Weakness};
use holdfast_report::{Listed, weaknesses_csv, weaknesses_json, weaknesses_table};
use std::io::{BufWriter, Write as _};

pub(crate) fn run(arguments: &Arguments, wanted: &Weaknesses) -> Result<u8, Failure> {
    let world = World::of(arguments)?;
    let known = Known::of(&world, &wanted.feeds)?;
    let code = known.tell_refused(arguments.quiet);
    let (set, _) = pipeline::load(&world.open_existing()?, &world.site)?;
    let knowledge = data::knowledge()?;
    let found = pipeline::conclude(&set, &knowledge, &data::exposure_rules()?, &world.site);
    let devices = match &wanted.device {
        Some(text) => vec![find(&found.devices, text)?.clone()],
        None => found.devices,
    };
    let talks = pipeline::talks(&set, &devices, &world.site);
    let weighed = pipeline::weaknesses(&devices, &talks, &known, &knowledge.kinds, &world.site);
    let chosen: Vec<&Weighed> = weighed.iter().filter(|each| chosen(&each.weakness, wanted)).collect();
    if let Some(word) = wanted.status.as_deref().filter(|word| status(word).is_none()) {
        return Err(Failure::new(
            USAGE,
            "no such status",
            word,
            "give one of affected, possibly_affected, not_affected",
        ));
    }
    let advised = advised(&chosen);
    let advices = advices(&chosen, &advised);
    let listed = Listed::new(chosen.iter().map(|each| &each.weakness), &devices, &set, advices);
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    if wanted.json {
        weaknesses_json(&listed, Some(&set), env!("CARGO_PKG_VERSION"), &world.as_of.to_string(), &mut out)?;
    } else if wanted.csv {
        weaknesses_csv(&listed, &mut out)?;
    } else {
        weaknesses_table(&listed, world.style, &mut out)?;
    }
    out.flush()?;
    Ok(code.unwrap_or(DONE))
}

fn status(word: &str) -> Option<MatchStatus> {
    [MatchStatus::Affected, MatchStatus::PossiblyAffected, MatchStatus::NotAffected]
        .into_iter()
        .find(|status| status.name() == word)
}

fn chosen(weakness: &Weakness, wanted: &Weaknesses) -> bool {
    let by_status = match wanted.status.as_deref() {
        Some(word) => status(word) == Some(weakness.status),
        // What is known not to apply is told when it is asked for.
        None => wanted.all || weakness.status != MatchStatus::NotAffected,
    };
    let by_advisory = wanted.advisory.as_deref().is_none_or(|id| {
        weakness.vulnerability.eq_ignore_ascii_case(id)
            || weakness.assertions.iter().any(|assertion| assertion.advisory.eq_ignore_ascii_case(id))
    });
    by_status
        && by_advisory
        && (!wanted.exploited || weakness.exploited.is_some())
        && (!wanted.unfixable || !weakness.fix.is_fixable())
}
