//! STUN: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// STUN.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "stun",
    title: "STUN",
    standard: "RFC 8489",
    carriers: &[Carrier::Udp(&[3478]), Carrier::Tcp(&[3478])],
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
