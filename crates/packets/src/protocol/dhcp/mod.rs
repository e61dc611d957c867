//! DHCP for IPv4: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// DHCP for IPv4.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "dhcp",
    title: "DHCP for IPv4",
    standard: "RFC 2131, RFC 2132",
    carriers: &[Carrier::Udp(&[67, 68])],
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
