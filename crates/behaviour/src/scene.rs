//! What an assessment looks at, indexed once.

use crate::detect;
use crate::who::Who;
use holdfast_facts::{DeclaredConduit, Device, Evidence, EvidenceId, EvidenceSet, Field, Party, Zone};
use rustc_hash::FxHashMap;
use std::net::IpAddr;

/// The evidence, the devices made of it, and what the site says about itself.
#[derive(Debug)]
pub struct Scene<'a> {
    /// All evidence of the site.
    pub set: &'a EvidenceSet,
    /// All devices of the site.
    pub devices: &'a [Device],
    /// Its zones.
    pub zones: &'a [Zone],
    /// What may cross between them.
    pub conduits: &'a [DeclaredConduit],
    pub(crate) who: Who,
    /// Devices by address: several may have had it.
    at: FxHashMap<IpAddr, Vec<usize>>,
    /// The name under which an address was looked up, by who asked and the address; and by the address alone.
    names: FxHashMap<(Option<IpAddr>, IpAddr), &'a str>,
    /// Evidence by attribute name.
    by_name: FxHashMap<&'a str, Vec<(EvidenceId, &'a Evidence)>>,
}

impl<'a> Scene<'a> {
    /// Indexes what there is.
    pub fn new(
        set: &'a EvidenceSet,
        devices: &'a [Device],
        zones: &'a [Zone],
        conduits: &'a [DeclaredConduit],
    ) -> Scene<'a> {
        let mut by_name: FxHashMap<&str, Vec<(EvidenceId, &Evidence)>> = FxHashMap::default();
        for (id, evidence) in &set.evidence {
            by_name.entry(evidence.attribute.name()).or_default().push((*id, evidence));
        }
        let mut at: FxHashMap<IpAddr, Vec<usize>> = FxHashMap::default();
        for (index, device) in devices.iter().enumerate() {
            for ip in &device.ips {
                at.entry(*ip).or_default().push(index);
            }
        }
        let mut names = FxHashMap::default();
        for (_, evidence) in by_name.get("dns.answer").into_iter().flatten() {
            if let Some((name, ip)) = evidence.attribute.value().rsplit_once('=')
                && let Ok(ip) = ip.parse::<IpAddr>()
            {
                names.entry((evidence.endpoint.ip, ip)).or_insert(name);
                names.entry((None, ip)).or_insert(name);
            }
        }
        Scene { set, devices, zones, conduits, who: Who::of(devices), at, names, by_name }
    }

    /// Every device that had the address.
    pub(crate) fn devices_at(&self, ip: IpAddr) -> impl Iterator<Item = &'a Device> {
        self.at.get(&ip).into_iter().flatten().filter_map(|index| self.devices.get(*index))
    }

    /// The name under which somebody (`None`: anybody) looked the address up.
    pub(crate) fn name_of(&self, asker: Option<IpAddr>, ip: IpAddr) -> Option<&'a str> {
        self.names.get(&(asker, ip)).copied()
    }

    /// All evidence of a name that detectors read, in the order of its ids.
    pub(crate) fn named(&self, name: &str) -> &[(EvidenceId, &'a Evidence)] {
        debug_assert!(detect::READ.contains(&name), "`{name}` must stand in the list of what detectors read");
        self.with_attribute(name)
    }

    /// All evidence of a name that a rule reads, in the order of its ids.
    pub(crate) fn with_attribute(&self, name: &str) -> &[(EvidenceId, &'a Evidence)] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// The device that a party is.
    pub(crate) fn device(&self, party: &Party) -> Option<&'a Device> {
        self.devices.get(self.who.find(party)?)
    }

    /// The device that evidence is about.
    pub(crate) fn device_of(&self, evidence: &Evidence) -> Option<&'a Device> {
        let party = Party { mac: evidence.endpoint.mac, ip: evidence.endpoint.ip };
        self.device(&party)
    }

    /// The zone that holds a device.
    pub(crate) fn zone_of(&self, device: &Device) -> Option<&'a Zone> {
        self.zones.iter().find(|zone| {
            device.ips.iter().any(|ip| zone.holds(Some(*ip), None))
                || device.endpoints.iter().any(|endpoint| zone.holds(None, endpoint.vlan))
        })
    }

    /// The zone that holds a party of a conversation.
    pub(crate) fn zone_of_party(&self, party: &Party, vlan: Option<u16>) -> Option<&'a Zone> {
        self.zones
            .iter()
            .find(|zone| zone.holds(party.ip, None))
            .or_else(|| self.zones.iter().find(|zone| zone.holds(None, vlan)))
    }
}

/// What is claimed of a device, or nothing.
pub(crate) fn claimed(device: &Device, field: Field) -> Option<&str> {
    device.claims.get(&field).map(|claim| claim.value.as_str())
}
