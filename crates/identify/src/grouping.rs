//! Which endpoints are one device.
//!
//! Nodes are MACs, addresses behind a router, things behind a gateway, and rows of lists without an address. Evidence joins them: an address that is a
//! MAC's own; the same host seen on two VLANs; the ports of one switch or router by what names it alone; a phone's made-up addresses by
//! the identifiers that it keeps. People go before evidence: what somebody split off is joined by no evidence, what
//! somebody said to be one thing is one, and of two statements that contradict each other the later one holds.

use crate::binding::Bindings;
use crate::listed;
use crate::said::Said;
use crate::same::SameDevice;
use holdfast_facts::{Endpoint, EvidenceSet, Mac, SiteId};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) use holdfast_facts::EndpointKey as Node;

/// The node that an endpoint belongs to.
pub(crate) fn node_of(endpoint: &Endpoint, bindings: &Bindings) -> Option<Node> {
    let site = &endpoint.site;
    let node = match (endpoint.mac, endpoint.ip) {
        (Some(mac), Some(ip)) if !bindings.is_own(site, mac, ip) => Node::Ip(site.clone(), ip),
        (Some(mac), _) => Node::Mac(site.clone(), mac),
        (None, Some(ip)) => Node::Ip(site.clone(), ip),
        (None, None) => {
            return endpoint.child.as_ref().map(|key| Node::Listed(site.clone(), key.clone()));
        }
    };
    let node = current(node, bindings);
    Some(match &endpoint.child {
        Some(child) => Node::Child(Box::new(node), child.clone()),
        None => node,
    })
}

/// The node that a key means today: an address that is one MAC's own elsewhere (another VLAN, another capture) is that
/// device.
pub(crate) fn current(key: Node, bindings: &Bindings) -> Node {
    match key {
        Node::Ip(site, ip) => match bindings.owner(&site, ip) {
            Some(mac) => Node::Mac(site, mac),
            None => Node::Ip(site, ip),
        },
        Node::Child(parent, name) => Node::Child(Box::new(current(*parent, bindings)), name),
        other => other,
    }
}

/// Disjoint sets over nodes.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    parent: FxHashMap<Node, Node>,
    /// What people split off: by node, the places of these statements in the order in which they were made.
    apart: FxHashMap<Node, BTreeSet<usize>>,
}

impl Groups {
    /// The least node of the set that `node` is in.
    pub(crate) fn find(&self, node: &Node) -> Node {
        let mut at = node;
        while let Some(next) = self.parent.get(at) {
            at = next;
        }
        at.clone()
    }

    /// Evidence ties two nodes together. Where somebody split one of them off from the other, it does not.
    pub(crate) fn join(&mut self, a: &Node, b: &Node) {
        if self.apart.get(a) == self.apart.get(b) {
            self.unite(a, b);
        }
    }

