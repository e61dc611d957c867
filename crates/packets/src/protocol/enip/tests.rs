//! Frames as a ControlLogix chassis, its communication module and a MicroLogix answered; tags and stops made after 1756-PM020.

use super::super::Transport;
use super::super::test_support::{be_nasty, dissect, dissect_with, hex, operations, pdu};
use super::*;

fn asked(bytes: &[u8]) -> Pdu<'_> {
    pdu(bytes, Transport::Tcp, Direction::ToServer, 40000, 44818)
}

fn answered(bytes: &[u8]) -> Pdu<'_> {
    let mut pdu = pdu(bytes, Transport::Tcp, Direction::ToClient, 40000, 44818);
    std::mem::swap(&mut pdu.source, &mut pdu.destination);
    pdu
}

/// Wraps a CIP message into SendRRData with the given sender context.
fn wrapped(context: u8, message: &str) -> Vec<u8> {
    let message = hex(message);
    let length = u16::try_from(message.len()).unwrap();
    let mut bytes = hex("6f00");
    bytes.extend((length + 16).to_le_bytes());
    bytes.extend([1, 2, 3, 4, 0, 0, 0, 0, context, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend(hex("00000000 0000 0200 0000 0000 b200"));
    bytes.extend(length.to_le_bytes());
    bytes.extend(message);
    bytes
}

#[test]
fn a_device_answers_a_list_identity() {
    let bytes = hex("6300 3300 00000000 00000000 c1debed100000000 00000000 0100
        0c00 2d00 0100 0002af12 0a0101a4 0000000000000000
        0100 0c00 3a00 0403 3000 8e4d5200 0b 313735362d454e42542f41 03");
    let message = answered(&bytes);
    assert_eq!(
        dissect(&DISSECTOR, &message),
        [
            "source enip.address = 10.1.1.164",
            "source enip.device_type = 12",
            "source enip.product_code = 58",
            "source enip.product_name = 1756-ENBT/A",
            "source enip.revision = 4.3",
            "source enip.serial = 00524d8e",
            "source enip.vendor_id = 1",
        ]
    );
    be_nasty(&DISSECTOR, &message);
    let question = hex("6300 0000 00000000 00000000 c1debed100000000 00000000");
    assert_eq!(
        operations(&DISSECTOR, &[asked(&question), message]),
        ["192.0.2.1 > 192.0.2.2: identify `list identity` asked 1 accepted 1 refused 0"]
    );
}

/// Get attributes all of the identity object, by an unconnected send to slot 0; and the controller's answer.
const SLOT: (&str, &str) = (
    "52 02 20062401 07f9 0600 010220012401 0100 0100",
    "81 00 0000 0100 0e00 3600 1014 6030 3f825100 14 313735362d4c36312f42204c4f47495835353631",
);

#[test]
fn a_controller_in_a_slot_is_a_child_and_what_the_chassis_is() {
    let (question, answer) = (wrapped(7, SLOT.0), wrapped(7, SLOT.1));
    assert_eq!(probe(&asked(&question)), Probe::Certain);
    let mut memory = FlowMemory::default();
    dissect_with(&DISSECTOR, &asked(&question), &mut memory);
    assert_eq!(
        dissect_with(&DISSECTOR, &answered(&answer), &mut memory),
        [
            "source enip.controller = 1756-L61/B LOGIX5561",
            "source enip.controller_revision = 16.20",
            "source/enip:slot 0 enip.device_type = 14",
            "source/enip:slot 0 enip.product_code = 54",
            "source/enip:slot 0 enip.product_name = 1756-L61/B LOGIX5561",
            "source/enip:slot 0 enip.revision = 16.20",
            "source/enip:slot 0 enip.serial = 0051823f",
            "source/enip:slot 0 enip.vendor_id = 1",
        ]
    );
    // Nobody asked: it is not known whose it is.
    assert_eq!(dissect(&DISSECTOR, &answered(&answer)), [] as [&str; 0]);
    assert_eq!(
        operations(&DISSECTOR, &[asked(&question), answered(&answer)]),
        [
            "192.0.2.1 > 192.0.2.2 [slot 0]: identify `get attributes all: identity` asked 1 accepted 1 refused 0"
        ]
    );
    be_nasty(&DISSECTOR, &asked(&question));
    be_nasty(&DISSECTOR, &answered(&answer));
}

#[test]
fn a_module_is_flashed_and_reset() {
    let begin =
        (wrapped(1, "4b 02 20a12401 16ff1b0000000000"), wrapped(1, "cb 00 0000 00007b145e01040300000000"));
    let part = (wrapped(2, "4d 02 20a12401 00000000 95950000"), wrapped(2, "cd 00 0000 000000000200"));
    let reset = (wrapped(3, "05 02 20012401"), wrapped(3, "85 00 1000"));
    assert_eq!(
        operations(
            &DISSECTOR,
            &[
                asked(&begin.0),
                answered(&begin.1),
                asked(&part.0),
                answered(&part.1),
                asked(&reset.0),
                answered(&reset.1)
            ]
        ),
        [
            "192.0.2.1 > 192.0.2.2: firmware `firmware update: begin` asked 1 accepted 1 refused 0",
            "192.0.2.1 > 192.0.2.2: firmware `firmware update: transfer` asked 1 accepted 1 refused 0",
            "192.0.2.1 > 192.0.2.2: start `reset: identity` asked 1 accepted 0 refused 1",
        ]
    );
}

#[test]
fn tags_are_written_and_a_controller_is_stopped() {
    // A multiple service packet with a read and a write of tags "ab"; a stop of class 0x8e over slot 2.
    let several =
        wrapped(1, "0a 02 20022401 0200 0600 0e00 4c 02 9102 6162 0100 4d 02 9102 6162 c300 0100 0500");
    let answers = wrapped(1, "8a 00 1e00 0200 0600 0e00 cc 00 0000 c300 0500 cd 00 0500");
    let stop = wrapped(2, "52 02 20062401 07f9 0600 0702208e2401 0100 0102");
    let stopped = wrapped(2, "87 00 0000");
    assert_eq!(
        operations(&DISSECTOR, &[asked(&several), answered(&answers), asked(&stop), answered(&stopped)]),
        [
            "192.0.2.1 > 192.0.2.2 [slot 2]: stop `stop` asked 1 accepted 1 refused 0",
            "192.0.2.1 > 192.0.2.2: read `read tag` asked 1 accepted 1 refused 0",
            "192.0.2.1 > 192.0.2.2: write `write tag` asked 1 accepted 0 refused 1",
        ]
    );
    be_nasty(&DISSECTOR, &asked(&several));
}

#[test]
fn a_connection_leads_to_a_slot() {
    let open = wrapped(
        1,
        "54 02 20062401 0801 300fe801 4014fe80 1300 4d00 f32b9532 00000000 00127a00 f443 00127a00 f443 a3 03 0100 2002 2401",
    );
    let opened = wrapped(1, "d4 00 0000 01037900 1300fe80 1300 4d00 f32b9532 00127a00 00127a00 0000");
    let question = hex("7000 1e00 00010211 00000000 0000000000000000 00000000 00000000 0000 0200
        a100 0400 01037900 b100 0a00 0200 0e03 2001 2401 3007");
    let answer = hex("7000 2200 00010211 00000000 0000000000000000 00000000 00000000 0000 0200
        a100 0400 1300fe80 b100 0e00 0200 8e00 0000 07 4d5649353650 53");
    let mut memory = FlowMemory::default();
    assert_eq!(
        dissect_with(&DISSECTOR, &asked(&open), &mut memory),
        ["source enip.originator_serial = 32952bf3", "source enip.originator_vendor_id = 77"]
    );
    dissect_with(&DISSECTOR, &answered(&opened), &mut memory);
    dissect_with(&DISSECTOR, &asked(&question), &mut memory);
    assert_eq!(
        dissect_with(&DISSECTOR, &answered(&answer), &mut memory),
        ["source/enip:slot 0 enip.product_name = MVI56PS"]
    );
    be_nasty(&DISSECTOR, &asked(&open));
}

#[test]
fn a_micrologix_says_its_catalogue_number() {
    let question = wrapped(9, "4b 02 20672401 07 4d00 d323aa07 06 00 d7b1 03");
    let answer = wrapped(
        9,
        "cb 00 0000 07 4d00 d323aa07 46 00 d7b1 00ee4a9c23 313736332d4c4543202020 00002600781a30fc01",
    );
    let mut memory = FlowMemory::default();
    dissect_with(&DISSECTOR, &asked(&question), &mut memory);
    assert_eq!(
        dissect_with(&DISSECTOR, &answered(&answer), &mut memory),
        ["source enip.pccc_processor = 1763-LEC"]
    );
    assert_eq!(
        operations(&DISSECTOR, &[asked(&question), answered(&answer)]),
        ["192.0.2.1 > 192.0.2.2: identify `pccc diagnostic status` asked 1 accepted 1 refused 0"]
    );
    be_nasty(&DISSECTOR, &answered(&answer));
}

#[test]
fn what_is_not_ours() {
    let bytes = b"GET / HTTP/1.1\r\nHost: plc\r\n\r\n";
    assert_eq!(probe(&asked(bytes)), Probe::No);
}
