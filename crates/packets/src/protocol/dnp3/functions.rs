//! Function codes of DNP3 (IEEE 1815 §4.2.2) and what the first object makes of reading and writing.

use holdfast_facts::OperationClass::{self, *};
use std::borrow::Cow;

/// Of the function and the group of the first object.
pub(super) fn function(code: u8, group: u8) -> (OperationClass, Cow<'static, str>) {
    let (class, name) = match (code, group) {
        (0, _) => (Read, "confirm"),
        (1, 0) => (Identify, "read device attributes"),
        (1, _) => (Read, "read"),
        (2, 0) => (Configure, "write device attributes"),
        (2, 34) => (Configure, "write deadband"),
        (2, 50) => (Configure, "write time"),
        (2, 70) => (File, "write file"),
        (2, 80) => (Configure, "write internal indications"),
        (2, _) => (Write, "write"),
        (3, _) => (Operate, "select"),
        (4, _) => (Operate, "operate"),
        (5, _) => (Operate, "direct operate"),
        (6, _) => (Operate, "direct operate without acknowledgment"),
        (7..=12, _) => (Write, "freeze"),
        (13, _) => (Start, "cold restart"),
        (14, _) => (Start, "warm restart"),
        (15, _) => (Program, "initialise data"),
        (16, _) => (Program, "initialise application"),
        (17, _) => (Start, "start application"),
        (18, _) => (Stop, "stop application"),
        (19, _) => (Configure, "save configuration"),
        (20, _) => (Configure, "enable unsolicited responses"),
        (21, _) => (Configure, "disable unsolicited responses"),
        (22, _) => (Configure, "assign class"),
        (23, _) => (Read, "delay measurement"),
        (24, _) => (Configure, "record current time"),
        (25, _) => (File, "open file"),
        (26, _) => (File, "close file"),
        (27, _) => (File, "delete file"),
        (28, _) => (File, "get file information"),
        (29, _) => (Login, "authenticate file"),
        (30, _) => (File, "abort file"),
        (31, _) => (Configure, "activate configuration"),
        (32 | 33, _) => (Login, "authentication request"),
        _ => return (Read, format!("function 0x{code:02x}").into()),
    };
    (class, name.into())
}
