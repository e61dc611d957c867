//! Addresses as people and programs write them, and cells that say nothing.

use crate::text::plain;
use holdfast_facts::Mac;
use std::net::IpAddr;

/// Addresses in one cell. A core switch has some hundred; more is no cell of a list.
const IN_ONE_CELL: usize = 64;

/// Words that stand where somebody had nothing to write. Compared in their plain form.
const NOTHING: [&str; 33] = [
    "",
    "na",
    "none",
    "null",
    "nil",
    "nan",
    "unknown",
    "unbekannt",
    "notavailable",
    "notapplicable",
    "notknown",
    "nichtbekannt",
    "keine",
    "keiner",
    "kein",
    "tbd",
    "tbc",
    "tba",
    "todo",
    "empty",
    "leer",
    "blank",
    "missing",
    "fehlt",
    "dhcp",
    "dynamic",
    "dynamisch",
    "auto",
    "entfaellt",
    "unset",
    "undefined",
    "ref",
    "xxx",
];

/// Whether a cell says nothing: empty, `n/a`, `-`, `?`, `#N/A` …
pub(crate) fn is_nothing(cell: &str) -> bool {
    cell.len() <= 24 && NOTHING.contains(&plain(cell).as_str())
}

/// Whether a serial number or asset tag can name one thing: not `0000`, not `1`, not `xxxx`.
pub(crate) fn can_be_a_key(cell: &str) -> bool {
    let plain = plain(cell);
    let mut characters = plain.chars();
    let Some(first) = characters.next() else { return false };
    plain.len() >= 2 && characters.any(|other| other != first)
}

/// One MAC; the reason where it is none.
pub(crate) fn mac(text: &str) -> Result<Mac, String> {
    let digits: String = text.chars().filter(|c| !matches!(c, ':' | '-' | '.' | ' ' | '_')).collect();
    let mac: Mac = match digits.len() {
        12 => digits.parse().map_err(|()| format!("`{text}` is no MAC address"))?,
        // 0:1b:1b:23:eb:3b, as BSD and Solaris print it.
        _ => short(text).ok_or_else(|| format!("`{text}` is no MAC address"))?,
    };
    if mac.is_unicast() { Ok(mac) } else { Err(format!("`{text}` belongs to no single device")) }
}

fn short(text: &str) -> Option<Mac> {
    let mut bytes = [0; 6];
    let mut parts = text.split([':', '-']);
    for byte in &mut bytes {
        let part = parts.next().filter(|part| (1..=2).contains(&part.len()))?;
        *byte = u8::from_str_radix(part, 16).ok()?;
    }
    parts.next().is_none().then_some(Mac(bytes))
}

/// One address that a host can have; `10.1.2.3/24`, `[fe80::1%eth0]` and `10.1.2.3:443` are read too.
pub(crate) fn ip(text: &str) -> Result<IpAddr, String> {
    let bad = || format!("`{text}` is no IP address");
    let bare = text.trim_matches(['[', ']', '(', ')']);
    let bare = bare.split(['/', '%']).next().unwrap_or(bare).trim_end_matches(']');
    let bare = match bare.split_once(':') {
        Some((host, port)) if host.contains('.') && port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => bare,
    };
    let ip: IpAddr = match bare.parse() {
        Ok(ip) => ip,
        // 010.020.001.007: old tools pad with zeros, and Rust's parser fears octal.
        Err(_) => padded(bare).ok_or_else(bad)?,
    };
    let is_host = match ip {
        IpAddr::V4(ip) => {
            !(ip.is_unspecified() || ip.is_broadcast() || ip.is_multicast() || ip.is_loopback())
        }
        IpAddr::V6(ip) => !(ip.is_unspecified() || ip.is_multicast() || ip.is_loopback()),
    };
    if is_host { Ok(ip) } else { Err(format!("`{text}` belongs to no single host")) }
}

