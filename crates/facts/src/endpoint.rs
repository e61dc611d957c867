//! Who said it, as the wire shows it. No identity is assumed.

use crate::Mac;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

/// Names a site. Private addresses repeat from site to site, so evidence of two sites is told apart by it.
pub type SiteId = Arc<str>;

/// The speaker of an attribute: site, VLAN, MAC, IP, and for a thing behind a gateway its name there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Endpoint {
    /// The site on whose network it was seen.
    pub site: SiteId,
    /// The innermost 802.1Q tag, where the frame had one.
    pub vlan: Option<u16>,
    /// The link-layer address, where the capture has one.
    pub mac: Option<Mac>,
    /// The network address, where the frame had one.
    pub ip: Option<IpAddr>,
    /// A thing behind this endpoint with no address of its own: `hue:3`, `bacnet:1234`.
    pub child: Option<Arc<str>>,
}

impl fmt::Display for Endpoint {
    /// The endpoint key: `site|vlan|mac|ip|child`, with `-` for what is not there.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.site)?;
        match self.vlan {
            Some(vlan) => write!(f, "|{vlan}")?,
            None => f.write_str("|-")?,
        }
        match self.mac {
            Some(mac) => write!(f, "|{mac}")?,
            None => f.write_str("|-")?,
        }
        match self.ip {
            Some(ip) => write!(f, "|{ip}")?,
            None => f.write_str("|-")?,
        }
        write!(f, "|{}", self.child.as_deref().unwrap_or("-"))
    }
}
