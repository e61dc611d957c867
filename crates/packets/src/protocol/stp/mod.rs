//! Spanning tree (IEEE 802.1D, 802.1Q): who sends a bridge protocol data unit is a switch. A hint to its role, no more.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use crate::Cursor;
use holdfast_facts::Mac;

/// Spanning tree.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "stp",
    title: "Spanning tree",
    standard: "IEEE 802.1D-2004 §9, IEEE 802.1Q-2018 §14; Cisco PVST+",
    carriers: &[Carrier::Llc(0x42), Carrier::Snap([0x00, 0x00, 0x0c], 0x010b)],
    attributes: &[
        attribute("stp.bridge", "Bridge id of the sender: priority and MAC."),
        weak("stp.root", "Bridge id of the root that the sender knows.", 4),
        weak("stp.version", "Protocol: `stp`, `rstp`, `mstp`.", 4),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    if matches!(pdu.bytes, [0, 0, 0 | 2 | 3, 0 | 2 | 0x80, ..]) { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let _ = cursor.skip(2);
    let version = match cursor.u8() {
        Some(0) => "stp",
        Some(2) => "rstp",
        Some(3) => "mstp",
        _ => return Progress::Done,
    };
    // A topology change notice has no ids.
    if !matches!(cursor.u8(), Some(0 | 2)) {
        return Progress::Done;
    }
    let _ = cursor.skip(1);
    let root = cursor.take(8);
    let _ = cursor.skip(4);
    let bridge = cursor.take(8);
    for (name, id) in [("stp.root", root), ("stp.bridge", bridge)] {
        let Some(id) = id else { return Progress::Done };
        let mut parts = Cursor::new(id);
        if let (Some(priority), Some(mac)) = (parts.u16(), parts.array::<6>()) {
            sink.value(About::Source, name, format_args!("{priority} {}", Mac(mac)), id);
        }
    }
    sink.put(About::Source, "stp.version", version, pdu.bytes.get(2..3).unwrap_or(&[]));
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_bridge_says_which_it_is() {
        let bytes =
            hex("0000 02 02 3c 8000 001120304050 00000004 8064 001ef6735981 8002 0100 1400 0200 0f00");
        let message = pdu(&bytes, Transport::Link, Direction::Unknown, 0, 0);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source stp.bridge = 32868 00:1e:f6:73:59:81",
                "source stp.root = 32768 00:11:20:30:40:50",
                "source stp.version = rstp",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }
}
