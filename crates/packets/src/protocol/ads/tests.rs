//! Frames as a CX controller and TwinCAT sent them.

use super::super::Direction;
use super::super::test_support::{be_nasty, dissect, hex, operations, pdu};
use super::*;

fn asked(bytes: &[u8]) -> Pdu<'_> {
    pdu(bytes, Transport::Tcp, Direction::ToServer, 49192, 48898)
}

fn answered(bytes: &[u8]) -> Pdu<'_> {
    let mut pdu = pdu(bytes, Transport::Tcp, Direction::ToClient, 49192, 48898);
    std::mem::swap(&mut pdu.source, &mut pdu.destination);
    pdu
}

#[test]
fn a_plc_says_its_name_and_version() {
    let bytes = hex("0000 38000000 c0a801c70101 2f80 050d75600101 2003 0100 0500 18000000 00000000 aa000000
        00000000 02 0b 3708 504c4320536572766572 000000000000");
    assert_eq!(probe(&answered(&bytes)), Probe::Certain);
    assert_eq!(
        dissect(&DISSECTOR, &answered(&bytes)),
        [
            "source ads.device_name = PLC Server",
            "source ads.device_version = 2.11.2103",
            "source ads.net_id = 5.13.117.96.1.1",
        ]
    );
    be_nasty(&DISSECTOR, &answered(&bytes));
}

#[test]
fn a_state_is_controlled() {
    // Made after the ADS specification: stop of port 801, refused with error 0x0705 in the result.
    let stop = hex("0000 28000000 050d75600101 2103 c0a801c70101 2f80 0500 0400 08000000 00000000 0b000000
        0600 0000 00000000");
    let refused = hex(
        "0000 24000000 c0a801c70101 2f80 050d75600101 2103 0500 0500 04000000 00000000 0b000000 05070000",
    );
    let run = hex("0000 28000000 050d75600101 2103 c0a801c70101 2f80 0500 0400 08000000 00000000 0c000000
        0500 0000 00000000");
    assert_eq!(
        operations(&DISSECTOR, &[asked(&stop), answered(&refused), asked(&run)]),
        [
            "192.0.2.1 > 192.0.2.2 [port 801]: start `write control: run` asked 1 accepted 0 refused 0",
            "192.0.2.1 > 192.0.2.2 [port 801]: stop `write control: stop` asked 1 accepted 0 refused 1",
        ]
    );
    assert!(dissect(&DISSECTOR, &asked(&stop)).contains(&"source ads.role = engineering".to_owned()));
    be_nasty(&DISSECTOR, &asked(&stop));
}

#[test]
fn a_controller_is_found() {
    let mut bytes = hex("03661471 00000000 01000080 050d75600101 1027 03000000
        0500 0a00 43585f30443735363000 0400 1401 14010000 06000000 00000000 00000000 03000000");
    bytes.resize(bytes.len() + 0x114 - 20, 0);
    bytes.extend(hex("0300 0400 020bb408"));
    let message = pdu(&bytes, Transport::Udp, Direction::Unknown, 48899, 48899);
    assert_eq!(probe(&message), Probe::Certain);
    assert_eq!(
        dissect(&DISSECTOR, &message),
        [
            "source ads.host_name = CX_0D7560",
            "source ads.net_id = 5.13.117.96.1.1",
            "source ads.system = Windows CE 6.0",
            "source ads.twincat_version = 2.11.2228",
        ]
    );
    be_nasty(&DISSECTOR, &message);
}

#[test]
fn a_route_is_added_and_its_login_is_not_kept() {
    let bytes = hex("03661471 00000000 06000000 c0a801c70101 1027 05000000
        0c00 0d00 5348454e4855414a362d504300 0700 0600 c0a801c70101 0d00 0e00 41646d696e6973747261746f7200
        0200 0200 3100 0500 0d00 5348454e4855414a362d504300");
    let answer = hex("03661471 00000000 06000080 050d75600101 1027 01000000 0100 0400 00000000");
    let question = pdu(&bytes, Transport::Udp, Direction::Unknown, 48899, 48899);
    let mut back = pdu(&answer, Transport::Udp, Direction::Unknown, 48899, 48899);
    std::mem::swap(&mut back.source, &mut back.destination);
    assert_eq!(
        dissect(&DISSECTOR, &question),
        [
            "source ads.net_id = 192.168.1.199.1.1",
            "source ads.role = engineering",
            "source ads.route = SHENHUAJ6-PC"
        ]
    );
    assert_eq!(
        operations(&DISSECTOR, &[question, back]),
        ["192.0.2.1 > 192.0.2.2: configure `add route` asked 1 accepted 1 refused 0"]
    );
    be_nasty(&DISSECTOR, &question);
}

#[test]
fn what_is_not_ours() {
    assert_eq!(probe(&asked(&[0; 60])), Probe::No);
    assert_eq!(probe(&asked(b"GET / HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n")), Probe::No);
}
