//! Commands of ADS and what they mean at the system service, by index group (Beckhoff Information System, TwinCAT ADS).

use holdfast_facts::OperationClass::{self, *};

/// The port of the system service.
const SYSTEM: u16 = 10000;

/// Of the command, the port it goes to and the index group.
pub(super) fn command(code: u16, port: u16, group: u32) -> (OperationClass, &'static str) {
    let is_read = code == 2;
    match (code, port, group) {
        (1, ..) => (Identify, "read device info"),
        (4, ..) => (Read, "read state"),
        (6, ..) => (Read, "add device notification"),
        (7, ..) => (Read, "delete device notification"),
        (2 | 3 | 9, SYSTEM, 120..=133) => (File, "file service"),
        (2 | 3 | 9, SYSTEM, 200..=202) if is_read => (Read, "registry"),
        (2 | 3 | 9, SYSTEM, 200..=202) => (Configure, "registry"),
        (3 | 9, SYSTEM, 400) => (Configure, "time service"),
        (3 | 9, SYSTEM, 500) => (Program, "start process"),
        (3 | 9, SYSTEM, 801) => (Configure, "add route"),
        (3 | 9, SYSTEM, 802) => (Configure, "delete route"),
        (2, ..) => (Read, "read"),
        (3, ..) => (Write, "write"),
        // Handles of symbols are asked for by a read with a name; values are read in one go.
        (9, _, 0xf003 | 0xf007 | 0xf009 | 0xf080) => (Read, "read write"),
        (9, ..) => (Write, "read write"),
        _ => (Read, "other"),
    }
}

/// The state that "write control" asks for.
pub(super) fn control(state: u16) -> (OperationClass, &'static str) {
    match state {
        2 => (Start, "write control: reset"),
        3 | 4 => (Start, "write control: start"),
        5 => (Start, "write control: run"),
        6 => (Stop, "write control: stop"),
        12 => (Stop, "write control: shutdown"),
        15 => (Stop, "write control: config"),
        16 => (Stop, "write control: reconfig"),
        _ => (Configure, "write control"),
    }
}
