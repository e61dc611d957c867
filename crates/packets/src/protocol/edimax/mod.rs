//! Edimax discovery: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// Edimax discovery.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "edimax",
    title: "Edimax discovery",
    standard: "observed layout",
    carriers: &[Carrier::Udp(&[20560]), Carrier::Tcp(&[8765])],
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
