//! Skinny (SCCP): not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// Skinny (SCCP).
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "skinny",
    title: "Skinny (SCCP)",
    standard: "Cisco, observed layout",
    carriers: &[Carrier::Tcp(&[2000])],
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
