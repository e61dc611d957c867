//! Frames as an open62541 server and its client sent them; build information made after OPC 10000-5.

use super::super::Transport;
use super::super::test_support::{be_nasty, dissect, dissect_with, hex, operations, pdu};
use super::*;

fn question(bytes: &[u8]) -> Pdu<'_> {
    pdu(bytes, Transport::Tcp, Direction::ToServer, 57420, 4840)
}

fn answer(bytes: &[u8]) -> Pdu<'_> {
    let mut pdu = pdu(bytes, Transport::Tcp, Direction::ToClient, 57420, 4840);
    std::mem::swap(&mut pdu.source, &mut pdu.destination);
    pdu
}

/// A message of one chunk: request id, type, then hex and texts.
fn message(id: u8, kind: u16, parts: &[&dyn AsRef<[u8]>]) -> Vec<u8> {
    let mut body = hex("01000000 01000000 02000000");
    body.extend([id, 0, 0, 0, 1, 0]);
    body.extend(kind.to_le_bytes());
    parts.iter().for_each(|part| body.extend(part.as_ref()));
    let mut bytes = b"MSGF".to_vec();
    bytes.extend(u32::try_from(body.len() + 8).unwrap().to_le_bytes());
    bytes.extend(body);
    bytes
}

fn text(text: &str) -> Vec<u8> {
    let mut bytes = u32::try_from(text.len()).unwrap().to_le_bytes().to_vec();
    bytes.extend(text.as_bytes());
    bytes
}

fn request_head() -> Vec<u8> {
    hex("0000 824cdf99a8f3d801 01000000 00000000 ffffffff 10270000 000000")
}

fn answer_head() -> Vec<u8> {
    hex("ec50df99a8f3d801 01000000 00000000 00 00000000 000000")
}

