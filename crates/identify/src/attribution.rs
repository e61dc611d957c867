//! Which evidence is about which device: the evidence set, sorted into groups.

use crate::binding::Bindings;
use crate::grouping::{Groups, Node, node_of};
use crate::knowledge::Knowledge;
use crate::listed::is_listed;
use crate::said::Said;
use crate::settings::Settings;
use holdfast_facts::{Endpoint, Evidence, EvidenceId, EvidenceSet, Field, Place, Tally, is_public};
use rustc_hash::{FxHashMap, FxHashSet};

/// All that is known of one group of endpoints.
#[derive(Debug, Default)]
pub(crate) struct Dossier<'a> {
    /// What it is known by, in order.
    pub(crate) nodes: Vec<Node>,
    pub(crate) endpoints: Endpoints<'a>,
    pub(crate) evidence: Vec<(EvidenceId, &'a Evidence)>,
}

/// Endpoints with what they were counted for, in order.
#[derive(Debug, Default)]
pub(crate) struct Endpoints<'a> {
    list: Vec<(&'a Endpoint, Vec<&'a Tally>)>,
}

impl<'a> Endpoints<'a> {
    pub(crate) fn keys(&self) -> impl Iterator<Item = &'a Endpoint> {
        self.list.iter().map(|(endpoint, _)| *endpoint)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &Vec<&'a Tally>> {
        self.list.iter().map(|(_, tallies)| tallies)
    }

    /// What it was counted for.
    pub(crate) fn get(&self, endpoint: &Endpoint) -> Option<&[&'a Tally]> {
        let place = self.list.binary_search_by(|(held, _)| (*held).cmp(endpoint)).ok()?;
        self.list.get(place).map(|(_, tallies)| tallies.as_slice())
    }

    fn add(&mut self, endpoint: &'a Endpoint) -> usize {
        self.list.push((endpoint, Vec::new()));
        self.list.len() - 1
    }
}

impl<'a> Dossier<'a> {
    /// Whether it answers in a protocol of plants and buildings: a rule reads the service as operational technology.
    /// `known` remembers the services that were looked at before.
    fn serves_control(&self, knowledge: &Knowledge, known: &mut FxHashMap<&'a str, bool>) -> bool {
        let Some(reading) = knowledge.rules.reading("flow.service") else { return false };
        let services =
            self.evidence.iter().filter(|(_, evidence)| evidence.attribute.name() == "flow.service");
        let is_control = |value: &str| {
            let said = knowledge.rules.say(reading, value);
            said.iter().flat_map(|(_, said)| said).any(|(field, text)| *field == Field::Realm && text == "OT")
        };
        services
            .map(|(_, evidence)| evidence.attribute.value())
            .any(|value| *known.entry(value).or_insert_with(|| is_control(value)))
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
    let mut sorting = Sorting {
        bindings,
        groups,
        list: Vec::new(),
        of_node: FxHashMap::default(),
        places: FxHashMap::default(),
    };
    let mut senders: FxHashSet<Node> = FxHashSet::default();
    let mut last = None;
    for (key, tally) in &set.tallies {
        // In order, so that those of one address follow each other.
        if let Some(mac) = key.endpoint.mac
            && last != Some((&key.endpoint.site, mac))
        {
            senders.insert(groups.find(&Node::Mac(key.endpoint.site.clone(), mac)));
            last = Some((&key.endpoint.site, mac));
        }
        let Some(place) = sorting.place(&key.endpoint) else { continue };
        if let Some((_, dossier)) = sorting.list.get_mut(place.dossier)
            && let Some((_, tallies)) = dossier.endpoints.list.get_mut(place.endpoint)
        {
            tallies.push(tally);
        }
        // A frame with a routed address was still sent by the router.
        if let (true, Some(mac)) = (place.is_routed, key.endpoint.mac) {
            sorting.note(Node::Mac(key.endpoint.site.clone(), mac));
        }
    }
    for (id, evidence) in &set.evidence {
        if let Some(place) = sorting.place(&evidence.endpoint)
            && let Some((_, dossier)) = sorting.list.get_mut(place.dossier)
        {
            dossier.evidence.push((*id, evidence));
        }
    }
    // An address that somebody split off is a device, even where it was only told of.
    let apart: FxHashSet<Node> = said
        .splits()
        .flat_map(|(_, nodes)| nodes)
        .filter(|node| matches!(node, Node::Ip(site, ip) if bindings.knows(site, *ip)))
        .cloned()
        .collect();
    for node in &apart {
        sorting.note(node.clone());
    }
    let mut dossiers = sorting.list;
    let has_links = set.tallies.keys().any(|key| key.endpoint.mac.is_some());
    let has_private = dossiers.iter().any(|(node, _)| matches!(node, Node::Ip(_, ip) if !is_public(*ip)));
    let mut far = 0;
    let mut known = FxHashMap::default();
    dossiers.retain(|(node, dossier)| {
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
                    || dossier.serves_control(knowledge, &mut known);
                far += usize::from(!near);
                let spoke = dossier.endpoints.values().any(|tallies| !tallies.is_empty());
                // What somebody lists is a device even where nobody saw it; a log's word counts where no frame can.
                let split_off = dossier.nodes.iter().any(|node| apart.contains(node));
                split_off || dossier.is_listed() || (near && (spoke || dossier.is_logged()))
            }
        }
    });
    for (_, dossier) in &mut dossiers {
        dossier.nodes.sort_unstable();
        dossier.nodes.dedup();
    }
    dossiers.sort_by(|a, b| a.0.cmp(&b.0));
    for (_, dossier) in &mut dossiers {
        dossier.endpoints.list.sort_unstable_by_key(|(endpoint, _)| *endpoint);
    }
    (dossiers, far)
}

