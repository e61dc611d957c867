//! Real frames, and LwM2M values as the specification's examples write them.

use super::super::Transport;
use super::super::test_support::{be_nasty, dissect, dissect_with, hex, pdu};
use super::*;

#[test]
fn a_question_as_recorded() {
    let bytes = hex("4002cea0 b7 73746f72616765 ff 6d797265736f75726365");
    let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 50250, 5683);
    assert_eq!(probe(&message), Probe::Possible);
    assert_eq!(dissect(&DISSECTOR, &message), ["source coap.path = /storage"]);
    be_nasty(&DISSECTOR, &message);
    let elsewhere = pdu(&bytes, Transport::Udp, Direction::ToServer, 50250, 5353);
    assert_eq!(probe(&elsewhere), Probe::No);
}

#[test]
fn a_list_of_resources() {
    let mut answer = hex("60 45 0001 c1 28 ff");
    answer.extend(b"</temp>;rt=\"oic.r.temperature\",</led>");
    let message = pdu(&answer, Transport::Udp, Direction::ToClient, 5683, 40000);
    assert_eq!(
        dissect(&DISSECTOR, &message),
        ["source coap.resource = /led", "source coap.resource = /temp \"oic.r.temperature\""]
    );
    be_nasty(&DISSECTOR, &message);
}

#[test]
fn a_client_registers_and_is_read() {
    let mut bytes = hex("44 02 0001 aabbccdd b2 7264 11 28"); // POST, token, /rd, link format
    bytes.extend(hex("3d 02")); // Uri-Query, 15 bytes
    bytes.extend(b"ep=imei:4901542");
    bytes.extend(hex("09"));
    bytes.extend(b"lwm2m=1.1");
    let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 5683);
    assert_eq!(
        dissect(&DISSECTOR, &message),
        ["source coap.endpoint = imei:4901542", "source coap.lwm2m_version = 1.1", "source coap.path = /rd"]
    );
    be_nasty(&DISSECTOR, &message);

    // The server reads the device object; the answer repeats the token, not the path.
    let mut memory = FlowMemory::default();
    let question = hex("44 01 0002 01020304 b1 33 01 30");
    let question = pdu(&question, Transport::Udp, Direction::ToClient, 5683, 40000);
    assert_eq!(dissect_with(&DISSECTOR, &question, &mut memory), ["source coap.path = /3/0"]);
    let mut answer = hex("64 45 0002 01020304 c2 2d16 ff"); // content format 11542
    answer.extend(hex("c8 00 14"));
    answer.extend(b"Open Mobile Alliance");
    answer.extend(hex("c8 01 16"));
    answer.extend(b"Lightweight M2M Client");
    answer.extend(hex("c8 02 09"));
    answer.extend(b"345000123");
    answer.extend(hex("c3 03 312e30")); // 1.0
    answer.extend(hex("c1 09 64")); // battery level
    let message = pdu(&answer, Transport::Udp, Direction::ToServer, 40000, 5683);
    assert_eq!(
        dissect_with(&DISSECTOR, &message, &mut memory),
        [
            "source coap.lwm2m = firmware=1.0",
            "source coap.lwm2m = manufacturer=Open Mobile Alliance",
            "source coap.lwm2m = model=Lightweight M2M Client",
            "source coap.lwm2m = serial=345000123",
        ]
    );
    // Another token: not the answer to that question.
    let mut other = FlowMemory::default();
    other.set_note(b"\x04\x09\x09\x09\x09/3/0");
    assert!(dissect_with(&DISSECTOR, &message, &mut other).is_empty());
    be_nasty(&DISSECTOR, &message);
}

#[test]
fn one_resource_in_plain_text() {
    let mut memory = FlowMemory::default();
    memory.set_note(b"\x00/3/0/1");
    let mut answer = hex("60 45 0003 c0 ff");
    answer.extend(b"WaterMeter 7");
    let message = pdu(&answer, Transport::Udp, Direction::ToServer, 40000, 5683);
    assert_eq!(dissect_with(&DISSECTOR, &message, &mut memory), ["source coap.lwm2m = model=WaterMeter 7"]);
}

#[test]
fn an_ocf_platform_and_a_coiot_status() {
    let mut answer = hex("60 45 0004 c2 2710 ff bf"); // content format 10000, a map
    answer.extend(b"\x64mnmn\x67Samsung\x64mnmo\x68WA-1000X\xff");
    let message = pdu(&answer, Transport::Udp, Direction::ToClient, 5683, 40000);
    assert_eq!(
        dissect(&DISSECTOR, &message),
        ["source coap.oic = manufacturer=Samsung", "source coap.oic = model=WA-1000X"]
    );
    be_nasty(&DISSECTOR, &message);

    let mut status = hex("50 1e 0005 b3 636974 01 73"); // code 30: /cit/s
    // Option 3332 after 11: 3321 = 269 + 3052.
    status.extend(hex("ed 0bec 02"));
    status.extend(b"SHSW-1#AABBCC#1");
    let message = pdu(&status, Transport::Udp, Direction::ToServer, 5683, 5683);
    let lines = dissect(&DISSECTOR, &message);
    assert!(lines.contains(&"source coap.header = SHSW-1#AABBCC#1".to_owned()), "{lines:?}");
}
