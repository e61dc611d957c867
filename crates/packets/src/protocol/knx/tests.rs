//! The search requests and the secure frame are from public captures (nDPI, Wireshark); answers are written from 3/8/2.

use super::*;
use crate::protocol::Direction;
use crate::protocol::test_support::{be_nasty, dissect, hex, operations, pdu};

/// Search response: endpoint 192.0.2.1:3671, device information, service families.
const FOUND: &str = "0610 0202 004e 0801 c0000201 0e57
    3601 02 01 1101 0000 00c5010400d2 e000170c 00249d0000d2
    4b4e5820495020496e746572666163652037333000000000000000000000
    0a02 0201 0301 0401 0901";

fn there(bytes: &[u8]) -> Pdu<'_> {
    pdu(bytes, Transport::Udp, Direction::ToServer, 54333, 3671)
}

fn back(bytes: &[u8]) -> Pdu<'_> {
    let to = there(bytes);
    Pdu { source: to.destination, destination: to.source, direction: Direction::ToClient, ..to }
}

#[test]
fn an_interface_says_what_it_is() {
    let mut bytes = hex(FOUND);
    let length = bytes.len() as u8;
    bytes[5] = length;
    assert_eq!(probe(&back(&bytes)), Probe::Certain);
    assert_eq!(
        dissect(&DISSECTOR, &back(&bytes)),
        [
            "source knx.address = 1.1.1",
            "source knx.mac = 00:24:9d:00:00:d2",
            "source knx.manufacturer_id = 197",
            "source knx.medium = TP1",
            "source knx.name = KNX IP Interface 730",
            "source knx.programming_mode = on",
            "source knx.security = offers secure services",
            "source knx.serial = 00c5010400d2",
            "source knx.services = core 1, device management 1, tunnelling 1, security 1",
        ]
    );
    be_nasty(&DISSECTOR, &back(&bytes));
}

#[test]
fn what_is_asked_of_the_bus_is_told() {
    // Search to everybody (nDPI), extended with a block.
    let search = hex("0610 020b 0014 0801 c0a858e7a17f 0604 01020607");
    let connect = hex("0610 0205 001a 0801 c0a80064d43d 0801 c0a80064d43d 0404 0200");
    let connected = hex("0610 0206 0014 01 00 0801 c0a8000a0e57 0404 11fa");
    // Group value write to 1/0/1, confirmed; device configuration with a secured property (Wireshark).
    let write = hex("0610 0420 0015 04 01 00 00 11 00 bc e0 0000 0801 01 0081");
    let confirmed = hex("0610 0420 0015 04 01 00 00 2e 00 bc e0 11fa 0801 01 0081");
    let restart = hex("0610 0420 0015 04 01 01 00 11 00 b0 60 0000 1105 01 0380");
    let secure = hex(
        "0610 0310 002b 04010500 41 00 00 00 00 00 00 00 17 03f1 90 0840cce7c5589d0bc034608d98cf348d907e788d1a",
    );
    let lines = operations(
        &DISSECTOR,
        &[
            there(&search),
            there(&connect),
            back(&connected),
            there(&write),
            back(&confirmed),
            there(&restart),
            there(&secure),
        ],
    );
    assert_eq!(
        lines,
        [
            "192.0.2.1 > 192.0.2.2 [device 1.1.5]: start `restart` asked 1 accepted 0 refused 0",
            "192.0.2.1 > 192.0.2.2: identify `search request` asked 1 accepted 0 refused 0",
            "192.0.2.1 > 192.0.2.2: login `connect tunnelling` asked 1 accepted 1 refused 0",
            "192.0.2.1 > 192.0.2.2: write `group value write` asked 1 accepted 1 refused 0",
        ]
    );
    for message in [&search, &connect, &write, &secure] {
        be_nasty(&DISSECTOR, &there(message));
    }
}

#[test]
fn a_tunnel_has_an_address() {
    // nDPI: feature response, individual address 1.0.135.
    let bytes = hex("0610 0423 000e 04010200 0600 1087");
    assert_eq!(dissect(&DISSECTOR, &back(&bytes)), ["source knx.tunnel_address = 1.0.135"]);
    be_nasty(&DISSECTOR, &back(&bytes));
}

#[test]
fn others_are_not_ours() {
    assert_eq!(probe(&there(b"\x06\x10\xff\xff\x00\x06")), Probe::No);
}
