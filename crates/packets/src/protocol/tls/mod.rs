//! TLS: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// TLS.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "tls",
    title: "TLS",
    standard: "RFC 5246, RFC 8446, RFC 5280",
    carriers: &[Carrier::Tcp(&[443, 8443])],
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
