//! The services of C12.22 (clause 5.3), by their code. A write to table 7 starts a procedure.

use holdfast_facts::OperationClass::{self, Configure, Identify, Login, Operate, Read, Write};

pub(super) fn service(code: u8, bytes: &[u8]) -> Option<(u8, OperationClass, &'static str)> {
    let (class, name) = match (code, bytes) {
        (0x40, [_, 0, 7, ..]) => (Operate, "start procedure"),
        (0x20, _) => (Identify, "identify"),
        (0x21, _) => (Login, "terminate"),
        (0x22, _) => (Login, "disconnect"),
        (0x24, _) => (Configure, "deregister"),
        (0x25, _) => (Read, "resolve"),
        (0x26, _) => (Read, "trace"),
        (0x27, _) => (Configure, "register"),
        (0x30, _) => (Read, "full read"),
        (0x31..=0x3f, _) => (Read, "partial read"),
        (0x40, _) => (Write, "full write"),
        (0x41..=0x4f, _) => (Write, "partial write"),
        (0x50, _) => (Login, "logon"),
        (0x51, _) => (Login, "security"),
        (0x52, _) => (Login, "logoff"),
        (0x53, _) => (Login, "authenticate"),
        (0x70, _) => (Read, "wait"),
        _ => return None,
    };
    Some((code, class, name))
}
