//! NTLMSSP (MS-NLMP §2.2): the challenge names the server and its domain and says its build; the client's messages say the
//! client's build and workstation. User names, domains of users and responses are not looked at.

use super::super::{About, Sink};
use crate::Cursor;

const MAGIC: &[u8] = b"NTLMSSP\0";

/// Finds the message in a blob (SPNEGO wraps it) and reads it. The sender is whoever sent the blob.
pub(in crate::protocol) fn find(blob: &[u8], sink: &mut Sink<'_>) {
    let Some(at) = blob.windows(MAGIC.len()).position(|w| w == MAGIC) else { return };
    let message = blob.get(at..).unwrap_or(&[]);
    let kind = message.get(8..12).and_then(|b| <[u8; 4]>::try_from(b).ok()).map(u32::from_le_bytes);
    match kind {
        // Negotiate: version at 32 where flag 0x02000000 is set.
        Some(1) => version(message, 12, 32, sink),
        Some(2) => {
            version(message, 20, 48, sink);
            target(message, sink);
        }
        Some(3) => {
            version(message, 60, 64, sink);
            answer(message, sink);
            if let Some((name, at)) = field(message, 44) {
                sink.put(About::Source, "smb.ntlm_computer", &name, at);
            }
        }
        _ => {}
    }
}

fn version(message: &[u8], flags_at: usize, at: usize, sink: &mut Sink<'_>) {
    let flags = message
        .get(flags_at..flags_at + 4)
        .and_then(|b| <[u8; 4]>::try_from(b).ok())
        .map_or(0, u32::from_le_bytes);
    if flags & 0x0200_0000 == 0 {
        return;
    }
    let Some(bytes) = message.get(at..at + 4) else { return };
    if let [major @ 1..=20, minor, low, high] = bytes {
        let build = u16::from_le_bytes([*low, *high]);
        // Samba says 6.1.0: no build, no news.
        if build > 0 {
            sink.value(About::Source, "smb.ntlm_os", format_args!("{major}.{minor}.{build}"), bytes);
        }
    }
}

/// How the client proves itself (MS-NLMP §2.2.1.3): an answer of 24 bytes is version 1; an anonymous one is empty.
fn answer(message: &[u8], sink: &mut Sink<'_>) {
    if let Some(at) = message.get(20..22)
        && let [low, high] = at
    {
        match u16::from_le_bytes([*low, *high]) {
            0 | 1 => {}
            24 => sink.put(About::Source, "smb.ntlm_version", "1", at),
            _ => sink.put(About::Source, "smb.ntlm_version", "2", at),
        }
    }
}

/// A field: length, maximum, offset; UTF-16.
fn field(message: &[u8], at: usize) -> Option<(String, &[u8])> {
    let mut cursor = Cursor::new(message.get(at..)?);
    let length = usize::from(cursor.u16_le()?);
    cursor.skip(2)?;
    let offset = cursor.u32_le()? as usize;
    let bytes = message.get(offset..offset.checked_add(length)?)?;
    Some((text(bytes), bytes))
}

fn text(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .take(128)
        .filter_map(|pair| Some(u16::from_le_bytes(pair.try_into().ok()?)))
        .collect();
    String::from_utf16_lossy(&units)
}

/// Target information (§2.2.2.1): pairs of id, length, value.
fn target(message: &[u8], sink: &mut Sink<'_>) {
    let mut head = Cursor::new(message.get(40..48).unwrap_or(&[]));
    let (Some(length), Some(()), Some(offset)) = (head.u16_le(), head.skip(2), head.u32_le()) else { return };
    let start = offset as usize;
    let Some(list) = message.get(start..start.saturating_add(usize::from(length)).min(message.len())) else {
        return;
    };
    let mut cursor = Cursor::new(list);
    while let (Some(id), Some(length)) = (cursor.u16_le(), cursor.u16_le()) {
        let Some(value) = cursor.take(usize::from(length)) else { return };
        let name = match id {
            0 => return,
            1 => "smb.ntlm_computer",
            2 => "smb.ntlm_domain",
            3 => "smb.ntlm_dns_computer",
            4 => "smb.ntlm_dns_domain",
            _ => continue,
        };
        sink.put(About::Source, name, &text(value), value);
    }
}
