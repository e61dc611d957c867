//! Names that carry data: long, and made of labels that no person would choose.
//!
//! What tells them from the long names of clouds and mail: a label of 30 and more letters that mixes digits in as an encoding
//! does, at least twice as long as the rest that it hangs on, and a kind of alphabet (hex, base 32, base 64).

/// Whether the name looks like encoded data.
pub(super) fn is_encoded(name: &[u8]) -> bool {
    if name.ends_with(b".arpa") {
        return false;
    }
    // A whole label of hex digits: one may be a hash; the detector counts.
    if name.split(|byte| *byte == b'.').any(is_hex) {
        return true;
    }
    if name.len() < 52 {
        return false;
    }
    let labels: Vec<&[u8]> = name.split(|byte| *byte == b'.').collect();
    // The last two are the zone.
    let data: Vec<&&[u8]> = labels.iter().rev().skip(2).collect();
    let longest = data.iter().map(|label| label.len()).max().unwrap_or(0);
    let total: usize = data.iter().map(|label| label.len()).sum();
    longest >= 30 && total >= 40 && data.iter().any(|label| label.len() >= 30 && looks_random(label))
}

/// Letters and digits alternate more often than in words, or there is no vowel's share of a language.
fn looks_random(label: &[u8]) -> bool {
    // Clouds put dashes between words and numbers.
    let dashes = label.iter().filter(|byte| **byte == b'-').count();
    if dashes * 12 > label.len() {
        return false;
    }
    let digits = label.iter().filter(|byte| byte.is_ascii_digit()).count();
    let changes = label.windows(2).filter(|pair| match pair {
        [a, b] => {
            a.is_ascii_digit() != b.is_ascii_digit() || a.is_ascii_uppercase() != b.is_ascii_uppercase()
        }
        _ => false,
    });
    let kinds: std::collections::BTreeSet<u8> = label.iter().map(u8::to_ascii_lowercase).collect();
    changes.count() * 6 >= label.len() && (digits * 12 >= label.len()) && kinds.len() >= 10
}

fn is_hex(label: &[u8]) -> bool {
    label.len() >= 32
        && label.iter().all(u8::is_ascii_hexdigit)
        && label.iter().any(u8::is_ascii_digit)
        && label.iter().any(u8::is_ascii_alphabetic)
}

/// The two last labels: whose name server gets the data. Without a domain, the first label.
pub(super) fn zone(name: &[u8]) -> String {
    let labels: Vec<&[u8]> = name.split(|byte| *byte == b'.').collect();
    if labels.last().is_some_and(|last| last.iter().any(u8::is_ascii_digit)) {
        let first = labels.first().copied().filter(|first| !is_hex(first)).unwrap_or(&[]);
        return holdfast_facts::readable(first.get(..32).unwrap_or(first)).to_ascii_lowercase();
    }
    let zone = labels.get(labels.len().saturating_sub(2)..).unwrap_or(&labels);
    let text = zone.iter().map(|label| holdfast_facts::readable(label)).collect::<Vec<_>>().join(".");
    text.chars().take(64).collect::<String>().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_and_names() {
        for data in [
            &b"0ae801ab0f5e7a3b9c2d4e6f8a1b3c5d7e9f0a2b4c6d8e.tunnel.example.com"[..],
            b"mzxw6ytboi2dg3tjnrxgc5dpobrg65dumfzg4zlmmu3ti.x.example.org",
        ] {
            assert!(is_encoded(data), "{}", String::from_utf8_lossy(data));
        }
        for name in [
            &b"ec2-203-0-113-25.eu-west-2.compute.amazonaws.com"[..],
            b"a-very-long-but-harmless-host-name-of-a-content-network.example.net",
            b"4.3.2.1.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
            b"selector1-example-com._domainkey.example.onmicrosoft.com",
            b"prod-eu-central-1-customer-alerting-frontend-loadbalancer.elb.amazonaws.com",
        ] {
            assert!(!is_encoded(name), "{}", String::from_utf8_lossy(name));
        }
        assert!(is_encoded(b"dnscat.f97c01f5006c798b8d6e990002e3772bc8"));
        assert_eq!(zone(b"dnscat.f97c01f5006c798b8d6e990002e3772bc8"), "dnscat");
        assert_eq!(zone(b"a.b.Example.COM"), "example.com");
    }
}
