//! Messages of nDPI's c1222 capture; the answer is written from the standard.

use super::*;
use crate::protocol::Direction;
use crate::protocol::test_support::{be_nasty, dissect, hex, operations, pdu};

/// Called title 2.16.124.113620.1.22.0.1.1.64.10001, calling …64.33, call 3977, cleartext: identify.
const ASK: &str = "6030 a20f060d607c86f754011600010140ce11 a60e060c607c86f754011600010140 21
    a80402020f89 be072805810380 0120";

fn there(bytes: &[u8]) -> Pdu<'_> {
    pdu(bytes, Transport::Udp, Direction::ToServer, 55092, 1153)
}

fn back(bytes: &[u8]) -> Pdu<'_> {
    let to = there(bytes);
    Pdu { source: to.destination, destination: to.source, direction: Direction::ToClient, ..to }
}

#[test]
fn both_ends_have_titles() {
    let bytes = hex(ASK);
    assert_eq!(probe(&there(&bytes)), Probe::Certain);
    assert_eq!(
        dissect(&DISSECTOR, &there(&bytes)),
        ["source c1222.security = none", "source c1222.title = 2.16.124.113620.1.22.0.1.1.64.33"]
    );
    be_nasty(&DISSECTOR, &there(&bytes));
    // Ciphered, relative titles; what is inside stays unread.
    let ciphered =
        hex("6047 a211060f2b060104018285638e7f85f1c24e00 a60a06082b06010401828563 a806020413e81421
        ac0fa20da00ba10980010081044c97f489 be0d280b81098865f1e271a71f7f27");
    let lines = dissect(&DISSECTOR, &there(&ciphered));
    assert!(lines.contains(&"source c1222.security = ciphered".to_owned()), "{lines:?}");
    be_nasty(&DISSECTOR, &there(&ciphered));
}

#[test]
fn services_are_operations() {
    // Answer to call 3977: result 0, then what the meter is.
    let answer = hex("6022 a60f060d607c86f754011600010140 ce11 a40402020f89 be0a2808810680 0400 020100");
    let mut answer = answer;
    answer[1] = (answer.len() - 2) as u8;
    // Procedures and a read (as captured).
    let write =
        hex("6077 a211060f607c86f7540116000101400000876d a60e060c607c86f75401160001014021 a80402020f8a
        be4c284a81488 00b40000700053408003e087e 0f40000700090f0000024954524efeb4 0b40000700053e0800018237
        1a400007001425080024360507290000033c033cef330c0058023e 03300008");
    assert_eq!(
        operations(&DISSECTOR, &[there(&hex(ASK)), back(&answer), there(&write)]),
        [
            "192.0.2.1 > 192.0.2.2: identify `identify` asked 1 accepted 1 refused 0",
            "192.0.2.1 > 192.0.2.2: operate `start procedure` asked 4 accepted 0 refused 0",
            "192.0.2.1 > 192.0.2.2: read `full read` asked 1 accepted 0 refused 0",
        ]
    );
    be_nasty(&DISSECTOR, &there(&write));
}

#[test]
fn others_are_not_ours() {
    assert_eq!(probe(&there(b"\x60\x05hello")), Probe::No);
}
