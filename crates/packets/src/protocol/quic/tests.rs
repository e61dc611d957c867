//! The standard's own packet, and packets sealed here for what it does not show: other versions, and hellos that are cut.

use super::super::Transport;
use super::super::test_support::{be_nasty, dissect, dissect_with, hex, pdu};
use super::*;
use aes::cipher::{BlockCipherEncrypt as _, KeyInit as _};
use aes_gcm::aead::{Aead as _, Payload};

/// The protected client Initial of RFC 9001 appendix A.2.
fn sample() -> Vec<u8> {
    hex(include_str!("rfc9001_a2.hex"))
}

fn message(bytes: &[u8]) -> Pdu<'_> {
    pdu(bytes, Transport::Udp, Direction::ToServer, 50000, 443)
}

/// The hello inside the standard's packet.
fn handshake() -> Vec<u8> {
    let bytes = sample();
    let (pieces, id) = initial::client_pieces(&bytes, &[]);
    assert_eq!(id, hex("8394c8f03e515708"));
    hello::runs(pieces).remove(0).1
}

const DRAFT_29: u32 = 0xff00_001d;

/// One Initial packet of a client with these CRYPTO frames.
fn seal(version: u32, id: &[u8], number: u32, pieces: &[(usize, &[u8])]) -> Vec<u8> {
    let mut plain = vec![1];
    for (offset, data) in pieces {
        plain.push(6);
        plain.extend((0x4000 | *offset as u16).to_be_bytes());
        plain.extend((0x4000 | data.len() as u16).to_be_bytes());
        plain.extend(*data);
    }
    // An acknowledgement of packet 0, between frames as some clients send it, and padding.
    plain.extend([2, 0, 0, 0, 0, 0, 0, 0]);
    let keys = keys::client(version, id).unwrap();
    let first: u8 = if version == keys::V2 { 0xd3 } else { 0xc3 };
    let mut header = vec![first];
    header.extend(version.to_be_bytes());
    header.push(id.len() as u8);
    header.extend(id);
    header.extend([0, 0]);
    header.extend((0x4000 | (4 + plain.len() + 16) as u16).to_be_bytes());
    let number_at = header.len();
    header.extend(number.to_be_bytes());
    let mut nonce = keys.iv;
    for (slot, byte) in nonce[8..].iter_mut().zip(number.to_be_bytes()) {
        *slot ^= byte;
    }
    let cipher = aes_gcm::Aes128Gcm::new(&keys.key.into());
    let sealed = cipher.encrypt(&aes_gcm::Nonce::from(nonce), Payload { msg: &plain, aad: &header }).unwrap();
    let mut mask = aes::Block::from(<[u8; 16]>::try_from(&sealed[..16]).unwrap());
    aes::Aes128::new(&keys.header.into()).encrypt_block(&mut mask);
    header[0] ^= mask[0] & 0x0f;
    for index in 0..4 {
        header[number_at + index] ^= mask[1 + index];
    }
    header.extend(sealed);
    header
}

#[test]
fn the_example_of_the_standard() {
    let bytes = sample();
    assert_eq!(bytes.len(), 1200);
    let message = message(&bytes);
    assert_eq!(probe(&message), Probe::Certain);
    let lines = dissect(&DISSECTOR, &message);
    assert!(lines.contains(&"source quic.server_name = example.com".to_owned()), "{lines:?}");
    assert!(lines.contains(&"source quic.version = 1".to_owned()));
    assert!(lines.iter().any(|line| line.starts_with("source quic.ja4 = q13d")), "{lines:?}");
    let mut changed = bytes.clone();
    changed[700] ^= 1;
    let lines = dissect(&DISSECTOR, &super::tests::message(&changed));
    assert_eq!(lines, ["source quic.version = 1"], "a packet that was changed does not open");
    be_nasty(&DISSECTOR, &super::tests::message(&bytes[..300]));
}

#[test]
fn other_versions_and_shuffled_frames() {
    let hello = handshake();
    let (a, b) = hello.split_at(120);
    for (version, name) in [(keys::V2, "2"), (DRAFT_29, "draft-29")] {
        let bytes = seal(version, &[9; 20], 0, &[(120, b), (0, a)]);
        assert_eq!(probe(&message(&bytes)), Probe::Certain);
        let lines = dissect(&DISSECTOR, &message(&bytes));
        assert!(lines.contains(&"source quic.server_name = example.com".to_owned()), "{lines:?}");
        assert!(lines.contains(&format!("source quic.version = {name}")));
        be_nasty(&DISSECTOR, &message(&bytes));
    }
}

#[test]
fn packets_one_behind_the_other() {
    let hello = handshake();
    let (a, b) = hello.split_at(40);
    let bytes = [seal(1, &[5; 8], 0, &[(40, b)]), seal(1, &[5; 8], 1, &[(0, a)])].concat();
    let lines = dissect(&DISSECTOR, &message(&bytes));
    assert!(lines.contains(&"source quic.server_name = example.com".to_owned()), "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with("source quic.ja4 = ")));
}

#[test]
fn a_name_cut_over_two_datagrams() {
    let hello = handshake();
    let at = hello.windows(7).position(|window| window == b"example").unwrap();
    let (a, b) = hello.split_at(at + 3);
    let (first, second) = (seal(1, &[5; 8], 0, &[(0, a)]), seal(1, &[5; 8], 1, &[(a.len(), b)]));
    for order in [[&first, &second], [&second, &first]] {
        let mut memory = FlowMemory::default();
        let lines = dissect_with(&DISSECTOR, &message(order[0]), &mut memory);
        assert!(!lines.iter().any(|line| line.contains("server_name")), "{lines:?}");
        let lines = dissect_with(&DISSECTOR, &message(order[1]), &mut memory);
        assert!(lines.contains(&"source quic.server_name = example.com".to_owned()), "{lines:?}");
        assert!(memory.note().is_empty());
    }
}

/// The start of a client hello of version Q046 (nDPI, telegram.pcap), its tags cut down to three.
#[test]
fn googles_own() {
    let mut bytes = hex("
        c3 51303436 50 a33549135f4a9709     # flags, Q046, lengths of ids, id
        00000001 74b0e0f9618087339 9bbad86  # packet number, hash
        a0 01 04 00                         # stream frame
        43484c4f 0300 0000                  # CHLO, three tags
        50414400 04000000                   # PAD ends at 4
        534e4900 12000000                   # SNI ends at 18
        55414944 20000000                   # UAID ends at 32
        2d2d2d2d");
    bytes.extend(b"www.google.comChrome/83.0.41");
    let message = message(&bytes);
    assert_eq!(probe(&message), Probe::Certain);
    assert_eq!(
        dissect(&DISSECTOR, &message),
        [
            "source quic.server_name = www.google.com",
            "source quic.user_agent = Chrome/83.0.41",
            "source quic.version = Q046",
        ]
    );
    be_nasty(&DISSECTOR, &message);
}

#[test]
fn others_are_not_quic() {
    for bytes in [&b"\xc0\x0a\x0a\x0a\x0a\x08"[..], b"\x16\xfe\xfd\x00\x00\x00\x00", b"GQ046 and so on", b""]
    {
        assert_eq!(probe(&message(bytes)), Probe::No);
    }
}
