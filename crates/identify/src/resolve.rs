//! The two steps put together: evidence set in, devices out.

use crate::attribution::{Dossier, dossiers};
use crate::binding::Bindings;
use crate::describe::{names, services};
use crate::grouping::{Groups, Node};
use crate::knowledge::Knowledge;
use crate::listed::is_listed;
use crate::opinion::{self, Memory};
use crate::said::{self, Said, Words};
use crate::settings::Settings;
use crate::suggest::suggest;
use holdfast_facts::{Basis, Certainty, Claim, Device, Endpoint, Evidence, EvidenceSet, Field, Reason};
use std::collections::BTreeMap;

/// Every device that the evidence shows, by id; also those that somebody said to ignore, which say so.
pub fn resolve(set: &EvidenceSet, knowledge: &Knowledge, settings: &Settings) -> Vec<Device> {
    let mut devices = Vec::new();
    resolve_each(set, knowledge, settings, |device| devices.push(device));
    devices.sort_by(|a, b| a.id.cmp(&b.id));
    suggest(&mut devices, set, knowledge);
    devices
}

/// Gives every device as soon as it is made, in no order that means anything: for sites so large that what is not needed of
/// a device should not wait for the last one. What the devices suggest of each other comes later: [`suggest`] gives it.
pub fn resolve_each(
    set: &EvidenceSet,
    knowledge: &Knowledge,
    settings: &Settings,
    mut take: impl FnMut(Device),
) {
    let bindings = Bindings::of(set);
    let said = Said::of(set, &bindings);
    let groups = Groups::of(set, &bindings, &said, &knowledge.same);
    let (dossiers, _far) = dossiers(set, (&bindings, &groups), &said, settings, knowledge);
    let mut memory = Memory::default();
    // Each dossier goes as soon as its device is there.
    for (node, dossier) in dossiers {
        let words = said.about(&dossier.nodes);
        take(device(&node, &dossier, (&bindings, &groups), &words, (knowledge, settings), &mut memory));
    }
}

