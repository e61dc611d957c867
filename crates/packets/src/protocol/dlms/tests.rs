//! Frames of a public capture of a meter (ControlThings, its password replaced); what it does not show is from the standard.

use super::*;
use crate::protocol::Direction;
use crate::protocol::test_support::{be_nasty, dissect, hex, operations, pdu};

/// Wrapper from client 1 to device 1; AARQ: logical names, low security, a password, initiate request.
const ASSOCIATE: &str = "0001 0001 0001 0038 6036 a109060760857405080101 8a020780 8b0760857405080201
    ac0a80080000000000000000 be10040e01000000065f1f040000fe1dffff";
const ACCEPTED: &str = "0001 0001 0001 002b 6129 a109060760857405080101 a203020100 a305a103020101
    be10040e0800065f1f0400003a1d00720007";
/// Get of the logical device name, and its answer.
const GET: &str = "0001 0001 0001 000d c00141 0001 00002a0000ff 02 00";
const NAME: &str = "0001 0001 0001 0013 c40141 00 090d 41445830303131353838383430";

fn there(bytes: &[u8]) -> Pdu<'_> {
    pdu(bytes, Transport::Tcp, Direction::ToServer, 54205, 4059)
}

fn back(bytes: &[u8]) -> Pdu<'_> {
    let to = there(bytes);
    Pdu { source: to.destination, destination: to.source, direction: Direction::ToClient, ..to }
}

#[test]
fn an_association_says_how_it_is_protected() {
    let bytes = hex(ASSOCIATE);
    let elsewhere = pdu(&bytes, Transport::Tcp, Direction::ToServer, 54205, 5025);
    assert_eq!(probe(&elsewhere), Probe::Certain);
    assert_eq!(
        dissect(&DISSECTOR, &there(&bytes)),
        ["source dlms.authentication = low (password)", "source dlms.context = logical names"]
    );
    be_nasty(&DISSECTOR, &there(&bytes));
    be_nasty(&DISSECTOR, &back(&hex(ACCEPTED)));
}

#[test]
fn a_meter_names_itself_when_asked() {
    let mut memory = FlowMemory::default();
    let get = hex(GET);
    assert!(crate::protocol::test_support::dissect_with(&DISSECTOR, &there(&get), &mut memory).is_empty());
    let name = hex(NAME);
    assert_eq!(
        crate::protocol::test_support::dissect_with(&DISSECTOR, &back(&name), &mut memory),
        ["source dlms.logical_device_name = ADX0011588840", "source dlms.manufacturer = ADX"]
    );
    // AARE with a system title: [4], octet string of eight bytes.
    let titled = hex("0001 0001 0001 0029 6127 a109060760857405080103 a203020100 a305a103020101
        a40a0408 4b464d1020022c28 be06040428022020");
    let lines = dissect(&DISSECTOR, &back(&titled));
    assert!(lines.contains(&"source dlms.manufacturer = KFM".to_owned()), "{lines:?}");
    assert!(lines.contains(&"source dlms.system_title = 4b464d1020022c28".to_owned()), "{lines:?}");
    be_nasty(&DISSECTOR, &back(&titled));
}

#[test]
fn services_are_operations() {
    // From the standard: the disconnect control's method 1 (cut the supply), refused; over HDLC a get.
    let cut = hex("0001 0001 0001 000f c30142 0046 000060030aff 01 01 0f00");
    let refused = hex("0001 0001 0001 0005 c70142 03 00");
    let lines = operations(
        &DISSECTOR,
        &[
            there(&hex(ASSOCIATE)),
            back(&hex(ACCEPTED)),
            there(&hex(GET)),
            back(&hex(NAME)),
            there(&cut),
            back(&refused),
        ],
    );
    assert_eq!(
        lines,
        [
            "192.0.2.1 > 192.0.2.2: identify `get` asked 1 accepted 1 refused 0",
            "192.0.2.1 > 192.0.2.2: login `associate` asked 1 accepted 1 refused 0",
            "192.0.2.1 > 192.0.2.2: operate `disconnect or reconnect supply` asked 1 accepted 0 refused 1",
        ]
    );
    // Flag, length 0x1d, to device 1 (0003), from client 16 (21), information, check, LLC, get, check, flag.
    let framed = hex("7e a019 03 21 10 0000 e6e600 c00141 0001 00002a0000ff 02 00 0000 7e");
    assert_eq!(
        operations(&DISSECTOR, &[there(&framed)]),
        ["192.0.2.1 > 192.0.2.2: identify `get` asked 1 accepted 0 refused 0"]
    );
    be_nasty(&DISSECTOR, &there(&framed));
}

#[test]
fn a_frame_with_its_check_is_known_on_any_port() {
    // ControlThings' data1 capture: SNRM from client 16 to device 1; with a bit changed it could be anything.
    let connect = hex("7ea0070321930f017e");
    let elsewhere = |bytes| pdu(bytes, Transport::Tcp, Direction::ToServer, 60797, 4060);
    assert_eq!(probe(&elsewhere(&connect)), Probe::Certain);
    assert_eq!(probe(&elsewhere(&hex("7ea0070321930f037e"))), Probe::No);
}

#[test]
fn others_are_not_ours() {
    assert_eq!(
        probe(&pdu(b"\0\x01\0\0\0\x06\x01\x03\0\0\0\x01", Transport::Tcp, Direction::ToServer, 9, 502)),
        Probe::No
    );
}
