//! The options of a DHCP message, one after the other.

use super::{About, Sink};
use crate::Cursor;
use std::net::Ipv4Addr;

/// More options than any client sends.
const OPTION_LIMIT: usize = 128;

/// Reads the options; gives the message type (option 53).
pub(super) fn read(bytes: &[u8], client: About<'_>, reply: bool, sink: &mut Sink<'_>) -> Option<u8> {
    let mut cursor = Cursor::new(bytes);
    let mut kind = None;
    for _ in 0..OPTION_LIMIT {
        let code = match cursor.u8() {
            None | Some(255) => break,
            Some(0) => continue,
            Some(code) => code,
        };
        let Some(value) = cursor.u8().and_then(|length| cursor.take(usize::from(length))) else {
            sink.anomaly("option_overrun");
            break;
        };
        if code == 53 {
            kind = value.first().copied();
            if let Some(name) = kind.and_then(message_name) {
                sink.put(if reply { About::Source } else { client }, "dhcp.message", name, value);
            }
        } else if reply {
            from_server(code, value, sink);
        } else {
            from_client(code, value, client, sink);
        }
    }
    kind
}

fn message_name(kind: u8) -> Option<&'static str> {
    let names = ["discover", "offer", "request", "decline", "ack", "nak", "release", "inform", "force renew"];
    names.get(usize::from(kind).checked_sub(1)?).copied()
}

fn from_client(code: u8, value: &[u8], client: About<'_>, sink: &mut Sink<'_>) {
    match code {
        12 => sink.text(client, "dhcp.hostname", value),
        15 => sink.text(client, "dhcp.domain", value),
        43 => readable_parts(value, client, sink),
        50 => addresses(client, "dhcp.requested_address", value, sink),
        55 => sink.value(client, "dhcp.parameter_list", Numbers(value), value),
        57 => {
            if let Ok(size) = <[u8; 2]>::try_from(value) {
                sink.value(client, "dhcp.max_size", u16::from_be_bytes(size), value);
            }
        }
        60 => sink.text(client, "dhcp.vendor_class", value),
        61 => sink.value(client, "dhcp.client_id", Hex(value), value),
        77 => user_class(value, client, sink),
        81 => {
            // Flags, two return codes, then the name: text, or labels where flag E is set (RFC 4702 §2.1).
            let encoded = value.first().is_some_and(|flags| flags & 4 != 0);
            let name = value.get(3..).unwrap_or(&[]);
            if encoded {
                sink.text_at(client, "dhcp.fqdn", &labels(name), name);
            } else {
                sink.text(client, "dhcp.fqdn", name);
            }
        }
        82 => relay(value, client, sink),
        93 => {
            if let Some(kind) = value.get(..2).and_then(|b| <[u8; 2]>::try_from(b).ok()) {
                sink.value(client, "dhcp.architecture", u16::from_be_bytes(kind), value);
            }
        }
        124 => vendor_class(value, client, sink),
        125 => vendor_info(value, client, sink),
        161 => sink.text(client, "dhcp.mud_url", value),
        _ => {}
    }
}

fn from_server(code: u8, value: &[u8], sink: &mut Sink<'_>) {
    match code {
        3 => addresses(About::Source, "dhcp.router", value, sink),
        6 => addresses(About::Source, "dhcp.name_server", value, sink),
        42 => addresses(About::Source, "dhcp.time_server", value, sink),
        54 => addresses(About::Source, "dhcp.server", value, sink),
        66 => sink.text(About::Source, "dhcp.tftp_server", value),
        67 => sink.text(About::Source, "dhcp.boot_file", value),
        150 => addresses(About::Source, "dhcp.tftp_server", value, sink),
        _ => {}
    }
}

fn addresses(about: About<'_>, name: &'static str, value: &[u8], sink: &mut Sink<'_>) {
    let list: Vec<String> = value
        .chunks_exact(4)
        .take(8)
        .filter_map(|chunk| Some(Ipv4Addr::from(<[u8; 4]>::try_from(chunk).ok()?).to_string()))
        .collect();
    sink.put(about, name, &list.join(","), value);
}

/// Option 77 is a list of strings with lengths (RFC 3004); many clients send plain text instead.
fn user_class(value: &[u8], client: About<'_>, sink: &mut Sink<'_>) {
    let first = usize::from(value.first().copied().unwrap_or(0));
    if first < value.len() && first > 0 && first < 32 {
        let mut cursor = Cursor::new(value);
        while let Some(part) = cursor.u8().and_then(|length| cursor.take(usize::from(length))) {
            sink.text(client, "dhcp.user_class", part);
        }
    } else {
        sink.text(client, "dhcp.user_class", value);
    }
}

/// Option 43 belongs to the vendor class; what is readable in it (models, serial numbers) is kept.
fn readable_parts(value: &[u8], client: About<'_>, sink: &mut Sink<'_>) {
    let is_text = |byte: &u8| (0x20..0x7f).contains(byte);
    for part in value.split(|byte| !is_text(byte)).filter(|part| part.len() >= 4).take(6) {
        sink.text(client, "dhcp.vendor_specific", part);
    }
}

fn relay(value: &[u8], client: About<'_>, sink: &mut Sink<'_>) {
    let mut cursor = Cursor::new(value);
    while let (Some(code), Some(length)) = (cursor.u8(), cursor.u8()) {
        let Some(part) = cursor.take(usize::from(length)) else { return };
        let name = match code {
            1 => "dhcp.relay_circuit",
            2 => "dhcp.relay_remote",
            _ => continue,
        };
        if part.iter().all(|byte| (0x20..0x7f).contains(byte)) {
            sink.text(client, name, part);
        } else {
            sink.value(client, name, Hex(part), part);
        }
    }
}

/// RFC 3925 §3: enterprise number, then strings with lengths.
fn vendor_class(value: &[u8], client: About<'_>, sink: &mut Sink<'_>) {
    let mut cursor = Cursor::new(value);
    while let (Some(enterprise), Some(length)) = (cursor.u32(), cursor.u8()) {
        let part = cursor.take_up_to(usize::from(length));
        let mut inner = Cursor::new(part);
        // Some send the strings with lengths of their own, some without.
        let text = match inner.u8() {
            Some(length) if usize::from(length) + 1 == part.len() => inner.rest(),
            _ => part,
        };
        let text = holdfast_facts::readable(text);
        sink.value(client, "dhcp.vendor_class_identified", format_args!("{enterprise}:{text}"), part);
    }
}

/// RFC 3925 §4: enterprise number, then sub-options. 3561 is the Broadband Forum's (TR-069: OUI, serial, product class).
fn vendor_info(value: &[u8], client: About<'_>, sink: &mut Sink<'_>) {
    let mut cursor = Cursor::new(value);
    while let (Some(enterprise), Some(length)) = (cursor.u32(), cursor.u8()) {
        let mut inner = Cursor::new(cursor.take_up_to(usize::from(length)));
        while let (Some(code), Some(length)) = (inner.u8(), inner.u8()) {
            let part = inner.take_up_to(usize::from(length));
            let text = holdfast_facts::readable(part);
            sink.value(client, "dhcp.vendor_info", format_args!("{enterprise}:{code}={text}"), part);
        }
    }
}

/// DNS labels without pointers, as dots.
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

struct Numbers<'a>(&'a [u8]);

impl std::fmt::Display for Numbers<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut first = true;
        self.0.iter().try_for_each(|number| {
            let comma = if std::mem::take(&mut first) { "" } else { "," };
            write!(f, "{comma}{number}")
        })
    }
}

struct Hex<'a>(&'a [u8]);

impl std::fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
