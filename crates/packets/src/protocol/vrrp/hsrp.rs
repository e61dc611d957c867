//! HSRP: Cisco's own way to share an address. Version 0 (RFC 2281) is one fixed message; version 2 is a list of
//! elements, of which the group's state is one. Passwords in either are not kept.

use super::address;
use crate::Cursor;
use crate::protocol::{About, Sink};

/// Element type 1 of version 2, and its length.
const GROUP_STATE: (u8, u8) = (1, 40);

pub(super) fn read(bytes: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    if bytes.first() == Some(&0) { version_0(bytes, sink) } else { version_2(bytes, sink) }
}

/// Version, operation, state, hello, hold, priority, group, reserved, eight bytes of authentication, address.
fn version_0(bytes: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    let [_, operation, state, _, _, _, group, _] = cursor.array()?;
    // 3 advertises interfaces and has another form.
    if operation > 2 {
        return Some(());
    }
    let state = match state {
        16 => "active",
        8 => "standby",
        4 => "speak",
        2 => "listen",
        1 => "learn",
        _ => "initial",
    };
    sink.value(About::Source, "vrrp.hsrp_group", format_args!("{group} {state}"), bytes.get(..8)?);
    cursor.skip(8)?;
    address(cursor.take(4)?, sink);
    Some(())
}

/// Elements with type and length; the group's state: version, operation, state, IP version, group, identifier,
/// priority, hello and hold time, address.
fn version_2(bytes: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    while let (Some(kind), Some(length)) = (cursor.u8(), cursor.u8()) {
        let value = cursor.take(usize::from(length))?;
        if (kind, length) != GROUP_STATE {
            continue;
        }
        let mut inner = Cursor::new(value);
        let [version, _, state, ip] = inner.array()?;
        let group = inner.u16()?;
        if version != 2 {
            continue;
        }
        let state = match state {
            6 => "active",
            5 => "standby",
            4 => "speak",
            3 => "listen",
            2 => "learn",
            _ => "initial",
        };
        sink.value(About::Source, "vrrp.hsrp_group", format_args!("{group} {state}"), value);
        // Identifier, priority, hello and hold time.
        inner.skip(6 + 4 + 4 + 4)?;
        address(inner.take(if ip == 6 { 16 } else { 4 })?, sink);
    }
    Some(())
}
