//! SSH: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// SSH.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ssh",
    title: "SSH",
    standard: "RFC 4253",
    carriers: &[Carrier::Tcp(&[22])],
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
