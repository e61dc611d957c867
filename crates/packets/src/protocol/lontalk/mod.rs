//! LonTalk over IP (EIA-852, ISO/IEC 14908-4): devices and routers of a LonWorks installation tunnel their packets, and
//! register at a configuration server. What is inside is not read: who speaks it belongs to building automation.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use crate::Cursor;

/// LonTalk/IP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "lontalk",
    title: "LonTalk/IP (EIA-852)",
    standard: "ISO/IEC 14908-4, ANSI/CEA-852",
    carriers: &[Carrier::Udp(&[1628, 1629]), Carrier::Begins(&[])],
    attributes: &[
        attribute("lontalk.role", "What the sender does: `node`, `configuration server`."),
        weak("lontalk.vendor_code", "Vendor code of the packet header, hexadecimal; 0 is the standard.", 2),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Length of the whole, version 1, kind, length of an extended header in words.
    match *pdu.bytes {
        [high, low, 1, kind, ..]
            if kind != 0
                && usize::from(u16::from_be_bytes([high, low])) == pdu.bytes.len()
                && pdu.bytes.len() >= 20
                && (pdu.on_port(1628) || pdu.on_port(1629)) =>
        {
            Probe::Certain
        }
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let _ = cursor.skip(3);
    let at = cursor.rest().get(..1).unwrap_or(&[]);
    let _ = cursor.skip(3);
    // Configuration servers listen at 1629, nodes at 1628.
    let role = if pdu.source.port == 1629 { "configuration server" } else { "node" };
    sink.put(About::Source, "lontalk.role", role, at);
    let vendor = cursor.rest().get(..2).unwrap_or(&[]);
    if let Some(code) = cursor.u16() {
        sink.value(About::Source, "lontalk.vendor_code", format_args!("{code:04x}"), vendor);
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_node_is_told() {
        // Written from the standard: 24 bytes, version 1, data packet, no extension, flags, vendor, session, number, time.
        let bytes = hex("0018 01 01 00 00 0000 00000001 00000002 00000003 11223344");
        let message = pdu(&bytes, Transport::Udp, Direction::Unknown, 1628, 1628);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source lontalk.role = node", "source lontalk.vendor_code = 0000"]
        );
        be_nasty(&DISSECTOR, &message);
        let other = pdu(b"\0\x18\x01\x01", Transport::Udp, Direction::Unknown, 1628, 1628);
        assert_eq!(probe(&other), Probe::No);
    }
}
