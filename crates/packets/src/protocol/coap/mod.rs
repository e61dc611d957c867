//! CoAP: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// CoAP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "coap",
    title: "CoAP",
    standard: "RFC 7252, RFC 6690",
    carriers: &[Carrier::Udp(&[5683])],
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
