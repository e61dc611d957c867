//! The options of a DHCP message, one after the other.

use super::vendor;
use crate::Cursor;
use crate::protocol::{About, Sink};
use std::net::Ipv4Addr;

/// More options than any client sends.
const OPTION_LIMIT: usize = 128;

/// What the options say of the message itself.
pub(super) struct Options {
    /// Message type (53).
    pub(super) message: Option<u8>,
    /// Which header fields hold options too (52): 1 `file`, 2 `sname`.
    pub(super) overload: u8,
}

/// Reads the options. `client` is missing where nothing names the client.
pub(super) fn read(bytes: &[u8], client: Option<About<'_>>, reply: bool, sink: &mut Sink<'_>) -> Options {
    let mut cursor = Cursor::new(bytes);
    let mut options = Options { message: None, overload: 0 };
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
        match (code, client) {
            (52, _) => options.overload = value.first().copied().unwrap_or(0),
            (53, _) => {
                options.message = value.first().copied();
                let about = if reply { Some(About::Source) } else { client };
                if let (Some(name), Some(about)) = (options.message.and_then(message_name), about) {
                    sink.put(about, "dhcp.message", name, value);
                }
            }
            // A server sends the relay's words back (RFC 3046 §2.2).
            (82, Some(client)) => relay(value, client, sink),
            (_, _) if reply => from_server(code, value, sink),
            (_, Some(client)) => from_client(code, value, client, sink),
            _ => {}
        }
    }
    options
}

fn message_name(kind: u8) -> Option<&'static str> {
    let names = ["discover", "offer", "request", "decline", "ack", "nak", "release", "inform", "force renew"];
    names.get(usize::from(kind).checked_sub(1)?).copied()
}

fn from_client(code: u8, value: &[u8], client: About<'_>, sink: &mut Sink<'_>) {
    match code {
        12 => sink.text(client, "dhcp.hostname", value),
        15 => sink.text(client, "dhcp.domain", value),
        43 => vendor::specific(value, client, sink),
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
        93 => {
            if let Some(kind) = value.get(..2).and_then(|b| <[u8; 2]>::try_from(b).ok()) {
                sink.value(client, "dhcp.architecture", u16::from_be_bytes(kind), value);
            }
        }
        // A type, then a GUID (RFC 4578 §2.3).
        97 => sink.value(client, "dhcp.machine_id", Hex(value.get(1..).unwrap_or(&[])), value),
        124 => vendor::class(value, client, sink),
        125 => vendor::info(value, client, sink),
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
    if !list.is_empty() {
        sink.put(about, name, &list.join(","), value);
    }
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
