//! IPv6 neighbour discovery: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// IPv6 neighbour discovery.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ndp",
    title: "IPv6 neighbour discovery",
    standard: "RFC 4861, RFC 4862",
    carriers: &[Carrier::IpProtocol(58)],
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
