//! Frames as servers and clients send them; where no public capture has one, made after the standard (said at each).

use super::super::Transport;
use super::super::test_support::{be_nasty, dissect, dissect_with, hex, operations, pdu};
use super::*;

fn asked(bytes: &[u8]) -> Pdu<'_> {
    pdu(bytes, Transport::Tcp, Direction::ToServer, 40000, 502)
}

/// From the server to the client, who are the other way round in [`pdu`]'s addresses.
fn answer(bytes: &[u8]) -> Pdu<'_> {
    let mut pdu = pdu(bytes, Transport::Tcp, Direction::ToClient, 40000, 502);
    std::mem::swap(&mut pdu.source, &mut pdu.destination);
    pdu
}

#[test]
fn a_coil_is_written_and_a_register_is_refused() {
    // As recorded: the answer to a write repeats it. Then an exception: illegal data address.
    let write = hex("0001 0000 0006 0a 05 0002 0000");
    let read = hex("0002 0000 0006 0a 03 ffff 0002");
    let refused = hex("0002 0000 0003 0a 83 02");
    assert_eq!(
        operations(&DISSECTOR, &[asked(&write), answer(&write), asked(&read), answer(&refused)]),
        [
            "192.0.2.1 > 192.0.2.2 [unit 10]: read `read holding registers` asked 1 accepted 0 refused 1",
            "192.0.2.1 > 192.0.2.2 [unit 10]: write `write single coil` asked 1 accepted 1 refused 0",
        ]
    );
    be_nasty(&DISSECTOR, &asked(&write));
}

/// As a Quantum answered UMAS read id.
const UMAS_ID: &str = "0000 0000 0032 00 5a 00 fe 10ff5a010100000070020000270009000800000000000e
    3134302043505520333131203130 010101000000001100";

#[test]
fn a_cpu_says_its_name_and_only_when_asked() {
    let question = hex("0000 0000 0004 00 5a 00 02");
    let bytes = hex(UMAS_ID);
    let mut memory = FlowMemory::default();
    assert_eq!(dissect(&DISSECTOR, &answer(&bytes)), [] as [&str; 0]);
    dissect_with(&DISSECTOR, &asked(&question), &mut memory);
    assert_eq!(
        dissect_with(&DISSECTOR, &answer(&bytes), &mut memory),
        ["source modbus.umas_cpu = 140 CPU 311 10", "source modbus.umas_version = 2.70"]
    );
    be_nasty(&DISSECTOR, &answer(&bytes));
}

#[test]
fn a_plc_is_stopped_started_and_loaded() {
    // Made after the published descriptions of UMAS: reservation key 0x4d, 0xfe done, 0xfd refused.
    let (stop, done) = (hex("0005 0000 0006 00 5a 4d 41 ff00"), hex("0005 0000 0004 00 5a 4d fe"));
    let (start, refused) = (hex("0006 0000 0006 00 5a 4d 40 ff00"), hex("0006 0000 0006 00 5a 4d fd 8300"));
    let load = hex("0007 0000 0006 00 5a 4d 33 0001");
    assert_eq!(
        operations(&DISSECTOR, &[asked(&stop), answer(&done), asked(&start), answer(&refused), asked(&load)]),
        [
            "192.0.2.1 > 192.0.2.2: program `umas initialise download` asked 1 accepted 0 refused 0",
            "192.0.2.1 > 192.0.2.2: start `umas start plc` asked 1 accepted 0 refused 1",
            "192.0.2.1 > 192.0.2.2: stop `umas stop plc` asked 1 accepted 1 refused 0",
        ]
    );
}

#[test]
fn identity_of_a_server_and_of_a_unit_behind_it() {
    // Made after V1.1b3 §6.21: three basic objects; then the same of unit 3.
    let objects = "0e 01 01 00 00 03 00 12 5363686e656964657220456c656374726963 01 09 425558 204e4f4530 31 02 04 56322e33";
    let own = hex(&format!("0001 0000 002d ff 2b {objects}"));
    assert_eq!(own.len(), 6 + 0x2d);
    assert_eq!(
        dissect(&DISSECTOR, &answer(&own)),
        [
            "source modbus.product_code = BUX NOE01",
            "source modbus.revision = V2.3",
            "source modbus.vendor_name = Schneider Electric",
        ]
    );
    be_nasty(&DISSECTOR, &answer(&own));
    let behind = hex(&format!("0001 0000 002d 03 2b {objects}"));
    assert!(
        dissect(&DISSECTOR, &answer(&behind))
            .contains(&"source/modbus:3 modbus.product_code = BUX NOE01".to_owned())
    );
    // Report server id (17): id 0x11, running, text.
    let server = hex("0001 0000 000d 01 11 0a 11 ff 504d35333430 2030");
    assert_eq!(dissect(&DISSECTOR, &answer(&server)), ["source modbus.server_id = PM5340 0"]);
    be_nasty(&DISSECTOR, &answer(&server));
}

#[test]
fn what_is_not_modbus() {
    for text in
        [&b"GET / HTTP/1.1\r\n"[..], b"\x16\x03\x01\x02\x00\x01\x00\x01", b"\0\x01\0\0\x7f\xff\x01\x03\0\0"]
    {
        assert_eq!(probe(&asked(text)), Probe::No);
        assert_eq!(dissect(&DISSECTOR, &asked(text)), [] as [&str; 0]);
    }
}
