//! LLDP and CDP neighbours: what the devices at a switch's ports say of themselves.

use crate::desk::{Desk, Spot};
use crate::values;
use holdfast_facts::{Endpoint, Mac};
use std::net::IpAddr;

/// Which protocol told of the neighbour.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Cdp,
    Lldp,
}

/// Lines that only these tables have.
pub(super) fn is_header(line: &str) -> bool {
    begins(line).is_some() || columns(line).is_some()
}

/// The first line of a neighbour in a detailed table.
pub(super) fn begins(line: &str) -> Option<Kind> {
    let lower = line.trim_start().to_lowercase();
    if lower.starts_with("device id:") {
        return Some(Kind::Cdp);
    }
    // Cisco begins with the local interface, others with the chassis; the later of the two must not begin another one.
    (lower.starts_with("local intf:") || lower.starts_with("chassis id:")).then_some(Kind::Lldp)
}

/// What is known of one neighbour so far.
pub(super) struct Neighbour {
    kind: Kind,
    row: u64,
    /// Attribute, value, label, row.
    facts: Vec<(&'static str, String, &'static str, u64)>,
    mac: Option<Mac>,
    ip: Option<IpAddr>,
    name: Option<String>,
    local_port: Option<String>,
    port: Option<String>,
    /// The next lines belong to this attribute.
    text: Option<(&'static str, &'static str)>,
}

/// Label in the table, attribute.
const LLDP: [(&str, &str); 13] = [
    ("port id", "lldp.port_id"),
    ("port description", "lldp.port_description"),
    ("system name", "lldp.system_name"),
    ("system description", "lldp.system_description"),
    ("enabled capabilities", "lldp.capabilities"),
    ("management address", "lldp.management_address"),
    ("manufacturer", "lldp.med_manufacturer"),
    ("model", "lldp.med_model"),
    ("serial number", "lldp.med_serial"),
    ("h/w revision", "lldp.med_hardware"),
    ("f/w revision", "lldp.med_firmware"),
    ("s/w revision", "lldp.med_software"),
    ("chassis id", "lldp.chassis_id"),
];
/// Letters of capabilities, in the packet reader's words.
const CAPABILITIES: [(&str, &str); 8] = [
    ("R", "router"),
    ("B", "bridge"),
    ("T", "telephone"),
    ("C", "docsis"),
    ("W", "wlan-access-point"),
    ("P", "repeater"),
    ("S", "station"),
    ("O", "other"),
];
/// Facts of one neighbour: a hostile text could go on for ever.
const FACTS: usize = 64;

impl Neighbour {
    pub(super) fn new(kind: Kind, row: u64) -> Neighbour {
        Neighbour {
            kind,
            row,
            facts: Vec::new(),
            mac: None,
            ip: None,
            name: None,
            local_port: None,
            port: None,
            text: None,
        }
    }

    /// Whether only the local port is known yet: Cisco's "Local Intf:" stands above "Chassis id:".
    pub(super) fn awaits(&self, line: &str) -> bool {
        self.facts.is_empty() && self.local_port.is_some() && line.to_lowercase().contains("chassis id:")
    }

    /// Takes a line; false where it is none of a neighbour.
    pub(super) fn line(&mut self, line: &str, row: u64) -> bool {
        let line = line.trim();
        if line.is_empty() || line.starts_with("---") {
            self.text = None;
            return false;
        }
        // The description stands on the lines below its label; its first one says enough.
        if let Some((name, label)) = self.text.take()
            && !line.ends_with(':')
        {
            self.fact(name, line, label, row);
            return true;
        }
        match self.kind {
            Kind::Lldp => self.lldp(line, row),
            Kind::Cdp => self.cdp(line, row),
        }
    }

    fn lldp(&mut self, line: &str, row: u64) -> bool {
        let Some((label, value)) = line.split_once(':') else { return false };
        let (label, value) = (label.trim().to_lowercase(), value.trim());
        if label == "local intf" || label == "local port id" {
            self.local_port = Some(value.to_owned());
            return true;
        }
        // "IP: 10.20.10.3" and "IPv4 address: …" stand below "Management Addresses:".
        if matches!(
            label.as_str(),
            "ip" | "ipv4 address" | "management address" | "management address - ipv4"
        ) {
            self.ip = self.ip.or_else(|| values::ip(value).ok());
            self.fact("lldp.management_address", value, "management address", row);
            return true;
        }
        let Some((label, name)) = LLDP.iter().find(|(known, _)| *known == label) else { return false };
        if value.is_empty() {
            self.text = Some((name, label));
            return true;
        }
        match *name {
            "lldp.chassis_id" => {
                self.mac = values::mac(value).ok();
                let value = self.mac.map_or_else(|| format!("name {value}"), |mac| format!("mac {mac}"));
                self.fact(name, &value, label, row);
            }
            "lldp.capabilities" => {
                let words: Vec<&str> = value
                    .split([',', ' '])
                    .filter_map(|letter| CAPABILITIES.iter().find(|(known, _)| *known == letter))
                    .map(|(_, word)| *word)
                    .collect();
                self.fact(name, &words.join(","), label, row);
            }
            _ => {
                match *name {
                    "lldp.system_name" => self.name = Some(value.to_owned()),
                    "lldp.port_id" => self.port = Some(value.to_owned()),
                    _ => {}
                }
                self.fact(name, value, label, row);
            }
        }
        true
    }

