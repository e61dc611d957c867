//! The lists of the made-up hospital: nine devices in ten stand in one, and some stand there that nobody ever saw.

use super::plan::Plan;
use super::shown::capture_id;
use crate::chance::Chance;
use holdfast_facts::{
    Attribute, Endpoint, Evidence, EvidenceSet, Exemplar, ListRole, ListSummary, Mac, Place, Seen, SiteId,
    Timestamp,
};
use std::net::{IpAddr, Ipv4Addr};

/// 2026-03-01: the day that the lists are of.
const AS_OF: Timestamp = Timestamp(1_772_323_200_000_000);
/// Of a thousand devices, so many stand in a list.
const LISTED: usize = 900;
/// For a thousand devices, so many more rows are of things that were never seen.
const GHOSTS: usize = 60;

/// Medical and plant equipment in one list, computers and what hangs on their network in the other; in parts, so that
/// no part is large.
pub(super) fn lists(plan: &Plan<'_>, site: &SiteId, chance: &mut Chance) -> Vec<EvidenceSet> {
    let ids = [capture_id(chance), capture_id(chance)];
    let mut rows = [1u64; 2];
    let mut parts = Vec::new();
    for network in &plan.networks {
        let mut set = EvidenceSet::default();
        for thing in &network.things {
            let list = usize::from(matches!(thing.realm, "IT" | "IoT"));
            let (id, row) = (ids[list], &mut rows[list]);
            if chance.of_thousand(LISTED) {
                *row += 1;
                let endpoint = endpoint(site, Some(thing.mac), Some(thing.ip));
                let mut cells = vec![
                    ("row_key", "Serial", format!("serial {}", thing.serial.to_lowercase())),
                    ("serial", "Serial", thing.serial.clone()),
                    ("vendor", "Manufacturer", thing.product.vendor.clone()),
                    ("kind", "Category", thing.product.kind.clone()),
                    ("place", "Location", format!("{} {}", network.purpose, network.zone)),
                ];
                cells.extend(thing.product.model.iter().map(|model| ("model", "Model", model.clone())));
                put(&mut set, &endpoint, id, *row, cells);
            }
            if chance.of_thousand(GHOSTS) {
                *row += 1;
                let serial = format!("{:010X}", chance.next() & 0xff_ffff_ffff);
                let mac = Mac::from_u64(0x0002_0000_0000 + (chance.next() & 0xffff_ffff));
                let address = match chance.below(2) {
                    0 => Ipv4Addr::new(10, thing.ip.octets()[1], thing.ip.octets()[2], 240),
                    _ => Ipv4Addr::new(10, 250, chance.below(250) as u8, 1 + chance.below(250) as u8),
                };
                let key = format!("serial {}", serial.to_lowercase());
                let endpoint = match chance.below(3) {
                    0 => endpoint(site, Some(mac), Some(address)),
                    1 => endpoint(site, Some(mac), None),
                    _ => Endpoint { child: Some(format!("list:{key}").into()), ..endpoint(site, None, None) },
                };
                let mut cells = vec![
                    ("row_key", "Serial", key),
                    ("serial", "Serial", serial),
                    ("vendor", "Manufacturer", thing.product.vendor.clone()),
                    ("kind", "Category", thing.product.kind.clone()),
                ];
                cells.extend(endpoint.ip.map(|ip| ("ip", "IP address", ip.to_string())));
                put(&mut set, &endpoint, id, *row, cells);
            }
        }
        parts.push(set);
    }
    let mut summaries = EvidenceSet::default();
    for (id, rows) in ids.into_iter().zip(rows) {
        let (format, role) = ("csv".into(), ListRole::Assets);
        summaries
            .lists
            .insert(id, ListSummary { id, format, role, rows: rows - 1, refused: 0, as_of: AS_OF });
    }
    parts.push(summaries);
    parts
}

fn endpoint(site: &SiteId, mac: Option<Mac>, ip: Option<Ipv4Addr>) -> Endpoint {
    Endpoint { site: site.clone(), vlan: None, mac, ip: ip.map(IpAddr::V4), child: None }
}

fn put(
    set: &mut EvidenceSet,
    endpoint: &Endpoint,
    capture: holdfast_facts::CaptureId,
    row: u64,
    cells: Vec<(&'static str, &'static str, String)>,
) {
    for (field, column, value) in cells {
        let Ok(attribute) = Attribute::new(format!("list.{field}"), &value) else { continue };
        let place = Place::Row { row, column: column.into() };
        let seen = Seen { first: AS_OF, last: AS_OF, exemplar: Exemplar { at: AS_OF, capture, place } };
        set.insert(Evidence { endpoint: endpoint.clone().into(), attribute, sensor: "list".into(), seen });
    }
}