fn padded(text: &str) -> Option<IpAddr> {
    let mut parts = [0u8; 4];
    let mut words = text.split('.');
    for part in &mut parts {
        let word = words.next().filter(|word| (1..=3).contains(&word.len()))?;
        *part = word.parse().ok()?;
    }
    words.next().is_none().then(|| IpAddr::from(parts))
}

/// Every MAC of a cell, and what in it is none.
pub(crate) fn macs(cell: &str) -> (Vec<Mac>, Vec<String>) {
    // "00 1b 1b 23 eb 3b" is one.
    if let Ok(mac) = mac(cell) {
        return (vec![mac], Vec::new());
    }
    several(cell, mac)
}

/// Every address of a cell, and what in it is none.
pub(crate) fn ips(cell: &str) -> (Vec<IpAddr>, Vec<String>) {
    several(cell, ip)
}

fn several<T: Ord + Clone>(cell: &str, read: impl Fn(&str) -> Result<T, String>) -> (Vec<T>, Vec<String>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    let words =
        cell.split([',', ';', '|', ' ', '\n', '\t', '"']).map(|w| w.trim_matches(['[', ']', '{', '}', '\'']));
    for word in words.filter(|word| !is_nothing(word)).take(IN_ONE_CELL) {
        match read(word) {
            Ok(value) if !good.contains(&value) => good.push(value),
            Ok(_) => {}
            Err(reason) => bad.push(crate::text::start(&reason, 120).to_owned()),
        }
    }
    (good, bad)
}

/// Whether the text can be a host name: no blanks, letters, digits, `-`, `_` and dots, and not an address.
pub(crate) fn is_host_name(text: &str) -> bool {
    (2..=253).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        && text.bytes().any(|b| b.is_ascii_alphabetic())
        && !text.starts_with(['-', '.'])
        && text.parse::<IpAddr>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_every_spelling() {
        let one: Mac = "00:1b:1b:23:eb:3b".parse().unwrap();
        for text in
            ["00-1B-1B-23-EB-3B", "001b.1b23.eb3b", "00 1b 1b 23 eb 3b", "0:1b:1b:23:eb:3b", "001B1B23EB3B"]
        {
            assert_eq!(mac(text), Ok(one), "{text}");
        }
        for text in
            ["00:1b:1b:23:eb", "ff:ff:ff:ff:ff:ff", "00:00:00:00:00:00", "1.23E+11", "01:00:5e:00:00:01"]
        {
            assert!(mac(text).is_err(), "{text}");
        }
        for text in ["10.20.1.7", "10.20.1.7/24", "010.020.001.007", "10.20.1.7:443", "(10.20.1.7)"] {
            assert_eq!(ip(text).unwrap().to_string(), "10.20.1.7", "{text}");
        }
        assert_eq!(ip("[fe80::1%eth0]").unwrap().to_string(), "fe80::1");
        for text in ["10.20.1.777", "0.0.0.0", "224.0.0.1", "127.0.0.1", "10.20.1", "::"] {
            assert!(ip(text).is_err(), "{text}");
        }
    }

    #[test]
    fn several_in_a_cell() {
        let (good, bad) = macs("00:1b:1b:23:eb:3b; 00-1b-1b-23-eb-3c\nfoo, n/a");
        assert_eq!((good.len(), bad.len()), (2, 1));
        assert_eq!(ips("10.0.0.1, fe80::1 10.0.0.1").0.len(), 2);
    }

    #[test]
    fn what_says_nothing() {
        for text in ["", "n/a", "N/A", "-", "--", "?", "#N/A", "None", "unbekannt", "TBD", "DHCP", "#REF!"] {
            assert!(is_nothing(text), "{text}");
        }
        assert!(!is_nothing("0") && !is_nothing("Nanox"));
        assert!(can_be_a_key("BM-1") && !can_be_a_key("0000") && !can_be_a_key("7") && !can_be_a_key("----"));
    }

    #[test]
    fn host_names() {
        assert!(is_host_name("pump-b3") && is_host_name("a.example.org"));
        assert!(!is_host_name("Infusion pump") && !is_host_name("10.0.0.1") && !is_host_name("123"));
    }
}
