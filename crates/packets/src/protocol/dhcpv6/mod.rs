//! DHCP for IPv6: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// DHCP for IPv6.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "dhcpv6",
    title: "DHCP for IPv6",
    standard: "RFC 8415",
    carriers: &[Carrier::Udp(&[546, 547])],
    attributes: &[],
    probe,
    dissect,
};

fn probe(_: &Pdu<'_>) -> Probe {
    Probe::No
}

fn dissect(_: &Pdu<'_>, _: &mut FlowMemory, _: &mut Sink<'_>) -> Progress {
    Progress::Done
}
