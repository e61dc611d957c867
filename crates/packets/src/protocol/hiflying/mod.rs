//! Hi-Flying module discovery: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// Hi-Flying module discovery.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "hiflying",
    title: "Hi-Flying module discovery",
    standard: "observed layout",
    carriers: &[Carrier::Udp(&[48899, 49999])],
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
