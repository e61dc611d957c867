//! The options of a DHCPv6 message, each a code and a length of 16 bits (RFC 8415 §21.1).

use super::duid::{self, Hex};
use crate::Cursor;
use crate::protocol::{About, Sink};
use holdfast_facts::{Mac, readable};
use std::net::Ipv6Addr;

/// The next option; `None` at the end, and where a length leads past it.
pub(super) fn next<'a>(cursor: &mut Cursor<'a>) -> Option<(u16, &'a [u8])> {
    let mut ahead = *cursor;
    let code = ahead.u16()?;
    let length = ahead.u16()?;
    let value = ahead.take(usize::from(length))?;
    *cursor = ahead;
    Some((code, value))
}

/// The MAC in the client's DUID (option 1).
pub(super) fn client_mac(options: &[u8]) -> Option<Mac> {
    let mut cursor = Cursor::new(options);
    while let Some((code, value)) = next(&mut cursor) {
        if code == 1 {
            return duid::mac(value);
        }
    }
    None
}

pub(super) fn of_client(code: u16, value: &[u8], about: About<'_>, sink: &mut Sink<'_>) {
    match code {
        1 => {
            sink.value(about, "dhcpv6.duid", Hex(value), value);
            if let Some(mac) = duid::mac(value) {
                sink.value(about, "dhcpv6.duid_mac", mac, value);
            }
            if let Some(enterprise) = duid::enterprise(value) {
                sink.value(about, "dhcpv6.enterprise", enterprise, value);
            }
        }
        6 => {
            let list: Vec<String> = value
                .chunks_exact(2)
                .take(64)
                .filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?).to_string()))
                .collect();
            sink.put(about, "dhcpv6.option_request", &list.join(","), value);
        }
        15 => strings(value, |text| sink.text(about, "dhcpv6.user_class", text)),
        16 => {
            if let Some((enterprise, rest)) = enterprise(value) {
                strings(rest, |text| {
                    let shown = readable(text);
                    sink.value(about, "dhcpv6.vendor_class", format_args!("{enterprise}:{shown}"), text);
                });
            }
        }
        17 => {
            if let Some((enterprise, rest)) = enterprise(value) {
                vendor_info(enterprise, rest, about, sink);
            }
        }
        39 => sink.text_at(about, "dhcpv6.fqdn", &labels(value.get(1..).unwrap_or(&[])), value),
        112 => sink.text(about, "dhcpv6.mud_url", value),
        _ => {}
    }
}

/// Vendor sub-options (§21.17) that are text; what is in the others only the vendor knows.
fn vendor_info(enterprise: u32, bytes: &[u8], about: About<'_>, sink: &mut Sink<'_>) {
    let mut cursor = Cursor::new(bytes);
    while let Some((code, part)) = next(&mut cursor) {
        if part.len() >= 2 && part.iter().all(|byte| (0x20..0x7f).contains(byte)) {
            let text = readable(part);
            sink.value(about, "dhcpv6.vendor_info", format_args!("{enterprise}:{code}={text}"), part);
        }
    }
}

/// What a server's reply gives the client: addresses in IA_NA (3) and IA_TA (4), prefixes in IA_PD (25).
pub(super) fn given(code: u16, value: &[u8], about: About<'_>, sink: &mut Sink<'_>) {
    // Id and two times (only an id in IA_TA), then options.
    let options = match code {
        3 | 25 => value.get(12..),
        4 => value.get(4..),
        _ => None,
    };
    let mut cursor = Cursor::new(options.unwrap_or(&[]));
    while let Some((code, value)) = next(&mut cursor) {
        match code {
            // Address, preferred and valid lifetime; a lifetime of 0 takes it away (§18.2.10.1).
            5 if value.get(20..24) != Some(&[0; 4]) => {
                if let Some(address) = address(value.get(..16)) {
                    sink.value(about, "dhcpv6.assigned_address", address, value);
                }
            }
            // Preferred and valid lifetime, length, prefix.
            26 if value.get(4..8) != Some(&[0; 4]) => {
                if let (Some(bits), Some(prefix)) = (value.get(8), address(value.get(9..25))) {
                    sink.value(about, "dhcpv6.delegated_prefix", format_args!("{prefix}/{bits}"), value);
                }
            }
            _ => {}
        }
    }
}

/// What a relay adds: the interface, and an enterprise's own remote id (RFC 4649).
pub(super) fn of_relay(
    interface: Option<&[u8]>,
    remote: Option<&[u8]>,
    about: About<'_>,
    sink: &mut Sink<'_>,
) {
    let is_text = |part: &[u8]| part.iter().all(|byte| (0x20..0x7f).contains(byte));
    match interface {
        Some(part) if is_text(part) => sink.text(about, "dhcpv6.relay_interface", part),
        Some(part) => sink.value(about, "dhcpv6.relay_interface", Hex(part), part),
        None => {}
    }
    if let Some((enterprise, part)) = remote.and_then(enterprise) {
        if is_text(part) {
            let text = readable(part);
            sink.value(about, "dhcpv6.relay_remote", format_args!("{enterprise}:{text}"), part);
        } else {
            sink.value(about, "dhcpv6.relay_remote", format_args!("{enterprise}:{}", Hex(part)), part);
        }
    }
}

fn enterprise(value: &[u8]) -> Option<(u32, &[u8])> {
    let mut cursor = Cursor::new(value);
    Some((cursor.u32()?, cursor.rest()))
}

fn address(bytes: Option<&[u8]>) -> Option<Ipv6Addr> {
    <[u8; 16]>::try_from(bytes?).ok().map(Ipv6Addr::from)
}

fn strings(value: &[u8], mut each: impl FnMut(&[u8])) {
    let mut cursor = Cursor::new(value);
    while let Some(part) = cursor.u16().and_then(|length| cursor.take(usize::from(length))) {
        each(part);
    }
}

/// DNS labels without pointers (RFC 4704 §4), as dots; the last empty label may be missing.
fn labels(bytes: &[u8]) -> Vec<u8> {
    let mut cursor = Cursor::new(bytes);
    let mut name = Vec::new();
    while let Some(length @ 1..=63) = cursor.u8() {
        if !name.is_empty() {
            name.push(b'.');
        }
        name.extend_from_slice(cursor.take_up_to(usize::from(length)));
    }
    name
}
