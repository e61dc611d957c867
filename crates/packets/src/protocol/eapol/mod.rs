//! EAPOL (802.1X): not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// EAPOL (802.1X).
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "eapol",
    title: "EAPOL (802.1X)",
    standard: "IEEE 802.1X-2020, RFC 3748",
    carriers: &[Carrier::EtherType(0x888e)],
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
