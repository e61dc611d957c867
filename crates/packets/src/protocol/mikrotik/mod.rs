//! MikroTik Neighbour Discovery: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// MikroTik Neighbour Discovery.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "mikrotik",
    title: "MikroTik Neighbour Discovery",
    standard: "observed layout of MNDP",
    carriers: &[Carrier::Udp(&[5678])],
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
