//! RDP connection request: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// RDP connection request.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "rdp",
    title: "RDP connection request",
    standard: "MS-RDPBCGR 2.2.1.1",
    carriers: &[Carrier::Tcp(&[3389])],
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
