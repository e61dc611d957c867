//! Zones and conduits (IEC 62443-3-2), as the site file declares them.

use std::net::IpAddr;
use std::str::FromStr;

/// A zone of the site file.
#[derive(Clone, Debug, Default)]
pub struct Zone {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Networks that belong to it.
    pub networks: Vec<Network>,
    /// VLANs that belong to it.
    pub vlans: Vec<u16>,
    /// IT, IoT, OT or IoMT, where everything in it is of that realm.
    pub realm: Option<String>,
    /// Purdue level (IEC 62264): 0 to 5.
    pub level: Option<f64>,
    /// Who answers for it.
    pub owner: Option<String>,
}

impl Zone {
    /// Whether an address, or a VLAN, is in the zone.
    pub fn holds(&self, ip: Option<IpAddr>, vlan: Option<u16>) -> bool {
        ip.is_some_and(|ip| self.networks.iter().any(|network| network.contains(ip)))
            || vlan.is_some_and(|vlan| self.vlans.contains(&vlan))
    }
}

/// What may cross between two zones (IEC 62443-3-2), as the site file declares it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeclaredConduit {
    /// The asking zone's id.
    pub from: String,
    /// The asked zone's id.
    pub to: String,
    /// Protocols or `tcp/502`; empty for everything.
    pub protocols: Vec<String>,
}

/// An address and a prefix length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    length: u8,
}

impl Network {
    /// Whether the address is in the network.
    pub fn contains(&self, ip: IpAddr) -> bool {
        fn same(a: u128, b: u128, bits: u8, length: u8) -> bool {
            length == 0 || (a ^ b) >> (bits - length) == 0
        }
        match (self.address, ip) {
            (IpAddr::V4(a), IpAddr::V4(b)) => same(u32::from(a).into(), u32::from(b).into(), 32, self.length),
            (IpAddr::V6(a), IpAddr::V6(b)) => same(a.into(), b.into(), 128, self.length),
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = String;

    /// `10.20.10.0/24`, or a lone address.
    fn from_str(text: &str) -> Result<Network, String> {
        let (address, length) = text.split_once('/').unwrap_or((text, ""));
        let address: IpAddr = address.parse().map_err(|_| format!("`{text}` is no network"))?;
        let bits = if address.is_ipv4() { 32 } else { 128 };
        let length = if length.is_empty() { Ok(bits) } else { length.parse() };
        match length {
            Ok(length) if length <= bits => Ok(Network { address, length }),
            _ => Err(format!("`{text}` has no prefix length between 0 and {bits}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_hold_their_addresses() {
        let network: Network = "10.20.10.0/24".parse().unwrap();
        assert!(network.contains("10.20.10.255".parse().unwrap()));
        assert!(!network.contains("10.20.11.0".parse().unwrap()));
        assert!("0.0.0.0/0".parse::<Network>().unwrap().contains("9.9.9.9".parse().unwrap()));
        assert!("fd00::/8".parse::<Network>().unwrap().contains("fd12::1".parse().unwrap()));
        assert!("10.0.0.0/33".parse::<Network>().is_err());
    }
}
