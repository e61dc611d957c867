//! Service Location Protocol: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// Service Location Protocol.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "slp",
    title: "Service Location Protocol",
    standard: "RFC 2608",
    carriers: &[Carrier::Udp(&[427])],
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
