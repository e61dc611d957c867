//! CAPWAP: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// CAPWAP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "capwap",
    title: "CAPWAP",
    standard: "RFC 5415, RFC 5416",
    carriers: &[Carrier::Udp(&[5246, 5247])],
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
