//! Tuya, the platform inside plugs, bulbs and sensors of hundreds of brands: its broadcasts on UDP 6666 (plain) and 6667
//! (encrypted with a key that is the same everywhere). Names the platform, never the brand.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use aes::Aes128;
use aes::cipher::{BlockCipherDecrypt as _, KeyInit as _};
use md5::{Digest as _, Md5};

/// Tuya.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "tuya",
    title: "Tuya discovery",
    standard: "public descriptions of the local protocol, versions 3.1 to 3.5",
    carriers: &[Carrier::Udp(&[6666, 6667, 7000]), Carrier::Begins(&[0])],
    attributes: &[
        attribute("tuya.gateway_id", "Id of the device (gwId)."),
        attribute("tuya.product_key", "Product key: which product on the platform."),
        attribute("tuya.version", "Version of the local protocol."),
    ],
    probe,
    dissect,
};

/// Everybody's key for the broadcasts: MD5 of this text.
const KEY_TEXT: &[u8] = b"yGAdlopoPVldABfn";
const BLOCKS: usize = 32;

fn probe(pdu: &Pdu<'_>) -> Probe {
    match pdu.bytes {
        [0, 0, 0x55, 0xaa, ..] | [0, 0, 0x66, 0x99, ..] => Probe::Certain,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.bytes.starts_with(&[0, 0, 0x66, 0x99]) {
        // 3.5 seals its messages; the frame itself says the version.
        sink.put(About::Source, "tuya.version", "3.5", pdu.bytes.get(..4).unwrap_or(&[]));
        return Progress::Done;
    }
    // Prefix, sequence, command, length; a return code; the payload; CRC and suffix.
    let body = pdu.bytes.get(16..pdu.bytes.len().saturating_sub(8)).unwrap_or(&[]);
    let payload = body.strip_prefix(&[0, 0, 0, 0]).unwrap_or(body);
    if payload.first() == Some(&b'{') {
        tell(payload, pdu, true, sink);
    } else if !payload.is_empty() && payload.len().is_multiple_of(16) {
        let cipher = Aes128::new(&Md5::digest(KEY_TEXT));
        let mut plain = Vec::with_capacity(payload.len());
        for chunk in payload.chunks_exact(16).take(BLOCKS) {
            let Ok(array) = <[u8; 16]>::try_from(chunk) else { break };
            let mut block = aes::Block::from(array);
            cipher.decrypt_block(&mut block);
            plain.extend_from_slice(&block);
        }
        if plain.first() == Some(&b'{') {
            tell(&plain, pdu, false, sink);
        }
    }
    Progress::Done
}

fn tell(json: &[u8], pdu: &Pdu<'_>, plain: bool, sink: &mut Sink<'_>) {
    for (name, key) in
        [("tuya.gateway_id", "gwId"), ("tuya.product_key", "productKey"), ("tuya.version", "version")]
    {
        if let Some(value) = super::json::text(json, key) {
            sink.text_at(About::Source, name, value, if plain { value } else { pdu.bytes });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;
    use aes::cipher::BlockCipherEncrypt as _;

    const JSON: &[u8] =
        b"{\"ip\":\"10.0.0.8\",\"gwId\":\"bf12\",\"productKey\":\"keyx\",\"version\":\"3.3\"}";

    fn framed(payload: &[u8]) -> Vec<u8> {
        let mut bytes = hex("000055aa 00000000 00000013 00000000 00000000");
        bytes.extend(payload);
        bytes.extend(hex("11223344 0000aa55"));
        bytes
    }

    #[test]
    fn plain_and_encrypted() {
        let expected =
            ["source tuya.gateway_id = bf12", "source tuya.product_key = keyx", "source tuya.version = 3.3"];
        let bytes = framed(JSON);
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 6666);
        assert_eq!(dissect(&DISSECTOR, &message), expected);
        be_nasty(&DISSECTOR, &message);
        let cipher = Aes128::new(&Md5::digest(KEY_TEXT));
        let mut padded = JSON.to_vec();
        let pad = 16 - padded.len() % 16;
        padded.resize(padded.len() + pad, pad as u8);
        let sealed: Vec<u8> = padded
            .chunks(16)
            .flat_map(|chunk| {
                let mut block = aes::Block::from(<[u8; 16]>::try_from(chunk).unwrap());
                cipher.encrypt_block(&mut block);
                block.to_vec()
            })
            .collect();
        let bytes = framed(&sealed);
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 6667);
        assert_eq!(dissect(&DISSECTOR, &message), expected);
        be_nasty(&DISSECTOR, &message);
    }
}
