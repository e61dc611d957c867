//! Kerberos 5: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// Kerberos 5.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "kerberos",
    title: "Kerberos 5",
    standard: "RFC 4120",
    carriers: &[Carrier::Udp(&[88]), Carrier::Tcp(&[88])],
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
