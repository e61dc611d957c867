//! Types of service data units that command, ask or set (IEC 60870-5-101 §7.2.1); measured values are none of them.

use holdfast_facts::OperationClass::{self, *};

/// The class and name of a command type, and where its select bit stands behind the object's address.
pub(super) fn command(kind: u8) -> Option<(OperationClass, &'static str, Option<usize>)> {
    Some(match kind {
        45 | 58 => (Operate, "single command", Some(0)),
        46 | 59 => (Operate, "double command", Some(0)),
        47 | 60 => (Operate, "regulating step command", Some(0)),
        48 | 61 => (Operate, "set point command, normalised value", Some(2)),
        49 | 62 => (Operate, "set point command, scaled value", Some(2)),
        50 | 63 => (Operate, "set point command, floating point", Some(4)),
        51 | 64 => (Operate, "bitstring command", None),
        100 => (Read, "interrogation command", None),
        101 => (Read, "counter interrogation command", None),
        102 => (Read, "read command", None),
        103 => (Configure, "clock synchronisation command", None),
        104 | 107 => (Read, "test command", None),
        105 => (Start, "reset process command", None),
        106 => (Configure, "delay acquisition command", None),
        110..=112 => (Configure, "parameter of measured value", None),
        113 => (Configure, "parameter activation", None),
        120..=127 => (File, "file transfer", None),
        _ => return None,
    })
}

/// The name of a command that only selects.
pub(super) fn selecting(name: &'static str) -> &'static str {
    match name {
        "single command" => "single command: select",
        "double command" => "double command: select",
        "regulating step command" => "regulating step command: select",
        _ => "set point command: select",
    }
}
