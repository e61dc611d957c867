//! Tuya discovery: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// Tuya discovery.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "tuya",
    title: "Tuya discovery",
    standard: "observed layout",
    carriers: &[Carrier::Udp(&[6666, 6667, 7000])],
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
