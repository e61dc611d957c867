//! The formats: their names on the command line.

use std::fmt;
use std::str::FromStr;

/// What a file can be read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// A table as text: comma, semicolon, tab or pipe between the cells (RFC 4180 and what is made of it).
    Csv,
    /// An Excel workbook (ECMA-376).
    Xlsx,
    /// `nmap -oX`.
    Nmap,
    /// dnsmasq's lease file.
    Dnsmasq,
    /// `dhcpd.leases` (ISC).
    IscDhcpd,
    /// Kea's memfile, v4 and v6.
    Kea,
    /// Zeek logs: tab-separated with `#fields`, or JSON lines.
    Zeek,
    /// Suricata's EVE JSON lines.
    Suricata,
    /// Tables that switches and hosts print: ARP, MAC addresses, LLDP and CDP neighbours.
    Switches,
    /// CycloneDX JSON.
    CycloneDx,
}

impl Format {
    /// Every one.
    pub const ALL: [Format; 10] = [
        Format::Csv,
        Format::Xlsx,
        Format::Nmap,
        Format::Dnsmasq,
        Format::IscDhcpd,
        Format::Kea,
        Format::Zeek,
        Format::Suricata,
        Format::Switches,
        Format::CycloneDx,
    ];

    /// The name in `--format` and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Nmap => "nmap",
            Format::Dnsmasq => "dnsmasq",
            Format::IscDhcpd => "isc-dhcpd",
            Format::Kea => "kea",
            Format::Zeek => "zeek",
            Format::Suricata => "suricata",
            Format::Switches => "switches",
            Format::CycloneDx => "cyclonedx",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Format, String> {
        Format::ALL.into_iter().find(|format| format.name() == text).ok_or_else(|| {
            let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
            format!("`{text}` is none of {}", names.join(", "))
        })
    }
}
