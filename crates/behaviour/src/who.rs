//! From the addresses of a conversation to the device that has them.

use holdfast_facts::{Device, Mac, Party};
use rustc_hash::FxHashMap;
use std::net::IpAddr;

/// Devices by what they were seen as.
#[derive(Debug, Default)]
pub(crate) struct Who {
    by_both: FxHashMap<(Option<Mac>, Option<IpAddr>), usize>,
    /// `None` where two devices have the address.
    by_ip: FxHashMap<IpAddr, Option<usize>>,
    by_mac: FxHashMap<Mac, usize>,
}

impl Who {
    pub(crate) fn of(devices: &[Device]) -> Who {
        let mut who = Who::default();
        for (index, device) in devices.iter().enumerate().filter(|(_, device)| device.parent.is_none()) {
            for endpoint in device.endpoints.iter().filter(|endpoint| endpoint.child.is_none()) {
                who.by_both.insert((endpoint.mac, endpoint.ip), index);
            }
            for ip in &device.ips {
                who.by_ip
                    .entry(*ip)
                    .and_modify(|held| {
                        if *held != Some(index) {
                            *held = None;
                        }
                    })
                    .or_insert(Some(index));
            }
            for mac in &device.macs {
                who.by_mac.insert(*mac, index);
            }
        }
        who
    }

    /// The device, as its place in the list.
    pub(crate) fn find(&self, party: &Party) -> Option<usize> {
        if let Some(index) = self.by_both.get(&(party.mac, party.ip)) {
            return Some(*index);
        }
        match (party.ip, party.mac) {
            (Some(ip), _) => self.by_ip.get(&ip).copied().flatten(),
            (None, Some(mac)) => self.by_mac.get(&mac).copied(),
            (None, None) => None,
        }
    }
}
