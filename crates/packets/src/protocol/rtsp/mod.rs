//! RTSP: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// RTSP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "rtsp",
    title: "RTSP",
    standard: "RFC 2326, RFC 7826",
    carriers: &[Carrier::Tcp(&[554, 8554])],
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
