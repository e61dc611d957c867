//! A link-layer address (IEEE 802, 48 bit) and what its bits say about it.

use std::fmt;
use std::str::FromStr;

/// A 48-bit IEEE 802 address.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mac(pub [u8; 6]);

impl Mac {
    /// `ff:ff:ff:ff:ff:ff`.
    pub const BROADCAST: Mac = Mac([0xff; 6]);
    /// `00:00:00:00:00:00`, which nobody owns.
    pub const ZERO: Mac = Mac([0; 6]);

    /// The address as a number, most significant byte first.
    pub fn to_u64(self) -> u64 {
        let [a, b, c, d, e, f] = self.0;
        u64::from_be_bytes([0, 0, a, b, c, d, e, f])
    }

    /// The low 48 bits of `number`.
    pub fn from_u64(number: u64) -> Mac {
        let [_, _, a, b, c, d, e, f] = number.to_be_bytes();
        Mac([a, b, c, d, e, f])
    }

    /// Group bit (IEEE 802 §8.2): multicast or broadcast, never the source of a frame.
    pub fn is_group(self) -> bool {
        self.0[0] & 1 == 1
    }

    /// Local bit (IEEE 802 §8.4): made up by software, so no register knows it. Phones use it to stay anonymous.
    pub fn is_local(self) -> bool {
        self.0[0] & 2 == 2
    }

    /// An address that one interface can own.
    pub fn is_unicast(self) -> bool {
        !self.is_group() && self != Mac::ZERO
    }

    /// The address that an EUI-64 interface identifier of an IPv6 address was made from (RFC 4291 appendix A).
    pub fn from_eui64(address: std::net::Ipv6Addr) -> Option<Mac> {
        match address.octets() {
            [_, _, _, _, _, _, _, _, a, b, c, 0xff, 0xfe, d, e, f] => Some(Mac([a ^ 2, b, c, d, e, f])),
            _ => None,
        }
    }
}

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

impl fmt::Debug for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Mac {
    type Err = ();

    /// Reads `aa:bb:cc:dd:ee:ff`, `aa-bb-…`, `aabb.ccdd.eeff` and `aabbccddeeff`.
    fn from_str(text: &str) -> Result<Mac, ()> {
        let digits: String = text.chars().filter(|c| !matches!(c, ':' | '-' | '.')).collect();
        if digits.len() != 12 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(());
        }
        u64::from_str_radix(&digits, 16).map(Mac::from_u64).map_err(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_common_spelling() {
        let mac = Mac([0, 0x1b, 0x1b, 0x23, 0xeb, 0x3b]);
        for text in ["00:1b:1b:23:eb:3b", "00-1B-1B-23-EB-3B", "001b.1b23.eb3b", "001b1b23eb3b"] {
            assert_eq!(text.parse(), Ok(mac), "{text}");
        }
        assert_eq!("00:1b:1b:23:eb".parse::<Mac>(), Err(()));
        assert_eq!(mac.to_string(), "00:1b:1b:23:eb:3b");
    }

    #[test]
    fn bits() {
        assert!(Mac::BROADCAST.is_group());
        assert!(Mac([0x02, 0, 0, 0, 0, 1]).is_local());
        assert_eq!(
            Mac::from_eui64("fe80::21b:1bff:fe23:eb3b".parse().unwrap()),
            Some(Mac([0, 0x1b, 0x1b, 0x23, 0xeb, 0x3b]))
        );
    }
}
