//! Addresses and ports in sentences: `202.114.4.0/24`, `515/tcp`, `Ports 80/TCP and 443/TCP`, `TCP and UDP Port 2222`.

use super::controls::Target;
use regex::Regex;
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::LazyLock;

/// The prefix length of a single address.
pub(super) fn whole(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

/// Addresses and networks that a sentence names. Four numbers that follow "version" are no address.
pub(super) fn networks(sentence: &str) -> Vec<Target> {
    let mut found = BTreeSet::new();
    let mut before = "";
    for word in sentence.split_whitespace() {
        let bare = word.trim_matches(|c: char| !(c.is_ascii_hexdigit() || c == ':'));
        // Advisories write addresses so that nobody clicks them: 202[.]114[.]4[.]119.
        let bare = bare.replace("[.]", ".").replace("(.)", ".");
        let (address, prefix) = match bare.split_once('/') {
            Some((address, prefix)) => (address, prefix.parse::<u8>().ok()),
            None => (bare.as_str(), None),
        };
        let version =
            ["version", "firmware", "release", "v"].iter().any(|word| before.eq_ignore_ascii_case(word));
        if let Ok(address) = address.parse::<IpAddr>()
            && !version
            && (bare.contains('.') || bare.matches(':').count() > 2)
        {
            let prefix = prefix.unwrap_or(whole(address)).min(whole(address));
            found.insert(Target::Network(address, prefix));
        }
        before = word;
    }
    found.into_iter().collect()
}

/// Whether an address lies in a network.
pub(super) fn contains(network: IpAddr, prefix: u8, address: IpAddr) -> bool {
    fn same(a: u128, b: u128, bits: u32, prefix: u32) -> bool {
        prefix == 0 || (a ^ b).checked_shr(bits.saturating_sub(prefix)).unwrap_or(0) == 0
    }
    match (network, address) {
        (IpAddr::V4(a), IpAddr::V4(b)) => same(u32::from(a).into(), u32::from(b).into(), 32, prefix.into()),
        (IpAddr::V6(a), IpAddr::V6(b)) => same(a.into(), b.into(), 128, prefix.into()),
        _ => false,
    }
}

static WITH_TRANSPORT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b((?:\d{1,5}(?: ?/ ?|, ?| and | or )){0,4}\d{1,5}) ?/ ?(tcp|udp)\b(?:(?: and | or |/)(tcp|udp)\b)?").ok()
});
static WITH_WORD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:\b(tcp|udp)(?:(?: and | or |/)(tcp|udp))?(?:/ip)? )?\bports? (?:numbers? )?\(?(\d{1,5}(?:(?:, and |, or |, | and | or |/)(?:ports? )?\d{1,5}\b)*)(?: ?[/(]? ?(tcp|udp)(?:(?: and | or |/)(tcp|udp))?)?",
    )
    .ok()
});

/// Ports that a sentence names, with transports where it says them.
pub(super) fn ports(sentence: &str) -> Vec<Target> {
    let mut found: BTreeSet<(u16, Option<String>)> = BTreeSet::new();
    let mut add = |numbers: &str, transports: &[Option<regex::Match<'_>>]| {
        let said: Vec<String> =
            transports.iter().flatten().map(|transport| transport.as_str().to_lowercase()).collect();
        for number in
            numbers.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse::<u16>().ok())
        {
            if number == 0 {
                continue;
            }
            if said.is_empty() {
                found.insert((number, None));
            }
            for transport in &said {
                found.insert((number, Some(transport.clone())));
            }
        }
    };
    if let Some(pattern) = WITH_TRANSPORT.as_ref() {
        for captures in pattern.captures_iter(sentence) {
            add(captures.get(1).map_or("", |numbers| numbers.as_str()), &[captures.get(2), captures.get(3)]);
        }
    }
    if let Some(pattern) = WITH_WORD.as_ref() {
        for captures in pattern.captures_iter(sentence) {
            let numbers = captures.get(3).map_or("", |numbers| numbers.as_str());
            add(numbers, &[captures.get(1), captures.get(2), captures.get(4), captures.get(5)]);
        }
    }
    // "Port 502" beside "502/TCP" is the same port.
    let said: BTreeSet<u16> =
        found.iter().filter(|(_, transport)| transport.is_some()).map(|(port, _)| *port).collect();
    found
        .into_iter()
        .filter(|(port, transport)| transport.is_some() || !said.contains(port))
        .map(|(port, transport)| Target::Port(port, transport))
        .collect()
}

/// `23/tcp`.
pub(super) fn port(text: &str) -> Option<(u16, String)> {
    let (port, transport) = text.split_once('/')?;
    Some((port.parse().ok()?, transport.to_owned()))
}

/// Whether a text, in lower case, holds a word as a whole.
pub(super) fn has_word(low: &str, word: &str) -> bool {
    // "web servers" is a web server; https is not http.
    let plural = word.len() > 5;
    low.match_indices(word).any(|(at, _)| {
        let before = low.get(..at).and_then(|text| text.chars().next_back());
        let after = low.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(char::is_alphanumeric)
            && !after.is_some_and(|c| c.is_alphanumeric() && !(plural && c == 's'))
    })
}

#[cfg(test)]
mod tests {
    use super::{contains, has_word, networks, ports};

    fn shown(targets: Vec<crate::priority::controls::Target>) -> String {
        targets.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn addresses() {
        assert_eq!(
            shown(networks("Block 202.114.4.0/24, 202[.]114[.]4[.]119 and 202.114.4.120.")),
            "202.114.4.0/24 202.114.4.119 202.114.4.120"
        );
        assert_eq!(shown(networks("Block 2001:db8::/32 (IPv6)")), "2001:db8::/32");
        assert_eq!(shown(networks("firmware version 1.2.3.4 at 10:30, 999.1.1.1, 1.2.3, face")), "");
        let network = "202.114.4.0".parse().unwrap();
        assert!(contains(network, 24, "202.114.4.119".parse().unwrap()));
        assert!(!contains(network, 24, "202.114.5.1".parse().unwrap()));
        assert!(contains(network, 0, "8.8.8.8".parse().unwrap()));
        assert!(!contains(network, 0, "::1".parse().unwrap()));
        assert!(contains("2001:db8::".parse().unwrap(), 32, "2001:db8:1::1".parse().unwrap()));
    }

    #[test]
    fn ports_in_the_words_of_publishers() {
        for (sentence, expected) in [
            ("Block 515/tcp and 34294/udp", "515/tcp 34294/udp"),
            ("access to Port 502.", "502"),
            ("close Ports 80/TCP and 443/TCP", "80/tcp 443/tcp"),
            ("TCP and UDP Port 2222 and Port 44818", "2222/tcp 2222/udp 44818/tcp 44818/udp"),
            ("Port 2222/TCP/UDP", "2222/tcp 2222/udp"),
            ("Ports 80, 443 and 8080", "80 443 8080"),
            ("Port 80/443/TCP", "80/tcp 443/tcp"),
            ("port 502 (502/TCP)", "502/tcp"),
            ("Port 99999 and port 0", ""),
            ("all TCP ports", ""),
        ] {
            assert_eq!(shown(ports(sentence)), expected, "{sentence}");
        }
    }

    #[test]
    fn whole_words() {
        assert!(
            has_word("disable ftp.", "ftp") && !has_word("disable sftp", "ftp") && !has_word("https", "http")
        );
    }
}
