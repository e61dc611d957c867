//! Lease files of DHCP servers: who got which address under which name. The cheapest inventory there is.

mod dnsmasq;
mod isc;
mod kea;

pub(crate) use dnsmasq::{is_dnsmasq, read as dnsmasq};
pub(crate) use isc::{is_isc, read as isc};
pub(crate) use kea::{is_kea, read as kea};

use crate::desk::{Desk, Spot};
use holdfast_facts::{Endpoint, Mac, Timestamp};
use std::net::IpAddr;

/// One lease, as far as its file tells.
struct Lease<'a> {
    mac: Option<(Mac, &'a str)>,
    ip: (IpAddr, &'a str),
    /// Attribute, value, field in the file.
    more: Vec<(&'static str, String, &'a str)>,
    row: u64,
    at: Timestamp,
}

impl Lease<'_> {
    fn say(self, desk: &mut Desk) {
        let (ip, ip_field) = self.ip;
        let endpoint: Endpoint = desk.endpoint(self.mac.map(|(mac, _)| mac), Some(ip));
        let spot = |column| Spot { row: self.row, column, at: self.at };
        if let Some((mac, field)) = self.mac {
            desk.say(&endpoint, "link.address", &mac.to_string(), spot(field));
        }
        let assigned = if ip.is_ipv6() { "dhcpv6.assigned_address" } else { "dhcp.assigned_address" };
        desk.say(&endpoint, assigned, &ip.to_string(), spot(ip_field));
        for (name, value, field) in &self.more {
            desk.say(&endpoint, name, value, spot(field));
        }
        desk.rows += 1;
    }
}

/// A name without the root's dot; `*` and nothing are no names.
fn name(text: &str) -> Option<String> {
    let name = text.trim().trim_end_matches('.');
    (!name.is_empty() && name != "*" && name != "-").then(|| name.to_owned())
}

#[cfg(test)]
mod tests;
