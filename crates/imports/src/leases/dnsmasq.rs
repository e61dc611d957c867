//! dnsmasq's lease file: `expiry MAC address name client-id` a line; after `duid …` the same for IPv6, with the IAID
//! instead of the MAC (dnsmasq(8), `--dhcp-leasefile`).

use super::{Lease, name};
use crate::desk::Desk;
use crate::values;
use std::net::IpAddr;

/// Whether the first lines are leases.
pub(crate) fn is_dnsmasq(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(3).peekable();
    lines.peek().is_some() && lines.all(|line| line.starts_with("duid ") || parts(line).is_some())
}

fn parts(line: &str) -> Option<[&str; 5]> {
    let mut words = line.split_whitespace();
    let parts = [words.next()?, words.next()?, words.next()?, words.next()?, words.next().unwrap_or("*")];
    let [expiry, _, ip, ..] = parts;
    (words.next().is_none() && expiry.parse::<u64>().is_ok() && ip.parse::<IpAddr>().is_ok()).then_some(parts)
}

/// Reads every line.
pub(crate) fn read(text: &str, desk: &mut Desk) {
    for (index, line) in text.lines().enumerate() {
        let row = index as u64 + 1;
        // The server's own DUID.
        if line.trim().is_empty() || line.starts_with("duid ") {
            continue;
        }
        let Some([_, hardware, ip, host, client]) = parts(line) else {
            desk.refuse(None, row, "not `expiry MAC address name client-id`", Vec::new());
            continue;
        };
        let Ok(address) = values::ip(ip) else {
            desk.refuse(None, row, format!("`{ip}` belongs to no single host"), Vec::new());
            continue;
        };
        let (host_name, client_name) = if address.is_ipv6() {
            ("dhcpv6.fqdn", "dhcpv6.duid")
        } else {
            ("dhcp.hostname", "dhcp.client_id")
        };
        let mut more = Vec::new();
        more.extend(name(host).map(|host| (host_name, host, "hostname")));
        more.extend(name(client).map(|client| (client_name, client, "client-id")));
        let mac = match address {
            IpAddr::V4(_) => {
                // Hardware that is no Ethernet has its type before it: 06-00:11:…
                let bare = hardware.split_once('-').map_or(hardware, |(_, bare)| bare);
                match values::mac(bare) {
                    Ok(mac) => Some((mac, "mac")),
                    Err(reason) => {
                        desk.warn(row, "mac", reason);
                        None
                    }
                }
            }
            IpAddr::V6(_) => None,
        };
        let at = desk.as_of;
        Lease { mac, ip: (address, "address"), more, row, at }.say(desk);
    }
}