/// Dossiers while they are filled. An endpoint is looked up once by what it is; then by itself.
struct Sorting<'a, 's> {
    bindings: &'s Bindings,
    groups: &'s Groups,
    list: Vec<(Node, Dossier<'a>)>,
    of_node: FxHashMap<Node, usize>,
    places: FxHashMap<&'a Endpoint, Option<Sorted>>,
}

/// Where an endpoint was put.
#[derive(Clone, Copy)]
struct Sorted {
    dossier: usize,
    /// Its place among the dossier's endpoints.
    endpoint: usize,
    /// Its MAC, if it has one, is another device's.
    is_routed: bool,
}

impl<'a> Sorting<'a, '_> {
    /// The dossier of the node's group, which is known by that node from now on.
    fn note(&mut self, node: Node) -> usize {
        let group = self.groups.find(&node);
        let place = match self.of_node.get(&group) {
            Some(place) => *place,
            None => {
                self.of_node.insert(group.clone(), self.list.len());
                self.list.push((group, Dossier::default()));
                self.list.len() - 1
            }
        };
        if let Some((_, dossier)) = self.list.get_mut(place) {
            // Most have one or two. Where somebody makes up thousands, looking through them each time would take for ever:
            // what comes twice is taken out at the end.
            let few = dossier.nodes.len() < 16;
            if !(few && dossier.nodes.contains(&node)) && dossier.nodes.last() != Some(&node) {
                dossier.nodes.push(node);
            }
        }
        place
    }

    fn place(&mut self, endpoint: &'a Endpoint) -> Option<Sorted> {
        if let Some(place) = self.places.get(endpoint) {
            return *place;
        }
        let place = node_of(endpoint, self.bindings).and_then(|node| {
            let is_routed = matches!(node, Node::Ip(..));
            let dossier = self.note(node);
            let endpoint = self.list.get_mut(dossier)?.1.endpoints.add(endpoint);
            Some(Sorted { dossier, endpoint, is_routed })
        });
        self.places.insert(endpoint, place);
        place
    }
}
