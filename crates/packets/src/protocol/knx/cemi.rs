//! The bus frame inside (KNX 3/6/3 cEMI): message code, then what is said on the bus or asked of the interface itself. The
//! interface's confirmation comes back with the same content.

use super::individual;
use crate::Cursor;
use crate::protocol::Sink;
use holdfast_facts::OperationClass::{self, Configure, Identify, Login, Program, Read, Start, Write};

/// `routed`: it was sent to all routers, which pass the whole bus on: only what changes devices is told of it.
pub(super) fn read(bytes: &[u8], routed: bool, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    let at = cursor.rest().get(..1)?;
    match cursor.u8()? {
        // Local properties: read, write, their confirmations, reset.
        0xfc => sink.asks(Read, "read interface property", "", at),
        0xf6 => sink.asks(Configure, "write interface property", "", at),
        code @ (0xfb | 0xf5) => {
            // Object type, instance, property, then in the high bits of the next byte how many elements: none is refused.
            cursor.skip(4)?;
            let accepted = cursor.u8()? >> 4 != 0;
            let (class, name) = if code == 0xfb {
                (Read, "read interface property")
            } else {
                (Configure, "write interface property")
            };
            sink.answers(class, name, "", accepted, at);
        }
        0xf1 => sink.asks(Start, "reset interface", "", at),
        // Requests and confirmations of the bus; indications are what the bus says.
        code @ (0x11 | 0x2e | 0x29) if code != 0x29 || routed => frame(code, &mut cursor, routed, sink)?,
        _ => {}
    }
    Some(())
}

fn frame(code: u8, cursor: &mut Cursor<'_>, routed: bool, sink: &mut Sink<'_>) -> Option<()> {
    let additional = usize::from(cursor.u8()?);
    cursor.skip(additional)?;
    let first = cursor.u8()?;
    let second = cursor.u8()?;
    cursor.skip(2)?;
    let to = cursor.u16()?;
    let length = cursor.u8()?;
    if length == 0 {
        return Some(());
    }
    let at = cursor.rest().get(..2)?;
    let control = cursor.u16()? & 0x3ff;
    let (class, name) = service(control)?;
    let device = second & 0x80 == 0;
    if routed && (!device || matches!(class, Read | Identify)) {
        return Some(());
    }
    let unit = if device { format!("device {}", individual(to)) } else { String::new() };
    if code == 0x2e {
        sink.answers(class, name, &unit, first & 1 == 0, at);
    } else {
        sink.asks(class, name, &unit, at);
    }
    Some(())
}

/// Application services (3/3/7), by the ten bits of their code. Answers are none.
fn service(code: u16) -> Option<(OperationClass, &'static str)> {
    Some(match code {
        0x000..=0x03f => (Read, "group value read"),
        0x080..=0x0bf => (Write, "group value write"),
        0x0c0..=0x0ff => (Configure, "individual address write"),
        0x100..=0x13f => (Identify, "individual address read"),
        0x200..=0x23f => (Read, "memory read"),
        0x280..=0x2bf => (Program, "memory write"),
        0x2c0 => (Read, "user memory read"),
        0x2c2 => (Program, "user memory write"),
        0x2c5 => (Identify, "user manufacturer information read"),
        0x300..=0x33f => (Identify, "device descriptor read"),
        0x380..=0x39f => (Start, "restart"),
        0x3d1 => (Login, "authorize"),
        0x3d3 => (Login, "key write"),
        0x3d5 => (Read, "property value read"),
        0x3d7 => (Configure, "property value write"),
        0x3d8 => (Read, "property description read"),
        0x3dc => (Identify, "individual address serial number read"),
        0x3de => (Configure, "individual address serial number write"),
        0x3e0 => (Configure, "domain address write"),
        0x3f1 => (Write, "secure service"),
        _ => return None,
    })
}
