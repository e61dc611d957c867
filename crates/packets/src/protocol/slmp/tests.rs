//! No public capture of SLMP: frames written from SH-080956.

use super::*;
use crate::protocol::Direction;
use crate::protocol::test_support::{be_nasty, dissect_with, hex, operations, pdu};

fn there(bytes: &[u8]) -> Pdu<'_> {
    pdu(bytes, Transport::Tcp, Direction::ToServer, 50000, 5007)
}

fn back(bytes: &[u8]) -> Pdu<'_> {
    let to = there(bytes);
    Pdu { source: to.destination, destination: to.source, direction: Direction::ToClient, ..to }
}

#[test]
fn a_controller_says_its_type_name() {
    // 3E: own network, CPU ff, I/O 03ff, station 0, length 6, timer, command 0101.
    let ask = hex("5000 00 ff ff03 00 0600 1000 0101 0000");
    // End code 0, "Q03UDVCPU" in sixteen characters, code 0366.
    let answer = hex("d000 00 ff ff03 00 1400 0000 51303355445643505520202020202020 6603");
    assert_eq!(probe(&there(&ask)), Probe::Certain);
    let mut memory = FlowMemory::default();
    assert!(dissect_with(&DISSECTOR, &there(&ask), &mut memory).is_empty());
    assert_eq!(
        dissect_with(&DISSECTOR, &back(&answer), &mut memory),
        ["source slmp.model = Q03UDVCPU", "source slmp.model_code = 0366"]
    );
    be_nasty(&DISSECTOR, &there(&ask));
    be_nasty(&DISSECTOR, &back(&answer));
    // The same in ASCII.
    let (ask, answer) = (b"500000FF03FF00000C001001010000", b"D00000FF03FF0000180000Q03UDVCPU       0366");
    let mut memory = FlowMemory::default();
    assert_eq!(probe(&there(ask)), Probe::Certain);
    dissect_with(&DISSECTOR, &there(ask), &mut memory);
    assert_eq!(
        dissect_with(&DISSECTOR, &back(answer), &mut memory),
        ["source slmp.model = Q03UDVCPU", "source slmp.model_code = 0366"]
    );
    be_nasty(&DISSECTOR, &back(answer));
}

#[test]
fn commands_are_operations() {
    // 4E, serial 0x1234: remote stop of network 1 station 2, refused (end code 4013); 3E: a device written.
    let stop = hex("5400 3412 0000 01 ff ff03 02 0800 1000 0210 0000 0100");
    let refused = hex("d400 3412 0000 01 ff ff03 02 0200 1340");
    let write = hex("5000 00 ff ff03 00 0e00 1000 0114 0000 640000 a8 0100 3412");
    let done = hex("d000 00 ff ff03 00 0200 0000");
    assert_eq!(
        operations(&DISSECTOR, &[there(&stop), back(&refused), there(&write), back(&done)]),
        [
            "192.0.2.1 > 192.0.2.2 [network 1 station 2]: stop `remote stop` asked 1 accepted 0 refused 1",
            "192.0.2.1 > 192.0.2.2: write `device write` asked 1 accepted 1 refused 0",
        ]
    );
}

#[test]
fn others_are_not_ours() {
    assert_eq!(probe(&there(b"PRI * HTTP/2.0\r\n")), Probe::No);
    assert_eq!(probe(&there(&hex("5000 0000 0000 0000 0000 0000"))), Probe::No);
}
