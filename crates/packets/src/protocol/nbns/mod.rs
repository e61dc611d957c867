//! NetBIOS names and browser: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// NetBIOS names and browser.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "nbns",
    title: "NetBIOS names and browser",
    standard: "RFC 1001, RFC 1002, MS-BRWS",
    carriers: &[Carrier::Udp(&[137, 138])],
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
