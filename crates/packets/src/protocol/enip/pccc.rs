//! PCCC, the commands of older Allen-Bradley controllers (1770-6.5.16), which CIP carries in class 0x67.

use super::super::{About, Sink};
use holdfast_facts::OperationClass::{self, *};

/// Of command and function: both are in the request, only the command is in the answer.
pub(super) fn command(command: u8, function: u8) -> (OperationClass, &'static str) {
    match (command & 0x0f, function) {
        (0x06, 0x03) => (Identify, "pccc diagnostic status"),
        (0x06, _) => (Read, "pccc diagnostics"),
        (0x0f, 0x01 | 0x17 | 0x68 | 0xa1 | 0xa2 | 0x29 | 0x04) => (Read, "pccc read"),
        (0x0f, 0x00 | 0x18 | 0x26 | 0x67 | 0x79 | 0xa9 | 0xaa | 0xab | 0x08 | 0x03) => (Write, "pccc write"),
        (0x0f, 0x07) => (Stop, "pccc disable outputs"),
        (0x0f, 0x0a) => (Start, "pccc enable outputs"),
        (0x0f, 0x3a | 0x80) => (Stop, "pccc change mode"),
        (0x0f, 0x41) => (Configure, "pccc disable forces"),
        (0x0f, 0x81 | 0x82) => (File, "pccc open or close file"),
        (0x0f, 0x05 | 0x06 | 0x11 | 0x12 | 0x50 | 0x52 | 0x53 | 0x55 | 0x57 | 0x88) => {
            (Program, "pccc download or upload")
        }
        (0x01 | 0x05 | 0x04, _) => (Read, "pccc read"),
        (0x00 | 0x02 | 0x08, _) => (Write, "pccc write"),
        _ => (Read, "pccc other"),
    }
}

/// Behind the requester's id (its length first): command, status, transaction, and in requests a function.
pub(super) fn body(data: &[u8]) -> Option<&[u8]> {
    let length = usize::from(*data.first()?);
    data.get(length.max(1)..)
}

/// An answer to diagnostic status: mode, type 0xEE, three bytes, and eleven characters of the processor's catalogue number.
pub(super) fn diagnostic(body: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let data = body.get(4..)?;
    if data.get(1) != Some(&0xee) {
        return None;
    }
    let name = data.get(5..16)?.trim_ascii();
    if name.len() >= 4 && name.iter().all(|byte| (0x20..0x7f).contains(byte)) {
        sink.text(About::Source, "enip.pccc_processor", name);
    }
    Some(())
}
