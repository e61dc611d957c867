//! Dropbox LAN sync: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// Dropbox LAN sync.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "dropbox",
    title: "Dropbox LAN sync",
    standard: "observed layout",
    carriers: &[Carrier::Udp(&[17500])],
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
