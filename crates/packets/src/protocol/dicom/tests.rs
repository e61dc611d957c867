//! The association of examples/protocols/dicom.pcap (dcmtk), cut to its parts, and one written from PS3.8.

use super::*;
use crate::protocol::Transport;
use crate::protocol::test_support::{be_nasty, dissect, hex, operations, pdu};

fn item(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![kind, 0];
    bytes.extend((body.len() as u16).to_be_bytes());
    bytes.extend(body);
    bytes
}

/// Type, titles `CALLED` and `CALLING`, the application context, the contexts, and DCMTK's names.
fn association(kind: u8, contexts: &[Vec<u8>]) -> Vec<u8> {
    let mut body = hex("0001 0000");
    body.extend(b"STEXSTORE       MODALITY1       ");
    body.extend([0; 32]);
    body.extend(item(0x10, b"1.2.840.10008.3.1.1.1"));
    for context in contexts {
        body.extend(context);
    }
    let user = [
        item(0x51, &[0, 0, 0x40, 0]),
        item(0x52, b"1.2.276.0.7230010.3.0.3.6.7"),
        item(0x55, b"OFFIS_DCMTK_367"),
    ];
    body.extend(item(0x50, &user.concat()));
    let mut bytes = vec![kind, 0];
    bytes.extend((body.len() as u32).to_be_bytes());
    bytes.extend(body);
    bytes
}

fn proposed(number: u8, uid: &[u8]) -> Vec<u8> {
    let body = [vec![number, 0, 0, 0], item(0x30, uid), item(0x40, b"1.2.840.10008.1.2")].concat();
    item(0x20, &body)
}

fn decided(number: u8, result: u8) -> Vec<u8> {
    item(0x21, &[vec![number, 0, result, 0], item(0x40, b"1.2.840.10008.1.2")].concat())
}

fn there(bytes: &[u8]) -> Pdu<'_> {
    pdu(bytes, Transport::Tcp, Direction::ToServer, 32886, 104)
}

fn back(bytes: &[u8]) -> Pdu<'_> {
    let to = there(bytes);
    Pdu { source: to.destination, destination: to.source, direction: Direction::ToClient, ..to }
}

#[test]
fn an_association_says_who_and_what_for() {
    let bytes = association(
        1,
        &[
            proposed(1, b"1.2.840.10008.5.1.4.1.1.6.1"),
            proposed(3, b"1.2.840.10008.5.1.4.31"),
            proposed(5, b"1.2.840.10008.1.1"),
            proposed(7, b"1.2.3.4"),
        ],
    );
    assert_eq!(probe(&there(&bytes)), Probe::Certain);
    assert_eq!(
        dissect(&DISSECTOR, &there(&bytes)),
        [
            "source dicom.called_title = STEXSTORE",
            "source dicom.implementation = 1.2.276.0.7230010.3.0.3.6.7",
            "source dicom.implementation_version = OFFIS_DCMTK_367",
            "source dicom.title = MODALITY1",
            "source dicom.uses = storage of ultrasound",
            "source dicom.uses = verification",
            "source dicom.uses = worklist",
        ]
    );
    be_nasty(&DISSECTOR, &there(&bytes));
}

#[test]
fn what_is_accepted_is_provided() {
    let asked = association(
        1,
        &[proposed(1, b"1.2.840.10008.5.1.4.1.1.2"), proposed(3, b"1.2.840.10008.5.1.4.1.2.2.1")],
    );
    let answer = association(2, &[decided(1, 0), decided(3, 3)]);
    assert_eq!(
        operations(&DISSECTOR, &[there(&asked), back(&answer)]),
        [
            "192.0.2.1 > 192.0.2.2: file `associate for storage` asked 1 accepted 1 refused 0",
            "192.0.2.1 > 192.0.2.2: login `associate` asked 1 accepted 1 refused 0",
            "192.0.2.1 > 192.0.2.2: read `associate for query and retrieve` asked 1 accepted 0 refused 1",
        ]
    );
    be_nasty(&DISSECTOR, &back(&answer));
    // A-ASSOCIATE-RJ.
    let refused = hex("0300 00000004 00 01 01 07");
    assert_eq!(
        operations(&DISSECTOR, &[there(&asked), back(&refused)]).get(1).map(String::as_str),
        Some("192.0.2.1 > 192.0.2.2: login `associate` asked 1 accepted 0 refused 1")
    );
}

#[test]
fn whoever_stores_everything_is_no_special_device() {
    let sorts = ["1", "2", "4", "6.1", "7", "20", "128", "481.1"];
    let contexts: Vec<Vec<u8>> = sorts
        .iter()
        .enumerate()
        .map(|(place, sort)| {
            proposed(place as u8 * 2 + 1, format!("1.2.840.10008.5.1.4.1.1.{sort}").as_bytes())
        })
        .collect();
    let bytes = association(1, &contexts);
    let lines = dissect(&DISSECTOR, &there(&bytes));
    assert!(lines.contains(&"source dicom.uses = storage of everything".to_owned()), "{lines:?}");
    assert!(!lines.iter().any(|line| line.ends_with("radiotherapy")), "{lines:?}");
    assert_eq!(
        operations(&DISSECTOR, &[there(&bytes)]),
        [
            "192.0.2.1 > 192.0.2.2: file `associate for storage` asked 1 accepted 0 refused 0",
            "192.0.2.1 > 192.0.2.2: login `associate` asked 1 accepted 0 refused 0",
        ]
    );
}

#[test]
fn images_are_not_read() {
    let bytes = hex("0400 00000010 0000000c 01 02 50617469656e74");
    assert_eq!(probe(&there(&bytes)), Probe::No);
    assert!(dissect(&DISSECTOR, &there(&bytes)).is_empty());
}

#[test]
fn services_are_told_apart() {
    let word = |uid: &[u8]| services::of(uid).map(services::name);
    assert_eq!(word(b"1.2.840.10008.5.1.4.1.1.2.1"), Some("storage of ct"));
    assert_eq!(word(b"1.2.840.10008.5.1.4.1.1.20"), Some("storage of nuclear medicine"));
    assert_eq!(word(b"1.2.840.10008.5.1.1.9"), Some("print"));
    assert_eq!(word(b"1.2.840.10008.5.1.4.1.2.1.1\0"), Some("query and retrieve"));
    assert_eq!(word(b"1.2.840.113619.1"), None);
}
