//! SSDP: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// SSDP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ssdp",
    title: "SSDP",
    standard: "UPnP Device Architecture 2.0",
    carriers: &[Carrier::Udp(&[1900])],
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
