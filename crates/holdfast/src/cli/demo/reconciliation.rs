//! What was seen against what is listed, and the rows that say nothing.

use super::page::Page;
use super::{Hospital, is_grave};
use crate::cli::reconcile::sentence;
use holdfast_behaviour::{Reconciled, Scene, Standing, reconcile};
use holdfast_report::called;
use std::cmp::Reverse;
use std::io;

/// Devices on no list that are named.
const NAMED: usize = 3;

pub(super) fn show(hospital: &Hospital, page: &mut Page<'_>) -> io::Result<()> {
    page.head("What its lists say: seen against listed")?;
    for list in &hospital.lists {
        let (rows, refused) = (list.read.rows, list.read.refused);
        let role = list.read.set.lists.values().next().map_or("", |list| list.role.name());
        let what = if role == "assets" { "what is owned" } else { "what was seen" };
        page.pair(list.name, 22, &format!("{what}: {rows} rows taken, {refused} refused"))?;
    }
    let scene = Scene::new(
        &hospital.reading.set,
        &hospital.found.devices,
        &hospital.site.settings.zones,
        &hospital.site.conduits,
    );
    let all = reconcile(&scene);
    let of = |standing| all.iter().filter(move |one| one.standing == standing).collect::<Vec<_>>();
    page.line(&format!("{} seen and listed", of(Standing::SeenAndListed).len()))?;
    only_seen(hospital, of(Standing::SeenNotListed), page)?;
    let listed = of(Standing::ListedNotSeen);
    page.line(&format!("{} listed, never seen; could they have been?", listed.len()))?;
    // One of each answer.
    let mut answers = Vec::new();
    let different = listed.iter().filter(|one| {
        let answer = one.could_be_seen.map_or("", sentence);
        let is_first = !answers.contains(&answer);
        answers.push(answer);
        is_first
    });
    for one in different.take(NAMED) {
        let row = one.rows.first().map_or(0, |(_, row)| *row);
        let what = one.could_be_seen.map_or("", sentence);
        let name = called(Some(one.device));
        page.pair(&one.device.id.0, 13, &format!("{name}, row {row}: {what}"))?;
    }
    if listed.len() > NAMED {
        page.line(&format!("  … and {} more (holdfast reconcile lists them all)", listed.len() - NAMED))?;
    }
    for list in hospital.lists.iter().filter(|list| list.read.refused > 0) {
        page.line(&format!("{} rows of {} refused, each with its reason", list.read.refused, list.name))?;
        for refusal in &list.read.refusals {
            page.line(&format!("  row {}: {}", refusal.row, refusal.reason))?;
        }
    }
    Ok(())
}

/// Those on no list: first those that have the gravest exposures.
fn only_seen(hospital: &Hospital, mut list: Vec<&Reconciled<'_>>, page: &mut Page<'_>) -> io::Result<()> {
    let exposures = |one: &Reconciled<'_>| {
        let own = hospital.found.exposures.iter().filter(|exposure| exposure.device == one.device.id);
        own.filter(|exposure| is_grave(exposure.severity)).count()
    };
    page.line(&format!("{} seen, on no list; the most exposed of them:", list.len()))?;
    list.sort_by_key(|one| (Reverse(exposures(one)), &one.device.id));
    for one in list.into_iter().take(NAMED) {
        let kind = one.device.claims.get(&holdfast_facts::Field::Kind).map(|claim| claim.value.as_str());
        let kind = kind.and_then(|kind| hospital.knowledge.kinds.get(kind)).map_or("?", |kind| &kind.name);
        let (name, count) = (called(Some(one.device)), exposures(one));
        page.pair(&one.device.id.0, 13, &format!("{name}, {kind}: {count} of high severity or worse"))?;
    }
    Ok(())
}
