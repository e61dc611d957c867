//! The commands of SLMP (SH-080956 chapter 5), by number.

use holdfast_facts::OperationClass::{
    self, Configure, File, Identify, Login, Operate, Read, Start, Stop, Write,
};

const COMMANDS: [(u32, OperationClass, &str); 39] = [
    (0x0101, Identify, "read type name"),
    (0x0401, Read, "device read"),
    (0x0403, Read, "device read random"),
    (0x0406, Read, "device read block"),
    (0x0601, Read, "extend unit read"),
    (0x0613, Read, "memory read"),
    (0x0619, Read, "self test"),
    (0x0801, Read, "entry monitor device"),
    (0x0802, Read, "execute monitor"),
    (0x0e30, Identify, "node search"),
    (0x0e31, Configure, "ip address set"),
    (0x0e32, Configure, "device information compare"),
    (0x0e33, Configure, "parameter get"),
    (0x0e34, Configure, "parameter set"),
    (0x0e35, Start, "set-up start"),
    (0x0e45, Identify, "read device information"),
    (0x1001, Start, "remote run"),
    (0x1002, Stop, "remote stop"),
    (0x1003, Stop, "remote pause"),
    (0x1005, Operate, "remote latch clear"),
    (0x1006, Start, "remote reset"),
    (0x1401, Write, "device write"),
    (0x1402, Write, "device write random"),
    (0x1406, Write, "device write block"),
    (0x1601, Write, "extend unit write"),
    (0x1613, Write, "memory write"),
    (0x1617, Write, "clear error"),
    (0x1630, Login, "remote password unlock"),
    (0x1631, Login, "remote password lock"),
    (0x1810, File, "file read directory"),
    (0x1811, File, "file search"),
    (0x1820, File, "file new"),
    (0x1822, File, "file delete"),
    (0x1824, File, "file copy"),
    (0x1825, File, "file change state"),
    (0x1826, File, "file change date"),
    (0x1827, File, "file open"),
    (0x1828, File, "file read"),
    (0x1829, File, "file write"),
];

/// The place of a command in the list.
pub(super) fn command(number: u32) -> Option<u8> {
    let place = COMMANDS.iter().position(|(code, ..)| *code == number)?;
    u8::try_from(place).ok()
}

/// Number, class and name of the command at a place.
pub(super) fn at(place: u8) -> Option<(u32, OperationClass, &'static str)> {
    COMMANDS.get(usize::from(place)).copied()
}
