//! SIP: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// SIP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "sip",
    title: "SIP",
    standard: "RFC 3261",
    carriers: &[Carrier::Udp(&[5060]), Carrier::Tcp(&[5060])],
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
