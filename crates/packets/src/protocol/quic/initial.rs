//! Taking the protection off a client's Initial packet (RFC 9001 §5), and its CRYPTO frames together.

use crate::Cursor;
use aes::Aes128;
use aes::cipher::{BlockCipherEncrypt as _, KeyInit as _};
use aes_gcm::aead::{Aead as _, Payload};
use aes_gcm::{Aes128Gcm, Nonce};
use hkdf::Hkdf;
use sha2::Sha256;

const V1: u32 = 1;
const V2: u32 = 0x6b33_43cf;

/// Bytes of the handshake that are put together from one datagram.
const CRYPTO_LIMIT: usize = 8 * 1024;
const FRAMES: usize = 256;

/// Salts of RFC 9001 §5.2, RFC 9369 §3.3.1, and of the drafts that devices were shipped with.
const SALT_V1: [u8; 20] = [
    0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc,
    0xbb, 0x7f, 0x0a,
];
const SALT_V2: [u8; 20] = [
    0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93, 0x81, 0xbe, 0x6e, 0x26, 0x9d, 0xcb, 0xf9,
    0xbd, 0x2e, 0xd9,
];
const SALT_29: [u8; 20] = [
    0xaf, 0xbf, 0xec, 0x28, 0x99, 0x93, 0xd2, 0x4c, 0x9e, 0x97, 0x86, 0xf1, 0x9c, 0x61, 0x11, 0xe0, 0x43,
    0x90, 0xa8, 0x99,
];
const SALT_23: [u8; 20] = [
    0xc3, 0xee, 0xf7, 0x12, 0xc7, 0x2e, 0xbb, 0x5a, 0x11, 0xa7, 0xd2, 0x43, 0x2b, 0xb4, 0x63, 0x65, 0xbe,
    0xf9, 0xf5, 0x02,
];

pub(super) fn is_known(version: u32) -> bool {
    salt(version).is_some()
}

fn salt(version: u32) -> Option<&'static [u8; 20]> {
    match version {
        V1 => Some(&SALT_V1),
        V2 => Some(&SALT_V2),
        0xff00_001d..=0xff00_0020 => Some(&SALT_29),
        0xff00_0017..=0xff00_001c => Some(&SALT_23),
        _ => None,
    }
}

pub(super) fn version_name(version: u32) -> String {
    match version {
        V1 => "1".to_owned(),
        V2 => "2".to_owned(),
        draft if draft >> 8 == 0x00ff_0000 => format!("draft-{}", draft & 0xff),
        other => format!("0x{other:08x}"),
    }
}

/// HKDF-Expand-Label of TLS 1.3 (RFC 8446 §7.1) with an empty context.
fn expand<const N: usize>(secret: &Hkdf<Sha256>, label: &str) -> Option<[u8; N]> {
    let mut info = Vec::with_capacity(40);
    info.extend_from_slice(&u16::try_from(N).ok()?.to_be_bytes());
    info.push(u8::try_from(label.len() + 6).ok()?);
    info.extend_from_slice(b"tls13 ");
    info.extend_from_slice(label.as_bytes());
    info.push(0);
    let mut out = [0; N];
    secret.expand(&info, &mut out).ok()?;
    Some(out)
}

fn variable(cursor: &mut Cursor<'_>) -> Option<usize> {
    let first = cursor.u8()?;
    let mut value = usize::from(first & 0x3f);
    for _ in 1..1usize << (first >> 6) {
        value = value << 8 | usize::from(cursor.u8()?);
    }
    Some(value)
}

