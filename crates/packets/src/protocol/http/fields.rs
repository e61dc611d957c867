//! What header fields and start lines say: the server's about the server, the client's about the client.

use super::head::{Head, from_to, parameter, words};
use super::target::{may_identify, names_itself, without_secrets};
use crate::protocol::{About, Sink};

/// Reads the fields of a head.
pub(super) fn read(head: &Head<'_>, response: bool, sink: &mut Sink<'_>) {
    if response { read_response(head, sink) } else { read_request(head, sink) }
}

/// Headers outside the standard whose values name products; others may hold anything.
const NAMING: [&str; 18] = [
    "x-powered-by",
    "x-model",
    "x-device",
    "x-product",
    "x-firmware-version",
    "x-aspnet-version",
    "x-av-server-info",
    "x-sonos",
    "device-model",
    "hue-bridgeid",
    "application-url",
    "x-chromecast",
    "x-hp-chai-version",
    "x-iinfo",
    "x-transmission",
    "x-plex-protocol",
    "x-plex-version",
    "x-jenkins",
];

/// Fields of a request that name the client's product.
const NAMING_CLIENT: [&str; 6] = [
    "x-av-client-info",
    "x-device-model",
    "device-model",
    "x-device",
    "x-firmware-version",
    "x-requested-with",
];

/// The name in lower case, where there is room for it.
fn in_lower_case<'b>(name: &[u8], room: &'b mut [u8; 24]) -> Option<&'b [u8]> {
    let lower = room.get_mut(..name.len())?;
    lower.copy_from_slice(name);
    lower.make_ascii_lowercase();
    Some(lower)
}

fn read_response(head: &Head<'_>, sink: &mut Sink<'_>) {
    for (name, value) in head.fields() {
        // Longer ones are not among those that we know.
        let mut lower = [0; 24];
        let Some(lower) = in_lower_case(name, &mut lower) else { continue };
        match lower {
            b"server" => sink.text(About::Source, "http.server", value),
            b"x-powered-by" => sink.text(About::Source, "http.powered_by", value),
            b"www-authenticate" => {
                if let Some(realm) = parameter(value, b"realm") {
                    sink.text(About::Source, "http.realm", realm);
                }
            }
            b"set-cookie" => {
                if let Some(name) = value.split(|byte| *byte == b'=').next().filter(|name| name.len() <= 40) {
                    sink.text(About::Source, "http.cookie_name", name);
                }
            }
            other if NAMING.iter().any(|known| known.as_bytes() == other) => naming(name, value, sink),
            _ => {}
        }
    }
}

fn read_request(head: &Head<'_>, sink: &mut Sink<'_>) {
    let host = head.get(b"host");
    for (name, value) in head.fields() {
        let mut lower = [0; 24];
        let Some(lower) = in_lower_case(name, &mut lower) else { continue };
        match lower {
            b"user-agent" => sink.text(About::Source, "http.user_agent", value),
            // An address as host says nothing that the frame does not.
            b"host" if value.iter().any(u8::is_ascii_alphabetic) && !value.starts_with(b"[") => {
                sink.text(About::Source, "http.host", &value.to_ascii_lowercase())
            }
            other if NAMING_CLIENT.iter().any(|known| known.as_bytes() == other) => naming(name, value, sink),
            _ => {}
        }
    }
    // A NOTIFY on TCP is a UPnP event: its sender is a device, its address a callback.
    let mut parts = words(head.start);
    if let (Some(method), Some(target)) = (parts.next(), parts.next())
        && method != b"NOTIFY"
    {
        let shown = holdfast_facts::readable(target.get(..300).unwrap_or(target));
        // What is asked of a neighbour says little; what is asked of a named server, more.
        let to_name = host.is_none_or(|host| host.iter().any(u8::is_ascii_alphabetic));
        if (to_name && may_identify(&shown)) || names_itself(&shown) {
            let message = sink.pdu;
            let at = from_to(&message, method, host.unwrap_or(target));
            // CONNECT asks for an authority, which is the host.
            let host =
                host.filter(|_| method != b"CONNECT").map(holdfast_facts::readable).unwrap_or_default();
            let method = String::from_utf8_lossy(method);
            let shown = without_secrets(&shown);
            sink.value(About::Source, "http.request", format_args!("{method} {host}{shown}"), at);
        }
    }
}

fn naming(name: &[u8], value: &[u8], sink: &mut Sink<'_>) {
    let lower = name.to_ascii_lowercase();
    let text = format!("{}: {}", String::from_utf8_lossy(&lower), holdfast_facts::readable(value));
    let message = sink.pdu;
    sink.put(About::Source, "http.header", &text, from_to(&message, name, value));
}
