//! SNMP: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// SNMP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "snmp",
    title: "SNMP",
    standard: "RFC 1157, RFC 3416, RFC 3411, RFC 3414",
    carriers: &[Carrier::Udp(&[161, 162])],
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
