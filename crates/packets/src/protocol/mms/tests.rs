//! Frames as two programs answered; controls and name plates made after IEC 61850-8-1.

use super::super::test_support::{be_nasty, dissect, dissect_with, hex, operations, pdu};
use super::super::{Direction, Transport};
use super::*;

fn asked(bytes: &[u8]) -> Pdu<'_> {
    pdu(bytes, Transport::Tcp, Direction::ToServer, 1068, 102)
}

fn answered(bytes: &[u8]) -> Pdu<'_> {
    let mut pdu = pdu(bytes, Transport::Tcp, Direction::ToClient, 1068, 102);
    std::mem::swap(&mut pdu.source, &mut pdu.destination);
    pdu
}

/// An element of BER.
fn tlv(tag: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![tag];
    if body.len() > 0x7f {
        bytes.push(0x81);
    }
    bytes.push(u8::try_from(body.len()).unwrap());
    bytes.extend(body);
    bytes
}

/// An MMS message in its session and transport.
fn carried(message: &[u8]) -> Vec<u8> {
    let mut list = hex("020103");
    list.extend(tlv(0xa0, message));
    let mut data = hex("02f080 01000100");
    data.extend(tlv(0x61, &tlv(0x30, &list)));
    let mut bytes = vec![3, 0, 0, u8::try_from(data.len() + 4).unwrap()];
    bytes.extend(data);
    bytes
}

#[test]
fn a_server_identifies_itself() {
    let question = hex("0300001b 02f080 01000100 610e 300c 020103 a007 a005 020101 8200");
    let answer = hex("0300003c 02f080 01000100 612f 302d 020103 a028 a126 020101 a221
        8009 494e464f2054454348 810d 53363138353020666f72205043 8205 302e302e31");
    assert_eq!(probe(&answered(&answer)), Probe::Certain);
    assert_eq!(
        dissect(&DISSECTOR, &answered(&answer)),
        ["source mms.model = S61850 for PC", "source mms.revision = 0.0.1", "source mms.vendor = INFO TECH"]
    );
    assert_eq!(
        operations(&DISSECTOR, &[asked(&question), answered(&answer)]),
        ["192.0.2.1 > 192.0.2.2: identify `identify` asked 1 accepted 1 refused 0"]
    );
    be_nasty(&DISSECTOR, &asked(&question));
    be_nasty(&DISSECTOR, &answered(&answer));
}

/// A write or read of one variable of a domain.
fn of_variable(service: u8, id: u8, item: &[u8], value: &[u8]) -> Vec<u8> {
    let name = [tlv(0x1a, b"IED1CTRL"), tlv(0x1a, item)].concat();
    let list = tlv(0xa0, &tlv(0x30, &tlv(0xa0, &tlv(0xa1, &name))));
    let list = if service == 0xa4 { tlv(0xa1, &list) } else { list };
    carried(&tlv(0xa0, &[tlv(0x02, &[id]), tlv(service, &[list, value.to_vec()].concat())].concat()))
}

#[test]
fn a_breaker_is_operated() {
    let value = tlv(0xa0, &tlv(0xa2, &tlv(0x83, &[1])));
    let select = of_variable(0xa4, 1, b"CSWI1$CO$Pos$SBO", &[]);
    let operate = of_variable(0xa5, 2, b"CSWI1$CO$Pos$Oper", &value);
    let done = carried(&tlv(0xa1, &[tlv(0x02, &[2]), tlv(0xa5, &hex("8100"))].concat()));
    let report = of_variable(0xa5, 3, b"LLN0$RP$rcb01$RptEna", &tlv(0xa0, &tlv(0x83, &[1])));
    let refused = carried(&tlv(0xa1, &[tlv(0x02, &[3]), tlv(0xa5, &hex("800103"))].concat()));
    assert_eq!(
        operations(
            &DISSECTOR,
            &[asked(&select), asked(&operate), answered(&done), asked(&report), answered(&refused)]
        ),
        [
            "192.0.2.1 > 192.0.2.2: configure `write control block` asked 1 accepted 0 refused 1",
            "192.0.2.1 > 192.0.2.2: operate `control: operate` asked 1 accepted 1 refused 0",
            "192.0.2.1 > 192.0.2.2: operate `control: select` asked 1 accepted 0 refused 0",
        ]
    );
    be_nasty(&DISSECTOR, &asked(&operate));
}

#[test]
fn a_name_plate_is_read() {
    let question = of_variable(0xa4, 9, b"LPHD1$DC$PhyNam", &[]);
    let strings = [
        tlv(0x8a, b"SIEMENS"),
        tlv(0x8a, b"DD"),
        tlv(0x8a, b"V4.67"),
        tlv(0x8a, b"BF1508"),
        tlv(0x8a, b"7SJ622"),
    ];
    let answer = carried(&tlv(
        0xa1,
        &[tlv(0x02, &[9]), tlv(0xa4, &tlv(0xa1, &tlv(0xa2, &strings.concat())))].concat(),
    ));
    let mut memory = FlowMemory::default();
    dissect_with(&DISSECTOR, &asked(&question), &mut memory);
    assert_eq!(
        dissect_with(&DISSECTOR, &answered(&answer), &mut memory),
        [
            "source mms.plate_hardware = DD",
            "source mms.plate_model = 7SJ622",
            "source mms.plate_serial = BF1508",
            "source mms.plate_software = V4.67",
            "source mms.plate_vendor = SIEMENS",
        ]
    );
    be_nasty(&DISSECTOR, &answered(&answer));
}

#[test]
fn whose_connection_it_is() {
    let mms = hex("03000016 11e00000b00100 c0010a c1020001 c2020002");
    assert_eq!(probe(&asked(&mms)), Probe::Possible);
    let s7 = hex("03000016 11e00000000f00 c1020100 c2020102 c0010a");
    assert_eq!(probe(&asked(&s7)), Probe::No);
    let job = hex("03000019 02f080 3201 0000 0200 0008 0000 f00000010001 01e0");
    assert_eq!(probe(&asked(&job)), Probe::No);
}

#[test]
fn a_message_in_two_transport_packets_is_put_together() {
    let whole = hex("02f080 01000100 612f 302d 020103 a028 a126 020101 a221
        8009 494e464f2054454348 810d 53363138353020666f72205043 8205 302e302e31");
    let (first, second) = whole[3..].split_at(20);
    let mut bytes = vec![3, 0, 0, 27, 2, 0xf0, 0];
    bytes.extend(first);
    bytes.extend([3, 0, 0, u8::try_from(second.len() + 7).unwrap(), 2, 0xf0, 0x80]);
    bytes.extend(second);
    assert!(dissect(&DISSECTOR, &answered(&bytes)).contains(&"source mms.vendor = INFO TECH".to_owned()));
}
