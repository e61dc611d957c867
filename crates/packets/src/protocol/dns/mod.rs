//! DNS: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// DNS.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "dns",
    title: "DNS",
    standard: "RFC 1035",
    carriers: &[Carrier::Udp(&[53]), Carrier::Tcp(&[53])],
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
