//! VRRP and HSRP: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// VRRP and HSRP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "vrrp",
    title: "VRRP and HSRP",
    standard: "RFC 9568, RFC 2281",
    carriers: &[Carrier::IpProtocol(112), Carrier::Udp(&[1985, 2029])],
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
