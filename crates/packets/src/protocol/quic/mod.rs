//! QUIC Initial: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// QUIC Initial.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "quic",
    title: "QUIC Initial",
    standard: "RFC 9000, RFC 9001, RFC 9369",
    carriers: &[Carrier::Udp(&[443])],
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