    /// Evidence ties these together: those on the same side of what people split off.
    pub(crate) fn join_all<'n>(&mut self, nodes: impl IntoIterator<Item = &'n Node>) {
        let mut sides: Vec<(Option<BTreeSet<usize>>, &Node)> = Vec::new();
        for node in nodes {
            let side = self.apart.get(node).cloned();
            match sides.iter().find(|(other, _)| *other == side) {
                Some((_, first)) => self.unite(first, node),
                None => sides.push((side, node)),
            }
        }
    }

    /// A person said, as the `place`th statement, that these are one thing: what was split off later stays apart.
    fn join_said(&mut self, nodes: &BTreeSet<Node>, place: usize) {
        let mut sides: BTreeMap<Vec<usize>, &Node> = BTreeMap::new();
        for node in nodes {
            let later = self.apart.get(node).into_iter().flatten().filter(|split| **split > place);
            match sides.entry(later.copied().collect()) {
                std::collections::btree_map::Entry::Occupied(first) => self.unite(first.get(), node),
                std::collections::btree_map::Entry::Vacant(free) => {
                    free.insert(node);
                }
            }
        }
    }

    fn unite(&mut self, a: &Node, b: &Node) {
        let (a, b) = (self.find(a), self.find(b));
        match a.cmp(&b) {
            std::cmp::Ordering::Less => self.parent.insert(b, a),
            std::cmp::Ordering::Greater => self.parent.insert(a, b),
            std::cmp::Ordering::Equal => None,
        };
    }

    /// Joins what evidence and people tie together.
    pub(crate) fn of(set: &EvidenceSet, bindings: &Bindings, said: &Said<'_>, same: &SameDevice) -> Groups {
        let mut groups = Groups::default();
        for (place, nodes) in said.splits() {
            for node in nodes {
                groups.apart.entry(node.clone()).or_default().insert(place);
            }
        }
        groups.join_on_the_wire(set, same);
        for (place, nodes) in said.merges() {
            groups.join_said(nodes, place);
        }
        listed::join(set, bindings, &mut groups);
        groups
    }

    fn join_on_the_wire(&mut self, set: &EvidenceSet, same: &SameDevice) {
        let mut by_key: BTreeMap<(SiteId, String), Vec<Mac>> = BTreeMap::new();
        let mut names: BTreeMap<(SiteId, Mac), [Option<&str>; 2]> = BTreeMap::new();
        for evidence in set.evidence.values() {
            let endpoint = &evidence.endpoint;
            let (Some(mac), None) = (endpoint.mac, &endpoint.child) else { continue };
            let value = evidence.attribute.value();
            let site = &endpoint.site;
            let mut keep = |key: String| by_key.entry((site.clone(), key)).or_default().push(mac);
            match evidence.attribute.name() {
                "dhcp.client_id" if is_stable_id(value, mac) => keep(format!("random client {value}")),
                "dhcpv6.duid" => keep(format!("random duid {value}")),
                name if same.ports.iter().any(|port| port == name) => keep(format!("{name} {value}")),
                "dhcp.hostname" if mac.is_local() => {
                    let [name, _] = names.entry((site.clone(), mac)).or_default();
                    *name = Some(value);
                }
                "dhcp.parameter_list" if mac.is_local() => {
                    let [_, list] = names.entry((site.clone(), mac)).or_default();
                    *list = Some(value);
                }
                _ => {}
            }
        }
        for ((site, mac), known) in names {
            if let [Some(name), Some(list)] = known
                && is_own_name(name)
            {
                by_key.entry((site, format!("random host {name} {list}"))).or_default().push(mac);
            }
        }
        for ((site, key), macs) in by_key {
            // Cloned machines share identifiers: only a made-up address is joined by them.
            let joins = |mac: &&Mac| !key.starts_with("random ") || mac.is_local();
            let mut nodes = macs.iter().filter(joins).map(|mac| Node::Mac(site.clone(), *mac));
            let first = if key.starts_with("random ") {
                macs.iter()
                    .find(|mac| !mac.is_local())
                    .map(|mac| Node::Mac(site.clone(), *mac))
                    .or_else(|| nodes.next())
            } else {
                nodes.next()
            };
            let Some(first) = first else { continue };
            let others: Vec<Node> =
                nodes.filter(|node| key.starts_with("random ") || are_near(&first, node)).collect();
            self.join_all(std::iter::once(&first).chain(&others));
        }
        // A chassis id that is itself the address of somebody on the link.
        for evidence in set.evidence.values().filter(|e| e.attribute.name() == "lldp.chassis_id") {
            let words = evidence.attribute.value().split(' ');
            if let (Some(mac), Some(chassis)) =
                (evidence.endpoint.mac, words.into_iter().find_map(|word| word.parse::<Mac>().ok()))
            {
                let site = evidence.endpoint.site.clone();
                let (port, chassis) = (Node::Mac(site.clone(), mac), Node::Mac(site, chassis));
                if are_near(&port, &chassis) {
                    self.join(&port, &chassis);
                }
            }
        }
    }
}

/// Ports of one switch have addresses from one small block; two switches that are both called "Switch" have not.
fn are_near(a: &Node, b: &Node) -> bool {
    match (a, b) {
        (Node::Mac(_, a), Node::Mac(_, b)) => a.to_u64().abs_diff(b.to_u64()) < 256,
        _ => false,
    }
}

/// A client id that is more than the MAC again, and long enough to be nobody else's.
fn is_stable_id(value: &str, mac: Mac) -> bool {
    let digits: String = value.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_lowercase();
    value.len() >= 12 && !digits.contains(&format!("{:012x}", mac.to_u64()))
}

/// A host name that somebody gave: long, and none of those that devices are delivered with.
fn is_own_name(name: &str) -> bool {
    const DELIVERED: [&str; 10] = [
        "localhost",
        "iphone",
        "ipad",
        "android",
        "espressif",
        "esp_",
        "galaxy",
        "raspberrypi",
        "ubuntu",
        "debian",
    ];
    let lower = name.to_lowercase();
    lower.len() >= 6
        && !DELIVERED.iter().any(|word| lower == *word || (word.ends_with('_') && lower.starts_with(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joining_is_the_same_in_any_order() {
        let node = |n: u8| Node::Mac("s".into(), Mac([0, 0, 0, 0, 0, n]));
        let mut forward = Groups::default();
        forward.join(&node(1), &node(2));
        forward.join(&node(3), &node(2));
        let mut backward = Groups::default();
        backward.join(&node(2), &node(3));
        backward.join(&node(2), &node(1));
        for n in 1..4 {
            assert_eq!(forward.find(&node(n)), node(1));
            assert_eq!(backward.find(&node(n)), node(1));
        }
    }

    #[test]
    fn identifiers_that_everybody_has_join_nobody() {
        assert!(!is_own_name("android") && !is_own_name("esp_07aefb") && is_own_name("Amis-iPhone"));
        assert!(!is_stable_id("01:02:00:00:00:00:01", Mac([2, 0, 0, 0, 0, 1])));
    }
}
