//! What an address says about where its owner is.

use std::net::IpAddr;

/// Addresses of the internet: none of RFC 1918, RFC 6598, RFC 4193, link-local, loopback, multicast. The IPv4 ranges for
/// documentation (RFC 5737) stand for the internet in recordings of a lab, and are on no real network.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, ..] = ip.octets();
            let shared = a == 100 && (64..128).contains(&b);
            !(ip.is_private()
                || ip.is_link_local()
                || ip.is_loopback()
                || ip.is_unspecified()
                || ip.is_broadcast()
                || ip.is_multicast()
                || shared)
        }
        IpAddr::V6(ip) => {
            let [first, second, ..] = ip.segments();
            first & 0xe000 == 0x2000 && [first, second] != [0x2001, 0xdb8]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ours_and_the_internets() {
        for (text, public) in [
            ("10.0.0.1", false),
            ("172.31.255.1", false),
            ("100.64.0.1", false),
            ("169.254.1.1", false),
            ("224.0.0.1", false),
            ("8.8.8.8", true),
            ("203.0.113.9", true),
            ("fd00::1", false),
            ("fe80::1", false),
            ("2001:db8::1", false),
            ("2a00::1", true),
        ] {
            assert_eq!(is_public(text.parse().unwrap()), public, "{text}");
        }
    }
}
