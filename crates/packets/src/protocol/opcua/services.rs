//! Services of OPC UA by the number of their request's binary encoding (OPC 10000-6 annex A); an answer's is three more.

use holdfast_facts::OperationClass::{self, *};

pub(super) const FIND_SERVERS: u32 = 422;
pub(super) const GET_ENDPOINTS: u32 = 428;
pub(super) const CREATE_SESSION: u32 = 461;
pub(super) const ACTIVATE_SESSION: u32 = 467;
pub(super) const READ: u32 = 631;
pub(super) const WRITE: u32 = 673;
pub(super) const CALL: u32 = 712;
pub(super) const FAULT: u32 = 397;

/// What is published by itself is no operation, and has no entry.
pub(super) fn service(number: u32) -> Option<(OperationClass, &'static str)> {
    Some(match number {
        FIND_SERVERS => (Identify, "find servers"),
        GET_ENDPOINTS => (Identify, "get endpoints"),
        437 => (Configure, "register server"),
        CREATE_SESSION => (Login, "create session"),
        ACTIVATE_SESSION => (Login, "activate session"),
        473 => (Login, "close session"),
        488 => (Configure, "add nodes"),
        494 => (Configure, "add references"),
        500 => (Configure, "delete nodes"),
        506 => (Configure, "delete references"),
        527 => (Read, "browse"),
        533 => (Read, "browse next"),
        554 => (Read, "translate browse paths"),
        560 => (Read, "register nodes"),
        566 => (Read, "unregister nodes"),
        615 => (Read, "query"),
        READ => (Read, "read"),
        664 => (Read, "history read"),
        WRITE => (Write, "write"),
        700 => (Write, "history update"),
        CALL => (Operate, "call"),
        751 => (Read, "create monitored items"),
        763 => (Read, "modify monitored items"),
        781 => (Read, "delete monitored items"),
        787 => (Read, "create subscription"),
        793 => (Read, "modify subscription"),
        847 => (Read, "delete subscriptions"),
        12208 => (Identify, "find servers on network"),
        12211 => (Configure, "register server"),
        _ => return None,
    })
}

/// How a session is entered, by the type of its token; never who enters it.
pub(super) fn entered(token: u32) -> &'static str {
    match token {
        321 => "activate session: anonymous",
        324 => "activate session: user name",
        327 => "activate session: certificate",
        940 => "activate session: issued token",
        _ => "activate session",
    }
}
