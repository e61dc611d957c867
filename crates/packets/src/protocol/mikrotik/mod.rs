//! MikroTik Neighbour Discovery (UDP 5678): RouterOS names board, version and identity.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;
use holdfast_facts::Mac;

/// MikroTik.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "mikrotik",
    title: "MikroTik Neighbour Discovery",
    standard: "observed layout of MNDP",
    carriers: &[Carrier::Udp(&[5678]), Carrier::Begins(&[])],
    attributes: &[
        attribute("mikrotik.mac", "MAC that the device gives (1)."),
        attribute("mikrotik.identity", "Identity (5): its host name."),
        attribute("mikrotik.version", "RouterOS version (7)."),
        attribute("mikrotik.platform", "Platform (8): `MikroTik`."),
        attribute("mikrotik.software_id", "Software id (11)."),
        attribute("mikrotik.board", "Board (12): the model."),
        attribute("mikrotik.interface", "Interface (16)."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Header and sequence, then the first field: its type in the low byte.
    if pdu.on_port(5678) && matches!(pdu.bytes, [_, _, _, _, 0, 1..=17, ..]) {
        Probe::Certain
    } else {
        Probe::No
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let _ = cursor.skip(4);
    while let (Some(kind), Some(length)) = (cursor.u16(), cursor.u16()) {
        let Some(value) = cursor.take(usize::from(length)) else {
            sink.anomaly("field_overrun");
            break;
        };
        let name = match kind {
            1 => {
                if let Ok(octets) = <[u8; 6]>::try_from(value) {
                    sink.value(About::Source, "mikrotik.mac", Mac(octets), value);
                }
                continue;
            }
            5 => "mikrotik.identity",
            7 => "mikrotik.version",
            8 => "mikrotik.platform",
            11 => "mikrotik.software_id",
            12 => "mikrotik.board",
            16 => "mikrotik.interface",
            _ => continue,
        };
        sink.text(About::Source, name, value);
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_router_introduces_itself() {
        let mut bytes = hex("00000001 0001 0006 4c5e0cea0365 0007 0006 362e33352e31");
        bytes.extend(hex("0008 0008 4d696b726f54696b 000c 0006 524234353047"));
        let message = pdu(&bytes, Transport::Udp, Direction::Unknown, 5678, 5678);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source mikrotik.board = RB450G",
                "source mikrotik.mac = 4c:5e:0c:ea:03:65",
                "source mikrotik.platform = MikroTik",
                "source mikrotik.version = 6.35.1",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }
}
