//! Identification and maintenance records (I&M 0 to 3), and the entry that a device has with the endpoint mapper.

use super::super::{About, Sink};
use crate::Cursor;

/// A record's blocks; what is said of other slots than the head's is about a child.
pub(super) fn record(slot: u16, data: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let child = format!("profinet:slot {slot}");
    let about = if slot == 0 { About::Source } else { About::Child(&child) };
    let mut cursor = Cursor::new(data);
    for _ in 0..8 {
        let Some(kind) = cursor.u16() else { break };
        let length = usize::from(cursor.u16()?);
        let body = cursor.take(length)?;
        let value = body.get(2..)?;
        match kind {
            0x20 => zero(value, about, sink)?,
            0x21 => {
                text(about, "profinet_cm.function", value.get(..32)?, sink);
                text(about, "profinet_cm.location", value.get(32..54)?, sink);
            }
            0x22 => text(about, "profinet_cm.installed", value.get(..16)?, sink),
            _ => {}
        }
    }
    Some(())
}

/// I&M 0: vendor, order number, serial number, hardware, a letter and three numbers of software.
fn zero(value: &[u8], about: About<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(value);
    let at = value.get(..2)?;
    let vendor = cursor.u16()?;
    sink.value(about, "profinet_cm.vendor_id", vendor, at);
    text(about, "profinet_cm.order_id", cursor.take(20)?, sink);
    text(about, "profinet_cm.serial", cursor.take(16)?, sink);
    let at = cursor.rest().get(..2)?;
    let hardware = cursor.u16()?;
    sink.value(about, "profinet_cm.hardware", hardware, at);
    let at = cursor.rest().get(..4)?;
    let [letter, major, minor, patch] = cursor.array()?;
    if letter.is_ascii_uppercase() {
        let letter = char::from(letter);
        sink.value(about, "profinet_cm.firmware", format_args!("{letter}{major}.{minor}.{patch}"), at);
    }
    Some(())
}

/// The annotation of an endpoint: type (25), order number (20), hardware (5), a letter and three numbers of software, with
/// blanks between them.
pub(super) fn annotation(body: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let is_text = |byte: &u8| (0x20..0x7f).contains(byte);
    let text = body.split(|byte| !is_text(byte)).find(|run| run.len() >= 60)?;
    let order = text.get(26..46)?.trim_ascii();
    if order.len() < 6 || text.get(25) != Some(&b' ') || text.get(46) != Some(&b' ') {
        return None;
    }
    self::text(About::Source, "profinet_cm.type", text.get(..25)?, sink);
    sink.text(About::Source, "profinet_cm.order_id", order);
    self::text(About::Source, "profinet_cm.hardware", text.get(47..52)?, sink);
    let version = text.get(53..)?;
    let (letter, numbers) = version.split_first()?;
    let numbers: Vec<&str> = std::str::from_utf8(numbers).ok()?.split_ascii_whitespace().collect();
    if letter.is_ascii_uppercase() && numbers.len() == 3 {
        let all = format!("{}{}", char::from(*letter), numbers.join("."));
        sink.put(About::Source, "profinet_cm.firmware", &all, version);
    }
    Some(())
}

pub(super) fn text(about: About<'_>, name: &'static str, value: &[u8], sink: &mut Sink<'_>) {
    let end = value.iter().position(|byte| *byte == 0).unwrap_or(value.len());
    let value = value.get(..end).unwrap_or(value).trim_ascii();
    if !value.is_empty() && value.iter().all(|byte| (0x20..0x7f).contains(byte)) {
        sink.text(about, name, value);
    }
}
