//! POP3: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// POP3.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "pop3",
    title: "POP3",
    standard: "RFC 1939",
    carriers: &[Carrier::Tcp(&[110])],
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
