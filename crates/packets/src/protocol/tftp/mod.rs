//! TFTP: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// TFTP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "tftp",
    title: "TFTP",
    standard: "RFC 1350",
    carriers: &[Carrier::Udp(&[69])],
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