fn device<'k, 'e>(
    node: &Node,
    dossier: &Dossier<'e>,
    (bindings, groups): (&Bindings, &Groups),
    words: &Words<'_>,
    (knowledge, settings): (&'k Knowledge, &Settings),
    memory: &mut Memory<'k, 'e>,
) -> Device {
    let (mut claims, mut runners_up) = opinion::form(dossier, knowledge, memory);
    // The MAC of an endpoint behind a router is the router's, not the host's; that of a thing behind a gateway the gateway's.
    let own = |endpoint: &&Endpoint| {
        endpoint.child.is_none()
            && endpoint
                .mac
                .is_some_and(|mac| endpoint.ip.is_none_or(|ip| bindings.is_own(&endpoint.site, mac, ip)))
    };
    let mut macs: Vec<_> = dossier.endpoints.keys().filter(own).filter_map(|endpoint| endpoint.mac).collect();
    let mut ips = addresses(dossier);
    match node {
        Node::Mac(site, mac) => {
            macs.push(*mac);
            ips.extend(macs.iter().flat_map(|mac| bindings.own_of(site, *mac)).copied());
        }
        Node::Ip(_, ip) => {
            macs.clear();
            ips.push(*ip);
        }
        Node::Child(..) | Node::Listed(..) => {
            macs.clear();
            ips.clear();
        }
    }
    macs.sort_unstable();
    macs.dedup();
    ips.retain(|ip| !ip.is_unspecified());
    ips.sort_unstable();
    ips.dedup();
    // A kind that a person gives has its realm like any other; a realm that a person gives goes before all.
    words.claim(&mut claims, &mut runners_up, knowledge, |field| field != Field::Realm);
    let lost = said::lost_realm(&mut claims);
    settle_realm(&mut claims, &mut runners_up, dossier, knowledge, settings, &ips);
    if let (Some(lost), Some(realm)) = (lost, claims.get_mut(&Field::Realm))
        && lost.value != realm.value
    {
        realm.rivals.push(lost);
    }
    words.claim(&mut claims, &mut runners_up, knowledge, |field| field == Field::Realm);
    let tallies: Vec<_> = dossier.endpoints.values().flatten().collect();
    // Standing in a list is not being seen.
    let sights =
        || dossier.evidence.iter().map(|(_, evidence)| *evidence).filter(|evidence| !is_listed(evidence));
    let first_seen = tallies.iter().map(|t| t.first).chain(sights().map(|e| e.seen.first)).min();
    let last_seen = tallies.iter().map(|t| t.last).chain(sights().map(|e| e.seen.last)).max();
    let mut notes = notes(node, words, bindings, knowledge);
    if first_seen.is_none() {
        notes.push("stands in a list; nobody has seen it on the network".to_owned());
    }
    Device {
        id: node.device_id(),
        keys: dossier.nodes.clone(),
        parent: match node {
            Node::Child(parent, _) => Some(groups.find(parent).device_id()),
            _ => None,
        },
        endpoints: dossier.endpoints.keys().cloned().collect(),
        names: names(dossier),
        services: services(dossier),
        notes,
        first_seen,
        last_seen,
        frames: tallies.iter().map(|t| t.frames).sum(),
        bytes: tallies.iter().map(|t| t.bytes).sum(),
        evidence: dossier.evidence.iter().map(|(id, _)| *id).collect(),
        macs,
        ips,
        claims,
        runners_up,
        statements: words.ids(),
        ignored: words.ignore(),
        suggestions: Vec::new(),
    }
}

/// Addresses that were seen with it; where none was, those that lists give it.
fn addresses(dossier: &Dossier<'_>) -> Vec<std::net::IpAddr> {
    let seen = |endpoint: &&Endpoint| {
        let spoke = dossier.endpoints.get(endpoint).is_some_and(|tallies| !tallies.is_empty());
        let told = |evidence: &Evidence| *evidence.endpoint == **endpoint && !is_listed(evidence);
        endpoint.ip.is_some() && (spoke || dossier.evidence.iter().any(|(_, evidence)| told(evidence)))
    };
    let listed = dossier.evidence.iter().any(|(_, evidence)| is_listed(evidence));
    let all = || dossier.endpoints.keys().filter(|endpoint| endpoint.child.is_none());
    let found: Vec<_> = match listed {
        true => all().filter(seen).filter_map(|endpoint| endpoint.ip).collect(),
        false => all().filter_map(|endpoint| endpoint.ip).collect(),
    };
    if !found.is_empty() || !listed {
        return found;
    }
    let given = dossier.evidence.iter().filter(|(_, evidence)| evidence.attribute.name() == "list.ip");
    given.filter_map(|(_, evidence)| evidence.attribute.value().parse().ok()).collect()
}

/// The realm that rules and the zone give; else the kind's own.
fn settle_realm(
    claims: &mut BTreeMap<Field, Claim>,
    runners_up: &mut BTreeMap<Field, Vec<holdfast_facts::Rival>>,
    dossier: &Dossier<'_>,
    knowledge: &Knowledge,
    settings: &Settings,
    ips: &[std::net::IpAddr],
) {
    let vlan = |vlan: &u16| dossier.endpoints.keys().any(|endpoint| endpoint.vlan == Some(*vlan));
    let mut zones = settings.zones.iter().filter(|zone| {
        ips.iter().any(|ip| zone.networks.iter().any(|network| network.contains(*ip)))
            || zone.vlans.iter().any(vlan)
    });
    // A router stands in several zones: where they are not of one realm, none of them says what it is.
    let zone = zones.next().filter(|first| zones.all(|other| other.realm == first.realm));
    let zoned = zone.and_then(|zone| Some((zone, zone.realm.clone()?)));
    let (value, certainty, basis, reasons) = if let Some((zone, realm)) = zoned {
        let reason = Reason::rule(format!("zone.{}", zone.id), Vec::new());
        (realm, Certainty::new(0.95), Basis::Declared, vec![reason])
    } else if let (false, Some(kind)) = (claims.contains_key(&Field::Realm), claims.get(&Field::Kind)) {
        let Some(known) = knowledge.kinds.get(&kind.value) else { return };
        let realm = match known.id.as_str() {
            "phone" if settings.smartphones_are_iot => "IoT".to_owned(),
            _ => known.realm.clone(),
        };
        let mut reasons = vec![Reason::rule("kind.default_realm", Vec::new())];
        reasons.extend(kind.reasons.iter().cloned());
        (realm, kind.certainty, Basis::Inferred, reasons)
    } else {
        return;
    };
    runners_up.remove(&Field::Realm);
    claims.insert(
        Field::Realm,
        Claim { value, certainty, basis, reasons, rivals: Vec::new(), conflict: false },
    );
}

fn notes(node: &Node, words: &Words<'_>, bindings: &Bindings, knowledge: &Knowledge) -> Vec<String> {
    let mut notes = Vec::new();
    match node {
        Node::Mac(site, mac) => {
            if let Some((meaning, note)) = knowledge.oui.special(*mac) {
                notes.push(format!("{meaning}: {note}"));
            } else if mac.is_local() {
                notes.push("made-up address: it may come back under another one".to_owned());
            } else if let Some(registrant) = knowledge.oui.find(*mac) {
                let what = registrant.module.map_or("address block", |_| "network part, not the device,");
                notes.push(format!("{what} registered to {}", registrant.organisation));
            }
            if bindings.is_router(site, *mac) {
                notes.push("passes on what other hosts say".to_owned());
            }
        }
        Node::Ip(site, ip) if words.split_off() && bindings.knows(site, *ip) => {
            notes.push(
                "split off by a person: others of its link-layer address are another device".to_owned(),
            );
        }
        Node::Ip(..) => {
            notes.push("seen through a router: its own link-layer address is not known".to_owned())
        }
        Node::Child(..) => {
            notes.push("behind a gateway: it has no address of its own on the network".to_owned())
        }
        // Said below, where nobody saw it.
        Node::Listed(..) => {}
    }
    notes
}
