//! Rows of lists find their devices.
//!
//! A row with a MAC or an address is there already: its endpoint is the device's. Left are rows of one thing in several
//! lists (or with several MACs), which carry the same key, and rows without any address, which are tied to the one device
//! that shows the same serial number, or else the same host name. Where two could be meant, nobody is.

use crate::binding::Bindings;
use crate::describe::host_name;
use crate::grouping::{Groups, Node, node_of};
use holdfast_facts::{Evidence, EvidenceSet, SiteId};
use holdfast_names::squash;
use std::collections::{BTreeMap, BTreeSet};

/// One thing with more MACs than this is a serial number that was copied down a column.
const SAME_KEY: usize = 8;
/// Shorter serial numbers are those of more than one maker.
const SERIAL_LENGTH: usize = 5;

/// What two things must share to be one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    Serial(String),
    HostName(String),
}

/// Joins rows with rows, and rows with devices.
pub(crate) fn join(set: &EvidenceSet, bindings: &Bindings, groups: &mut Groups) {
    if set.lists.is_empty() && !set.evidence.values().any(is_listed) {
        return;
    }
    let mut by_key: BTreeMap<(&SiteId, &str), BTreeSet<Node>> = BTreeMap::new();
    let mut seen: BTreeMap<(&SiteId, Sign), BTreeSet<Node>> = BTreeMap::new();
    let mut rows: BTreeMap<Node, BTreeSet<(&SiteId, Sign)>> = BTreeMap::new();
    for evidence in set.evidence.values() {
        let Some(node) = node_of(&evidence.endpoint, bindings) else { continue };
        let (site, name) = (&evidence.endpoint.site, evidence.attribute.name());
        if name == "list.row_key" {
            by_key.entry((site, evidence.attribute.value())).or_default().insert(node.clone());
        }
        let Some(sign) = sign(evidence) else { continue };
        match (&node, is_listed(evidence)) {
            (Node::Listed(..), _) => {
                rows.entry(node).or_default().insert((site, sign));
            }
            // What a list says of a device's MAC counts as well as what the device says.
            _ => {
                seen.entry((site, sign)).or_default().insert(node);
            }
        }
    }
    for nodes in by_key.into_values().filter(|nodes| nodes.len() <= SAME_KEY) {
        groups.join_all(&nodes);
    }
    // All are decided before any is joined, so that their order does not matter.
    let mut wanted: BTreeMap<Node, BTreeSet<Node>> = BTreeMap::new();
    for (row, signs) in rows {
        // Tied to an address by its key already: a name must not tie a second device to it.
        if !matches!(groups.find(&row), Node::Listed(..)) {
            continue;
        }
        let devices = |wants_serial: bool| -> BTreeSet<Node> {
            signs
                .iter()
                .filter(|(_, sign)| matches!(sign, Sign::Serial(_)) == wants_serial)
                .filter_map(|sign| seen.get(sign))
                .flatten()
                .map(|node| groups.find(node))
                .collect()
        };
        // The serial number decides; where no device shows it, the host name does.
        let by_serial = devices(true);
        let found = if by_serial.is_empty() { devices(false) } else { by_serial };
        if let (Some(device), 1) = (found.first(), found.len()) {
            wanted.entry(device.clone()).or_default().insert(groups.find(&row));
        }
    }
    for (device, rows) in wanted {
        // Two different rows that both want one device: one of them is wrong, and nobody knows which.
        if let (Some(row), 1) = (rows.first(), rows.len()) {
            groups.join(&device, row);
        }
    }
}

/// Said by a list that somebody keeps, not by the wire or a log.
pub(crate) fn is_listed(evidence: &Evidence) -> bool {
    evidence.attribute.name().starts_with("list.")
}

fn sign(evidence: &Evidence) -> Option<Sign> {
    let (name, value) = (evidence.attribute.name(), evidence.attribute.value());
    // The serial number of a certificate is not the device's.
    let is_serial =
        name != "tls.cert_serial" && (name.ends_with("serial") || name.ends_with("serial_number"));
    if is_serial {
        let serial = squash(value);
        return (serial.len() >= SERIAL_LENGTH).then_some(Sign::Serial(serial));
    }
    if name == "list.hostname" || crate::describe::is_name(name) {
        let host = host_name(evidence)?;
        // With or without its domain it is the same host.
        let short = host.split('.').next().unwrap_or("").to_lowercase();
        return (short.len() >= 3).then_some(Sign::HostName(short));
    }
    None
}
