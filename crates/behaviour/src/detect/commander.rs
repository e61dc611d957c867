//! Who commands whom: in a plant the same few stations ask the same controllers for the same things, day after day.
//! Somebody new who changes something is worth a look, above all if it is a controller itself.

use crate::cite;
use crate::finding::{Finding, Findings, Subject};
use crate::rule::ExposureRule;
use crate::scene::Scene;
use holdfast_facts::{Operation, OperationKey, Party, SiteId, Timestamp};
use std::collections::BTreeMap;

/// What one client asked of one server in one protocol.
#[derive(Debug, Default)]
struct Asked<'a> {
    total: u64,
    changes: u64,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    list: Vec<(&'a OperationKey, &'a Operation)>,
}

type Pairs<'a> = BTreeMap<(&'a SiteId, &'a str, Party, Party), Asked<'a>>;

fn pairs<'a>(scene: &Scene<'a>, office: &[String]) -> Pairs<'a> {
    let mut pairs: Pairs<'a> = BTreeMap::new();
    for (key, operation) in &scene.set.operations {
        if office.iter().any(|name| **name == *key.protocol) {
            continue;
        }
        let asked =
            pairs.entry((&key.site, &key.protocol, plain(&key.client), plain(&key.server))).or_default();
        let count = operation.asked.max(operation.accepted);
        asked.total += count;
        asked.changes += if key.class.is_change() { count } else { 0 };
        asked.first = Some(asked.first.map_or(operation.first, |first| first.min(operation.first)));
        asked.last = Some(asked.last.map_or(operation.last, |last| last.max(operation.last)));
        asked.list.push((key, operation));
    }
    pairs
}

/// The address tells who it is; the MAC may be a router's.
fn plain(party: &Party) -> Party {
    if party.ip.is_some() { Party { mac: None, ..*party } } else { *party }
}

/// List: `office` protocols, which have no commanders. Limits: `changes` (a peer that changes something this often), `requests` (or only asks this often), `times` (as often as
/// the usual commander asks).
pub(super) fn unexpected(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    let pairs = pairs(scene, rule.list("office"));
    for ((site, protocol, client, server), asked) in &pairs {
        // Who else asks this server, and does so more than anybody.
        let rivals =
            pairs.iter().filter(|((s, p, c, v), _)| s == site && p == protocol && v == server && c != client);
        let Some(((.., master, _), usual)) =
            rivals.max_by_key(|(place, rival)| (rival.total, std::cmp::Reverse(*place)))
        else {
            continue;
        };
        // The client is asked by the same station itself: the two are peers under one master.
        let is_peer = pairs.contains_key(&(*site, *protocol, *master, *client));
        let newcomer =
            asked.first > usual.first && usual.total as f64 >= rule.limit("times") * asked.total as f64;
        let changes = asked.changes as f64 >= rule.limit("changes");
        let floods = asked.total as f64 >= rule.limit("requests") && asked.total >= usual.total;
        // Somebody from another zone has no business with a controller that its own zone's station looks after.
        let zone = |party: &Party| scene.zone_of_party(party, None).map(|zone| zone.id.as_str());
        let stranger = zone(client) != zone(master);
        // Peers that talk as much as their station does are meant to.
        let seldom = usual.total as f64 >= rule.limit("times") * asked.changes as f64;
        let unexpected = (is_peer && ((changes && seldom) || floods))
            || (newcomer && changes && (usual.changes == 0 || stranger));
        if !unexpected {
            continue;
        }
        let shown: Vec<_> = match changes {
            true => asked.list.iter().filter(|(key, _)| key.class.is_change()).collect(),
            false => asked.list.iter().collect(),
        };
        let first = shown.iter().map(|(_, operation)| operation.first).min().or(asked.first);
        let functions =
            shown.iter().map(|(key, _)| key.function.to_string()).collect::<std::collections::BTreeSet<_>>();
        let mut because: Vec<_> =
            shown.iter().take(4).filter_map(|(key, operation)| cite::operation(key, operation)).collect();
        because
            .extend(usual.list.iter().take(2).filter_map(|(key, operation)| cite::operation(key, operation)));
        let usually = usual.first.map_or_else(String::new, |first| format!(" since {first}"));
        findings.add(
            rule,
            Subject::Party(site, client),
            Finding {
                peers: vec![server.to_string()],
                per_peer: true,
                subject: (*protocol).to_owned(),
                words: vec![
                    ("protocol", (*protocol).to_owned()),
                    ("function", functions.into_iter().take(3).collect::<Vec<_>>().join(", ")),
                    ("count", (if changes { asked.changes } else { asked.total }).to_string()),
                    ("usual", format!("{master} ({} requests{usually})", usual.total)),
                    ("first", first.map_or_else(String::new, |first| first.to_string())),
                ],
                because,
            },
        );
    }
}
