//! LLMNR: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// LLMNR.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "llmnr",
    title: "LLMNR",
    standard: "RFC 4795",
    carriers: &[Carrier::Udp(&[5355])],
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
