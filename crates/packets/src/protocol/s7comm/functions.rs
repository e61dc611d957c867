//! The functions of S7 communication: names, and what they do. Siemens publishes them by name in its manuals, the numbers
//! are those that open implementations agree on.

use holdfast_facts::OperationClass::{self, *};

/// Functions of jobs. PLC control is told by its service's name: [`service`].
pub(super) fn job(code: u8) -> Option<(OperationClass, &'static str)> {
    Some(match code {
        0x04 => (Read, "read var"),
        0x05 => (Write, "write var"),
        0x1a => (Program, "request download"),
        0x1b => (Program, "download block"),
        0x1c => (Program, "download ended"),
        0x1d => (Program, "start upload"),
        0x1e => (Program, "upload"),
        0x1f => (Program, "end upload"),
        0x28 => (Start, "plc control"),
        0x29 => (Stop, "plc stop"),
        0xf0 => (Read, "setup communication"),
        _ => return None,
    })
}

/// Program invocation services of PLC control; an index into this list is kept until the answer.
pub(super) const SERVICES: [(&[u8], OperationClass, &str); 8] = [
    (b"P_PROGRAM", Start, "plc control: start program"),
    (b"_INSE", Program, "plc control: insert block"),
    (b"_INS2", Program, "plc control: insert block"),
    (b"_DELE", Program, "plc control: delete block"),
    (b"_MODU", Program, "plc control: copy memory to flash"),
    (b"_GARB", Program, "plc control: compress memory"),
    (b"_N_", Program, "plc control: numerical control service"),
    (b"", Start, "plc control"),
];

/// Groups and sub-functions of user data.
pub(super) fn user_data(group: u8, sub: u8) -> Option<(OperationClass, &'static str)> {
    Some(match (group, sub) {
        (1, 0x0c) => (Program, "programmer: erase"),
        (1, 0x10) => (Configure, "programmer: force"),
        (1, 0x02) => (Read, "programmer: variable table"),
        (1, 0x0f) => (Read, "programmer: remove diagnostic data"),
        (1, _) => (Read, "programmer: diagnostic data"),
        (2, _) => (Read, "cyclic data"),
        (3, 1) => (Read, "list blocks"),
        (3, 2) => (Read, "list blocks of type"),
        (3, 3) => (Read, "get block info"),
        (4, 1) => (Identify, "read szl"),
        (4, 0x0b) => (Write, "acknowledge alarm"),
        (4, _) => (Read, "message service"),
        (5, _) => (Login, "plc password"),
        (6, _) => (Write, "block send"),
        (7, 1 | 3) => (Read, "read clock"),
        (7, _) => (Configure, "set clock"),
        (0x0f, _) => (Program, "numerical control programming"),
        _ => return None,
    })
}
