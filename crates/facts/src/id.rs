//! Ids that derive from content: the same thing seen twice has the same id on every machine.

use std::fmt;

/// Names one piece of evidence: the first 80 bits of BLAKE3 over endpoint, attribute and sensor, as `E-` and 16 letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EvidenceId(pub [u8; 10]);

/// Names one device: 50 bits of BLAKE3 over its site and its least endpoint key, as `D-` and 10 letters.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeviceId(pub String);

impl EvidenceId {
    /// The id of a list of texts. Their lengths are part of it: no two different lists hash the same bytes.
    pub fn of(parts: &[&str]) -> EvidenceId {
        EvidenceId(hash_of(parts))
    }

    /// The least and the greatest id that begin with `E-` and these letters, as they are printed. `None` where no id can.
    pub fn range(prefix: &str) -> Option<(EvidenceId, EvidenceId)> {
        let letters = prefix.strip_prefix("E-")?;
        if letters.len() > 16 {
            return None;
        }
        let mut number = 0u128;
        for letter in letters.chars() {
            number = (number << 5) | LETTERS.iter().position(|known| *known == letter)? as u128;
        }
        // 80 bits are 16 letters.
        let free = 80 - 5 * letters.len();
        let low = number << free;
        let of = |number: u128| -> Option<EvidenceId> {
            Some(EvidenceId(number.to_be_bytes().get(6..)?.try_into().ok()?))
        };
        Some((of(low)?, of(low | ((1 << free) - 1))?))
    }
}

/// The first 80 bits of BLAKE3 over the texts, each with its length.
pub(crate) fn hash_of(parts: &[&str]) -> [u8; 10] {
    let mut bytes = Vec::with_capacity(parts.iter().map(|part| part.len() + 8).sum());
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    let mut id = [0; 10];
    for (to, from) in id.iter_mut().zip(blake3::hash(&bytes).as_bytes()) {
        *to = *from;
    }
    id
}

impl DeviceId {
    /// The id of the device whose least endpoint key is `key` (which begins with its site).
    pub fn of(key: &str) -> DeviceId {
        let hash = blake3::hash(key.as_bytes());
        let mut text = base32(hash.as_bytes().get(..7).unwrap_or(&[]));
        text.truncate(10);
        DeviceId(format!("D-{text}"))
    }
}

const LETTERS: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M',
    'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

/// Crockford's base 32: no letter that is read as another one. Trailing bits are padded with zero.
pub fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut held, mut bits) = (0u32, 0u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(LETTERS[((held >> bits) & 31) as usize]);
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(LETTERS[((held << (5 - bits)) & 31) as usize]);
    }
    text
}

impl fmt::Display for EvidenceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "E-{}", base32(&self.0))
    }
}

impl fmt::Debug for EvidenceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_is_crockfords() {
        assert_eq!(base32(&[0xff; 10]), "ZZZZZZZZZZZZZZZZ");
        assert_eq!(base32(&[0]), "00");
        let id = EvidenceId([0, 1, 2, 0xff, 4, 5, 6, 7, 0xe8, 9]);
        let text = id.to_string();
        for length in 2..=text.len() {
            let (low, high) = EvidenceId::range(&text[..length]).unwrap();
            assert!(low <= id && id <= high, "{length}");
            assert!(
                low.to_string().starts_with(&text[..length]) && high.to_string().starts_with(&text[..length])
            );
        }
        assert_eq!(EvidenceId::range(&text), Some((id, id)));
        assert!(EvidenceId::range("E-U").is_none() && EvidenceId::range("D-0").is_none());
        assert_eq!(DeviceId::of("site mac").0.len(), 12);
    }
}
