//! TiVo beacon: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// TiVo beacon.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "tivo",
    title: "TiVo beacon",
    standard: "observed layout",
    carriers: &[Carrier::Udp(&[2190])],
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
