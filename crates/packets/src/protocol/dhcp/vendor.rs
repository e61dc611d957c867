//! The options whose inside a vendor defines: 43 by the vendor class, 124 and 125 by an enterprise number (RFC 3925).

use crate::Cursor;
use crate::protocol::{About, Sink};

/// The shortest text in option 43 that is worth keeping.
const SHORTEST: usize = 3;

/// Option 43 belongs to the vendor class; what is readable in it (models, serial numbers) is kept. Most vendors send
/// code, length, value (RFC 2132 §8.4); some send plain text.
pub(super) fn specific(value: &[u8], client: About<'_>, sink: &mut Sink<'_>) {
    let is_text = |byte: &u8| (0x20..0x7f).contains(byte);
    let mut keep = |part: &[u8]| {
        if part.len() >= SHORTEST && part.iter().all(is_text) {
            sink.text(client, "dhcp.vendor_specific", part);
        }
    };
    if is_list(value) {
        let mut cursor = Cursor::new(value);
        while let Some(code) = cursor.u8() {
            if !matches!(code, 0 | 255) {
                let length = usize::from(cursor.u8().unwrap_or(0));
                keep(cursor.take_up_to(length));
            }
        }
    } else {
        value.split(|byte| !is_text(byte)).take(16).for_each(keep);
    }
}

/// Whether code, length and value fit to the end.
fn is_list(value: &[u8]) -> bool {
    let mut cursor = Cursor::new(value);
    while let Some(code) = cursor.u8() {
        match code {
            0 => {}
            255 => return true,
            _ if cursor.u8().and_then(|length| cursor.skip(usize::from(length))).is_none() => return false,
            _ => {}
        }
    }
    true
}

/// RFC 3925 §3: enterprise number, then strings with lengths.
pub(super) fn class(value: &[u8], client: About<'_>, sink: &mut Sink<'_>) {
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
pub(super) fn info(value: &[u8], client: About<'_>, sink: &mut Sink<'_>) {
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
