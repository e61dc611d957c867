//! JA3 (a hash of the offered lists in their order) and JA4 (sorted, readable; the TLS client part, which is BSD-licensed).

use super::hello::{Client, is_grease};
use md5::{Digest as _, Md5};
use sha2::Sha256;

fn without_grease(list: &[u16]) -> impl Iterator<Item = u16> + '_ {
    list.iter().copied().filter(|value| !is_grease(*value))
}

/// Adds the numbers with `-` between them.
fn dashed(text: &mut String, list: impl Iterator<Item = u16>) {
    for (index, value) in list.enumerate() {
        if index > 0 {
            text.push('-');
        }
        // Digits one by one: the general formatter costs more than the hash behind it.
        for unit in [10_000, 1000, 100, 10, 1] {
            if value >= unit || unit == 1 {
                text.push(char::from(b'0' + (value / unit % 10) as u8));
            }
        }
    }
}

/// Adds the lowest `digits` hex digits of a number.
fn hex(text: &mut String, value: u16, digits: u32) {
    for place in (0..digits).rev() {
        text.push(char::from_digit(u32::from(value >> (4 * place) & 15), 16).unwrap_or('0'));
    }
}

/// MD5 over `version,suites,extensions,groups,point formats`.
pub(super) fn ja3(hello: &Client<'_>) -> String {
    let mut text = String::with_capacity(512);
    dashed(&mut text, std::iter::once(hello.legacy_version));
    for list in [&hello.suites, &hello.extensions, &hello.groups] {
        text.push(',');
        dashed(&mut text, without_grease(list));
    }
    text.push(',');
    dashed(&mut text, hello.point_formats.iter().map(|format| u16::from(*format)));
    in_hex(&Md5::digest(text.as_bytes()))
}

fn in_hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    bytes.iter().for_each(|byte| hex(&mut text, u16::from(*byte), 2));
    text
}

fn hash12(text: &str) -> String {
    if text.is_empty() {
        return "000000000000".to_owned();
    }
    in_hex(Sha256::digest(text.as_bytes()).get(..6).unwrap_or(&[]))
}

/// Adds the numbers in four hex digits with `,` between them.
fn hexes(text: &mut String, list: impl Iterator<Item = u16>) {
    for (index, value) in list.enumerate() {
        if index > 0 {
            text.push(',');
        }
        hex(text, value, 4);
    }
}

/// `t13d1516h2_8daaf6152771_e5627efa2ab1`: transport, version, SNI, counts, ALPN; hashes of suites and extensions.
pub(super) fn ja4(hello: &Client<'_>, transport: char) -> String {
    let version = match hello.highest_version() {
        0x0304 => "13",
        0x0303 => "12",
        0x0302 => "11",
        0x0301 => "10",
        0x0300 => "s3",
        0x0002 | 0x0200 => "s2",
        _ => "00",
    };
    let mut suites: Vec<u16> = without_grease(&hello.suites).collect();
    let all: Vec<u16> = without_grease(&hello.extensions).collect();
    let to = if all.contains(&0) { 'd' } else { 'i' };
    let alpn = hello.alpn.first().map_or_else(|| "00".to_owned(), |name| alpn_ends(name));
    let head = format!("{transport}{version}{to}{:02}{:02}{alpn}", suites.len().min(99), all.len().min(99));
    suites.sort_unstable();
    // SNI and ALPN stand in the head; the rest is sorted, so that shuffling clients stay the same.
    let mut extensions: Vec<u16> = all.into_iter().filter(|kind| !matches!(kind, 0 | 16)).collect();
    extensions.sort_unstable();
    let mut tail = String::with_capacity(256);
    hexes(&mut tail, extensions.into_iter());
    let mut algorithms = without_grease(&hello.signature_algorithms).peekable();
    if !tail.is_empty() && algorithms.peek().is_some() {
        tail.push('_');
        hexes(&mut tail, algorithms);
    }
    let mut all_suites = String::with_capacity(256);
    hexes(&mut all_suites, suites.into_iter());
    format!("{head}_{}_{}", hash12(&all_suites), hash12(&tail))
}

/// First and last character of the first protocol; of its hex where it is not alphanumeric.
fn alpn_ends(name: &[u8]) -> String {
    match (name.first(), name.last()) {
        (Some(first), Some(last)) if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() => {
            format!("{}{}", char::from(*first), char::from(*last))
        }
        (Some(first), Some(last)) => format!("{:x}{:x}", first >> 4, last & 15),
        _ => "00".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<u16> {
        text.split(',').map(|word| u16::from_str_radix(word, 16).unwrap()).collect()
    }

    /// The two examples of the JA3 publication.
    #[test]
    fn ja3_as_published() {
        let hello = Client {
            legacy_version: 769,
            suites: vec![47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4],
            extensions: vec![0, 10, 11],
            groups: vec![23, 24, 25],
            point_formats: &[0],
            ..Client::default()
        };
        assert_eq!(ja3(&hello), "ada70206e40642a3e4461f35503241d5");
        let old = Client {
            legacy_version: 769,
            suites: vec![4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99],
            ..Client::default()
        };
        assert_eq!(ja3(&old), "de350869b8c85de67a350c8d186f11e6");
    }

    /// The example of the JA4 specification, with GREASE among the suites, versions and extensions, in a browser's order.
    #[test]
    fn ja4_as_published() {
        let mut hello = Client {
            legacy_version: 0x0303,
            suites: numbers(
                "2a2a,1301,1302,1303,c02b,c02f,c02c,c030,cca9,cca8,c013,c014,009c,009d,002f,0035",
            ),
            extensions: numbers(
                "7a7a,001b,0000,0033,0010,4469,0017,002d,000d,0005,0023,0012,002b,ff01,000b,000a,0015,1a1a",
            ),
            signature_algorithms: numbers("0403,0804,0401,0503,0805,0501,0806,0601"),
            versions: numbers("4a4a,0304,0303"),
            alpn: vec![b"h2", b"http/1.1"],
            ..Client::default()
        };
        assert_eq!(ja4(&hello, 't'), "t13d1516h2_8daaf6152771_e5627efa2ab1");
        assert!(ja4(&hello, 'q').starts_with("q13d"));
        hello.alpn = vec![b"\xab\xcd"];
        assert!(ja4(&hello, 't').starts_with("t13d1516ad_"));
        hello.extensions.retain(|kind| *kind != 0);
        assert!(ja4(&hello, 't').starts_with("t13i1515ad_"));
        assert_eq!(ja4(&Client::default(), 't'), "t00i000000_000000000000_000000000000");
    }
}
