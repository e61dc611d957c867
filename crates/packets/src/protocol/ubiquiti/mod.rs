//! Ubiquiti discovery: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// Ubiquiti discovery.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ubiquiti",
    title: "Ubiquiti discovery",
    standard: "observed layout",
    carriers: &[Carrier::Udp(&[10001])],
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
