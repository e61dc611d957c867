//! TP-Link discovery: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// TP-Link discovery.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "tplink",
    title: "TP-Link discovery",
    standard: "observed layout",
    carriers: &[Carrier::Udp(&[9999, 20002]), Carrier::Tcp(&[9999])],
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
