//! IMAP: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// IMAP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "imap",
    title: "IMAP",
    standard: "RFC 9051",
    carriers: &[Carrier::Tcp(&[143])],
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
