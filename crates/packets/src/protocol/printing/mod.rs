//! PJL and LPD printing: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// PJL and LPD printing.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "printing",
    title: "PJL and LPD printing",
    standard: "HP PJL Technical Reference, RFC 1179",
    carriers: &[Carrier::Tcp(&[9100, 515])],
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