/// The handshake bytes of a client's Initial packet, from their start and without gaps.
pub(super) fn client_handshake(packet: &[u8]) -> Option<Vec<u8>> {
    let mut cursor = Cursor::new(packet);
    let first = cursor.u8()?;
    let version = cursor.u32()?;
    // Initial is type 0 in version 1 and type 1 in version 2 (RFC 9369 §3.2).
    if first >> 4 & 3 != u8::from(version == V2) {
        return None;
    }
    let length = cursor.u8()?;
    let destination = cursor.take(usize::from(length))?;
    let length = cursor.u8()?;
    cursor.skip(usize::from(length))?;
    let token = variable(&mut cursor)?;
    cursor.skip(token)?;
    let length = variable(&mut cursor)?;
    let number_at = cursor.position();
    let protected = cursor.take(length)?;

    let (_, initial) = Hkdf::<Sha256>::extract(Some(salt(version)?), destination);
    let client: [u8; 32] = expand(&initial, "client in")?;
    let client = Hkdf::<Sha256>::from_prk(&client).ok()?;
    let v2 = version == V2;
    let key: [u8; 16] = expand(&client, if v2 { "quicv2 key" } else { "quic key" })?;
    let iv: [u8; 12] = expand(&client, if v2 { "quicv2 iv" } else { "quic iv" })?;
    let header_key: [u8; 16] = expand(&client, if v2 { "quicv2 hp" } else { "quic hp" })?;

    // Header protection (RFC 9001 §5.4): a mask from a sample four bytes behind the packet number's start.
    let sample: [u8; 16] = protected.get(4..20)?.try_into().ok()?;
    let mut mask = aes::Block::from(sample);
    Aes128::new(&header_key.into()).encrypt_block(&mut mask);
    let first = first ^ mask.first()? & 0x0f;
    let number_length = usize::from(first & 3) + 1;
    let mut number = 0u64;
    let mut header = packet.get(..number_at + number_length)?.to_vec();
    *header.first_mut()? = first;
    for index in 0..number_length {
        let byte = header.get_mut(number_at + index)?;
        *byte ^= mask.get(1 + index)?;
        number = number << 8 | u64::from(*byte);
    }
    let mut nonce = iv;
    for (slot, byte) in nonce.iter_mut().skip(4).zip(number.to_be_bytes()) {
        *slot ^= byte;
    }
    let sealed = Payload { msg: protected.get(number_length..)?, aad: &header };
    let plain = Aes128Gcm::new(&key.into()).decrypt(&Nonce::from(nonce), sealed).ok()?;
    crypto(&plain)
}

/// CRYPTO frames (RFC 9000 §19.6) in any order; padding and pings between them.
fn crypto(plain: &[u8]) -> Option<Vec<u8>> {
    let mut pieces: Vec<(usize, &[u8])> = Vec::new();
    let mut cursor = Cursor::new(plain);
    for _ in 0..FRAMES.max(plain.len()) {
        match cursor.u8() {
            None => break,
            Some(0 | 1) => {}
            Some(6) => {
                let offset = variable(&mut cursor)?;
                let length = variable(&mut cursor)?;
                let data = cursor.take(length)?;
                if pieces.len() < FRAMES && offset.saturating_add(length) <= CRYPTO_LIMIT {
                    pieces.push((offset, data));
                }
            }
            // ACK, CONNECTION_CLOSE and the like: what matters came before or does not come.
            Some(_) => break,
        }
    }
    pieces.sort_unstable_by_key(|(offset, _)| *offset);
    let mut bytes = Vec::new();
    for (offset, data) in pieces {
        if let Some(new) = bytes.len().checked_sub(offset).and_then(|known| data.get(known..)) {
            bytes.extend_from_slice(new);
        }
    }
    (!bytes.is_empty()).then_some(bytes)
}

/// Google's transport parameter 0x3129: the user agent, in plain text.
pub(super) fn user_agent(parameters: &[u8]) -> Option<&[u8]> {
    let mut cursor = Cursor::new(parameters);
    for _ in 0..64 {
        let id = variable(&mut cursor)?;
        let length = variable(&mut cursor)?;
        let value = cursor.take(length)?;
        if id == 0x3129 {
            return Some(value);
        }
    }
    None
}
