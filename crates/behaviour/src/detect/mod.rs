//! Detectors: what no single attribute or operation shows. Each is one file with one idea; the rule in `data/exposures/` that
//! names it carries its limits and its sentence.

mod addresses;
mod beacon;
mod certificate;
mod commander;
mod dhcp;
mod guess;
mod internet;
mod scan;
mod stranger;
mod tls;
mod tunnel;
mod zone;

use crate::finding::Findings;
use crate::rule::{ExposureRule, ExposureRules, When};
use crate::scene::Scene;

/// Attributes that detectors read; rules name theirs.
pub(crate) const READ: [&str; 13] = [
    "arp.address",
    "dhcp.name_server",
    "dhcp.router",
    "dhcp.server",
    "dns.answer",
    "dns.query",
    "http.program",
    "tls.cert_expires",
    "tls.cert_self_signed",
    "tls.cert_serial",
    "tls.offered",
    "tls.server_name",
    "tls.version",
];

type Detector = fn(&Scene<'_>, &ExposureRule, &mut Findings<'_>);

/// Every detector by the name under which rules ask for it.
pub(crate) const DETECTORS: &[(&str, Detector)] = &[
    ("address_clash", addresses::clash),
    ("arp_spoof", addresses::spoof),
    ("man_in_the_middle", addresses::middle),
    ("beacon", beacon::look),
    ("certificate_expired", certificate::expired),
    ("certificate_shared", certificate::shared),
    ("controller_reachable", zone::controller_reachable),
    ("guess_burst", guess::refused_logins),
    ("connection_burst", guess::connections),
    ("internet_inbound", internet::inbound),
    ("internet_talk", internet::outbound),
    ("nameless_tls", stranger::nameless_tls),
    ("port_scan", scan::ports),
    ("dns_tunnel", tunnel::look),
    ("echo_sweep", scan::echoes),
    ("host_sweep", scan::hosts),
    ("function_sweep", scan::functions),
    ("program_download", stranger::program_download),
    ("refused_requests", scan::refused),
    ("rogue_dhcp", dhcp::rogue),
    ("tls_client_old", tls::client_old),
    ("tls_limited_by_server", tls::server_old),
    ("undeclared_conduit", zone::undeclared),
    ("unexpected_commander", commander::unexpected),
];

pub(crate) fn look(scene: &Scene<'_>, rules: &ExposureRules, findings: &mut Findings<'_>) {
    for rule in rules.iter() {
        let When::Detector(name) = &rule.when else { continue };
        if let Some((_, detector)) = DETECTORS.iter().find(|(known, _)| known == name) {
            detector(scene, rule, findings);
        }
    }
}
