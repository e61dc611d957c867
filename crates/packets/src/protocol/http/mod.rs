//! HTTP/1: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// HTTP/1.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "http",
    title: "HTTP/1",
    standard: "RFC 9110, RFC 9112",
    carriers: &[Carrier::Tcp(&[80, 8080])],
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
