//! Two that give out addresses on one network: whoever comes later can send everybody to himself.

use crate::finding::{Finding, Findings, Subject};
use crate::rule::ExposureRule;
use crate::scene::Scene;
use std::collections::BTreeMap;

/// A later server that tells its clients another router or name server than the first does.
pub(super) fn rogue(scene: &Scene<'_>, rule: &ExposureRule, findings: &mut Findings<'_>) {
    let mut networks: BTreeMap<_, BTreeMap<_, Vec<_>>> = BTreeMap::new();
    for (id, evidence) in scene.named("dhcp.server") {
        let endpoint = &evidence.endpoint;
        if let Some(mac) = endpoint.mac {
            let servers = networks.entry((endpoint.site.clone(), endpoint.vlan)).or_default();
            servers.entry(mac).or_default().push((*id, *evidence));
        }
    }
    let told = |mac, names: [&str; 2]| -> Vec<String> {
        let mut list: Vec<String> = names
            .iter()
            .flat_map(|name| scene.named(name))
            .filter(|(_, evidence)| evidence.endpoint.mac == Some(mac))
            .map(|(_, evidence)| evidence.attribute.value().to_owned())
            .collect();
        list.sort();
        list.dedup();
        list
    };
    for servers in networks.into_values().filter(|servers| servers.len() >= 2) {
        let first = |list: &Vec<(_, &holdfast_facts::Evidence)>| list.iter().map(|(_, e)| e.seen.first).min();
        let Some((oldest, _)) = servers.iter().min_by_key(|(mac, list)| (first(list), **mac)) else {
            continue;
        };
        let usual = told(*oldest, ["dhcp.router", "dhcp.name_server"]);
        for (mac, list) in servers.iter().filter(|(mac, _)| *mac != oldest) {
            // Two servers of one pair tell the same.
            let other = told(*mac, ["dhcp.router", "dhcp.name_server"]);
            if other == usual || other.is_empty() {
                continue;
            }
            let Some(device) = list.first().and_then(|(_, evidence)| scene.device_of(evidence)) else {
                continue;
            };
            findings.add(
                rule,
                Subject::Device(device),
                Finding {
                    peers: vec![oldest.to_string()],
                    words: vec![("value", other.join(", "))],
                    because: list.iter().map(|(id, evidence)| (*id, (*evidence).clone())).collect(),
                    ..Finding::default()
                },
            );
        }
    }
}
