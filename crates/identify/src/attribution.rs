//! Which evidence is about which device: the evidence set, sorted into groups.

use crate::binding::Bindings;
use crate::grouping::{Groups, Node, node_of};
use crate::knowledge::Knowledge;
use crate::listed::is_listed;
use crate::said::Said;
use crate::settings::Settings;
use holdfast_facts::{Endpoint, Evidence, EvidenceId, EvidenceSet, Field, Place, Tally, is_public};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// All that is known of one group of endpoints.
#[derive(Debug, Default)]
pub(crate) struct Dossier<'a> {
    /// What it is known by, in order.
    pub(crate) nodes: Vec<Node>,
    pub(crate) endpoints: BTreeMap<&'a Endpoint, Vec<&'a Tally>>,
    pub(crate) evidence: Vec<(EvidenceId, &'a Evidence)>,
}

impl Dossier<'_> {
    /// Whether it answers in a protocol of plants and buildings: a rule reads the service as operational technology.
    fn serves_control(&self, knowledge: &Knowledge) -> bool {
        let services =
            self.evidence.iter().filter(|(_, evidence)| evidence.attribute.name() == "flow.service");
        services.map(|(_, evidence)| evidence.attribute.value()).any(|value| {
            knowledge.rules.reading("flow.service").any(|rule| {
                rule.apply(value, &value.to_ascii_lowercase()).is_some_and(|said| {
                    said.iter().any(|(field, text)| *field == Field::Realm && text == "OT")
                })
            })
        })
    }

    /// Whether it sent a frame, or somebody told something of it that only its own words can have taught them.
    fn is_a_device(&self) -> bool {
        let spoke = self.endpoints.values().any(|tallies| !tallies.is_empty());
        let hearsay = ["flow", "arp", "ndp", "lldp", "cdp"];
        spoke || self.evidence.iter().any(|(_, evidence)| !hearsay.contains(&evidence.attribute.protocol()))
    }

    /// Whether somebody lists it.
    fn is_listed(&self) -> bool {
        self.evidence.iter().any(|(_, evidence)| is_listed(evidence))
    }

    /// Whether a log tells of it: whoever wrote that saw its frames.
    fn is_logged(&self) -> bool {
        self.evidence.iter().any(|(_, evidence)| matches!(evidence.seen.exemplar.place, Place::Row { .. }))
    }
}

/// Sorts the set into dossiers, by the group's least node. Hosts of the internet that were only reached through a router
/// are counted, not kept.
pub(crate) fn dossiers<'a>(
    set: &'a EvidenceSet,
    (bindings, groups): (&Bindings, &Groups),
    said: &Said<'_>,
    settings: &Settings,
    knowledge: &Knowledge,
) -> (Vec<(Node, Dossier<'a>)>, usize) {
    let mut dossiers: FxHashMap<Node, Dossier<'a>> = FxHashMap::default();
    for (key, tally) in &set.tallies {
        let Some(node) = node_of(&key.endpoint, bindings) else { continue };
        let dossier = dossiers.entry(groups.find(&node)).or_default();
        dossier.endpoints.entry(&key.endpoint).or_default().push(tally);
        note(dossier, &node);
        // A frame with a routed address was still sent by the router.
        if let (Node::Ip(..), Some(mac)) = (&node, key.endpoint.mac) {
            let router = Node::Mac(key.endpoint.site.clone(), mac);
            note(dossiers.entry(groups.find(&router)).or_default(), &router);
        }
    }
    for (id, evidence) in &set.evidence {
        let Some(node) = node_of(&evidence.endpoint, bindings) else { continue };
        let dossier = dossiers.entry(groups.find(&node)).or_default();
        dossier.endpoints.entry(&evidence.endpoint).or_default();
        dossier.evidence.push((*id, evidence));
        note(dossier, &node);
    }
    // An address that somebody split off is a device, even where it was only told of.
    let apart: FxHashSet<Node> = said
        .splits()
        .flat_map(|(_, nodes)| nodes)
        .filter(|node| matches!(node, Node::Ip(site, ip) if bindings.knows(site, *ip)))
        .cloned()
        .collect();
    for node in &apart {
        note(dossiers.entry(groups.find(node)).or_default(), node);
    }
    let has_links = set.tallies.keys().any(|key| key.endpoint.mac.is_some());
    let has_private = dossiers.keys().any(|node| matches!(node, Node::Ip(_, ip) if !is_public(*ip)));
    let mut far = 0;
    let senders: FxHashSet<Node> = set
        .tallies
        .keys()
        .filter_map(|key| Some(groups.find(&Node::Mac(key.endpoint.site.clone(), key.endpoint.mac?))))
        .collect();
    dossiers.retain(|node, dossier| {
        match node {
            // A device, even where all that it sent was for others.
            Node::Mac(..) if senders.contains(node) => true,
            Node::Mac(..) | Node::Child(..) => dossier.is_a_device(),
            Node::Listed(..) => true,
            Node::Ip(_, ip) => {
                let ours =
                    settings.zones.iter().any(|zone| zone.networks.iter().any(|net| net.contains(*ip)));
                // A controller that answers on the internet is somebody's, and worth knowing.
                let near = ours
                    || !is_public(*ip)
                    || (!has_links && !has_private)
                    || dossier.serves_control(knowledge);
                far += usize::from(!near);
                let spoke = dossier.endpoints.values().any(|tallies| !tallies.is_empty());
                // What somebody lists is a device even where nobody saw it; a log's word counts where no frame can.
                let split_off = dossier.nodes.iter().any(|node| apart.contains(node));
                split_off || dossier.is_listed() || (near && (spoke || dossier.is_logged()))
            }
        }
    });
    for dossier in dossiers.values_mut() {
        dossier.nodes.sort_unstable();
        dossier.nodes.dedup();
    }
    let mut dossiers: Vec<_> = dossiers.into_iter().collect();
    dossiers.sort_by(|a, b| a.0.cmp(&b.0));
    (dossiers, far)
}

fn note(dossier: &mut Dossier<'_>, node: &Node) {
    // Most have one or two. Where somebody makes up thousands, looking through them each time would take for ever: what comes
    // twice is taken out at the end.
    let few = dossier.nodes.len() < 16;
    if !(few && dossier.nodes.contains(node)) && dossier.nodes.last() != Some(node) {
        dossier.nodes.push(node.clone());
    }
}
