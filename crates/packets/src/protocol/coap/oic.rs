//! OCF platforms (OCF Core, `/oic/p` and `/oic/d`): CBOR maps whose keys say maker, model and versions. Only text under
//! these keys is looked for; the map itself is not walked.

use super::super::{About, Sink};

/// Keys of `oic.wk.p` and `oic.wk.d`, each as CBOR writes it: a text head, then the letters. `n` is a person's name for it.
const KEYS: [(&[u8], &str); 7] = [
    (b"\x64mnmn", "manufacturer"),
    (b"\x64mnmo", "model"),
    (b"\x64mnfv", "firmware"),
    (b"\x64mnhw", "hardware"),
    (b"\x64mnpv", "platform"),
    (b"\x64mnos", "system"),
    (b"\x63sov", "software"),
];

pub(super) fn read(payload: &[u8], sink: &mut Sink<'_>) {
    for (key, name) in KEYS {
        let Some(at) = payload.windows(key.len()).position(|w| w == key) else { continue };
        let Some(value) = payload.get(at + key.len()..).and_then(text) else { continue };
        let shown = holdfast_facts::readable(value);
        sink.value(About::Source, "coap.oic", format_args!("{name}={shown}"), value);
    }
}

/// A text string of at most 255 bytes (RFC 8949 §3.1, major type 3).
fn text(bytes: &[u8]) -> Option<&[u8]> {
    let (head, rest) = bytes.split_first()?;
    match head {
        0x61..=0x77 => rest.get(..usize::from(head - 0x60)),
        0x78 => rest.get(1..1 + usize::from(*rest.first()?)),
        _ => None,
    }
}
