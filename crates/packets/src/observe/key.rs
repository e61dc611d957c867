//! The key of the endpoint table: VLAN, MAC and IP packed into 24 bytes.

use holdfast_facts::Mac;
use std::net::{IpAddr, Ipv6Addr};

/// Whom an attribute is about, resolved to addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Subject<'a> {
    pub(crate) vlan: Option<u16>,
    pub(crate) mac: Option<Mac>,
    pub(crate) ip: Option<IpAddr>,
    pub(crate) child: Option<&'a str>,
}

impl Subject<'_> {
    /// Multicast, broadcast and unspecified addresses are nobody.
    pub(crate) fn can_own_attributes(&self) -> bool {
        let mac = self.mac.is_none_or(Mac::is_unicast);
        let ip = self.ip.is_none_or(|ip| match ip {
            IpAddr::V4(ip) => !ip.is_multicast() && !ip.is_broadcast(),
            IpAddr::V6(ip) => !ip.is_multicast(),
        });
        mac && ip && (self.mac.is_some() || self.ip.is_some_and(|ip| !ip.is_unspecified()))
    }
}

/// VLAN and MAC in one word, the IP (IPv4 mapped into IPv6) in two. No address is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key {
    link: u64,
    ip: [u64; 2],
}

const NO_VLAN: u64 = 0xffff << 48;

impl Key {
    pub(crate) fn new(vlan: Option<u16>, mac: Option<Mac>, ip: [u64; 2]) -> Key {
        let vlan = vlan.map_or(NO_VLAN, |vlan| u64::from(vlan) << 48);
        Key { link: vlan | mac.map_or(0, Mac::to_u64), ip }
    }

    pub(crate) fn of(subject: &Subject<'_>) -> Key {
        Key::new(subject.vlan, subject.mac, subject.ip.map_or([0; 2], pack))
    }

    /// VLAN and link-layer address, as a number.
    pub(crate) fn link(&self) -> u64 {
        self.link
    }

    pub(crate) fn ip(&self) -> [u64; 2] {
        self.ip
    }

    /// All of it in one word, for a hash to begin with.
    #[inline]
    pub(crate) fn folded(&self) -> u64 {
        let [high, low] = self.ip;
        self.link ^ high.rotate_left(21) ^ low.rotate_left(42)
    }

    pub(crate) fn has_ip(&self) -> bool {
        self.ip != [0; 2]
    }

    /// The addresses again, with a child's name.
    pub(crate) fn subject<'a>(&self, child: Option<&'a str>) -> Subject<'a> {
        let mac = Mac::from_u64(self.link & !NO_VLAN);
        let vlan = self.link >> 48;
        Subject {
            vlan: u16::try_from(vlan).ok().filter(|_| vlan != NO_VLAN >> 48),
            mac: (mac != Mac::ZERO).then_some(mac),
            ip: self.has_ip().then(|| unpack(self.ip)),
            child,
        }
    }
}

/// An address as two words; `0.0.0.0` and `::` become zero, which stands for no address.
pub(crate) fn pack(ip: IpAddr) -> [u64; 2] {
    match ip {
        IpAddr::V4(ip) if ip.is_unspecified() => [0; 2],
        IpAddr::V4(ip) => [0, 0xffff_0000_0000 | u64::from(u32::from(ip))],
        IpAddr::V6(ip) => {
            let number = u128::from(ip);
            [(number >> 64) as u64, number as u64]
        }
    }
}

fn unpack([high, low]: [u64; 2]) -> IpAddr {
    Ipv6Addr::from((u128::from(high) << 64) | u128::from(low)).to_canonical()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_come_back_as_they_went_in() {
        for ip in [None, Some("10.0.0.1".parse().unwrap()), Some("fe80::1".parse().unwrap())] {
            for vlan in [None, Some(0), Some(4094)] {
                let subject = Subject { vlan, mac: Some(Mac([2, 0, 0, 0, 0, 9])), ip, child: None };
                assert_eq!(Key::of(&subject).subject(None), subject);
            }
        }
    }
}
