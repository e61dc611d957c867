//! Spanning tree (IEEE 802.1D, 802.1Q): who sends a bridge protocol data unit is a switch. A hint to its role, no more.
//!
//! In MSTP the place of the bridge's own id holds the regional root's, which many switches share; the own one stands
//! further behind (IEEE 802.1Q-2018 §14.5).

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

/// Where the bridge's own id stands in an MST BPDU.
const MSTP_BRIDGE: usize = 93;

fn probe(pdu: &Pdu<'_>) -> Probe {
    if matches!(pdu.bytes, [0, 0, 0 | 2..=4, 0 | 2 | 0x80, ..]) { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let _ = cursor.skip(2);
    let version = match cursor.u8() {
        Some(0) => "stp",
        Some(2) => "rstp",
        Some(3 | 4) => "mstp",
        _ => return Progress::Done,
    };
    // A topology change notice has no ids.
    if !matches!(cursor.u8(), Some(0 | 2)) {
        return Progress::Done;
    }
    let _ = cursor.skip(1);
    let root = cursor.take(8);
    let _ = cursor.skip(4);
    let mut bridge = cursor.take(8);
    // An empty version 1 part follows, then the length of the part for version 3.
    if version == "mstp" && pdu.bytes.get(35) == Some(&0) {
        bridge = pdu.bytes.get(MSTP_BRIDGE..MSTP_BRIDGE + 8);
    }
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

    #[test]
    fn a_bridge_in_a_region_is_not_the_regions_root() {
        let mut bytes =
            hex("0000 03 02 7c 8000 020000000010 00000000 8000 020000000020 8001 0000 1400 0200 0f00
            00 0040                                                     # version 1 and 3 lengths
            00 7265676f6e00000000000000000000000000000000000000000000000000000000 0001 # name, revision");
        bytes.resize(89, 0xdd); // digest
        bytes.extend(hex("00004e20 9000 020000000030 14"));
        let message = pdu(&bytes, Transport::Link, Direction::Unknown, 0, 0);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source stp.bridge = 36864 02:00:00:00:00:30",
                "source stp.root = 32768 02:00:00:00:00:10",
                "source stp.version = mstp",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn a_change_notice_names_nobody_and_other_llc_is_not_taken() {
        let notice = hex("0000 00 80");
        let message = pdu(&notice, Transport::Link, Direction::Unknown, 0, 0);
        assert_eq!(probe(&message), Probe::Certain);
        assert!(dissect(&DISSECTOR, &message).is_empty());
        let other = hex("0001 01 00 0000"); // GARP shares the SAP
        assert_eq!(probe(&pdu(&other, Transport::Link, Direction::Unknown, 0, 0)), Probe::No);
    }
}
