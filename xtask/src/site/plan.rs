//! Who is where in the made-up hospital group: networks by what they are for, devices in them, servers in the middle.

use super::stock::{Product, REALMS, Stock};
use crate::chance::Chance;
use anyhow::Result;
use holdfast_facts::Mac;
use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr};

/// Devices in one network.
const IN_NETWORK: usize = 190;
/// Networks in one zone.
const IN_ZONE: usize = 48;
/// What networks are for: its name, of a thousand networks, and how many of a thousand devices are of each realm.
const PURPOSES: [(&str, usize, [usize; 4]); 4] = [
    ("office", 420, [900, 0, 0, 100]),
    ("ward", 300, [250, 600, 0, 150]),
    ("plant", 130, [100, 0, 850, 50]),
    ("public", 150, [200, 0, 0, 800]),
];

/// One device.
pub(super) struct Thing<'s> {
    pub(super) realm: &'static str,
    pub(super) product: &'s Product,
    /// A second text of the same product, or of another one: not everything agrees.
    pub(super) also: Option<&'s Product>,
    pub(super) mac: Mac,
    pub(super) ip: Ipv4Addr,
    pub(super) host: String,
    pub(super) serial: String,
}

/// One network, as one tap sees it.
pub(super) struct Network<'s> {
    pub(super) purpose: &'static str,
    pub(super) zone: usize,
    pub(super) vlan: u16,
    pub(super) router: (Mac, Ipv4Addr),
    pub(super) things: Vec<Thing<'s>>,
}

/// The whole group.
pub(super) struct Plan<'s> {
    pub(super) networks: Vec<Network<'s>>,
    /// The data centre's machines: everybody's name server, file shares, archives.
    pub(super) servers: Vec<Ipv4Addr>,
    /// Zones: their names and second octets.
    zones: Vec<(String, u8)>,
}

/// Puts so many devices into networks.
pub(super) fn plan<'s>(devices: usize, stock: &'s Stock, chance: &mut Chance) -> Result<Plan<'s>> {
    let mut plan = Plan { networks: Vec::new(), servers: Vec::new(), zones: vec![("centre".into(), 0)] };
    let servers = (devices / 500).clamp(12, 120);
    let mut left = devices;
    let mut open: [Option<(usize, usize)>; 4] = [None; 4];
    while left > 0 {
        let centre = plan.networks.is_empty();
        let size = left.min(if centre { servers } else { IN_NETWORK });
        let kind = if centre { 0 } else { purpose(chance) };
        let (name, _, mix) = PURPOSES.get(kind).copied().unwrap_or(("office", 0, [1000, 0, 0, 0]));
        let (zone, third) = if centre { (0, 1) } else { place(&mut open, kind, name, &mut plan.zones) };
        let second = plan.zones.get(zone).map_or(0, |(_, second)| *second);
        let address = |last: usize| Ipv4Addr::new(10, second, third as u8, last as u8);
        let mut things = Vec::with_capacity(size);
        for index in 0..size {
            let realm = if centre { "IT" } else { realm(mix, chance) };
            things.push(thing(realm, address(10 + index), stock, chance)?);
        }
        if centre {
            plan.servers = things.iter().map(|thing| thing.ip).collect();
        }
        let number = plan.networks.len();
        let router = (Mac::from_u64(0x0000_0c00_0000 + number as u64), address(1));
        let vlan = 1 + (number % 4000) as u16;
        let purpose = if centre { "centre" } else { name };
        plan.networks.push(Network { purpose, zone, vlan, router, things });
        left -= size;
    }
    Ok(plan)
}

fn purpose(chance: &mut Chance) -> usize {
    let mut at = chance.below(1000);
    for (index, (_, share, _)) in PURPOSES.iter().enumerate() {
        if at < *share {
            return index;
        }
        at -= share;
    }
    0
}

fn realm(mix: [usize; 4], chance: &mut Chance) -> &'static str {
    let mut at = chance.below(1000);
    for (realm, share) in REALMS.into_iter().zip(mix) {
        if at < share {
            return realm;
        }
        at -= share;
    }
    "IT"
}

/// The zone that the next network of this purpose goes to, and its third octet there.
fn place(
    open: &mut [Option<(usize, usize)>; 4],
    kind: usize,
    name: &str,
    zones: &mut Vec<(String, u8)>,
) -> (usize, usize) {
    let Some(slot) = open.get_mut(kind) else { return (0, 1) };
    match slot {
        Some((zone, third)) if *third < IN_ZONE => {
            *third += 1;
            (*zone, *third)
        }
        _ => {
            let zone = zones.len();
            zones.push((format!("{name}-{zone}"), 10 + zone as u8));
            *slot = Some((zone, 1));
            (zone, 1)
        }
    }
}

fn thing<'s>(realm: &'static str, ip: Ipv4Addr, stock: &'s Stock, chance: &mut Chance) -> Result<Thing<'s>> {
    let product = stock.product(realm, chance)?;
    let also = if chance.of_thousand(60) { Some(stock.product(realm, chance)?) } else { None };
    let [a, b, c] = stock.block(&product.vendor, chance);
    let [.., d, e, f] = chance.next().to_be_bytes();
    let host = format!("{}{:06x}", realm.to_lowercase(), chance.next() & 0xff_ffff);
    let serial = format!("{:010X}", chance.next() & 0xff_ffff_ffff);
    Ok(Thing { realm, product, also, mac: Mac([a & 0xfc, b, c, d, e, f]), ip, host, serial })
}

impl Plan<'_> {
    /// The site file: zones, and what may cross between them.
    pub(super) fn site_file(&self) -> String {
        let mut text = String::from("[site]\nid = \"bench\"\nname = \"A made-up hospital group\"\n");
        for (name, second) in &self.zones {
            let _ = write!(text, "\n[[zone]]\nid = \"{name}\"\ncidr = [\"10.{second}.0.0/16\"]\n");
            if name.starts_with("plant") {
                text.push_str("realm = \"OT\"\nlevel = 1\n");
            } else if name.starts_with("office") {
                text.push_str("level = 4\n");
            }
        }
        for (name, _) in self.zones.iter().skip(1) {
            let _ = write!(text, "\n[[conduit]]\nfrom = \"{name}\"\nto = \"centre\"\n");
            let _ = write!(text, "\n[[conduit]]\nfrom = \"centre\"\nto = \"{name}\"\n");
        }
        text
    }
}

/// An address of the internet: those that stand for it in documents (RFC 5737), and there are not many.
pub(super) fn outside(chance: &mut Chance) -> IpAddr {
    let last = 1 + chance.below(250) as u8;
    IpAddr::V4(if chance.of_thousand(500) {
        Ipv4Addr::new(203, 0, 113, last)
    } else {
        Ipv4Addr::new(198, 51, 100, last)
    })
}
