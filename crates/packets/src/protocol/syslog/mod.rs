//! Syslog: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// Syslog.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "syslog",
    title: "Syslog",
    standard: "RFC 3164, RFC 5424",
    carriers: &[Carrier::Udp(&[514])],
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
