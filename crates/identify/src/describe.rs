//! The plain facts of a device that need no rule: its names, its services, what to know about how it was joined.

use crate::attribution::Dossier;
use holdfast_facts::{Evidence, EvidenceId, Service, ServiceRole};
use std::collections::BTreeMap;

/// Attributes in which a device names itself, and what must come off the value.
const NAMES: [&str; 22] = [
    "dhcp.hostname",
    "dhcp.fqdn",
    "dhcpv6.fqdn",
    "mdns.host",
    "nbns.name",
    "nbns.browser_host",
    "lldp.system_name",
    "cdp.device_id",
    "cdp.system_name",
    "snmp.sys_name",
    "mikrotik.identity",
    "ubiquiti.hostname",
    "http.upnp_friendly_name",
    "lldp.profinet_name",
    "llmnr.name",
    "smb.ntlm_dns_computer",
    "smb.ntlm_computer",
    "capwap.ap_name",
    "capwap.ac_name",
    "syslog.host",
    "ipp.printer_name",
    "skinny.device_name",
];

/// NetBIOS suffixes of names that are the domain's or the workgroup's, registered by whoever browses for it: domain master
/// browser, domain controllers, master browser, elections (Microsoft's list of NetBIOS suffixes; MS-BRWS has what they are for).
const OF_THE_DOMAIN: [&str; 4] = ["1B>", "1C>", "1D>", "1E>"];

/// Names that lists and scans have for it, best first: they count where it gave itself none.
const GIVEN: [&str; 5] = ["list.hostname", "list.name", "nmap.hostname", "arp.name", "list.asset_tag"];

/// Whether devices name themselves in this attribute.
pub(crate) fn is_name(attribute: &str) -> bool {
    NAMES.contains(&attribute)
}

/// The name in such an attribute, without the markers of its protocol.
pub(crate) fn host_name(evidence: &Evidence) -> Option<String> {
    let value = evidence.attribute.value();
    let value = value.strip_suffix(".local").unwrap_or(value).trim_end_matches('.');
    // NetBIOS names carry their service as a number: WARD7-PC<20>.
    let name = match value.split_once('<') {
        Some((name, rest)) if rest.ends_with('>') && evidence.attribute.protocol() == "nbns" => {
            if OF_THE_DOMAIN.contains(&rest) {
                return None;
            }
            name.trim_end()
        }
        _ => value,
    };
    (!name.is_empty()).then(|| name.to_owned())
}

/// Names that a device gave itself; where there are none, the best that others have for it.
pub(crate) fn names(dossier: &Dossier<'_>) -> Vec<String> {
    let named = |wanted: &dyn Fn(&str) -> bool| -> Vec<String> {
        let found = dossier.evidence.iter().filter(|(_, evidence)| wanted(evidence.attribute.name()));
        let mut names: Vec<String> = found.filter_map(|(_, evidence)| host_name(evidence)).collect();
        names.sort_by_key(|name| (name.to_lowercase(), name.clone()));
        names.dedup_by_key(|name| name.to_lowercase());
        names
    };
    let own = named(&is_name);
    if !own.is_empty() {
        return own;
    }
    let given = GIVEN.iter().map(|attribute| named(&|name| name == *attribute));
    given.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
}

/// Services that a device offers: those whose protocol was known, then open ports of unknown ones.
pub(crate) fn services(dossier: &Dossier<'_>) -> Vec<Service> {
    let mut found: BTreeMap<(String, u16), BTreeMap<String, Vec<EvidenceId>>> = BTreeMap::new();
    for (id, evidence) in &dossier.evidence {
        let (place, protocol) = match evidence.attribute.name() {
            "flow.service" => match evidence.attribute.value().split_once(' ') {
                Some(parts) => parts,
                None => continue,
            },
            "flow.server_port" => (evidence.attribute.value(), ""),
            _ => continue,
        };
        let Some((transport, port)) = place.split_once('/') else { continue };
        let Ok(port) = port.parse() else { continue };
        found
            .entry((transport.to_owned(), port))
            .or_default()
            .entry(protocol.to_owned())
            .or_default()
            .push(*id);
    }
    let mut services = Vec::new();
    for ((transport, port), mut protocols) in found {
        // An open port supports whatever protocol was recognised on it.
        let open = protocols.remove("").unwrap_or_default();
        if protocols.is_empty() {
            protocols.insert("unknown".to_owned(), Vec::new());
        }
        for (protocol, mut evidence) in protocols {
            evidence.extend_from_slice(&open);
            evidence.sort_unstable();
            evidence.dedup();
            services.push(Service {
                port,
                transport: transport.clone(),
                protocol,
                role: ServiceRole::Server,
                evidence,
            });
        }
    }
    services
}
