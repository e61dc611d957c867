//! `holdfast devices`: what the store knows, filtered and sorted.

use super::show;
use crate::answers::Answers;
use crate::args::{Arguments, Devices, Sort};
use crate::data;
use crate::failure::{DONE, Failure, USAGE};
use crate::world::World;
use holdfast_facts::{Device, Field, Network};
use holdfast_identify::Knowledge;

pub(crate) fn run(arguments: &Arguments, wanted: &Devices) -> Result<u8, Failure> {
    let world = World::of(arguments)?;
    let knowledge = data::knowledge()?;
    let network = match &wanted.ip {
        Some(text) => Some(text.parse::<Network>().map_err(|error| {
            Failure::new(USAGE, error, "--ip", "give an address or a network such as 10.20.0.0/16")
        })?),
        None => None,
    };
    let answers = Answers::of(world.open_existing()?, &world.site)?;
    let reader = answers.read()?;
    let mut devices = reader.devices()?;
    devices.retain(|device| matches(device, wanted, network, &knowledge));
    let ignored = show::hide_ignored(&mut devices, wanted.output.ignored);
    show::stored(&reader, (devices, ignored), wanted.sort, &wanted.output, &knowledge, false, &world)?;
    Ok(DONE)
}

fn claim(device: &Device, field: Field) -> &str {
    device.claims.get(&field).map_or("", |claim| claim.value.as_str())
}

fn matches(device: &Device, wanted: &Devices, network: Option<Network>, knowledge: &Knowledge) -> bool {
    let kind_is = |word: &str| {
        let kind = claim(device, Field::Kind);
        kind == word || knowledge.kinds.search(word).any(|known| known.id == kind)
    };
    let vendor_is = |spelling: &str| {
        let brand = knowledge.brands.canonical(spelling);
        holdfast_names::squash(claim(device, Field::Vendor)) == holdfast_names::squash(brand)
    };
    let named =
        |part: &str| device.names.iter().any(|name| name.to_lowercase().contains(&part.to_lowercase()));
    let mac_begins = |start: &str| {
        let start = holdfast_names::squash(start);
        device.macs.iter().any(|mac| holdfast_names::squash(&mac.to_string()).starts_with(&start))
    };
    let found = |text: &str| {
        let lower = text.to_lowercase();
        device.claims.values().any(|claim| claim.value.to_lowercase().contains(&lower))
            || named(text)
            || kind_is(&lower)
            || device.ips.iter().any(|ip| ip.to_string().contains(&lower))
            || device.macs.iter().any(|mac| mac.to_string().contains(&lower))
            || device.id.0.to_lowercase().contains(&lower)
    };
    wanted.kind.as_deref().is_none_or(kind_is)
        && wanted.realm.as_deref().is_none_or(|realm| claim(device, Field::Realm).eq_ignore_ascii_case(realm))
        && wanted.vendor.as_deref().is_none_or(vendor_is)
        && (!wanted.unidentified
            || (claim(device, Field::Vendor).is_empty() && claim(device, Field::Kind).is_empty()))
        && wanted.name.as_deref().is_none_or(named)
        && network.is_none_or(|network| device.ips.iter().any(|ip| network.contains(*ip)))
        && wanted.mac.as_deref().is_none_or(mac_begins)
        && wanted.search.as_deref().is_none_or(found)
}

/// Devices in this order; what is not known comes last; the id decides between equals.
pub(crate) fn sorted(devices: &[Device], by: Sort) -> Vec<&Device> {
    let mut list: Vec<&Device> = devices.iter().collect();
    let last = |text: &str| (text.is_empty(), text.to_lowercase());
    list.sort_by_cached_key(|device| {
        let key = match by {
            Sort::Realm => vec![
                last(claim(device, Field::Realm)),
                last(claim(device, Field::Kind)),
                last(claim(device, Field::Vendor)),
            ],
            Sort::Kind => vec![last(claim(device, Field::Kind)), last(claim(device, Field::Vendor))],
            Sort::Vendor => vec![last(claim(device, Field::Vendor)), last(claim(device, Field::Model))],
            Sort::Name => vec![last(device.names.first().map_or("", String::as_str))],
            Sort::Address => vec![last(&device.ips.first().map_or_else(String::new, address_key))],
            Sort::FirstSeen => vec![last(&device.first_seen.map_or_else(String::new, |t| t.to_string()))],
            Sort::LastSeen => vec![last(&device.last_seen.map_or_else(String::new, |t| t.to_string()))],
            Sort::Id => Vec::new(),
        };
        (key, device.id.clone())
    });
    list
}

/// Addresses in the order of their numbers.
fn address_key(ip: &std::net::IpAddr) -> String {
    match ip {
        std::net::IpAddr::V4(ip) => format!("4{:08x}", u32::from(*ip)),
        std::net::IpAddr::V6(ip) => format!("6{:032x}", u128::from(*ip)),
    }
}