    fn cdp(&mut self, line: &str, row: u64) -> bool {
        let Some((label, value)) = line.split_once(':') else { return false };
        let (label, value) = (label.trim().to_lowercase(), value.trim());
        match label.as_str() {
            "device id" => {
                self.name = Some(value.to_owned());
                self.fact("cdp.device_id", value, "Device ID", row);
            }
            "ip address" | "ipv4 address" => {
                self.ip = self.ip.or_else(|| values::ip(value).ok());
                self.fact("cdp.address", value, "IP address", row);
            }
            // "Platform: cisco WS-C2960X-24PS-L,  Capabilities: Switch IGMP"
            "platform" => {
                let (platform, rest) = value.split_once(',').unwrap_or((value, ""));
                self.fact("cdp.platform", platform.trim(), "Platform", row);
                if let Some((_, words)) = rest.split_once(':') {
                    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
                    self.fact("cdp.capabilities", &words.join(","), "Capabilities", row);
                }
            }
            // "Interface: GigabitEthernet1/0/1,  Port ID (outgoing port): eth0"
            "interface" => {
                let (local, rest) = value.split_once(',').unwrap_or((value, ""));
                self.local_port = Some(local.trim().to_owned());
                if let Some((_, port)) = rest.split_once(':') {
                    self.port = Some(port.trim().to_owned());
                    self.fact("cdp.port", port.trim(), "Port ID", row);
                }
            }
            "native vlan" => self.fact("cdp.native_vlan", value, "Native VLAN", row),
            "version" if value.is_empty() => self.text = Some(("cdp.version", "Version")),
            "version" => self.fact("cdp.version", value, "Version", row),
            _ => return false,
        }
        true
    }

    fn fact(&mut self, name: &'static str, value: &str, label: &'static str, row: u64) {
        let is_shown = !value.is_empty() && !value.eq_ignore_ascii_case("not advertised");
        if is_shown && self.facts.len() < FACTS {
            self.facts.push((name, value.to_owned(), label, row));
        }
    }

    /// Whose words they are: the chassis' MAC, else its address, else its name.
    fn endpoint(&self, desk: &Desk) -> Option<Endpoint> {
        match (self.mac, self.ip, &self.name) {
            (None, None, Some(name)) => Some(desk.listed(&format!("host {}", crate::text::plain(name)))),
            (None, None, None) => None,
            (mac, ip, _) => Some(desk.endpoint(mac, ip)),
        }
    }

    /// Gives it to the desk.
    pub(super) fn say(self, desk: &mut Desk) {
        // "Local Intf:" alone, before "Chassis id:", is the beginning of the next one.
        if self.facts.is_empty() {
            return;
        }
        let Some(endpoint) = self.endpoint(desk) else {
            desk.refuse(None, self.row, "a neighbour without MAC, address or name", Vec::new());
            return;
        };
        let at = desk.as_of;
        for (name, value, column, row) in &self.facts {
            desk.say(&endpoint, name, value, Spot { row: *row, column, at });
        }
        if let Some(local) = &self.local_port {
            let ports = format!("{local} {}", self.port.as_deref().unwrap_or(""));
            desk.say(&endpoint, "switch.neighbour", &ports, Spot { row: self.row, column: "local port", at });
        }
        desk.rows += 1;
    }
}

/// Where the columns of `show lldp neighbors` begin.
pub(super) struct Columns {
    local: usize,
    hold: usize,
    capability: usize,
    port: usize,
}

/// The header of the short table.
pub(super) fn columns(line: &str) -> Option<Columns> {
    let at = |word: &str| line.find(word);
    let (local, hold) = (at("Local Intf")?, at("Hold-time")?);
    let columns = Columns { local, hold, capability: at("Capability")?, port: at("Port ID")? };
    (line.starts_with("Device ID") && columns.port > columns.capability).then_some(columns)
}

impl Columns {
    /// One neighbour. Long names run into the next column, so words count where columns fail.
    pub(super) fn row(&self, line: &str, row: u64) -> Option<Neighbour> {
        let part = |from: usize, to: usize| line.get(from..to.min(line.len())).map(str::trim);
        let mut name = part(0, self.local)?;
        let (mut local, hold, mut letters, mut port) = (
            part(self.local, self.hold)?,
            part(self.hold, self.capability)?,
            part(self.capability, self.port)?,
            part(self.port, usize::MAX)?,
        );
        if hold.parse::<u32>().is_err() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let at = words
                .iter()
                .position(|word| word.parse::<u32>().is_ok_and(|hold| hold > 1))
                .filter(|at| *at >= 2)?;
            (name, local, letters, port) =
                (words.first()?, words.get(at - 1)?, words.get(at + 1)?, words.last()?);
        }
        let mut found = Neighbour::new(Kind::Lldp, row);
        found.local_port = Some(local.to_owned());
        found.port = Some(port.to_owned());
        found.mac = values::mac(port).ok().or_else(|| values::mac(name).ok());
        found.name = Some(name.to_owned());
        if values::mac(name).is_err() {
            found.fact("lldp.system_name", name, "Device ID", row);
        }
        let words: Vec<&str> = letters
            .split(',')
            .filter_map(|letter| CAPABILITIES.iter().find(|(known, _)| *known == letter.trim()))
            .map(|(_, word)| *word)
            .collect();
        found.fact("lldp.capabilities", &words.join(","), "Capability", row);
        found.fact("lldp.port_id", port, "Port ID", row);
        Some(found)
    }
}
