//! A device's conversations as a firewall sees them: peer, direction, protocol, port.

use holdfast_behaviour::Talk;
use holdfast_facts::{Carriage, Device, DeviceId, EvidenceSet, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// Names under which addresses were looked up.
pub type Names = BTreeMap<IpAddr, BTreeSet<String>>;

/// Every name that DNS gave an address, as clients were told.
pub fn names(set: &EvidenceSet) -> Names {
    let mut names = Names::new();
    for evidence in set.evidence.values().filter(|evidence| evidence.attribute.name() == "dns.answer") {
        if let Some((name, ip)) = evidence.attribute.value().rsplit_once('=')
            && let Ok(ip) = ip.parse()
        {
            names.entry(ip).or_default().insert(name.to_owned());
        }
    }
    names
}

/// One thing that may pass.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Whether the device asks; else it is asked.
    pub outbound: bool,
    /// The other side's addresses.
    pub peer: BTreeSet<IpAddr>,
    /// What the other side is called.
    pub called: String,
    /// Names under which the other side was looked up.
    pub names: BTreeSet<String>,
    /// TCP, UDP, ICMP echo.
    pub carriage: Carriage,
    /// The asked side's port.
    pub port: u16,
    /// The protocol, where it was recognised.
    pub protocol: Option<String>,
    /// Frames both ways.
    pub frames: u64,
    /// First seen.
    pub first: Timestamp,
    /// Last seen.
    pub last: Timestamp,
    /// Seen too seldom to be sure that it is needed: once begun, or only one frame.
    pub uncertain: bool,
}

/// What the device was seen to ask and to be asked, where something came of it.
pub fn flows(device: &Device, talks: &[Talk], devices: &[Device], names: &Names) -> Vec<Flow> {
    let by_id: BTreeMap<&DeviceId, &Device> = devices.iter().map(|device| (&device.id, device)).collect();
    let mut list = Vec::new();
    for talk in talks.iter().filter(|talk| talk.answered) {
        let (outbound, peer_device, peer_name) = if talk.client_device.as_ref() == Some(&device.id) {
            (true, &talk.server_device, &talk.server)
        } else if talk.server_device.as_ref() == Some(&device.id) {
            (false, &talk.client_device, &talk.client)
        } else {
            continue;
        };
        if !matches!(talk.carriage, Carriage::Tcp | Carriage::Udp | Carriage::Echo) {
            continue;
        }
        let peer: BTreeSet<IpAddr> = match peer_device.as_ref().and_then(|id| by_id.get(id)) {
            Some(peer) => peer.ips.iter().copied().filter(|ip| !is_link_local(*ip)).collect(),
            None => peer_name.parse().into_iter().collect(),
        };
        if peer.is_empty() {
            continue;
        }
        let called = peer_device
            .as_ref()
            .and_then(|id| by_id.get(id))
            .map_or_else(|| peer_name.clone(), |peer| crate::called(Some(peer)));
        list.push(Flow {
            outbound,
            names: peer.iter().filter_map(|ip| names.get(ip)).flatten().cloned().collect(),
            peer,
            called,
            carriage: talk.carriage,
            port: talk.port,
            protocol: talk.protocol.clone(),
            frames: talk.frames.0 + talk.frames.1,
            first: talk.first,
            last: talk.last,
            uncertain: talk.opened <= 1 || talk.frames.0 + talk.frames.1 <= 2,
        });
    }
    list.sort_by(|a, b| {
        (!a.outbound, a.carriage, a.port, &a.peer).cmp(&(!b.outbound, b.carriage, b.port, &b.peer))
    });
    list
}

fn is_link_local(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    }
}

/// One line that says what was seen: for a comment.
pub(crate) fn seen(flow: &Flow) -> String {
    let protocol = flow.protocol.as_deref().unwrap_or("unknown protocol");
    let doubt = if flow.uncertain { ", SELDOM: check that it is needed" } else { "" };
    let name = flow.names.first().map(|name| format!(" {name}")).unwrap_or_default();
    // Names come from the wire: a line end or a quote must not leave the comment.
    let text =
        format!("{protocol}, {}{name}, {} frames, last {}{doubt}", flow.called, flow.frames, flow.last);
    text.chars().map(|c| if c.is_control() || c == '"' || c == '\\' { '?' } else { c }).collect()
}
