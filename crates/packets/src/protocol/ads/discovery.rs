//! Discovery of Beckhoff controllers by UDP: who is there, with host name, system and TwinCAT version; and the request to add
//! a route, which carries a login of which nothing is kept.

use super::super::{About, Sink};
use super::net_id;
use crate::Cursor;
use holdfast_facts::OperationClass::{Configure, Identify};

pub(super) const MAGIC: [u8; 4] = [0x03, 0x66, 0x14, 0x71];

/// Magic, invocation, service, net id and port of the sender, number of tags; each tag with its length.
pub(super) fn read(bytes: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    cursor.skip(8)?;
    let at = cursor.rest().get(..4)?;
    let service = cursor.u32_le()?;
    net_id(cursor.take(6)?, sink);
    cursor.skip(2)?;
    let count = cursor.u32_le()?;
    let mut status = None;
    for _ in 0..count.min(32) {
        let tag = cursor.u16_le()?;
        let length = usize::from(cursor.u16_le()?);
        let value = cursor.take(length)?;
        match (service, tag) {
            (0x8000_0006, 1) => status = Cursor::new(value).u32_le(),
            // The answer to a search describes the sender.
            (0x8000_0001, 5) => text("ads.host_name", value, sink),
            (0x8000_0001, 4) => system(value, sink)?,
            (0x8000_0001, 3) => version(value, sink)?,
            // The name of the route is as a rule that of who asks for it.
            (6, 0x0c) => text("ads.route", value, sink),
            _ => {}
        }
    }
    match service {
        1 => sink.asks(Identify, "server information", "", at),
        0x8000_0001 => sink.answers(Identify, "server information", "", true, at),
        6 => {
            sink.put(About::Source, "ads.role", "engineering", at);
            sink.asks(Configure, "add route", "", at);
        }
        0x8000_0006 => sink.answers(Configure, "add route", "", status == Some(0), at),
        _ => {}
    }
    Some(())
}

/// Size, then major, minor and build number, and the platform: 2 is NT, 3 is CE.
fn system(value: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(value);
    cursor.skip(4)?;
    let (major, minor, build) = (cursor.u32_le()?, cursor.u32_le()?, cursor.u32_le()?);
    let name = match cursor.u32_le()? {
        3 => "Windows CE",
        2 => "Windows NT",
        4 => "TwinCAT/BSD",
        _ => "other",
    };
    let text = if build == 0 {
        format!("{name} {major}.{minor}")
    } else {
        format!("{name} {major}.{minor}.{build}")
    };
    sink.put(About::Source, "ads.system", &text, value.get(..20)?);
    Some(())
}

fn version(value: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let [major, minor, low, high] = *value.first_chunk()?;
    let build = u16::from_le_bytes([low, high]);
    sink.value(About::Source, "ads.twincat_version", format_args!("{major}.{minor}.{build}"), value);
    Some(())
}

pub(super) fn text(name: &'static str, value: &[u8], sink: &mut Sink<'_>) {
    let end = value.iter().position(|byte| *byte == 0).unwrap_or(value.len());
    let value = value.get(..end).unwrap_or(value).trim_ascii();
    if !value.is_empty() {
        sink.text(About::Source, name, value);
    }
}
