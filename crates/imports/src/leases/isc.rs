//! ISC dhcpd's `dhcpd.leases`: blocks of statements, newest last (dhcpd.leases(5)). IPv6 blocks (`ia-na`) hold `iaaddr`
//! blocks with the same statements.

use super::{Lease, name};
use crate::desk::Desk;
use crate::values;
use holdfast_facts::Timestamp;
use std::net::IpAddr;

/// Whether there is a lease among the first lines.
pub(crate) fn is_isc(text: &str) -> bool {
    text.lines().take(400).any(|line| opens(line).is_some())
}

/// The address of a line that begins a lease.
fn opens(line: &str) -> Option<IpAddr> {
    let rest = line.trim().strip_suffix('{')?.trim_end();
    let address = rest.strip_prefix("lease ").or_else(|| rest.strip_prefix("iaaddr "))?;
    address.trim().parse().ok()
}

/// Reads every block.
pub(crate) fn read(text: &str, desk: &mut Desk) {
    let mut open: Option<Lease<'_>> = None;
    for (index, line) in text.lines().enumerate() {
        let row = index as u64 + 1;
        let line = line.trim();
        if let Some(ip) = opens(line) {
            if let Some(cut) = open.take() {
                desk.refuse(None, cut.row, "the block has no end", Vec::new());
            }
            let at = desk.as_of;
            open = Some(Lease { mac: None, ip: (ip, "lease"), more: Vec::new(), row, at });
        } else if line == "}" {
            if let Some(lease) = open.take() {
                close(lease, desk);
            }
        } else if let Some(lease) = &mut open {
            statement(line, lease, desk);
        }
    }
    if let Some(cut) = open {
        desk.refuse(None, cut.row, "the block has no end: the file is cut", Vec::new());
    }
}

fn close(lease: Lease<'_>, desk: &mut Desk) {
    // Blocks of free addresses name nobody.
    match values::ip(&lease.ip.0.to_string()) {
        Ok(_) if lease.mac.is_some() || !lease.more.is_empty() => lease.say(desk),
        Ok(_) => {}
        Err(reason) => desk.refuse(None, lease.row, reason, Vec::new()),
    }
}

fn statement(line: &str, lease: &mut Lease<'_>, desk: &mut Desk) {
    let line = line.trim_end_matches(';');
    let line = line.strip_prefix("set ").unwrap_or(line);
    let (word, rest) = line.split_once([' ', '=']).unwrap_or((line, ""));
    let rest = rest.trim_start_matches([' ', '=']).trim();
    let text = rest.trim_matches('"');
    let ipv6 = lease.ip.0.is_ipv6();
    match word {
        "hardware" => match rest.split_whitespace().nth(1).map(values::mac) {
            Some(Ok(mac)) => lease.mac = Some((mac, "hardware")),
            Some(Err(reason)) => desk.warn(lease.row, "hardware", reason),
            None => {}
        },
        "starts" | "cltt" => {
            if let Some(at) = time(rest) {
                lease.at = at;
            }
        }
        "client-hostname" => {
            lease.more.extend(name(text).map(|name| ("dhcp.hostname", name, "client-hostname")))
        }
        "ddns-fwd-name" => {
            let attribute = if ipv6 { "dhcpv6.fqdn" } else { "dhcp.fqdn" };
            lease.more.extend(name(text).map(|name| (attribute, name, "ddns-fwd-name")));
        }
        "vendor-class-identifier" => {
            lease
                .more
                .extend(name(text).map(|class| ("dhcp.vendor_class", class, "vendor-class-identifier")));
        }
        _ => {}
    }
}

/// `4 2026/11/25 10:00:00` in UTC, or `epoch 1795600000`.
fn time(text: &str) -> Option<Timestamp> {
    let mut words = text.split_whitespace();
    match (words.next()?, words.next()?, words.next()) {
        ("epoch", seconds, _) => Some(Timestamp::from_parts(seconds.parse().ok()?, 0)),
        (_, day, Some(clock)) => {
            let civil: jiff::civil::DateTime = format!("{}T{clock}", day.replace('/', "-")).parse().ok()?;
            let moment = civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
            Some(Timestamp(moment.as_microsecond()))
        }
        _ => None,
    }
}
