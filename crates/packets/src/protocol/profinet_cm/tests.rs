//! No public capture was at hand: frames made after IEC 61158-6-10 §5 and the I&M profile of PI.

use super::super::test_support::{be_nasty, dissect, hex, operations, pdu};
use super::super::{Direction, Transport};
use super::*;

/// A head of RPC version 4 (little endian), kind and operation given; the object is device 0x0313 of vendor 0x002a.
fn message(kind: u8, operation: u8, body: &str) -> Vec<u8> {
    let mut bytes = vec![4, kind, 0x20, 0, 0x10, 0, 0, 0];
    bytes.extend(hex("0000a0de 976c d111 8271 00010313002a")); // object
    bytes.extend(hex("0100a0de 976c d111 8271 00a02442df7d")); // interface: device
    bytes.extend(hex("11111111 2222 3333 4444 555566667777")); // activity
    bytes.extend(hex("00000000 01000000 07000000")); // boot time, version, sequence
    bytes.extend([operation, 0]);
    bytes.extend(hex("ffff ffff 0000 0000 00 00"));
    bytes.extend(hex(body));
    bytes
}

fn asked(bytes: &[u8]) -> Pdu<'_> {
    pdu(bytes, Transport::Udp, Direction::ToServer, 49152, 34964)
}

fn answered(bytes: &[u8]) -> Pdu<'_> {
    let mut pdu = pdu(bytes, Transport::Udp, Direction::ToClient, 49152, 34964);
    std::mem::swap(&mut pdu.source, &mut pdu.destination);
    pdu
}

/// The head of a record of slot 0, index 0xaff0.
const HEAD: &str = "003c 0100 0001 00000000000000000000000000000000 00000000 0000 0001 0000 aff0 00000038
    000000000000000000000000000000000000000000000000";

#[test]
fn a_device_says_its_order_number() {
    let question = message(0, 2, &format!("00000000 40000000 00000000 00000000 40000000 0009 {HEAD}"));
    let answer = message(
        2,
        2,
        &format!(
            "00000000 78000000 00000000 00000000 78000000 8009 {HEAD}
             0020 0036 0100 002a 3645533720 3135352d36415530312d30424e3020 5320432d4a38423538393536 00000000
             0001 56 04 02 01 0000 0000 0000 0101 001e"
        ),
    );
    assert_eq!(probe(&asked(&question)), Probe::Certain);
    assert_eq!(
        dissect(&DISSECTOR, &asked(&question)),
        ["destination profinet_cm.device_id = 002a:0313", "destination profinet_cm.vendor_id = 42"]
    );
    assert_eq!(
        dissect(&DISSECTOR, &answered(&answer)),
        [
            "source profinet_cm.firmware = V4.2.1",
            "source profinet_cm.hardware = 1",
            "source profinet_cm.order_id = 6ES7 155-6AU01-0BN0",
            "source profinet_cm.serial = S C-J8B58956",
            "source profinet_cm.vendor_id = 42",
        ]
    );
    assert_eq!(
        operations(&DISSECTOR, &[asked(&question), answered(&answer)]),
        ["192.0.2.1 > 192.0.2.2: identify `read identification` asked 1 accepted 1 refused 0"]
    );
    be_nasty(&DISSECTOR, &asked(&question));
    be_nasty(&DISSECTOR, &answered(&answer));
}

#[test]
fn a_controller_connects_and_writes() {
    let connect = message(
        0,
        0,
        "00000000 40000000 00000000 00000000 40000000 0101 003d 0100 0001 11111111222233334444555566667777 0001
         020000000001 0000a0de976cd11182710001010e002a 00000011 0064 8892 0007 706c632d6f6e65",
    );
    assert_eq!(
        dissect(&DISSECTOR, &asked(&connect)),
        [
            "destination profinet_cm.device_id = 002a:0313",
            "destination profinet_cm.vendor_id = 42",
            "source profinet_cm.role = io-controller",
            "source profinet_cm.station = plc-one",
        ]
    );
    let connected = message(2, 0, "00000000 00000000 00000000 00000000 00000000");
    assert_eq!(dissect(&DISSECTOR, &answered(&connected)), ["source profinet_cm.role = io-device"]);
    let head = HEAD.replace("aff0", "0001");
    let write = message(0, 3, &format!("00000000 40000000 00000000 00000000 40000000 0008 {head}"));
    let refused = message(2, 3, "00b180df 00000000 00000000 00000000 00000000");
    assert_eq!(
        operations(&DISSECTOR, &[asked(&connect), answered(&connected), asked(&write), answered(&refused)]),
        [
            "192.0.2.1 > 192.0.2.2: configure `connect` asked 1 accepted 1 refused 0",
            "192.0.2.1 > 192.0.2.2: write `write record` asked 1 accepted 0 refused 1",
        ]
    );
    be_nasty(&DISSECTOR, &asked(&connect));
}

#[test]
fn an_endpoint_describes_itself() {
    let mut bytes = message(2, 2, "0000000000000000000000000000000001000000");
    bytes.splice(24..40, hex("0883afe1 1f5d c911 91a4 08002b14a0fa"));
    bytes.extend(b"S7-1500                   6ES7 511-1AK00-0AB0      3 V  1  8  4");
    bytes.push(0);
    assert_eq!(probe(&answered(&bytes)), Probe::Certain);
    assert_eq!(
        dissect(&DISSECTOR, &answered(&bytes)),
        [
            "source profinet_cm.firmware = V1.8.4",
            "source profinet_cm.hardware = 3",
            "source profinet_cm.order_id = 6ES7 511-1AK00-0AB0",
            "source profinet_cm.type = S7-1500",
        ]
    );
    be_nasty(&DISSECTOR, &answered(&bytes));
    let elsewhere = pdu(&bytes, Transport::Udp, Direction::ToClient, 135, 40000);
    assert_eq!(probe(&elsewhere), Probe::No);
}
