//! Frames of public captures (ITI ICS-Security-Tools, ControlThings), cut to their BACnet part; those that no capture showed
//! are written from the standard and say so.

use super::*;
use crate::protocol::Direction;
use crate::protocol::test_support::{be_nasty, dissect, hex, operations, pdu};

fn message(bytes: &[u8]) -> Pdu<'_> {
    pdu(bytes, Transport::Udp, Direction::Unknown, 47808, 47808)
}

fn back(bytes: &[u8]) -> Pdu<'_> {
    let there = message(bytes);
    Pdu { source: there.destination, destination: there.source, ..there }
}

#[test]
fn a_device_announces_itself() {
    // Original-Broadcast; to everybody; I-Am device 18, vendor 18. Behind the end by the length: stale bytes.
    let bytes = hex("810b0018 0120ffff00ff 1000 c402000012 2205c4 9103 2112");
    assert_eq!(probe(&message(&bytes)), Probe::Certain);
    assert_eq!(
        dissect(&DISSECTOR, &message(&bytes)),
        ["source bacnet.device = 18", "source bacnet.vendor_id = 18"]
    );
    be_nasty(&DISSECTOR, &message(&bytes));
}

#[test]
fn what_is_behind_a_router_is_not_the_router() {
    // As above with SNET 0x0065 (101), SADR 0x72: I-Am device 86114, vendor 260 routed by the sender.
    let bytes = hex("810b001c 0128 ffff00 006501 72 fe 1000 c402015062 2132 9103 220104");
    assert_eq!(
        dissect(&DISSECTOR, &message(&bytes)),
        ["source/bacnet:86114 bacnet.device = 86114", "source/bacnet:86114 bacnet.vendor_id = 260"]
    );
    be_nasty(&DISSECTOR, &message(&bytes));
}

#[test]
fn a_broadcast_manager_speaks_for_others() {
    // Forwarded-NPDU of 192.168.0.18: I-Am device 18, vendor 18.
    let bytes = hex("8104001e c0a80012bac0 0120ffff00ff 1000 c402000012 2205c4 9103 2112");
    assert_eq!(
        dissect(&DISSECTOR, &message(&bytes)),
        [
            "192.168.0.18 bacnet.device = 18",
            "192.168.0.18 bacnet.vendor_id = 18",
            "source bacnet.broadcast_manager = forwards"
        ]
    );
    // Forwarded, and from behind that router: nobody here can be named for it.
    let bytes = hex("81040022 c0a80012bac0 0128ffff00 000401 56 fe 1000 c4020d7ee8 2201e0 9103 2156");
    assert_eq!(dissect(&DISSECTOR, &message(&bytes)), ["source bacnet.broadcast_manager = forwards"]);
    be_nasty(&DISSECTOR, &message(&bytes));
}

#[test]
fn the_device_object_says_what_it_is() {
    // ReadProperty-ACK: device (wildcard), model-name in UCS-2.
    let bytes = hex("810a002d 0100 30010c 0c023fffff 1946 3e
         751904 004d0053002d004e00410045003400350031 0030002d0032 3f");
    assert_eq!(dissect(&DISSECTOR, &message(&bytes)), ["source bacnet.model = MS-NAE4510-2"]);
    be_nasty(&DISSECTOR, &message(&bytes));
    // ReadPropertyMultiple-ACK, from the standard: device 5: vendor-identifier 24, an error for 372, firmware "6.0"; an analog input's name.
    let bytes = hex(
        "810a0037 0100 30020e 0c02000005 1e 2978 4e 2118 4f 2a0174 5e 9102 9120 5f 292c 4e 7400362e30 4f 1f
         0c00000001 1e 294d 4e 73004149 4f 1f",
    );
    assert_eq!(
        dissect(&DISSECTOR, &message(&bytes)),
        ["source bacnet.firmware = 6.0", "source bacnet.vendor_id = 24"]
    );
    be_nasty(&DISSECTOR, &message(&bytes));
}

#[test]
fn operations_are_told_with_their_answers() {
    let model = hex("810a0011 0104 0005010c 0c023fffff 1946");
    let model_answer = hex("810a0015 0100 30010c 0c023fffff 1946 3e 73004142 3f");
    // From the standard: WriteProperty of a binary output's present-value to network 101 address 114, refused by error;
    // ReinitializeDevice cold start, aborted by the server; a file written, done.
    let write = hex("810a001c 0124 00650172 ff 0005020f 0c01000001 1955 3e 9101 3f 3908");
    let refused = hex("810a000f 0108 00650172 50020f 9102 9128");
    let restart = hex("810a000c 0104 00050314 0900");
    let aborted = hex("810a0009 0100 710300");
    let file = hex("810a0012 0104 00050407 c402800001 0e 0f");
    let done = hex("810a000a 0100 30040700");
    let register = hex("81050006ea60");
    let registered = hex("810000060000");
    let lines = operations(
        &DISSECTOR,
        &[
            message(&model),
            back(&model_answer),
            message(&write),
            back(&refused),
            message(&restart),
            back(&aborted),
            message(&file),
            back(&done),
            message(&register),
            back(&registered),
        ],
    );
    assert_eq!(
        lines,
        [
            "192.0.2.1 > 192.0.2.2 [network 101 address 114]: write `write property` asked 1 accepted 0 refused 1",
            "192.0.2.1 > 192.0.2.2: configure `register foreign device` asked 1 accepted 1 refused 0",
            "192.0.2.1 > 192.0.2.2: file `atomic write file` asked 1 accepted 1 refused 0",
            "192.0.2.1 > 192.0.2.2: identify `read property` asked 1 accepted 1 refused 0",
            "192.0.2.1 > 192.0.2.2: start `reinitialize device: cold start` asked 1 accepted 0 refused 1",
        ]
    );
}

#[test]
fn bacnet_over_ethernet_has_no_virtual_link() {
    // Written from the standard (clause 7): behind the LLC header the network layer begins at once.
    let bytes = hex("01 20 ffff 00 ff 1000 c402000012 2205c4 9103 2112");
    let message = pdu(&bytes, Transport::Link, Direction::Unknown, 0, 0);
    assert_eq!(probe(&message), Probe::Certain);
    assert_eq!(dissect(&DISSECTOR, &message), ["source bacnet.device = 18", "source bacnet.vendor_id = 18"]);
    be_nasty(&DISSECTOR, &message);
}

#[test]
fn other_datagrams_are_not_ours() {
    assert_eq!(probe(&message(b"\x00\x01\x00\x00")), Probe::No);
    assert_eq!(probe(&message(b"")), Probe::No);
}
