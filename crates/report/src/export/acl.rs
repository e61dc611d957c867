//! Cisco IOS extended access lists: one for what the device sends, one for what is sent to it.

use super::flows::seen;
use super::{Flow, Stance, Subject};
use holdfast_facts::Carriage;
use std::io::{self, Write};
use std::net::IpAddr;

/// Writes the access lists, how to bind them to an interface, and how to undo that. IPv4 only; what IPv6 the device speaks is
/// said in a remark.
pub fn acl(subject: &Subject<'_>, out: &mut dyn Write) -> io::Result<()> {
    let name = format!("HOLDFAST-{}", subject.device.id);
    let own: Vec<&IpAddr> = subject.device.ips.iter().filter(|ip| ip.is_ipv4()).collect();
    writeln!(
        out,
        "! {} {}. As of {}.",
        subject.device.id,
        plain(&crate::called(Some(subject.device))),
        subject.as_of
    )?;
    writeln!(out, "! Review it. Bind it on the interface of the device's VLAN:")?;
    writeln!(out, "!   ip access-group {name}-FROM in")?;
    writeln!(out, "!   ip access-group {name}-TO out")?;
    writeln!(out, "! Undo:")?;
    writeln!(out, "!   no ip access-group {name}-FROM in")?;
    writeln!(out, "!   no ip access-group {name}-TO out")?;
    writeln!(out, "!   no ip access-list extended {name}-FROM")?;
    writeln!(out, "!   no ip access-list extended {name}-TO")?;
    if subject.device.ips.iter().any(IpAddr::is_ipv6) {
        writeln!(out, "! The device also speaks IPv6, which these lists do not touch.")?;
    }
    for (suffix, from_device) in [("FROM", true), ("TO", false)] {
        writeln!(out, "ip access-list extended {name}-{suffix}")?;
        writeln!(out, " permit udp any any eq bootps")?;
        writeln!(out, " permit udp any any eq bootpc")?;
        if subject.stance != Stance::Isolate {
            for flow in subject.flows {
                lines(flow, &own, from_device, out)?;
            }
        }
        for ip in &own {
            let (from, to) = ends(format!("host {ip}"), "any".to_owned(), from_device);
            let verb = if subject.stance == Stance::LogFirst { "permit" } else { "deny" };
            writeln!(out, " {verb} ip {from} {to} log")?;
        }
        writeln!(out, " permit ip any any")?;
    }
    Ok(())
}

/// Requests on the way that they take, and answers on the way back (an access list remembers nothing).
fn lines(flow: &Flow, own: &[&IpAddr], from_device: bool, out: &mut dyn Write) -> io::Result<()> {
    let request = flow.outbound == from_device;
    let remark: String = seen(flow).chars().filter(char::is_ascii).take(96).collect();
    writeln!(out, " remark {remark}")?;
    for device in own {
        for peer in flow.peer.iter().filter(|ip| ip.is_ipv4()) {
            let (from, to) = ends(format!("host {device}"), format!("host {peer}"), from_device);
            let line = match (flow.carriage, request) {
                (Carriage::Tcp, true) => format!("permit tcp {from} {to} eq {}", flow.port),
                (Carriage::Tcp, false) => format!("permit tcp {from} eq {} {to} established", flow.port),
                (Carriage::Udp, true) => format!("permit udp {from} {to} eq {}", flow.port),
                (Carriage::Udp, false) => format!("permit udp {from} eq {} {to}", flow.port),
                (_, true) => format!("permit icmp {from} {to} echo"),
                (_, false) => format!("permit icmp {from} {to} echo-reply"),
            };
            writeln!(out, " {line}")?;
        }
    }
    Ok(())
}

fn ends(device: String, peer: String, from_device: bool) -> (String, String) {
    if from_device { (device, peer) } else { (peer, device) }
}

fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '?' } else { c }).collect()
}