#[test]
fn a_channel_is_opened() {
    let hello = hex("48454c46 38000000 00000000 00000200 00000200 00004000 80000000 18000000
        6f70632e7463703a2f2f6c6f63616c686f73743a34383430");
    assert_eq!(probe(&question(&hello)), Probe::Certain);
    assert_eq!(dissect(&DISSECTOR, &question(&hello)), ["destination opcua.url = opc.tcp://localhost:4840"]);
    let open = hex("4f504e46 84000000 00000000 2f000000
        687474703a2f2f6f7063666f756e646174696f6e2e6f72672f55412f5365637572697479506f6c696379234e6f6e65 ffffffff ffffffff
        01000000 01000000 0100be01 00003440df99a8f3d8010000000000000000ffffffff0000000000000000000000000000000001000000ffffffffc0270900");
    assert_eq!(dissect(&DISSECTOR, &question(&open)), ["source opcua.policy = None"]);
    be_nasty(&DISSECTOR, &question(&hello));
    be_nasty(&DISSECTOR, &question(&open));
}

#[test]
fn a_server_offers_its_endpoints() {
    let bytes = message(
        2,
        431,
        &[
            &answer_head(),
            &[1u8, 0, 0, 0],
            &text("opc.tcp://localhost:4840"),
            &text("urn:open62541.server.application"),
            &text("http://open62541.org"),
            &[2u8],
            &text("open62541-based OPC UA Application"),
            &hex("00000000 ffffffff ffffffff 00000000 ffffffff 01000000"),
            &text("http://opcfoundation.org/UA/SecurityPolicy#None"),
            &[2u8, 0, 0, 0],
            &text("open62541-anonymous-policy"),
            &hex("00000000 ffffffff ffffffff ffffffff"),
            &text("open62541-username-policy"),
            &hex("01000000 ffffffff ffffffff ffffffff"),
            &text("http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary"),
            &[0u8],
        ],
    );
    assert_eq!(
        dissect(&DISSECTOR, &answer(&bytes)),
        [
            "source opcua.application_name = open62541-based OPC UA Application",
            "source opcua.application_type = server",
            "source opcua.application_uri = urn:open62541.server.application",
            "source opcua.endpoint = None none: anonymous, user name",
            "source opcua.product_uri = http://open62541.org",
        ]
    );
    be_nasty(&DISSECTOR, &answer(&bytes));
}

#[test]
fn a_session_is_entered_and_its_password_is_not_kept() {
    let activate = message(
        4,
        467,
        &[
            &request_head(),
            &hex("ffffffff ffffffff ffffffff ffffffff 01004401 01 36000000"),
            &text("open62541-username-policy"),
            &text("user1"),
            &text("password"),
            &hex("ffffffff ffffffff ffffffff"),
        ],
    );
    let refused = message(4, 470, &[&hex("ec50df99a8f3d801 01000000 00002080 00 00000000 000000")]);
    assert_eq!(dissect(&DISSECTOR, &question(&activate)), [] as [&str; 0]);
    assert_eq!(
        operations(&DISSECTOR, &[question(&activate), answer(&refused)]),
        ["192.0.2.1 > 192.0.2.2: login `activate session: user name` asked 1 accepted 0 refused 1"]
    );
    be_nasty(&DISSECTOR, &question(&activate));
}

#[test]
fn values_are_written_and_methods_called() {
    let write = message(5, 673, &[&request_head(), &hex("00000000")]);
    let refused = message(5, 676, &[&answer_head(), &hex("01000000 00003b80 00000000")]);
    let call = message(6, 712, &[&request_head(), &hex("00000000")]);
    let done =
        message(6, 715, &[&answer_head(), &hex("01000000 00000000 00000000 00000000 00000000 00000000")]);
    let fault = message(7, 397, &[&hex("ec50df99a8f3d801 01000000 00000b80 00 00000000 000000")]);
    let browse = message(7, 527, &[&request_head(), &hex("00000000")]);
    assert_eq!(
        operations(
            &DISSECTOR,
            &[
                question(&write),
                answer(&refused),
                question(&call),
                answer(&done),
                question(&browse),
                answer(&fault)
            ]
        ),
        [
            "192.0.2.1 > 192.0.2.2: operate `call` asked 1 accepted 1 refused 0",
            "192.0.2.1 > 192.0.2.2: read `browse` asked 1 accepted 0 refused 1",
            "192.0.2.1 > 192.0.2.2: write `write` asked 1 accepted 0 refused 1",
        ]
    );
}

#[test]
fn a_server_says_its_build() {
    // Manufacturer and software version by node, then the whole of the build.
    let node = |number: u16| {
        let mut bytes = vec![1, 0];
        bytes.extend(number.to_le_bytes());
        bytes.extend(hex("0d000000 ffffffff 0000 ffffffff"));
        bytes
    };
    let read = message(
        8,
        631,
        &[&request_head(), &hex("0000000000000000 03000000 03000000"), &node(2263), &node(2264), &node(2260)],
    );
    let mut build =
        [text("http://a.example"), text("Example"), text("PLC 9"), text("1.2.3"), text("77")].concat();
    build.extend([0; 8]);
    let values = message(
        8,
        634,
        &[
            &answer_head(),
            &hex("03000000 01 0c"),
            &text("Example"),
            &hex("05 0c"),
            &text("1.2.3"),
            &hex("0000000000000000 01 16 01005401 01"),
            &u32::try_from(build.len()).unwrap().to_le_bytes(),
            &build,
            &hex("ffffffff"),
        ],
    );
    let mut memory = FlowMemory::default();
    dissect_with(&DISSECTOR, &question(&read), &mut memory);
    assert_eq!(
        dissect_with(&DISSECTOR, &answer(&values), &mut memory),
        [
            "source opcua.build_number = 77",
            "source opcua.manufacturer = Example",
            "source opcua.product_name = PLC 9",
            "source opcua.product_uri = http://a.example",
            "source opcua.software_version = 1.2.3",
        ]
    );
    assert_eq!(
        operations(&DISSECTOR, &[question(&read), answer(&values)]),
        ["192.0.2.1 > 192.0.2.2: identify `read build information` asked 1 accepted 1 refused 0"]
    );
    be_nasty(&DISSECTOR, &question(&read));
}

#[test]
fn what_is_not_ours() {
    assert_eq!(probe(&question(b"HELO mail.example.org\r\n")), Probe::No);
    assert_eq!(probe(&question(b"MSGX\x10\0\0\0")), Probe::No);
}
