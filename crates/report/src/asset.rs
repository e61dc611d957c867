//! What lists say of a device for those who look after it: tag, serial number, place, owner. Shown as it was read.

use holdfast_facts::{Device, EvidenceSet};
use std::collections::BTreeSet;

/// A device as the people know it who look after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asset {
    /// Numbers on its stickers.
    pub tags: BTreeSet<String>,
    /// The maker's serial numbers, from lists and from the device itself.
    pub serials: BTreeSet<String>,
    /// Rooms, wards, buildings.
    pub places: BTreeSet<String>,
    /// Whose it is: owners and departments.
    pub owners: BTreeSet<String>,
}

impl Asset {
    /// What the evidence of a device says.
    pub fn of(device: &Device, set: &EvidenceSet) -> Asset {
        let mut asset = Asset::default();
        for evidence in device.evidence.iter().filter_map(|id| set.evidence.get(id)) {
            let attribute = &evidence.attribute;
            let into = match attribute.name() {
                "list.asset_tag" => &mut asset.tags,
                "list.place" => &mut asset.places,
                "list.owner" | "list.department" => &mut asset.owners,
                name if is_serial(name) => &mut asset.serials,
                _ => continue,
            };
            into.insert(attribute.value().to_owned());
        }
        asset
    }
}

/// The device's own serial number; a certificate's is another thing.
fn is_serial(name: &str) -> bool {
    let field = name.split('.').nth(1).unwrap_or("");
    matches!(field, "serial" | "med_serial" | "onvif_serial" | "upnp_serial")
}

/// Several values in one cell.
pub(crate) fn joined(values: &BTreeSet<String>) -> String {
    values.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}
