//! RADIUS: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// RADIUS.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "radius",
    title: "RADIUS",
    standard: "RFC 2865, RFC 2866",
    carriers: &[Carrier::Udp(&[1812, 1813, 1645, 1646])],
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
