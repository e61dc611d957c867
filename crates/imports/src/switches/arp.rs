//! ARP tables: which MAC answers for which address, as a host or a router saw it.

use crate::desk::{Desk, Spot};
use crate::values;
use holdfast_facts::Mac;
use std::net::IpAddr;

/// One line.
pub(super) struct Entry {
    ip: IpAddr,
    mac: Mac,
    name: Option<String>,
}

/// The lines above the entries, in English and German.
pub(super) fn is_header(line: &str) -> bool {
    let lower = line.to_lowercase();
    let both = |a: &str, b: &str| lower.contains(a) && lower.contains(b);
    both("internet address", "physical address")
        || both("internetadresse", "physische adresse")
        || (both("address", "hardware addr") && lower.contains("protocol"))
        || (both("address", "hwaddress") && lower.contains("hwtype"))
}

/// An entry of any of the forms. The line must hold one address of each kind, near its beginning.
pub(super) fn entry(line: &str) -> Option<Entry> {
    // "? (10.0.0.1) at 00:11:22:33:44:55 [ether] on eth0"
    if let Some((before, after)) = line.split_once(" at ")
        && let Some((name, ip)) = before.trim().split_once(' ')
        && ip.starts_with('(')
    {
        let mac = values::mac(after.split_whitespace().next()?).ok()?;
        let name = (name != "?" && values::is_host_name(name)).then(|| name.to_owned());
        return Some(Entry { ip: values::ip(ip).ok()?, mac, name });
    }
    let mut words = line.split_whitespace().take(7);
    let first = words.next()?;
    // "Internet  10.0.0.1   5   0011.2233.4455  ARPA  Vlan10"; "10.0.0.1  00-11-22-33-44-55  dynamic";
    // "10.0.0.1  ether  00:11:22:33:44:55  C  eth0"; "10.0.0.1 dev eth0 lladdr 00:11:22:33:44:55 REACHABLE"
    let ip = if first.eq_ignore_ascii_case("internet") { words.next()? } else { first };
    if !ip.contains(['.', ':']) || ip.len() > 45 {
        return None;
    }
    let ip = values::ip(ip).ok()?;
    let mac = words.find_map(|word| (word.len() >= 12).then(|| values::mac(word).ok()).flatten())?;
    Some(Entry { ip, mac, name: None })
}

/// A line that is an entry but for a bad address.
pub(super) fn broken(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    if !words.next()?.eq_ignore_ascii_case("internet") {
        return None;
    }
    let ip = words.next()?;
    let mac = words.nth(1)?;
    // Asked for and not answered: no fault of the table.
    if mac.eq_ignore_ascii_case("incomplete") || !ip.contains('.') {
        return None;
    }
    values::ip(ip).err().or_else(|| values::mac(mac).err())
}

impl Entry {
    pub(super) fn say(&self, row: u64, desk: &mut Desk) {
        let endpoint = desk.endpoint(Some(self.mac), None);
        let spot = |column| Spot { row, column, at: desk.as_of };
        let (mac_at, ip_at, name_at) = (spot("hardware address"), spot("address"), spot("name"));
        desk.say(&endpoint, "link.address", &self.mac.to_string(), mac_at);
        // The addresses of IPv6 neighbours are claimed by another protocol; there is no list of them here.
        desk.say(&endpoint, "arp.address", &self.ip.to_string(), ip_at);
        if let Some(name) = &self.name {
            desk.say(&endpoint, "arp.name", name, name_at);
        }
        desk.rows += 1;
    }
}
