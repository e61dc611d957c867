//! LLDP: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// LLDP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "lldp",
    title: "LLDP",
    standard: "IEEE 802.1AB-2016, ANSI/TIA-1057 (LLDP-MED)",
    carriers: &[Carrier::EtherType(0x88cc)],
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
