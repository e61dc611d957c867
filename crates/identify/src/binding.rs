//! Which network addresses are a MAC's own, and which belong to hosts behind it.
//!
//! A router's MAC stands in front of forty hosts; they must not become one device. Three things tell them apart: what
//! ARP, neighbour discovery and DHCP say is whose; the hop limit, which every router lowers from the round number that
//! senders start with; and that nobody on the link has an internet address unless the link itself is public.

use holdfast_facts::{Endpoint, EndpointKey, EvidenceSet, Mac, Saying, SiteId, is_public};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::net::IpAddr;

/// Attributes by which an address is claimed for a MAC.
const CLAIMS: [&str; 4] = ["arp.address", "dhcp.assigned_address", "ndp.address", "dhcpv6.assigned_address"];
/// A host that claims more IPv4 addresses than this answers for others (proxy ARP).
const OWN_LIMIT: usize = 8;

/// One MAC and one address that were seen together.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    claimed: bool,
    /// Frames from this pair; 0 where it was only spoken to.
    frames: u64,
    hop_limit: u8,
}

/// Every pair of a site's capture, with the verdict whether the address is the MAC's own.
#[derive(Debug, Default)]
pub(crate) struct Bindings {
    own: FxHashMap<(SiteId, Mac, IpAddr), bool>,
    /// The addresses that are a MAC's own, in order.
    own_of: FxHashMap<(SiteId, Mac), Vec<IpAddr>>,
    /// MACs that pass on what others say.
    routers: FxHashSet<(SiteId, Mac)>,
    /// Whose own an address is, where it is exactly one MAC's.
    owner: FxHashMap<(SiteId, IpAddr), Option<Mac>>,
}

impl Bindings {
    pub(crate) fn of(set: &EvidenceSet) -> Bindings {
        let mut seen: FxHashMap<(SiteId, Mac), BTreeMap<IpAddr, Seen>> = FxHashMap::default();
        let mut routers = FxHashSet::default();
        let mut gateways: FxHashSet<(SiteId, IpAddr)> = FxHashSet::default();
        // Endpoints whose pair of addresses is noted: one has many attributes.
        let mut met: FxHashSet<&Endpoint> = FxHashSet::default();
        for (key, tally) in &set.tallies {
            let endpoint = &key.endpoint;
            if let (Some(mac), Some(ip)) = (endpoint.mac, endpoint.ip) {
                met.insert(endpoint);
                let entry = seen.entry((endpoint.site.clone(), mac)).or_default().entry(ip).or_default();
                entry.frames = entry.frames.saturating_add(tally.frames);
                entry.hop_limit = entry.hop_limit.max(tally.hop_limit);
            }
        }
        for evidence in set.evidence.values() {
            let (endpoint, name, value) =
                (&evidence.endpoint, evidence.attribute.name(), evidence.attribute.value());
            // A list may be years old: what it says of addresses takes nothing from what was seen.
            if endpoint.child.is_some() || crate::listed::is_listed(evidence) {
                continue;
            }
            let Some(mac) = endpoint.mac else { continue };
            let of_mac = || (endpoint.site.clone(), mac);
            if CLAIMS.contains(&name) {
                if let Ok(ip) = value.parse() {
                    seen.entry(of_mac()).or_default().entry(ip).or_default().claimed = true;
                }
            } else if name == "ndp.router" || name == "vrrp.group" || name == "vrrp.hsrp_group" {
                routers.insert(of_mac());
            } else if name == "dhcp.router" {
                gateways.extend(
                    value.split([',', ' ']).filter_map(|ip| Some((endpoint.site.clone(), ip.parse().ok()?))),
                );
            } else if let Some(ip) = endpoint.ip
                && met.insert(endpoint)
            {
                seen.entry(of_mac()).or_default().entry(ip).or_default();
            }
        }
        for ((site, mac), addresses) in &seen {
            let is_gateway =
                addresses.iter().any(|(ip, a)| a.claimed && gateways.contains(&(site.clone(), *ip)));
            let foreign =
                addresses.iter().filter(|(ip, a)| is_public(**ip) && !a.claimed && a.frames > 0).count();
            if is_gateway || foreign >= 2 {
                routers.insert((site.clone(), *mac));
            }
        }
        let mut bindings = Bindings { routers, ..Bindings::default() };
        let apart = split_off(set);
        for ((site, mac), addresses) in seen {
            let router = bindings.routers.contains(&(site.clone(), mac));
            for (ip, own) in judge(mac, router, &addresses) {
                let own = own && !apart.contains(&(&site, ip));
                if own {
                    let owner = bindings.owner.entry((site.clone(), ip)).or_insert(Some(mac));
                    if *owner != Some(mac) {
                        *owner = None;
                    }
                    bindings.own_of.entry((site.clone(), mac)).or_default().push(ip);
                }
                bindings.own.insert((site.clone(), mac, ip), own);
            }
        }
        bindings
    }

