//! DUIDs (RFC 8415 §11): a client's lasting name, made from a MAC, an enterprise number or a UUID.

use holdfast_facts::Mac;

/// DUID-LLT and DUID-LL (§11.2, §11.4) of Ethernet. The MAC may be that of another interface of the same machine.
pub(super) fn mac(duid: &[u8]) -> Option<Mac> {
    let mac = match duid {
        [0, 1, 0, 1, _, _, _, _, mac @ ..] | [0, 3, 0, 1, mac @ ..] => mac,
        _ => return None,
    };
    <[u8; 6]>::try_from(mac).ok().map(Mac).filter(|mac| mac.is_unicast())
}

/// DUID-EN (§11.3).
pub(super) fn enterprise(duid: &[u8]) -> Option<u32> {
    match duid {
        [0, 2, a, b, c, d, ..] => Some(u32::from_be_bytes([*a, *b, *c, *d])),
        _ => None,
    }
}

/// At most 128 bytes (§11.1) in hex.
pub(super) struct Hex<'a>(pub(super) &'a [u8]);

impl std::fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().take(128).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
