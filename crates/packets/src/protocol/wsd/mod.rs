//! WS-Discovery and ONVIF: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// WS-Discovery and ONVIF.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "wsd",
    title: "WS-Discovery and ONVIF",
    standard: "OASIS WS-Discovery 1.1, ONVIF Core",
    carriers: &[Carrier::Udp(&[3702])],
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
