//! Who has an address: two that claim the same one, one that claims others' to read what they say.

use crate::cite;
use crate::finding::{Finding, Findings, Subject};
use crate::rule::ExposureRule;
use crate::scene::Scene;
use holdfast_facts::{Evidence, EvidenceId, Mac, Party, SiteId};
use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};

type Place = (SiteId, Option<u16>);
type Cited<'e> = (EvidenceId, &'e Evidence);
/// An address, whether somebody else has it too, and what shows the claim.
type Claimed<'e> = (Ipv4Addr, bool, Cited<'e>);

/// What ARP says: per network and address, who claims it.
fn claims<'e>(scene: &Scene<'e>) -> BTreeMap<(Place, Ipv4Addr), BTreeMap<Mac, Cited<'e>>> {
    let mut claims: BTreeMap<(Place, Ipv4Addr), BTreeMap<Mac, Cited<'e>>> = BTreeMap::new();
    for (id, evidence) in scene.named("arp.address") {
        let (Some(mac), Ok(ip)) = (evidence.endpoint.mac, evidence.attribute.value().parse::<Ipv4Addr>())
        else {
            continue;
        };
        if ip.is_link_local() || ip.is_unspecified() {
            continue;
        }
        let place = ((evidence.endpoint.site.clone(), evidence.endpoint.vlan), ip);
        claims.entry(place).or_default().insert(mac, (*id, *evidence));
    }
    claims
}

/// Addresses that move by design: VRRP, HSRP, CARP, NLB; and phones that change theirs.
fn moves_by_design(mac: Mac) -> bool {
    let bytes = mac.0;
    mac.is_local() || bytes.starts_with(&[0, 0, 0x5e, 0, 1]) || bytes.starts_with(&[0, 0, 0x0c, 0x07, 0xac])
}

/// One machine claims several addresses that others claim too. Limit: `addresses` that are contested.
pub(super) fn spoof(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    let claims = claims(scene);
    let mut of_mac: BTreeMap<(Place, Mac), Vec<Claimed<'_>>> = BTreeMap::new();
    for ((place, ip), holders) in &claims {
        for (mac, cited) in holders {
            let contested = holders.len() > 1 || speaks_elsewhere(scene, place, *ip, *mac);
            of_mac.entry((place.clone(), *mac)).or_default().push((*ip, contested, *cited));
        }
    }
    for ((place, mac), list) in of_mac {
        let contested: Vec<_> = list.iter().filter(|(_, contested, _)| *contested).collect();
        // The honest owner claims one address; whoever claims two that are others' as well is the liar. A router that answers
        // for a whole network does so for hosts that are not on this link.
        let liar = contested.len() as f64 >= rule.limit("addresses") && list.len() >= 2 && list.len() <= 64;
        if !liar || moves_by_design(mac) && contested.len() < 3 {
            continue;
        }
        findings.add(
            rule,
            Subject::Party(&place.0, &Party { mac: Some(mac), ip: None }),
            Finding {
                peers: contested.iter().map(|(ip, _, _)| ip.to_string()).collect(),
                words: vec![("count", contested.len().to_string())],
                because: contested.iter().map(|(_, _, (id, evidence))| (*id, (*evidence).clone())).collect(),
                ..Finding::default()
            },
        );
    }
}

/// Whether another machine on the same link sends from that address, as its own.
fn speaks_elsewhere(scene: &Scene<'_>, place: &Place, ip: Ipv4Addr, mac: Mac) -> bool {
    let ip = IpAddr::V4(ip);
    scene.devices_at(ip).any(|device| {
        device.endpoints.iter().any(|endpoint| {
            endpoint.site == place.0
                && endpoint.vlan == place.1
                && endpoint.ip == Some(ip)
                && endpoint.mac.is_some_and(|other| other != mac)
        })
    })
}

/// Two machines claim one address, and neither is known to take it over by design.
pub(super) fn clash(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    for ((place, ip), holders) in claims(scene) {
        let fixed: Vec<_> = holders.iter().filter(|(mac, _)| !moves_by_design(**mac)).collect();
        if fixed.len() < 2 {
            continue;
        }
        // One after the other is a reused lease; at the same time it is a clash.
        for (mac, (id, evidence)) in &fixed {
            let at_once = fixed.iter().filter(|(other, (_, rival))| {
                other != mac && rival.seen.first < evidence.seen.last && evidence.seen.first < rival.seen.last
            });
            let rivals: Vec<_> = at_once.collect();
            if rivals.is_empty() {
                continue;
            }
            let mut because = vec![(*id, (*evidence).clone())];
            because.extend(rivals.iter().map(|(_, (id, evidence))| (*id, (*evidence).clone())));
            findings.add(
                rule,
                Subject::Party(&place.0, &Party { mac: Some(**mac), ip: None }),
                Finding {
                    peers: rivals.iter().map(|(other, _)| other.to_string()).collect(),
                    subject: ip.to_string(),
                    words: vec![("value", ip.to_string())],
                    because,
                    ..Finding::default()
                },
            );
        }
    }
}

/// One machine sends frames from two addresses of one network that are other machines' own, and receives what is meant for
/// them: it sits between the two. A router joins different networks.
pub(super) fn middle(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    let mut senders: BTreeMap<(Place, Ipv4Addr), BTreeMap<Mac, u64>> = BTreeMap::new();
    for (key, tally) in &scene.set.tallies {
        if let (Some(mac), Some(IpAddr::V4(ip)), None) =
            (key.endpoint.mac, key.endpoint.ip, &key.endpoint.child)
        {
            let place = ((key.endpoint.site.clone(), key.endpoint.vlan), ip);
            *senders.entry(place).or_default().entry(mac).or_default() += tally.frames;
        }
    }
    let mut doubled: BTreeMap<(Place, Mac), BTreeSet<Ipv4Addr>> = BTreeMap::new();
    for ((place, ip), macs) in &senders {
        if macs.len() >= 2 && !is_public(*ip) {
            for (mac, frames) in macs {
                if *frames as f64 >= rule.limit("frames") {
                    doubled.entry((place.clone(), *mac)).or_default().insert(*ip);
                }
            }
        }
    }
    for ((place, mac), addresses) in doubled {
        let same_network = |a: &Ipv4Addr, b: &Ipv4Addr| a.octets()[..3] == b.octets()[..3];
        let pair = addresses
            .iter()
            .find_map(|a| addresses.iter().find(|b| *b > a && same_network(a, b)).map(|b| (*a, *b)));
        let Some((a, b)) = pair else { continue };
        // Both others have one of the two addresses each; the one in the middle has both.
        let others = |ip: Ipv4Addr| senders.get(&(place.clone(), ip)).map(|macs| macs.len()).unwrap_or(0);
        if moves_by_design(mac) || others(a) > 3 || others(b) > 3 {
            continue;
        }
        let because: Vec<_> = scene
            .set
            .conversations
            .iter()
            .filter(|(key, _)| {
                let ips = [key.client.ip, key.server.ip];
                let macs = [key.client.mac, key.server.mac];
                macs.contains(&Some(mac))
                    && ips.iter().flatten().any(|ip| *ip == IpAddr::V4(a) || *ip == IpAddr::V4(b))
            })
            .take(6)
            .filter_map(|(key, talk)| cite::conversation(key, talk))
            .collect();
        findings.add(
            rule,
            Subject::Party(&place.0, &Party { mac: Some(mac), ip: None }),
            Finding { peers: vec![a.to_string(), b.to_string()], because, ..Finding::default() },
        );
    }
}

fn is_public(ip: Ipv4Addr) -> bool {
    holdfast_facts::is_public(IpAddr::V4(ip))
}
