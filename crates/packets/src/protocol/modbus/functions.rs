//! The functions of Modbus and of UMAS, which Schneider Electric carries in function 90: their names, and what they do.

use holdfast_facts::OperationClass::{self, *};
use std::borrow::Cow;

/// MODBUS Application Protocol V1.1b3 §6.
pub(super) fn function(code: u8) -> (OperationClass, Cow<'static, str>) {
    let (class, name) = match code {
        1 => (Read, "read coils"),
        2 => (Read, "read discrete inputs"),
        3 => (Read, "read holding registers"),
        4 => (Read, "read input registers"),
        5 => (Write, "write single coil"),
        6 => (Write, "write single register"),
        7 => (Read, "read exception status"),
        8 => (Read, "diagnostics"),
        11 => (Read, "get comm event counter"),
        12 => (Read, "get comm event log"),
        15 => (Write, "write multiple coils"),
        16 => (Write, "write multiple registers"),
        17 => (Identify, "report server id"),
        20 => (File, "read file record"),
        21 => (File, "write file record"),
        22 => (Write, "mask write register"),
        23 => (Write, "read/write multiple registers"),
        24 => (Read, "read fifo queue"),
        43 => (Read, "encapsulated interface transport"),
        UMAS => (Read, "umas"),
        _ => return (Read, format!("function 0x{code:02x}").into()),
    };
    (class, name.into())
}

/// Function 90, Schneider Electric's own.
pub(super) const UMAS: u8 = 0x5a;

/// The sub-functions of functions 8, 43 and 90.
pub(super) fn sub_function(code: u8, sub: u8) -> (OperationClass, Cow<'static, str>) {
    let (class, name) = match (code, sub) {
        (8, 0) => (Read, "diagnostics: return query data"),
        (8, 1) => (Start, "diagnostics: restart communications"),
        (8, 2) => (Read, "diagnostics: return diagnostic register"),
        (8, 3) => (Configure, "diagnostics: change ascii delimiter"),
        (8, 4) => (Stop, "diagnostics: force listen only mode"),
        (8, 10 | 20) => (Configure, "diagnostics: clear counters"),
        (8, _) => (Read, "diagnostics: return counter"),
        (43, 13) => (Read, "canopen general reference"),
        (43, 14) => (Identify, "read device identification"),
        (UMAS, sub) => return umas(sub),
        _ => return function(code),
    };
    (class, name.into())
}

/// The sub-functions of UMAS as published by those who studied it; Schneider Electric publishes none of them.
fn umas(sub: u8) -> (OperationClass, Cow<'static, str>) {
    let (class, name) = match sub {
        0x01 => (Read, "umas initialise communication"),
        0x02 => (Identify, "umas read id"),
        0x03 => (Identify, "umas read project info"),
        0x04 => (Read, "umas read plc info"),
        0x06 => (Identify, "umas read card info"),
        0x0a => (Read, "umas repeat"),
        0x10 => (Login, "umas take plc reservation"),
        0x11 => (Login, "umas release plc reservation"),
        0x12 => (Read, "umas keep alive"),
        0x20 => (Read, "umas read memory block"),
        0x21 => (Write, "umas write memory block"),
        0x22 => (Read, "umas read variables"),
        0x23 => (Write, "umas write variables"),
        0x24 => (Read, "umas read coils and registers"),
        0x25 => (Write, "umas write coils and registers"),
        0x30 => (Program, "umas initialise upload"),
        0x31 => (Program, "umas upload block"),
        0x32 => (Program, "umas end upload"),
        0x33 => (Program, "umas initialise download"),
        0x34 => (Program, "umas download block"),
        0x35 => (Program, "umas end download"),
        0x38 => (Login, "umas reservation with authentication"),
        0x39 => (Read, "umas read ethernet master data"),
        0x40 => (Start, "umas start plc"),
        0x41 => (Stop, "umas stop plc"),
        0x50 => (Read, "umas monitor plc"),
        0x58 => (Read, "umas check plc"),
        0x70 => (Read, "umas read io object"),
        0x71 => (Write, "umas write io object"),
        0x73 => (Read, "umas get module status"),
        _ => return (Read, format!("umas function 0x{sub:02x}").into()),
    };
    (class, name.into())
}
