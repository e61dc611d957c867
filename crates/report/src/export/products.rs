//! Devices that are one product to a statement: the same maker, model, order number and firmware, of which the same is said.
//! Where one of two equal devices is told something else, each is a product of its own: nothing contradicts itself.

use crate::weakness::{Listed, words};
use holdfast_facts::{Device, DeviceId, EvidenceId, Field, Weakness};
use serde_json::json;
use std::collections::BTreeMap;

/// One product.
pub(super) struct Product<'a> {
    /// Derived from names and devices.
    pub(super) id: String,
    pub(super) vendor: Option<&'a str>,
    pub(super) model: Option<&'a str>,
    pub(super) order_number: Option<&'a str>,
    pub(super) firmware: Option<&'a str>,
    /// Sorted.
    pub(super) devices: Vec<&'a DeviceId>,
    /// What is said of each of its devices: the weaknesses of the first, by vulnerability.
    pub(super) weaknesses: Vec<&'a Weakness>,
}

impl Product<'_> {
    /// Maker, model, firmware; the first device where nothing is known.
    pub(super) fn name(&self) -> String {
        let mut parts: Vec<String> = [self.vendor, self.model.or(self.order_number)]
            .into_iter()
            .flatten()
            .map(str::to_owned)
            .collect();
        parts.extend(self.firmware.map(|version| format!("firmware {version}")));
        if parts.is_empty() {
            parts.extend(self.devices.first().map(|id| format!("unidentified device {id}")));
        }
        crate::escape::terminal(&parts.join(" "))
    }

    /// The devices' ids in one line.
    pub(super) fn device_ids(&self) -> String {
        self.devices.iter().map(|id| id.0.as_str()).collect::<Vec<_>>().join(", ")
    }
}

type Names<'a> = [Option<&'a str>; 4];
/// A device and what is said of it.
type Member<'a> = (&'a DeviceId, Vec<&'a Weakness>);

/// Every product, in the order of names, then devices.
pub(super) fn products<'a>(listed: &Listed<'a>) -> Vec<Product<'a>> {
    let mut of_device: BTreeMap<&DeviceId, Vec<&Weakness>> = BTreeMap::new();
    for weakness in &listed.weaknesses {
        of_device.entry(&weakness.device).or_default().push(weakness);
    }
    let mut groups: BTreeMap<(Names<'a>, String), Vec<Member<'a>>> = BTreeMap::new();
    for (id, mut weaknesses) in of_device {
        weaknesses.sort_by(|a, b| (&a.vulnerability, &a.id).cmp(&(&b.vulnerability, &b.id)));
        weaknesses.dedup_by(|a, b| a.vulnerability == b.vulnerability);
        let names = names(listed.devices.get(id).copied());
        // A thing without a name is like no other.
        let apart = if names == [None; 4] { id.0.clone() } else { String::new() };
        let said: Vec<String> = weaknesses.iter().map(|weakness| said(weakness, listed)).collect();
        groups.entry((names, apart + &said.join("\n"))).or_default().push((id, weaknesses));
    }
    let mut list: Vec<Product<'a>> = groups
        .into_iter()
        .filter_map(|((names, _), members)| {
            let devices: Vec<&DeviceId> = members.iter().map(|(id, _)| *id).collect();
            let (first, weaknesses) = members.into_iter().next()?;
            let [vendor, model, order_number, firmware] = names;
            let text = |name: Option<&str>| name.unwrap_or("").to_owned();
            let id = EvidenceId::of(&[
                "product",
                &text(vendor),
                &text(model),
                &text(order_number),
                &text(firmware),
                &first.0,
            ]);
            let id = format!("P-{}", id.to_string().trim_start_matches("E-"));
            Some(Product { id, vendor, model, order_number, firmware, devices, weaknesses })
        })
        .collect();
    list.sort_by(|a, b| {
        (a.vendor, a.model, a.order_number, a.firmware, &a.devices).cmp(&(
            b.vendor,
            b.model,
            b.order_number,
            b.firmware,
            &b.devices,
        ))
    });
    list
}

fn names(device: Option<&Device>) -> Names<'_> {
    [Field::Vendor, Field::Model, Field::OrderNumber, Field::Firmware]
        .map(|field| words::claim(device, field).filter(|value| !value.trim().is_empty()))
}

/// All that an export says of a weakness, without whose it is.
fn said(weakness: &Weakness, listed: &Listed<'_>) -> String {
    let mut value = crate::weakness::weakness_json(weakness, listed.advice.get(&weakness.id));
    if let Some(map) = value.as_object_mut() {
        for own in ["id", "device", "because"] {
            map.remove(own);
        }
    }
    json!(value).to_string()
}

/// Products by vulnerability, in the order of the vulnerabilities.
pub(super) fn by_vulnerability<'p, 'a>(
    products: &'p [Product<'a>],
) -> BTreeMap<&'a str, Vec<(&'p Product<'a>, &'a Weakness)>> {
    let mut map: BTreeMap<&str, Vec<(&Product<'_>, &Weakness)>> = BTreeMap::new();
    for product in products {
        for weakness in &product.weaknesses {
            map.entry(&weakness.vulnerability).or_default().push((product, weakness));
        }
    }
    map
}
