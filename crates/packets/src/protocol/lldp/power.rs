//! Power over Ethernet in LLDP (IEEE 802.3 §79.3.2; ANSI/TIA-1057 §10.2.5): who feeds and who is fed.

use crate::protocol::{About, Sink};

/// 802.3 subtype 2: support bits, pairs, class plus one; since 802.3at also type, what the fed side asks for and gets.
pub(super) fn ieee(value: &[u8], sink: &mut Sink<'_>) {
    let [support, _, class, more @ ..] = value else { return };
    let feeds = support & 1 == 1;
    let role = if feeds { "pse" } else { "pd" };
    // What a feeding port allots changes with what hangs on it; what a fed one asks for is its own.
    match (tenths(more.get(1..3)).filter(|watts| !feeds && *watts > 0), class) {
        (Some(watts), _) => put(format_args!("{role} {}.{} W", watts / 10, watts % 10), value, sink),
        (None, 1..=9) => put(format_args!("{role} class {}", class - 1), value, sink),
        (None, _) => {}
    }
}

/// TIA subtype 4: type, source and priority in one byte, then tenths of a watt.
pub(super) fn media(value: &[u8], sink: &mut Sink<'_>) {
    let Some(watts) = tenths(value.get(1..3)) else { return };
    let role = match value.first().map(|bits| bits >> 6) {
        Some(0) => "pse",
        Some(1) => "pd",
        _ => return,
    };
    put(format_args!("{role} {}.{} W", watts / 10, watts % 10), value, sink);
}

fn put(text: std::fmt::Arguments<'_>, at: &[u8], sink: &mut Sink<'_>) {
    sink.value(About::Source, "lldp.power", text, at);
}

fn tenths(bytes: Option<&[u8]>) -> Option<u16> {
    <[u8; 2]>::try_from(bytes?).ok().map(u16::from_be_bytes)
}
