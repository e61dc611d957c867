//! eQ-3 MAX! discovery: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// eQ-3 MAX! discovery.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "eq3",
    title: "eQ-3 MAX! discovery",
    standard: "observed layout",
    carriers: &[Carrier::Udp(&[23272]), Carrier::Tcp(&[62910])],
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
