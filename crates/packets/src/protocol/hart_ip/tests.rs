//! Frames of ITI's hart_ip capture (an Emerson WirelessHART gateway); what is behind it is written from the standard.

use super::*;
use crate::protocol::test_support::{be_nasty, dissect, dissect_with, hex, operations, pdu};
use crate::protocol::{Direction, Transport};

const INITIATE: &str = "01000000 0002 000d 01 00007530";
const ASK: &str = "01000300 0003 0011 82 264e0000d2 00 00 38";
/// Delimiter, address, command 0, 24 bytes: response 0, status, 254, type 264e, … maker 0026, label 0026, profile 132.
const ANSWER: &str =
    "01010300 0003 0029 86 264e0000d2 00 18 00d0 fe264e05 0704010e0c 0000d2 0502 0002 d0 0026 0026 84 e4";

fn there(bytes: &[u8]) -> Pdu<'_> {
    pdu(bytes, Transport::Udp, Direction::ToServer, 49905, 5094)
}

fn back(bytes: &[u8]) -> Pdu<'_> {
    let to = there(bytes);
    Pdu { source: to.destination, destination: to.source, direction: Direction::ToClient, ..to }
}

#[test]
fn a_gateway_says_what_it_is() {
    let bytes = hex(ANSWER);
    assert_eq!(probe(&back(&bytes)), Probe::Certain);
    let mut memory = FlowMemory::default();
    memory.set_note(&[1]);
    assert_eq!(
        dissect_with(&DISSECTOR, &back(&bytes), &mut memory),
        [
            "source hart_ip.device_id = 0000d2",
            "source hart_ip.device_revision = 4",
            "source hart_ip.device_type = 264e",
            "source hart_ip.hardware_revision = 1",
            "source hart_ip.manufacturer_id = 38",
            "source hart_ip.profile = 132",
            "source hart_ip.software_revision = 1",
            "source hart_ip.universal_revision = 7",
        ]
    );
    be_nasty(&DISSECTOR, &back(&bytes));
    // Another address in the same session is something behind it: an old transmitter of maker 0x26, type 0x06.
    let behind = hex("01010300 0004 001f 86 a606123456 00 0e 0040 fe2606 05 05 02 03 08 00 123456 00");
    let lines = dissect_with(&DISSECTOR, &back(&behind), &mut memory);
    assert!(lines.contains(&"source/hart:2606123456 hart_ip.manufacturer_id = 38".to_owned()), "{lines:?}");
    be_nasty(&DISSECTOR, &back(&behind));
}

#[test]
fn tags_are_text() {
    let bytes = hex("01010300 000a 0033 86 264e0000d2 14 22 00d0
        7769686172746777 0000000000000000 0000000000000000 0000000000000000 db");
    let mut memory = FlowMemory::default();
    memory.set_note(&[0x26, 0x4e, 0, 0, 0xd2]);
    assert_eq!(dissect_with(&DISSECTOR, &back(&bytes), &mut memory), ["source hart_ip.long_tag = wihartgw"]);
    be_nasty(&DISSECTOR, &back(&bytes));
}

#[test]
fn commands_are_operations() {
    // From the standard: write range values to a device behind, refused as write-protected (7).
    let write = hex("01000300 0005 001a 82 2606123456 23 09 27 3f800000 00000000 00");
    let refused = hex("01010300 0005 0013 86 a606123456 23 02 0740 00");
    let lines = operations(
        &DISSECTOR,
        &[there(&hex(INITIATE)), there(&hex(ASK)), back(&hex(ANSWER)), there(&write), back(&refused)],
    );
    assert_eq!(
        lines,
        [
            "192.0.2.1 > 192.0.2.2 [device 2606123456]: write `write range values` asked 1 accepted 0 refused 1",
            "192.0.2.1 > 192.0.2.2: identify `read unique identifier` asked 1 accepted 1 refused 0",
            "192.0.2.1 > 192.0.2.2: login `session initiate` asked 1 accepted 0 refused 0",
        ]
    );
}

#[test]
fn others_are_not_ours() {
    assert_eq!(probe(&there(b"GET / HTTP/1.1\r\n")), Probe::No);
    assert!(dissect(&DISSECTOR, &there(b"\x01\x00\x00")).is_empty());
}
