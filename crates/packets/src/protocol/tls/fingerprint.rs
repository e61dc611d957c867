//! JA3 (a hash of the offered lists in their order) and JA4 (sorted, readable; the TLS client part, which is BSD-licensed).

use super::hello::{Client, is_grease};
use md5::{Digest as _, Md5};
use sha2::Sha256;

fn without_grease(list: &[u16]) -> impl Iterator<Item = u16> + '_ {
    list.iter().copied().filter(|value| !is_grease(*value))
}

fn dashed(list: &[u16]) -> String {
    without_grease(list).map(|value| value.to_string()).collect::<Vec<_>>().join("-")
}

/// MD5 over `version,suites,extensions,groups,point formats`.
pub(super) fn ja3(hello: &Client<'_>) -> String {
    let formats: Vec<String> = hello.point_formats.iter().map(u8::to_string).collect();
    let text = format!(
        "{},{},{},{},{}",
        hello.legacy_version,
        dashed(&hello.suites),
        dashed(&hello.extensions),
        dashed(&hello.groups),
        formats.join("-")
    );
    Md5::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hash12(text: &str) -> String {
    if text.is_empty() {
        return "000000000000".to_owned();
    }
    Sha256::digest(text.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
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
    let hexes = |list: &[u16]| list.iter().map(|value| format!("{value:04x}")).collect::<Vec<_>>().join(",");
    // SNI and ALPN stand in the head; the rest is sorted, so that shuffling clients stay the same.
    let mut extensions: Vec<u16> = all.into_iter().filter(|kind| !matches!(kind, 0 | 16)).collect();
    extensions.sort_unstable();
    let algorithms: Vec<u16> = without_grease(&hello.signature_algorithms).collect();
    let mut tail = hexes(&extensions);
    if !tail.is_empty() && !algorithms.is_empty() {
        tail = format!("{tail}_{}", hexes(&algorithms));
    }
    format!("{head}_{}_{}", hash12(&hexes(&suites)), hash12(&tail))
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
