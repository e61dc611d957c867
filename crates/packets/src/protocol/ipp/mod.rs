//! Internet Printing Protocol: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// Internet Printing Protocol.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ipp",
    title: "Internet Printing Protocol",
    standard: "RFC 8010, RFC 8011",
    carriers: &[Carrier::Tcp(&[631])],
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
