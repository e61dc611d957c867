//! MQTT: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// MQTT.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "mqtt",
    title: "MQTT",
    standard: "OASIS MQTT 3.1.1 and 5.0",
    carriers: &[Carrier::Tcp(&[1883])],
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
