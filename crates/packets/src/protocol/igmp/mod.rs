//! IGMP: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// IGMP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "igmp",
    title: "IGMP",
    standard: "RFC 3376",
    carriers: &[Carrier::IpProtocol(2)],
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
