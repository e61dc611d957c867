//! What published documents say of the example's devices: what is recalled, then the most urgent, one of each action.

use super::Hospital;
use super::page::Page;
use crate::advice::{advices, advised};
use crate::failure::Failure;
use crate::known::Known;
use crate::world::World;
use crate::{data, pipeline};
use holdfast_advisories::{Feeds, Weighed, source};
use holdfast_facts::MatchStatus;
use holdfast_report::called;
use std::cmp::Reverse;

/// Weaknesses that are shown.
const SHOWN: usize = 3;

pub(super) fn show(hospital: &Hospital, world: &World, page: &mut Page<'_>) -> Result<(), Failure> {
    let mut feeds = Feeds::default();
    for (name, bytes) in data::FEEDS {
        source::read(&format!("examples/feeds/{name}"), bytes, &mut feeds);
    }
    feeds.settle();
    let known = Known::in_memory(world, feeds)?;
    let talks = pipeline::talks(&hospital.reading.set, &hospital.found.devices, &hospital.site);
    let kinds = &hospital.knowledge.kinds;
    let mut weighed = pipeline::weaknesses(&hospital.found.devices, &talks, &known, kinds, &hospital.site);
    let count = |status: MatchStatus| weighed.iter().filter(|each| each.weakness.status == status).count();
    let (applies, may) = (count(MatchStatus::Affected), count(MatchStatus::PossiblyAffected));
    weighed.retain(|each| each.weakness.status == MatchStatus::Affected);
    weighed.sort_by_key(|each| {
        let recalled = each.weakness.recalled.is_some();
        (Reverse(recalled), Reverse(each.decision.urgency), each.weakness.id.clone())
    });
    page.head("What published advisories say of them (the example's own small feeds)")?;
    let mut actions = Vec::new();
    let first: Vec<&Weighed> = weighed
        .iter()
        .filter(|each| {
            let is_first = !actions.contains(&each.decision.action.name());
            actions.push(each.decision.action.name());
            is_first
        })
        .take(SHOWN)
        .collect();
    let advised = advised(&first);
    let advices = advices(&first, &advised);
    for each in &first {
        let weakness = &each.weakness;
        let name = called(hospital.device(&weakness.device));
        let action = advices.get(&weakness.id).map_or("", |advice| advice.action);
        // "Now" needs no day.
        let now = action.contains(" now");
        let by = each.decision.by.filter(|_| !now).map(|day| format!(" by {day}")).unwrap_or_default();
        let fix = weakness.fix.name().replace('_', " ");
        page.pair(&weakness.vulnerability, 15, &format!("{name}, {}: {fix}; {action}{by}", weakness.id))?;
    }
    page.line(&format!(
        "{applies} apply and {may} may apply (holdfast weaknesses, after holdfast feeds import examples/feeds)"
    ))?;
    Ok(())
}
