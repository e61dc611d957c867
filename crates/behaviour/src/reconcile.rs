//! What was seen against what is listed: both, only seen, only listed; and for the last, whether we could have seen it.
//!
//! Every device is in exactly one group, so the sums agree: seen = both + only seen, listed = both + only listed.

use crate::scene::Scene;
use holdfast_facts::{Device, ListRole, Place};
use rustc_hash::FxHashSet;
use std::net::IpAddr;

/// Where a device stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Seen, and on a list of what there should be.
    SeenAndListed,
    /// Seen, and on no list.
    SeenNotListed,
    /// On a list, and never seen.
    ListedNotSeen,
}

/// Whether a listed device that was not seen could have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CouldBeSeen {
    /// Others of its network were seen: it is off, gone, or elsewhere.
    Yes,
    /// Nothing of its network was seen: listen there first.
    No,
    /// The list gives it no address on any network: it may never be on one.
    Never,
    /// The list gives a link-layer address and no network.
    Unknown,
}

/// One device and where it stands.
#[derive(Clone, Debug)]
pub struct Reconciled<'a> {
    /// The device.
    pub device: &'a Device,
    /// Its group.
    pub standing: Standing,
    /// For what was not seen.
    pub could_be_seen: Option<CouldBeSeen>,
    /// Rows of asset lists that are about it: file and row.
    pub rows: Vec<(holdfast_facts::CaptureId, u64)>,
}

/// Every device with its standing, in the order of the ids. Things behind a gateway are of their gateway's network.
pub fn reconcile<'a>(scene: &Scene<'a>) -> Vec<Reconciled<'a>> {
    let is_seen = |device: &Device| {
        device.frames > 0
            || device
                .evidence
                .iter()
                .filter_map(|id| scene.set.evidence.get(id))
                .any(|evidence| matches!(evidence.seen.exemplar.place, Place::Frames(_)))
    };
    let near = networks(scene.devices.iter().filter(|device| is_seen(device)));
    scene
        .devices
        .iter()
        .filter_map(|device| {
            let mut rows: Vec<_> = device
                .evidence
                .iter()
                .filter_map(|id| scene.set.evidence.get(id))
                .filter_map(|evidence| {
                    let exemplar = &evidence.seen.exemplar;
                    let list = scene.set.lists.get(&exemplar.capture)?;
                    match exemplar.place {
                        Place::Row { row, .. } if list.role == ListRole::Assets => {
                            Some((exemplar.capture, row))
                        }
                        _ => None,
                    }
                })
                .collect();
            rows.sort_unstable();
            rows.dedup();
            let standing = match (is_seen(device), rows.is_empty()) {
                (true, false) => Standing::SeenAndListed,
                (true, true) => Standing::SeenNotListed,
                (false, false) => Standing::ListedNotSeen,
                // Told of by a log alone.
                (false, true) => return None,
            };
            let could_be_seen = (standing == Standing::ListedNotSeen).then(|| could_be_seen(device, &near));
            Some(Reconciled { device, standing, could_be_seen, rows })
        })
        .collect()
}

/// Networks of which somebody was seen: /24 and /64.
fn networks<'a>(seen: impl Iterator<Item = &'a Device>) -> FxHashSet<IpAddr> {
    seen.flat_map(|device| &device.ips).map(|ip| network(*ip)).collect()
}

fn could_be_seen(device: &Device, seen: &FxHashSet<IpAddr>) -> CouldBeSeen {
    if device.ips.is_empty() {
        return if device.macs.is_empty() { CouldBeSeen::Never } else { CouldBeSeen::Unknown };
    }
    let near = device.ips.iter().any(|ip| seen.contains(&network(*ip)));
    if near { CouldBeSeen::Yes } else { CouldBeSeen::No }
}

/// The first address of the /24 or /64.
fn network(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(ip) => IpAddr::V4((u32::from(ip) & !0xff).into()),
        IpAddr::V6(ip) => IpAddr::V6((u128::from(ip) >> 64 << 64).into()),
    }
}
