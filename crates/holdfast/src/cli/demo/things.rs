//! What is on the networks: some of each realm, as many kinds as there is room for, and how many there are in all.

use super::Hospital;
use super::page::{Page, cut};
use holdfast_facts::{Device, Field};
use holdfast_report::called;
use std::collections::BTreeMap;
use std::io;

/// Realms, and how many devices of each are shown.
const SHOWN: [(&str, usize); 5] = [("IoMT", 8), ("OT", 10), ("IoT", 5), ("IT", 5), ("", 2)];

pub(super) fn show(hospital: &Hospital, page: &mut Page<'_>) -> io::Result<()> {
    page.head("What is on its networks: medical, plant, things and computers in one list")?;
    page.line(&row("DEVICE", "WHAT IT IS", "REALM", "MAKER AND MODEL", "CALLED"))?;
    let seen: Vec<&Device> =
        hospital.found.devices.iter().filter(|device| device.first_seen.is_some()).collect();
    let mut sums = Vec::new();
    let mut shown = 0;
    for (realm, limit) in SHOWN {
        let of_realm: Vec<&Device> =
            seen.iter().copied().filter(|device| claim(device, Field::Realm) == realm).collect();
        let some = varied(&of_realm, limit);
        shown += some.len();
        for device in some {
            let kind = claim(device, Field::Kind);
            let kind = hospital.knowledge.kinds.get(kind).map_or("?", |known| known.name.as_str());
            let realm = if realm.is_empty() { "?" } else { realm };
            page.line(&row(&device.id.0, kind, realm, &made(device), &name(device)))?;
        }
        let name = if realm.is_empty() { "of unknown realm" } else { realm };
        sums.push(format!("{} {name}", of_realm.len()));
    }
    page.line(&format!("… and {} more (holdfast devices lists them all)", seen.len() - shown))?;
    page.line("")?;
    page.line(&format!("{} devices.", seen.len()))?;
    let unknown = seen
        .iter()
        .filter(|device| claim(device, Field::Vendor).is_empty() && claim(device, Field::Kind).is_empty());
    page.text(
        2,
        &format!(
            "{}. Of {} neither kind nor maker can be told from what they said: they are called unknown, not guessed.",
            sums.join(", "),
            unknown.count()
        ),
    )
}

fn claim(device: &Device, field: Field) -> &str {
    device.claims.get(&field).map_or("", |claim| claim.value.as_str())
}

/// So many of them, first one of each kind, then a second one …; in the order of the kinds.
fn varied<'d>(devices: &[&'d Device], limit: usize) -> Vec<&'d Device> {
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    let mut ranked: Vec<(usize, &str, &Device)> = Vec::new();
    for device in devices {
        let kind = claim(device, Field::Kind);
        let turn = met.entry(kind).or_default();
        // What is not known comes last.
        ranked.push((*turn + 8 * usize::from(kind.is_empty()), kind, device));
        *turn += 1;
    }
    ranked.sort_by_key(|(turn, kind, device)| (*turn, *kind, &device.id));
    ranked.truncate(limit);
    ranked.sort_by_key(|(_, kind, device)| (kind.is_empty(), *kind, &device.id));
    ranked.into_iter().map(|(_, _, device)| device).collect()
}

fn made(device: &Device) -> String {
    let (vendor, model) = (claim(device, Field::Vendor), claim(device, Field::Model));
    match (vendor, model) {
        ("", "") => "?".to_owned(),
        // "AXIS P3245" by Axis needs no second Axis.
        (vendor, model) if model.to_lowercase().starts_with(&vendor.to_lowercase()) => model.to_owned(),
        (vendor, model) => format!("{vendor} {model}").trim().to_owned(),
    }
}

/// Its own name, else its address.
fn name(device: &Device) -> String {
    device.names.first().cloned().unwrap_or_else(|| called(Some(device)))
}

fn row(id: &str, kind: &str, realm: &str, made: &str, called: &str) -> String {
    format!("{id:<12} {:<26} {realm:<5} {:<30} {called}", cut(kind, 26), cut(made, 30))
}
