//! nftables: a table of its own for one device, so that taking it away again is one line.

use super::flows::seen;
use super::{Flow, Stance, Subject};
use holdfast_facts::Carriage;
use std::io::{self, Write};
use std::net::IpAddr;

/// Writes the rule set for a router that stands between the device and the rest (`nft -f FILE`).
pub fn nft(subject: &Subject<'_>, out: &mut dyn Write) -> io::Result<()> {
    let table = format!("holdfast_{}", subject.name());
    let stance = match subject.stance {
        Stance::LogFirst => "what was not seen is logged and passes",
        Stance::AllowList => "what was not seen is logged and dropped",
        Stance::Isolate => "everything is dropped but DHCP",
    };
    writeln!(
        out,
        "# {} {}: {stance}. As of {}.",
        subject.device.id,
        plain(&crate::called(Some(subject.device))),
        subject.as_of
    )?;
    writeln!(out, "# Review it, try it with: nft -c -f FILE, then load it with: nft -f FILE")?;
    writeln!(out, "# Undo: nft delete table inet {table}")?;
    writeln!(out, "table inet {table}")?;
    writeln!(out, "delete table inet {table}")?;
    writeln!(out, "table inet {table} {{")?;
    let (v4, v6): (Vec<&IpAddr>, Vec<&IpAddr>) =
        subject.device.ips.iter().filter(|ip| !is_link_local(ip)).partition(|ip| ip.is_ipv4());
    writeln!(out, "  chain forward {{")?;
    writeln!(out, "    type filter hook forward priority filter; policy accept;")?;
    for (family, addresses) in [("ip", &v4), ("ip6", &v6)] {
        if !addresses.is_empty() {
            let set = set(addresses);
            writeln!(out, "    {family} saddr {set} jump from_device")?;
            writeln!(out, "    {family} daddr {set} jump to_device")?;
        }
    }
    writeln!(out, "  }}")?;
    for (chain, outbound) in [("from_device", true), ("to_device", false)] {
        writeln!(out, "  chain {chain} {{")?;
        writeln!(out, "    udp sport {{ 67, 68 }} udp dport {{ 67, 68 }} accept")?;
        if subject.stance != Stance::Isolate {
            writeln!(out, "    ct state established,related accept")?;
            for flow in subject.flows.iter().filter(|flow| flow.outbound == outbound) {
                rules(flow, out)?;
            }
        }
        writeln!(
            out,
            "    limit rate 10/minute log prefix \"{table} {}: \"",
            if outbound { "from" } else { "to" }
        )?;
        if subject.stance != Stance::LogFirst {
            writeln!(out, "    drop")?;
        }
        writeln!(out, "  }}")?;
    }
    writeln!(out, "}}")
}

fn rules(flow: &Flow, out: &mut dyn Write) -> io::Result<()> {
    let (v4, v6): (Vec<&IpAddr>, Vec<&IpAddr>) = flow.peer.iter().partition(|ip| ip.is_ipv4());
    for (family, addresses) in [("ip", v4), ("ip6", v6)] {
        if addresses.is_empty() {
            continue;
        }
        let side = if flow.outbound { "daddr" } else { "saddr" };
        let what = match (flow.carriage, family) {
            (Carriage::Tcp, _) => format!("tcp dport {}", flow.port),
            (Carriage::Udp, _) => format!("udp dport {}", flow.port),
            (_, "ip") => "icmp type echo-request".to_owned(),
            _ => "icmpv6 type echo-request".to_owned(),
        };
        writeln!(
            out,
            "    {family} {side} {} {what} accept comment \"{}\"",
            set(&addresses),
            short(&seen(flow))
        )?;
    }
    Ok(())
}

/// nft refuses comments of more than 128 bytes.
fn short(text: &str) -> String {
    let text: String = text.chars().filter(char::is_ascii).collect();
    text.chars().take(120).collect()
}

fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '?' } else { c }).collect()
}

fn set(addresses: &[&IpAddr]) -> String {
    match addresses {
        [one] => one.to_string(),
        several => {
            format!("{{ {} }}", several.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
        }
    }
}

fn is_link_local(ip: &IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    }
}
