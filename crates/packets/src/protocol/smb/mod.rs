//! SMB 1 and 2 with NTLMSSP: not read yet.

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink};

/// SMB 1 and 2 with NTLMSSP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "smb",
    title: "SMB 1 and 2 with NTLMSSP",
    standard: "MS-CIFS, MS-SMB2, MS-NLMP",
    carriers: &[Carrier::Tcp(&[445, 139])],
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
