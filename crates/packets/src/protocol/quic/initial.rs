//! Taking the protection off the Initial packets of one datagram (RFC 9001 §5), and their CRYPTO frames out.

use super::keys::{self, Keys, V2};
use crate::Cursor;
use aes::Aes128;
use aes::cipher::{BlockCipherEncrypt as _, KeyInit as _};
use aes_gcm::aead::{Aead as _, Payload};
use aes_gcm::{Aes128Gcm, Nonce};

/// Packets of one datagram that are looked at (RFC 9000 §12.2).
const PACKETS: usize = 4;
const FRAMES: usize = 256;

/// Bytes of the handshake, and where they stand in it.
pub(super) type Piece = (usize, Vec<u8>);

/// A variable-length integer (RFC 9000 §16).
pub(super) fn variable(cursor: &mut Cursor<'_>) -> Option<usize> {
    let first = cursor.u8()?;
    let mut value = usize::from(first & 0x3f);
    for _ in 1..1usize << (first >> 6) {
        value = value << 8 | usize::from(cursor.u8()?);
    }
    Some(value)
}

/// A packet with a long header (RFC 9000 §17.2).
struct Packet<'a> {
    version: u32,
    destination: &'a [u8],
    is_initial: bool,
    /// The whole packet, and where its packet number begins.
    bytes: &'a [u8],
    number_at: usize,
}

/// The pieces of the handshake in the client's Initial packets of a datagram, and the connection id that opened them. Later
/// packets bear the id that the server chose; the first one, which the keys come from, is then given as `before`.
pub(super) fn client_pieces<'a>(datagram: &'a [u8], before: &'a [u8]) -> (Vec<Piece>, &'a [u8]) {
    let mut pieces = Vec::new();
    let mut opened_by: &[u8] = &[];
    let mut rest = datagram;
    for _ in 0..PACKETS {
        let Some(packet) = next(&mut rest) else { break };
        if !packet.is_initial {
            continue;
        }
        for id in [packet.destination, before] {
            let keys = keys::client(packet.version, id).filter(|_| !id.is_empty());
            if let Some(plain) = keys.and_then(|keys| open(&packet, &keys)) {
                frames(&plain, &mut pieces);
                opened_by = id;
                break;
            }
        }
    }
    (pieces, opened_by)
}

/// Cuts the next packet off a datagram. Retry and unknown versions have no length: the rest is theirs.
fn next<'a>(rest: &mut &'a [u8]) -> Option<Packet<'a>> {
    let mut cursor = Cursor::new(rest);
    let first = cursor.u8().filter(|first| first & 0xc0 == 0xc0)?;
    let version = cursor.u32().filter(|version| keys::is_known(*version))?;
    let length = cursor.u8().filter(|length| *length <= 20)?;
    let destination = cursor.take(usize::from(length))?;
    let length = cursor.u8().filter(|length| *length <= 20)?;
    cursor.skip(usize::from(length))?;
    // Version 2 shifts the types by one (RFC 9369 §3.2).
    let kind = (first >> 4 & 3).wrapping_sub(u8::from(version == V2)) & 3;
    if kind == 3 {
        return None;
    }
    if kind == 0 {
        let token = variable(&mut cursor)?;
        cursor.skip(token)?;
    }
    let length = variable(&mut cursor)?;
    let number_at = cursor.position();
    cursor.skip(length)?;
    let (bytes, behind) = rest.split_at_checked(cursor.position())?;
    *rest = behind;
    Some(Packet { version, destination, is_initial: kind == 0, bytes, number_at })
}

/// Header protection (RFC 9001 §5.4), then the packet's own.
fn open(packet: &Packet<'_>, keys: &Keys) -> Option<Vec<u8>> {
    let protected = packet.bytes.get(packet.number_at..)?;
    // The mask comes from a sample four bytes behind the packet number's start.
    let sample: [u8; 16] = protected.get(4..20)?.try_into().ok()?;
    let mut mask = aes::Block::from(sample);
    Aes128::new(&keys.header.into()).encrypt_block(&mut mask);
    let first = packet.bytes.first()? ^ mask.first()? & 0x0f;
    let number_length = usize::from(first & 3) + 1;
    let mut number = 0u64;
    let mut header = packet.bytes.get(..packet.number_at + number_length)?.to_vec();
    *header.first_mut()? = first;
    for index in 0..number_length {
        let byte = header.get_mut(packet.number_at + index)?;
        *byte ^= mask.get(1 + index)?;
        number = number << 8 | u64::from(*byte);
    }
    let mut nonce = keys.iv;
    for (slot, byte) in nonce.iter_mut().skip(4).zip(number.to_be_bytes()) {
        *slot ^= byte;
    }
    let sealed = Payload { msg: protected.get(number_length..)?, aad: &header };
    Aes128Gcm::new(&keys.key.into()).decrypt(&Nonce::from(nonce), sealed).ok()
}

/// CRYPTO frames (RFC 9000 §19.6) in any order, with padding, pings and acknowledgements between them.
fn frames(plain: &[u8], pieces: &mut Vec<Piece>) -> Option<()> {
    let mut cursor = Cursor::new(plain);
    // Each turn reads at least one byte.
    while cursor.left() > 0 {
        match cursor.u8()? {
            0 | 1 => {}
            kind @ (2 | 3) => {
                // Largest, delay, count, first range; then a gap and a length each; three counters with ECN.
                let (_, _, ranges, _) = (
                    variable(&mut cursor)?,
                    variable(&mut cursor)?,
                    variable(&mut cursor)?,
                    variable(&mut cursor)?,
                );
                let more = if kind == 3 { 3 } else { 0 };
                for _ in 0..ranges.min(plain.len()).saturating_mul(2).saturating_add(more) {
                    variable(&mut cursor)?;
                }
            }
            6 => {
                let offset = variable(&mut cursor)?;
                let length = variable(&mut cursor)?;
                let data = cursor.take(length)?;
                if pieces.len() < FRAMES {
                    pieces.push((offset, data.to_vec()));
                }
            }
            // CONNECTION_CLOSE: nothing of the handshake follows.
            _ => break,
        }
    }
    Some(())
}
