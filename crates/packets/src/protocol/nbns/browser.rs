//! Browser announcements (MS-BRWS §2.2) inside SMB mailslot messages inside NetBIOS datagrams.

use super::name;
use crate::Cursor;
use crate::protocol::{About, Pdu, Sink};

const MAILSLOT: &[u8] = b"\\MAILSLOT\\BROWSE\0";

/// MS-BRWS §2.2.6: the bits that say something of what the sender is.
const ROLES: [(u32, &str); 16] = [
    (0x0000_0001, "workstation"),
    (0x0000_0002, "server"),
    (0x0000_0004, "sql-server"),
    (0x0000_0008, "domain-controller"),
    (0x0000_0010, "backup-domain-controller"),
    (0x0000_0020, "time-source"),
    (0x0000_0040, "apple-server"),
    (0x0000_0080, "novell-server"),
    (0x0000_0200, "print-server"),
    (0x0000_0400, "dial-in-server"),
    (0x0000_0800, "unix"),
    (0x0000_1000, "nt-workstation"),
    (0x0000_8000, "nt-server"),
    (0x0008_0000, "domain-master"),
    (0x0040_0000, "windows-95"),
    (0x0100_0000, "cluster"),
];

pub(super) fn read(pdu: &Pdu<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(pdu.bytes);
    // Datagram header (RFC 1002 §4.4.1), then source and destination names.
    cursor.skip(14)?;
    name::read(&mut cursor)?;
    name::read(&mut cursor)?;
    let smb = cursor.rest();
    let slot = smb.windows(MAILSLOT.len()).position(|w| w.eq_ignore_ascii_case(MAILSLOT))?;
    let mut frame = Cursor::new(smb.get(slot + MAILSLOT.len()..)?);
    let command = frame.u8()?;
    match command {
        // Host, local master.
        1 | 15 => announcement(&mut frame, false, sink),
        12 => announcement(&mut frame, true, sink),
        _ => Some(()),
    }
}

fn announcement(frame: &mut Cursor<'_>, of_domain: bool, sink: &mut Sink<'_>) -> Option<()> {
    frame.skip(5)?;
    let name = frame.take(16)?;
    let name = name.split(|byte| *byte == 0).next().unwrap_or(name);
    let version = frame.take(2)?;
    let kind = frame.take(4)?;
    if of_domain {
        sink.text(About::Source, "nbns.workgroup", name);
        return Some(());
    }
    sink.text(About::Source, "nbns.browser_host", name);
    sink.value(
        About::Source,
        "nbns.browser_version",
        format_args!("{}.{}", version.first()?, version.last()?),
        version,
    );
    let bits = u32::from_le_bytes(kind.try_into().ok()?);
    let roles: Vec<&str> = ROLES.iter().filter(|(bit, _)| bits & bit != 0).map(|(_, role)| *role).collect();
    sink.put(About::Source, "nbns.browser_type", &roles.join(","), kind);
    frame.skip(4)?;
    let comment = frame.until(0);
    sink.text(About::Source, "nbns.browser_comment", comment);
    Some(())
}
