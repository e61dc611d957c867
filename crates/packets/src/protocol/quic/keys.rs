//! The keys of Initial packets (RFC 9001 §5.2): they come from the client's first connection id and a salt that each version
//! publishes, so that everybody on the path can derive them.

use hkdf::Hkdf;
use sha2::Sha256;

const V1: u32 = 1;
pub(super) const V2: u32 = 0x6b33_43cf;

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

/// What protects the packets that one side sends.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Keys {
    pub(super) key: [u8; 16],
    pub(super) iv: [u8; 12],
    pub(super) header: [u8; 16],
}

/// The client's keys, from the first connection id that it made up for the server.
pub(super) fn client(version: u32, destination: &[u8]) -> Option<Keys> {
    let (_, initial) = Hkdf::<Sha256>::extract(Some(salt(version)?), destination);
    let secret: [u8; 32] = expand(&initial, "client in")?;
    let secret = Hkdf::<Sha256>::from_prk(&secret).ok()?;
    let [key, iv, header] = match version {
        V2 => ["quicv2 key", "quicv2 iv", "quicv2 hp"],
        _ => ["quic key", "quic iv", "quic hp"],
    };
    Some(Keys { key: expand(&secret, key)?, iv: expand(&secret, iv)?, header: expand(&secret, header)? })
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

#[cfg(test)]
mod tests {
    use super::super::super::test_support::hex;
    use super::*;

    /// RFC 9001 appendix A.1 and RFC 9369 appendix A.1: the same connection id under both versions.
    #[test]
    fn the_keys_of_the_standards() {
        let destination = hex("8394c8f03e515708");
        for (version, key, iv, header) in [
            (
                V1,
                "1f369613dd76d5467730efcbe3b1a22d",
                "fa044b2f42a3fd3b46fb255c",
                "9f50449e04a0e810283a1e9933adedd2",
            ),
            (
                V2,
                "8b1a0bc121284290a29e0971b5cd045d",
                "91f73e2351d8fa91660e909f",
                "45b95e15235d6f45a6b19cbcb0294ba9",
            ),
        ] {
            let keys = client(version, &destination).unwrap();
            assert_eq!(
                (&keys.key[..], &keys.iv[..], &keys.header[..]),
                (&*hex(key), &*hex(iv), &*hex(header))
            );
        }
        assert_eq!(client(0x0a0a_0a0a, &destination), None);
    }
}
