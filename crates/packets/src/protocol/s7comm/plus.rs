//! S7comm-plus, which the S7-1200 and S7-1500 speak with TIA Portal and with panels: objects and variables by number.
//! The server's session text gives order number and firmware. Numbers as open implementations agree on them.

use super::super::{About, FlowMemory, Sink, questions};
use super::szl::text;
use crate::Cursor;
use holdfast_facts::OperationClass::{self, *};

/// The object of all sessions, and the one that runs the program.
const SESSIONS: u32 = 0x11d;
const EXECUTION: u32 = 0x34;

/// After the mark 0x72: version, length, from version 3 on a digest, then the message.
pub(super) fn read(bytes: &[u8], memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    cursor.skip(1)?;
    let version = cursor.u8()?;
    let length = cursor.u16()?;
    let mut message = cursor.take_up_to(usize::from(length));
    if version == 3 {
        let (digest, rest) = message.split_first()?;
        message = rest.get(usize::from(*digest)..)?;
    }
    let mut cursor = Cursor::new(message);
    let opcode = cursor.u8()?;
    cursor.skip(2)?;
    let at = cursor.rest().get(..2)?;
    let function = cursor.u16()?;
    cursor.skip(2)?;
    let sequence = u32::from(cursor.u16()?);
    match opcode {
        0x31 => {
            cursor.skip(4)?;
            cursor.u8()?;
            let object = Cursor::new(cursor.rest()).u32().unwrap_or(0);
            let special = special(function, object, cursor.rest());
            if special != 0 {
                questions::ask(memory, sequence, special);
            }
            let (class, name) = operation(function, special)?;
            sink.asks(class, name, "", at);
        }
        0x32 => {
            cursor.u8()?;
            let special = questions::answered(memory, sequence).unwrap_or(0);
            let (class, name) = operation(function, special)?;
            sink.answers(class, name, "", !is_error(&mut cursor), at);
            session(message, sink);
            substance(message, sink);
        }
        _ => {}
    }
    Some(())
}

/// What the object makes of a function: 1 a session, 2 stops the CPU, 3 starts it; 0 nothing special.
fn special(function: u16, object: u32, body: &[u8]) -> u32 {
    match (function, object) {
        (0x04ca, SESSIONS) => 1,
        (0x04f2 | 0x0542, EXECUTION) => match operating_state(body) {
            Some(1) => 2,
            Some(3) => 3,
            _ => 0,
        },
        _ => 0,
    }
}

fn operation(function: u16, special: u32) -> Option<(OperationClass, &'static str)> {
    Some(match (function, special) {
        (0x04ca, 1) => (Login, "create session"),
        (0x04f2 | 0x0542, 2) => (Stop, "set variable: stop cpu"),
        (0x04f2 | 0x0542, 3) => (Start, "set variable: start cpu"),
        _ => return plain(function),
    })
}

fn plain(function: u16) -> Option<(OperationClass, &'static str)> {
    Some(match function {
        0x04bb => (Read, "explore"),
        0x04ca => (Program, "create object"),
        0x04d4 => (Program, "delete object"),
        0x04f2 => (Write, "set variable"),
        0x04fc => (Read, "get link"),
        0x0542 => (Write, "set multiple variables"),
        0x054c => (Read, "get multiple variables"),
        0x0556 => (Read, "begin sequence"),
        0x0560 => (Read, "end sequence"),
        0x056b => (Operate, "invoke"),
        0x0586 => (Read, "get variable by stream"),
        _ => return None,
    })
}

/// The wanted operating state (attribute 2167, as a number of seven bits a byte): flags, type, value.
fn operating_state(body: &[u8]) -> Option<u8> {
    let at = body.windows(2).take(32).position(|two| two == [0x90, 0x77])?;
    body.get(at + 4).copied()
}

/// Seven bits a byte; the lower 16 bits are a signed number that is negative where something went wrong.
fn is_error(cursor: &mut Cursor<'_>) -> bool {
    let mut value = 0u64;
    for _ in 0..9 {
        let Some(byte) = cursor.u8() else { break };
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            break;
        }
    }
    value & 0x8000 != 0
}

/// `1;6ES7 214-1HE30-0XB0 ;V2.2` with its length before it.
fn session(message: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let at = message.windows(3).position(|three| three == b"1;6")?;
    let length = usize::from(*message.get(at.checked_sub(1)?)?);
    let value = message.get(at..at.checked_add(length)?)?;
    let mut parts = value.split(|byte| *byte == b';');
    parts.next();
    let (number, version) = (parts.next()?, parts.next()?);
    if number.len() < 12 || !value.iter().all(|byte| (0x20..0x7f).contains(byte)) {
        return None;
    }
    text("s7comm.order_number", number, sink);
    text("s7comm.firmware", version, sink);
    Some(())
}

/// A table of the CPU: order number (20), serial number (16), hardware version, `V` and three digits of firmware.
fn substance(message: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let at = message.windows(5).position(|five| five == b"6ES7 " || five == b"6AG1 ")?;
    let mut cursor = Cursor::new(message.get(at..)?);
    let number = cursor.take(20)?;
    let serial = cursor.take(16)?;
    if !number.iter().chain(serial).all(|byte| (0x20..0x7f).contains(byte)) || serial.contains(&b';') {
        return None;
    }
    let hardware = cursor.rest().get(..2)?;
    let revision = cursor.u16()?;
    let version = cursor.rest().get(..4)?;
    let [b'V', major, minor, patch] = cursor.array()? else { return None };
    text("s7comm.order_number", number, sink);
    text("s7comm.serial", serial, sink);
    sink.value(About::Source, "s7comm.hardware", revision, hardware);
    sink.value(About::Source, "s7comm.plus_version", format_args!("V{major}.{minor}.{patch}"), version);
    Some(())
}
