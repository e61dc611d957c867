//! Spanning tree: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// Spanning tree.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "stp",
    title: "Spanning tree",
    standard: "IEEE 802.1D-2004, IEEE 802.1Q",
    carriers: &[Carrier::Llc(0x42)],
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
