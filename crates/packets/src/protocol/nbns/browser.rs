//! Browser announcements (MS-BRWS §2.2) inside SMB mailslot messages inside NetBIOS datagrams.
//!
//! The datagram around them is worth reading by itself: it names its sender, and announcements go to the name of the
//! sender's workgroup.

use super::name;
use crate::Cursor;
use crate::protocol::{About, Pdu, Sink};
use std::net::{IpAddr, Ipv4Addr};

const MAILSLOT: &[u8] = b"\\MAILSLOT\\BROWSE\0";

/// MS-BRWS §2.2.6: the bits that say something of what the sender is.
const ROLES: [(u32, &str); 25] = [
    (0x0000_0001, "workstation"),
    (0x0000_0002, "server"),
    (0x0000_0004, "sql"),
    (0x0000_0008, "domain-controller"),
    (0x0000_0010, "backup-domain-controller"),
    (0x0000_0020, "time"),
    (0x0000_0040, "apple"),
    (0x0000_0080, "novell"),
    (0x0000_0100, "domain-member"),
    (0x0000_0200, "print"),
    (0x0000_0400, "dial-in"),
    (0x0000_0800, "unix"),
    (0x0000_1000, "nt"),
    (0x0000_2000, "workgroups"),
    (0x0000_4000, "netware-files"),
    (0x0000_8000, "nt-server"),
    (0x0001_0000, "potential-browser"),
    (0x0002_0000, "backup-browser"),
    (0x0004_0000, "master-browser"),
    (0x0008_0000, "domain-master"),
    (0x0020_0000, "vms"),
    (0x0040_0000, "windows-95"),
    (0x0080_0000, "dfs"),
    (0x0100_0000, "cluster"),
    (0x0200_0000, "terminal-server"),
];

pub(super) fn read(pdu: &Pdu<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(pdu.bytes);
    // Datagram header (RFC 1002 §4.4.1), then source and destination names.
    cursor.skip(4)?;
    let origin = IpAddr::V4(Ipv4Addr::from(cursor.u32()?));
    cursor.skip(6)?;
    let at = cursor.rest();
    let sender = name::read(&mut cursor)?;
    // A distribution server sends on what others said (RFC 1002 §5.3.2).
    let own = pdu.source.ip.is_none_or(|ip| ip == origin);
    if own && !sender.text.starts_with('<') && !name::may_be_a_person(&sender.text) {
        sink.put(About::Source, "nbns.name", &sender.text, at.get(..34).unwrap_or(at));
    }
    let at = cursor.rest();
    let receiver = name::read(&mut cursor)?;
    let group = at.get(..34).unwrap_or(at);
    let smb = cursor.rest();
    // Other mailslots (\MAILSLOT\NET\NETLOGON, messages to people) are not read.
    let Some(slot) = smb.windows(MAILSLOT.len()).position(|w| w.eq_ignore_ascii_case(MAILSLOT)) else {
        return Some(());
    };
    let mut frame = Cursor::new(smb.get(slot + MAILSLOT.len()..)?);
    match frame.u8()? {
        // Host announcement, to WORKGROUP<1D>; local master's, to WORKGROUP<1E>.
        1 | 15 if own => {
            let workgroup = receiver.text.strip_suffix("<1D>").or(receiver.text.strip_suffix("<1E>"));
            if let Some(workgroup) = workgroup {
                sink.put(About::Source, "nbns.workgroup", workgroup, group);
            }
            host(&mut frame, sink)
        }
        // Domain announcement: the master browser tells of the workgroup that it keeps the list of.
        12 if own => {
            frame.skip(5)?;
            sink.text(About::Source, "nbns.workgroup", text(frame.take(16)?));
            Some(())
        }
        _ => Some(()),
    }
}

/// MS-BRWS §2.2.1: count, period, name, version, kind, browser version, signature, comment.
fn host(frame: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Option<()> {
    frame.skip(5)?;
    let name = frame.take(16)?;
    sink.text(About::Source, "nbns.browser_host", text(name));
    let version = frame.take(2)?;
    if let [major, minor] = version {
        sink.value(About::Source, "nbns.browser_version", format_args!("{major}.{minor}"), version);
    }
    let kind = frame.take(4)?;
    let bits = u32::from_le_bytes(kind.try_into().ok()?);
    let roles: Vec<&str> = ROLES.iter().filter(|(bit, _)| bits & bit != 0).map(|(_, role)| *role).collect();
    sink.put(About::Source, "nbns.browser_type", &roles.join(","), kind);
    frame.skip(4)?;
    let comment = frame.until(0);
    sink.text(About::Source, "nbns.browser_comment", comment);
    Some(())
}

fn text(field: &[u8]) -> &[u8] {
    field.split(|byte| *byte == 0).next().unwrap_or(field)
}
