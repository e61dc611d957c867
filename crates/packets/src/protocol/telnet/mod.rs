//! Telnet: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// Telnet.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "telnet",
    title: "Telnet",
    standard: "RFC 854",
    carriers: &[Carrier::Tcp(&[23])],
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
