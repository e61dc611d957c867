//! Cisco Discovery Protocol: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// Cisco Discovery Protocol.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "cdp",
    title: "Cisco Discovery Protocol",
    standard: "Cisco, public description of CDP versions 1 and 2",
    carriers: &[Carrier::Snap([0x00, 0x00, 0x0c], 0x2000)],
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