    /// Whether the address is the MAC's own; addresses that were never seen with it are taken as its own.
    pub(crate) fn is_own(&self, site: &SiteId, mac: Mac, ip: IpAddr) -> bool {
        self.own.get(&(site.clone(), mac, ip)).copied().unwrap_or(true)
    }

    /// The one MAC whose own the address is.
    pub(crate) fn owner(&self, site: &SiteId, ip: IpAddr) -> Option<Mac> {
        self.owner.get(&(site.clone(), ip)).copied().flatten()
    }

    /// Whether the MAC passes on what others say.
    pub(crate) fn is_router(&self, site: &SiteId, mac: Mac) -> bool {
        self.routers.contains(&(site.clone(), mac))
    }

    /// Whether any MAC was seen with the address.
    pub(crate) fn knows(&self, site: &SiteId, ip: IpAddr) -> bool {
        self.own.keys().any(|(known, _, address)| known == site && *address == ip)
    }

    /// The addresses that are the MAC's own.
    pub(crate) fn own_of(&self, site: &SiteId, mac: Mac) -> &[IpAddr] {
        self.own_of.get(&(site.clone(), mac)).map_or(&[], Vec::as_slice)
    }
}

/// Addresses that somebody said to be a thing of their own: they are no MAC's.
fn split_off(set: &EvidenceSet) -> FxHashSet<(&SiteId, IpAddr)> {
    let standing = set.standing().into_iter().map(|(_, statement)| statement);
    let splits = standing.filter(|statement| matches!(statement.says(), Saying::Split));
    splits
        .flat_map(|statement| statement.about())
        .filter_map(|key| match key {
            EndpointKey::Ip(site, ip) => Some((site, *ip)),
            _ => None,
        })
        .collect()
}

fn judge(mac: Mac, router: bool, addresses: &BTreeMap<IpAddr, Seen>) -> Vec<(IpAddr, bool)> {
    let claimed = addresses.iter().filter(|(ip, a)| ip.is_ipv4() && a.claimed).count();
    let proxy = claimed > OWN_LIMIT;
    let speaking = |ip: &IpAddr, a: &Seen| ip.is_ipv4() && (a.frames > 0 || a.claimed) && !is_link_local(*ip);
    let alone = addresses.iter().filter(|(ip, a)| speaking(ip, a)).count() <= 1;
    let unclaimed = addresses.iter().filter(|(ip, a)| speaking(ip, a) && !a.claimed).count();
    let has_private = addresses.iter().any(|(ip, a)| speaking(ip, a) && !is_public(*ip));
    let own = |ip: IpAddr, a: &Seen| {
        if is_link_local(ip) || eui64_of(ip) == Some(mac) {
            return true;
        }
        if a.claimed {
            return !proxy;
        }
        if a.frames == 0 {
            // Only spoken to: its own unless it looks like somebody further on.
            return !router && !is_public(ip) && alone;
        }
        if ip.is_ipv6() {
            return !router && is_start(a.hop_limit);
        }
        if router || (is_public(ip) && has_private) {
            return false;
        }
        if alone {
            return !is_public(ip) || is_start(a.hop_limit) || a.hop_limit == 0;
        }
        is_start(a.hop_limit) && unclaimed <= OWN_LIMIT / 2
    };
    addresses.iter().map(|(ip, a)| (*ip, own(*ip, a))).collect()
}

/// Hop limits that senders start with; a routed packet has less. Low ones are used for multicast.
fn is_start(hop_limit: u8) -> bool {
    matches!(hop_limit, 1 | 2 | 4 | 8 | 16 | 30 | 32 | 60 | 64 | 100 | 128 | 150 | 200 | 254 | 255)
}

fn eui64_of(ip: IpAddr) -> Option<Mac> {
    match ip {
        IpAddr::V6(ip) => Mac::from_eui64(ip),
        IpAddr::V4(_) => None,
    }
}

fn is_link_local(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_link_local() || ip.is_unspecified(),
        IpAddr::V6(ip) => ip.is_unicast_link_local() || ip.is_unspecified() || ip.is_loopback(),
    }
}
