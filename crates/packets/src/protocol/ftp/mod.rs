//! FTP: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// FTP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ftp",
    title: "FTP",
    standard: "RFC 959",
    carriers: &[Carrier::Tcp(&[21])],
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
