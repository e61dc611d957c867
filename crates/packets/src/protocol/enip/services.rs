//! CIP services: their names, and what they do, which for many depends on the object's class. The common ones are
//! CIP volume 1 appendix A; those of tags Rockwell Automation publishes in 1756-PM020; those of other classes of
//! controllers are known by number alone.

use holdfast_facts::OperationClass::{self, *};
use std::borrow::Cow;

pub(super) const IDENTITY: u16 = 0x01;
pub(super) const ROUTER: u16 = 0x02;
pub(super) const MANAGER: u16 = 0x06;
pub(super) const PCCC: u16 = 0x67;
/// Flash of Rockwell Automation modules.
const UPDATE: u16 = 0xa1;

/// Classes whose attributes are settings of the network or of the clock.
const SETTINGS: [(u16, &str); 8] = [
    (0x43, "time sync"),
    (0x47, "device level ring"),
    (0x48, "quality of service"),
    (0x8b, "clock"),
    (0xf4, "port"),
    (0xf5, "tcp/ip interface"),
    (0xf6, "ethernet link"),
    (0x109, "lldp management"),
];

/// Classes that hold a controller's program.
const PROGRAM: [(u16, &str); 6] = [
    (0x68, "program"),
    (0x6a, "cable"),
    (0x6c, "template"),
    (0x6d, "routine"),
    (0x70, "task"),
    (0x8e, "controller"),
];

/// The service's class and name.
pub(super) fn service(code: u8, class: u16, has_symbol: bool) -> (OperationClass, Cow<'static, str>) {
    let tag = has_symbol || matches!(class, 0 | 0x6b | 0xb2);
    let (kind, name) = match (code, class) {
        (_, UPDATE) => match code {
            0x4b => (Firmware, "firmware update: begin"),
            0x4d => (Firmware, "firmware update: transfer"),
            _ => return (Firmware, format!("firmware update: service 0x{code:02x}").into()),
        },
        (0x4b..=0x51, 0x37) => return (File, file(code).into()),
        (0x4b, PCCC) => (Read, "execute pccc"),
        (0x4e, MANAGER) => (Read, "forward close"),
        (0x52, MANAGER) => (Read, "unconnected send"),
        (0x54, MANAGER) => (Read, "forward open"),
        (0x5a, MANAGER) => (Read, "get connection owner"),
        (0x5b, MANAGER) => (Read, "large forward open"),
        (0x01 | 0x03 | 0x0e, IDENTITY) => return (Identify, format!("{}: identity", common(code)).into()),
        (0x05, IDENTITY) => (Start, "reset: identity"),
        (0x05, _) => (Start, "reset"),
        (0x06, _) => (Start, "start"),
        (0x07, _) => (Stop, "stop"),
        (0x0a, _) => (Read, "multiple service packet"),
        (0x4c, 0x72) => (Read, "read data"),
        (0x4c, _) if tag => (Read, "read tag"),
        (0x4d, _) if tag => (Write, "write tag"),
        (0x4e, _) if tag => (Write, "read modify write tag"),
        (0x52, _) if tag => (Read, "read tag fragmented"),
        (0x53, _) if tag => (Write, "write tag fragmented"),
        (0x55, _) if tag => (Read, "get instance attribute list"),
        (0x01..=0x1c, _) => return common_of(code, class),
        _ => match named(&PROGRAM, class) {
            Some(name) => return (Program, format!("service 0x{code:02x}: {name}").into()),
            None => return (Read, format!("service 0x{code:02x}").into()),
        },
    };
    (kind, name.into())
}

/// A common service of a class that gives it its meaning.
fn common_of(code: u8, class: u16) -> (OperationClass, Cow<'static, str>) {
    let changes = matches!(code, 0x02 | 0x04 | 0x08 | 0x09 | 0x0d | 0x10 | 0x15 | 0x16 | 0x18..=0x1c);
    let creates = matches!(code, 0x08 | 0x09);
    let (kind, of) = match (named(&SETTINGS, class), named(&PROGRAM, class)) {
        (Some(name), _) => (Configure, Some(name)),
        (_, Some(name)) => (Program, Some(name)),
        _ if class == 0x37 => (File, Some("file")),
        _ if creates => (Configure, None),
        _ => (Write, None),
    };
    let kind = if changes { kind } else { Read };
    let name = common(code);
    match of {
        Some(of) => (kind, format!("{name}: {of}").into()),
        None => (kind, name.into()),
    }
}

fn named(classes: &[(u16, &'static str)], class: u16) -> Option<&'static str> {
    classes.iter().find(|(code, _)| *code == class).map(|(_, name)| *name)
}

fn common(code: u8) -> &'static str {
    match code {
        0x01 => "get attributes all",
        0x02 => "set attributes all",
        0x03 => "get attribute list",
        0x04 => "set attribute list",
        0x08 => "create",
        0x09 => "delete",
        0x0d => "apply attributes",
        0x0e => "get attribute single",
        0x10 => "set attribute single",
        0x11 => "find next object instance",
        0x15 => "restore",
        0x16 => "save",
        0x17 => "no operation",
        0x18 => "get member",
        0x19 => "set member",
        0x1a => "insert member",
        0x1b => "remove member",
        0x1c => "group sync",
        _ => "common service",
    }
}

/// CIP volume 1 §5-42: the file object.
fn file(code: u8) -> &'static str {
    match code {
        0x4b => "file: initiate upload",
        0x4c => "file: initiate download",
        0x4d => "file: initiate partial read",
        0x4e => "file: initiate partial write",
        0x4f => "file: upload transfer",
        0x50 => "file: download transfer",
        _ => "file: clear",
    }
}
