//! Multicast DNS and DNS-SD: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// Multicast DNS and DNS-SD.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "mdns",
    title: "Multicast DNS and DNS-SD",
    standard: "RFC 6762, RFC 6763",
    carriers: &[Carrier::Udp(&[5353])],
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
