//! What a device is known by, whatever address and VLAN it has today. Its least key gives a device its id, and what a
//! person says of it is bound to its keys: they stay when the device's id changes.

use crate::{DeviceId, Mac, SiteId};
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

/// A device, or part of one. Ordered: the least key of a device gives its id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EndpointKey {
    /// A link-layer address.
    Mac(SiteId, Mac),
    /// A network address behind a router, in a capture without link layer, or split off by a person.
    Ip(SiteId, IpAddr),
    /// A thing behind a gateway: the gateway's key, and its name there.
    Child(Box<EndpointKey>, Arc<str>),
    /// A row of a list that names no address: a thing that is never on the network, or not yet found there.
    Listed(SiteId, Arc<str>),
}

impl EndpointKey {
    /// The id of the device whose least key this is.
    pub fn device_id(&self) -> DeviceId {
        DeviceId::of(&self.to_string())
    }

    /// The site that it is of.
    pub fn site(&self) -> &SiteId {
        match self {
            EndpointKey::Mac(site, _) | EndpointKey::Ip(site, _) | EndpointKey::Listed(site, _) => site,
            EndpointKey::Child(parent, _) => parent.site(),
        }
    }

    /// Reads what [`Display`](fmt::Display) writes. The site is given, because its name may hold any sign.
    pub fn parse(site: &SiteId, text: &str) -> Option<EndpointKey> {
        let rest = text.strip_prefix(&**site)?.strip_prefix('|')?;
        let (what, rest) = rest.split_once('|')?;
        if what == "listed" {
            return Some(EndpointKey::Listed(site.clone(), rest.into()));
        }
        let (address, child) = match rest.split_once("|child|") {
            Some((address, child)) => (address, Some(child)),
            None => (rest, None),
        };
        let key = match what {
            "mac" => EndpointKey::Mac(site.clone(), address.parse().ok()?),
            "net" => EndpointKey::Ip(site.clone(), address.parse().ok()?),
            _ => return None,
        };
        Some(match child {
            Some(child) => EndpointKey::Child(Box::new(key), child.into()),
            None => key,
        })
    }

    /// For people: the address, without the site.
    pub fn plain(&self) -> String {
        match self {
            EndpointKey::Mac(_, mac) => mac.to_string(),
            EndpointKey::Ip(_, ip) => ip.to_string(),
            EndpointKey::Child(parent, name) => format!("{name} behind {}", parent.plain()),
            EndpointKey::Listed(_, row) => row.strip_prefix("list:").unwrap_or(row).to_owned(),
        }
    }
}

impl fmt::Display for EndpointKey {
    /// The text whose hash is the device's id.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EndpointKey::Mac(site, mac) => write!(f, "{site}|mac|{mac}"),
            EndpointKey::Ip(site, ip) => write!(f, "{site}|net|{ip}"),
            EndpointKey::Child(parent, name) => write!(f, "{parent}|child|{name}"),
            EndpointKey::Listed(site, row) => write!(f, "{site}|listed|{row}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key() -> impl Strategy<Value = EndpointKey> {
        let site = || prop_oneof![Just(SiteId::from("s")), Just(SiteId::from("a|mac|b"))];
        let plain = prop_oneof![
            (site(), any::<[u8; 6]>()).prop_map(|(site, mac)| EndpointKey::Mac(site, Mac(mac))),
            (site(), any::<IpAddr>()).prop_map(|(site, ip)| EndpointKey::Ip(site, ip)),
        ];
        prop_oneof![
            plain.clone(),
            (plain, ".{0,20}").prop_map(|(key, name)| EndpointKey::Child(Box::new(key), name.into())),
            (site(), ".{0,20}").prop_map(|(site, row)| EndpointKey::Listed(site, row.into())),
        ]
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(key in key()) {
            prop_assert_eq!(EndpointKey::parse(key.site(), &key.to_string()), Some(key.clone()));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,60}") {
            let _ = EndpointKey::parse(&"s".into(), &text);
            let _ = EndpointKey::parse(&"s".into(), &format!("s|{text}"));
        }
    }
}
