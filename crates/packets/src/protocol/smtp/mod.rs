//! SMTP: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// SMTP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "smtp",
    title: "SMTP",
    standard: "RFC 5321",
    carriers: &[Carrier::Tcp(&[25, 587])],
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
