//! What was seen against what is listed: both, only seen, only listed; and for the last, whether we could have seen it.
//!
//! Every device is in exactly one group, so the sums agree: seen = both + only seen, listed = both + only listed.

use crate::scene::Scene;
use holdfast_facts::{Device, ListRole, Place};
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
            let could_be_seen =
                (standing == Standing::ListedNotSeen).then(|| could_be_seen(scene, device, &is_seen));
            Some(Reconciled { device, standing, could_be_seen, rows })
        })
        .collect()
}

fn could_be_seen(scene: &Scene<'_>, device: &Device, is_seen: &dyn Fn(&Device) -> bool) -> CouldBeSeen {
    if device.ips.is_empty() {
        return if device.macs.is_empty() { CouldBeSeen::Never } else { CouldBeSeen::Unknown };
    }
    let near = |ip: &IpAddr| {
        scene
            .devices
            .iter()
            .filter(|other| is_seen(other))
            .flat_map(|other| &other.ips)
            .any(|other| same_network(*ip, *other))
    };
    if device.ips.iter().any(near) { CouldBeSeen::Yes } else { CouldBeSeen::No }
}

/// The same /24 or /64.
fn same_network(a: IpAddr, b: IpAddr) -> bool {
    match (a, b) {
        (IpAddr::V4(a), IpAddr::V4(b)) => u32::from(a) >> 8 == u32::from(b) >> 8,
        (IpAddr::V6(a), IpAddr::V6(b)) => u128::from(a) >> 64 == u128::from(b) >> 64,
        _ => false,
    }
}
