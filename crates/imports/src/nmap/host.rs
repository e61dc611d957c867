//! One host of a scan, collected tag by tag.

use super::{attribute, script};
use crate::desk::{Desk, Spot};
use crate::values;
use holdfast_facts::{Mac, Timestamp};
use quick_xml::events::BytesStart;
use std::net::IpAddr;

/// Names of Nmap's services that our protocols have under another name.
const SERVICES: [(&str, &str); 14] = [
    ("https", "tls"),
    ("ssl", "tls"),
    ("domain", "dns"),
    ("microsoft-ds", "smb"),
    ("netbios-ssn", "smb"),
    ("ms-wbt-server", "rdp"),
    ("iso-tsap", "s7comm"),
    ("mbap", "modbus"),
    ("EtherNetIP-2", "enip"),
    ("EtherNet-IP-2", "enip"),
    ("bacnet", "bacnet"),
    ("jetdirect", "printing"),
    ("upnp", "http"),
    ("http-proxy", "http"),
];
/// Facts of one host: 65,536 ports answer on a tarpit.
const FACTS: usize = 512;

/// What is known of the host so far.
pub(super) struct Host {
    pub(super) row: u64,
    at: Timestamp,
    up: Option<String>,
    macs: Vec<Mac>,
    ips: Vec<IpAddr>,
    /// Attribute, value, tag, row.
    facts: Vec<(&'static str, String, &'static str, u64)>,
    port: Option<Port>,
    bad: Vec<String>,
}

struct Port {
    place: String,
    open: bool,
    named: bool,
}

impl Host {
    pub(super) fn new(row: u64, at: Timestamp) -> Host {
        let (macs, ips, facts, bad) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Host { row, at, up: None, macs, ips, facts, port: None, bad }
    }

    /// A tag within the host.
    pub(super) fn enter(&mut self, tag: &BytesStart<'_>, row: u64) {
        let get = |name: &str| attribute(tag, name);
        match tag.name().as_ref() {
            "status" => {
                self.up =
                    get("state").filter(|state| state == "up").map(|_| get("reason").unwrap_or_default());
            }
            "address" => self.address(&get("addr").unwrap_or_default(), get("vendor"), row),
            "hostname" => {
                if let Some(name) = get("name") {
                    self.fact("nmap.hostname", name, "hostname", row);
                }
            }
            "port" => {
                let (protocol, number) =
                    (get("protocol").unwrap_or_default(), get("portid").unwrap_or_default());
                let known = matches!(protocol.as_str(), "tcp" | "udp") && number.parse::<u16>().is_ok();
                let place = if known { format!("{protocol}/{number}") } else { String::new() };
                self.port = Some(Port { place, open: false, named: false });
            }
            "state" => {
                if let Some(port) = &mut self.port {
                    port.open = get("state").is_some_and(|state| state == "open") && !port.place.is_empty();
                }
            }
            "service" => self.service(tag, row),
            "cpe" => {}
            "osmatch" => {
                if let (Some(name), Some(accuracy)) = (get("name"), get("accuracy")) {
                    self.fact("nmap.os", format!("{name} ({accuracy} %)"), "osmatch", row);
                }
            }
            "script" => {
                let port = self.port.as_ref().map_or("", |port| port.place.as_str());
                let said = script::facts(&get("id").unwrap_or_default(), port, &tag_output(tag));
                for (name, value) in said {
                    self.fact(name, value, "script", row);
                }
            }
            _ => {}
        }
    }

    /// The end of a tag within the host.
    pub(super) fn leave(&mut self, name: &str) {
        if name == "port"
            && let Some(port) = self.port.take()
            && port.open
            && !port.named
            && port.place.starts_with("tcp")
        {
            self.fact("flow.server_port", port.place, "port", self.row);
        }
    }

    fn address(&mut self, text: &str, vendor: Option<String>, row: u64) {
        match (values::mac(text), values::ip(text)) {
            (Ok(mac), _) => {
                self.macs.push(mac);
                if let Some(vendor) = vendor {
                    self.fact("nmap.address_vendor", vendor, "address", row);
                }
            }
            (_, Ok(ip)) => self.ips.push(ip),
            (_, Err(reason)) => self.bad.push(reason),
        }
    }

    fn service(&mut self, tag: &BytesStart<'_>, row: u64) {
        let get = |name: &str| attribute(tag, name);
        let Some(port) = self.port.as_mut().filter(|port| port.open) else { return };
        let place = port.place.clone();
        // Without a probe the name is only what the port is usually for.
        let probed = get("method").is_some_and(|method| method == "probed");
        if let Some(name) = get("name").filter(|_| probed) {
            let tunnel = get("tunnel").is_some_and(|tunnel| tunnel == "ssl");
            let name = if tunnel { "tls".to_owned() } else { name };
            let ours =
                SERVICES.iter().find(|(theirs, _)| *theirs == name).map_or(name.as_str(), |(_, ours)| *ours);
            port.named = true;
            self.fact("flow.service", format!("{place} {ours}"), "service", row);
        }
        let words: Vec<String> =
            ["product", "version", "extrainfo"].iter().filter_map(|name| get(name)).collect();
        if !words.is_empty() {
            self.fact("nmap.product", format!("{place} {}", words.join(" ")), "service", row);
        }
        if let Some(kind) = get("devicetype") {
            self.fact("nmap.device_type", format!("{place} {kind}"), "service", row);
        }
    }

    fn fact(&mut self, name: &'static str, value: String, tag: &'static str, row: u64) {
        if self.facts.len() < FACTS {
            self.facts.push((name, value, tag, row));
        }
    }

    /// Gives what was found to the desk.
    pub(super) fn finish(self, desk: &mut Desk) {
        // Hosts that did not answer are listed with -v.
        let Some(reason) = &self.up else { return };
        let ip = self.ips.first().copied();
        if self.macs.is_empty() && ip.is_none() {
            let what = self.bad.first().map_or("the host has no address", String::as_str);
            desk.refuse(None, self.row, what, Vec::new());
            return;
        }
        for what in &self.bad {
            desk.warn(self.row, "address", what.clone());
        }
        let endpoint = desk.endpoint(self.macs.first().copied(), ip);
        let at = self.at;
        let reason = if reason.is_empty() { "up" } else { reason };
        desk.say(&endpoint, "nmap.host", reason, Spot { row: self.row, column: "status", at });
        if let Some(mac) = self.macs.first() {
            desk.say(
                &endpoint,
                "link.address",
                &mac.to_string(),
                Spot { row: self.row, column: "address", at },
            );
        }
        for (name, value, column, row) in &self.facts {
            desk.say(&endpoint, name, value, Spot { row: *row, column, at });
        }
        desk.rows += 1;
    }
}

/// A script's output keeps its lines.
fn tag_output(tag: &BytesStart<'_>) -> String {
    let found = tag.try_get_attribute("output").ok().flatten();
    found
        .and_then(|found| {
            found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(|text| text.into_owned())
        })
        .unwrap_or_default()
}
