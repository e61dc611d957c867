//! The reference page of all protocols and attributes: written from the list, so that it cannot be out of date.

use crate::place;
use anyhow::{Context, Result};
use holdfast_packets::FLOW_ATTRIBUTES;
use holdfast_packets::protocol::{AttributeSpec, Carrier, PROTOCOLS};
use std::fmt::Write as _;

/// Where the page lies.
pub(crate) const PAGE: &str = "docs/PROTOCOLS.md";

/// Writes the page.
pub(crate) fn write() -> Result<()> {
    let path = place::root().join(PAGE);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&path, page()).with_context(|| format!("writing {PAGE}"))?;
    println!("{PAGE}: {} protocols, {} attributes", PROTOCOLS.len(), holdfast_packets::attributes().count());
    Ok(())
}

/// The page's text.
pub(crate) fn page() -> String {
    let mut page = String::from(
        "# Protocols and what is read in them\n\
         Written by `cargo xtask protocols` from the list in `crates/packets/src/protocol/mod.rs`; do not edit.\n\n\
         An attribute is about the sender of the message unless its line says otherwise. *Weak* ones say little about\n\
         what a device is and give way when room is short; the number is how many values are kept of one endpoint.\n",
    );
    let _ = writeln!(page, "\n{} protocols:", PROTOCOLS.len());
    let links: Vec<String> = PROTOCOLS.iter().map(|p| format!("[{}](#{})", p.name, p.name)).collect();
    let _ = writeln!(page, "{}.", links.join(", "));
    section(&mut page, "flow", "Read by the engine itself, in the headers of every frame.", FLOW_ATTRIBUTES);
    for protocol in PROTOCOLS {
        let met: Vec<String> = protocol.carriers.iter().map(carrier).filter(|met| !met.is_empty()).collect();
        let says = format!("**{}**. {}. Met in {}.", protocol.title, protocol.standard, met.join("; "));
        section(&mut page, protocol.name, &says, protocol.attributes);
    }
    page
}

fn section(page: &mut String, name: &str, says: &str, attributes: &[AttributeSpec]) {
    let _ = write!(page, "\n## {name}\n{says}\n");
    if attributes.is_empty() {
        page.push_str("\nNothing is read yet.\n");
        return;
    }
    page.push_str("\n| attribute | what it is | kept |\n|---|---|--:|\n");
    for spec in attributes {
        let weak = if spec.weak { ", weak" } else { "" };
        let _ =
            writeln!(page, "| `{}` | {} | {}{weak} |", spec.name, spec.says.replace('|', "\\|"), spec.limit);
    }
}

fn carrier(carrier: &Carrier) -> String {
    let ports = |transport: &str, ports: &[u16]| match ports {
        [] => format!("{transport}, known by its first bytes"),
        ports => format!("{transport} {}", ports.iter().map(u16::to_string).collect::<Vec<_>>().join(", ")),
    };
    match carrier {
        Carrier::EtherType(kind) => format!("EtherType 0x{kind:04x}"),
        Carrier::Llc(sap) => format!("LLC 0x{sap:02x}"),
        Carrier::Snap([a, b, c], kind) => format!("SNAP {a:02x}-{b:02x}-{c:02x} 0x{kind:04x}"),
        Carrier::IpProtocol(number) => format!("IP protocol {number}"),
        Carrier::Udp(list) => ports("UDP", list),
        Carrier::Tcp(list) | Carrier::TcpToEnd(list) => ports("TCP", list),
        Carrier::Begins(_) => String::new(), // how it is known elsewhere, not where it is met
    }
}
