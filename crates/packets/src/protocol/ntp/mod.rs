//! NTP: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// NTP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ntp",
    title: "NTP",
    standard: "RFC 5905, RFC 9327",
    carriers: &[Carrier::Udp(&[123])],
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
