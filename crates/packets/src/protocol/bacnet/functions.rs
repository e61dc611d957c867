//! What can be asked of a BACnet device (ASHRAE 135 clauses 13 to 17): the closed list of functions and their classes. The
//! first are numbered as the standard numbers confirmed services; behind them stand those that a parameter makes another thing.

use holdfast_facts::OperationClass::{
    self, Configure, File, Identify, Login, Operate, Program, Read, Start, Stop, Write,
};

pub(super) const READ_PROPERTY: u8 = 12;
pub(super) const READ_MULTIPLE: u8 = 14;
pub(super) const WRITE_PROPERTY: u8 = 15;
pub(super) const WRITE_MULTIPLE: u8 = 16;
pub(super) const COMMUNICATION: u8 = 17;
pub(super) const REINITIALIZE: u8 = 20;
/// Reading what identifies the device.
pub(super) const IDENTIFY: u8 = 40;
pub(super) const IDENTIFY_MULTIPLE: u8 = 41;
/// Writing the device object itself or a network port.
pub(super) const CONFIGURE: u8 = 42;
pub(super) const CONFIGURE_MULTIPLE: u8 = 43;
/// The first of the states that a device is put into (16.4.1.1).
pub(super) const REINITIALIZE_STATES: u8 = 50;
/// The first of the settings of communication (16.1.1.1).
pub(super) const COMMUNICATION_STATES: u8 = 60;

/// Class and name of a function. What only reports (change of value, event) is none.
pub(super) fn function(number: u8) -> Option<(OperationClass, &'static str)> {
    Some(match number {
        0 => (Write, "acknowledge alarm"),
        3 => (Read, "get alarm summary"),
        4 => (Read, "get enrollment summary"),
        5 => (Read, "subscribe to changes of value"),
        6 => (File, "atomic read file"),
        7 => (File, "atomic write file"),
        8 => (Write, "add list element"),
        9 => (Write, "remove list element"),
        10 => (Configure, "create object"),
        11 => (Configure, "delete object"),
        READ_PROPERTY => (Read, "read property"),
        13 => (Read, "read property conditional"),
        READ_MULTIPLE => (Read, "read property multiple"),
        WRITE_PROPERTY => (Write, "write property"),
        WRITE_MULTIPLE => (Write, "write property multiple"),
        COMMUNICATION => (Stop, "device communication control"),
        18 => (Write, "private transfer"),
        19 => (Write, "text message"),
        REINITIALIZE => (Start, "reinitialize device"),
        21 => (Login, "open virtual terminal"),
        22 => (Login, "close virtual terminal"),
        23 => (Write, "virtual terminal data"),
        24 => (Login, "authenticate"),
        25 => (Login, "request key"),
        26 => (Read, "read range"),
        27 => (Operate, "life safety operation"),
        28 => (Read, "subscribe to changes of property"),
        29 => (Read, "get event information"),
        30 => (Read, "subscribe to changes of properties"),
        33 => (Read, "audit log query"),
        34 => (Login, "authorization request"),
        IDENTIFY => (Identify, "read property"),
        IDENTIFY_MULTIPLE => (Identify, "read property multiple"),
        CONFIGURE => (Configure, "write property"),
        CONFIGURE_MULTIPLE => (Configure, "write property multiple"),
        50 => (Start, "reinitialize device: cold start"),
        51 => (Start, "reinitialize device: warm start"),
        52 => (Program, "reinitialize device: start backup"),
        53 => (Program, "reinitialize device: end backup"),
        54 => (Program, "reinitialize device: start restore"),
        55 => (Program, "reinitialize device: end restore"),
        56 => (Program, "reinitialize device: abort restore"),
        57 => (Configure, "reinitialize device: activate changes"),
        60 => (Start, "device communication control: enable"),
        61 => (Stop, "device communication control: disable"),
        62 => (Stop, "device communication control: disable initiation"),
        _ => return None,
    })
}

/// Unconfirmed services that ask for something; nobody answers that it was done.
pub(super) fn unconfirmed(number: u8, broadcast: bool) -> Option<(OperationClass, &'static str)> {
    Some(match number {
        4 if !broadcast => (Write, "unconfirmed private transfer"),
        5 if !broadcast => (Write, "unconfirmed text message"),
        6 => (Configure, "time synchronization"),
        7 if !broadcast => (Identify, "who has"),
        8 if !broadcast => (Identify, "who is"),
        9 => (Configure, "utc time synchronization"),
        10 => (Write, "write group"),
        14 => (Configure, "you are"),
        _ => return None,
    })
}
