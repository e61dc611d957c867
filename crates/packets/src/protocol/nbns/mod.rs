//! NetBIOS over UDP (RFC 1002): names that a host claims on port 137, and what it announces of itself on port 138
//! (MS-BRWS): operating system version and the roles that it plays.

mod browser;
mod name;

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use crate::Cursor;
use holdfast_facts::Mac;

/// NetBIOS.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "nbns",
    title: "NetBIOS names and browser",
    standard: "RFC 1001, RFC 1002, MS-BRWS",
    carriers: &[Carrier::Udp(&[137, 138])],
    attributes: &[
        super::AttributeSpec {
            limit: 12,
            ..attribute(
                "nbns.name",
                "A unique name that the sender registers or answers for, with its suffix: `WARD7<20>`.",
            )
        },
        attribute("nbns.group", "A group name that the sender is a member of."),
        weak("nbns.query", "A name that the sender asks for.", 8),
        attribute("nbns.mac", "MAC that the sender gives in a node status answer."),
        attribute("nbns.browser_host", "Host name in a browser announcement."),
        attribute("nbns.browser_version", "Operating system version in a browser announcement: `6.1`."),
        attribute(
            "nbns.browser_type",
            "Roles in a browser announcement: `workstation,server,nt` and others.",
        ),
        attribute("nbns.browser_comment", "Comment in a browser announcement."),
        attribute("nbns.workgroup", "Workgroup or domain that the sender announces for."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    let datagram = pdu.on_port(138) && matches!(pdu.bytes, [0x10..=0x12, ..]);
    let names = pdu.on_port(137) && super::dns::message::looks_like_one(pdu.bytes);
    if datagram || names { Probe::Possible } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let read = if pdu.on_port(138) { browser::read(pdu, sink) } else { names(pdu, sink) };
    if read.is_none() && !pdu.cut {
        sink.anomaly("malformed");
    }
    Progress::Done
}

/// RFC 1002 §4.2: a message in the form of DNS, with names in their own encoding.
fn names(pdu: &Pdu<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(pdu.bytes);
    cursor.skip(2)?;
    let flags = cursor.u16()?;
    let questions = cursor.u16()?;
    let answers = cursor.u16()?;
    cursor.skip(4)?;
    let (response, operation, code) = (flags & 0x8000 != 0, flags >> 11 & 15, flags & 15);
    if !response {
        if questions == 0 {
            return Some(());
        }
        let start = cursor.rest();
        let name = name::read(&mut cursor)?;
        let at = start.get(..34).unwrap_or(start);
        match operation {
            0 => sink.put(About::Source, "nbns.query", &name.text, at),
            // Registration, refresh: the record that follows says whether the name is a group's.
            5 | 8 | 9 | 15 => {
                cursor.skip(4 + 2 + 2 + 2 + 4 + 2)?;
                let group = cursor.u16()? & 0x8000 != 0;
                sink.put(About::Source, if group { "nbns.group" } else { "nbns.name" }, &name.text, at);
            }
            _ => {}
        }
        return Some(());
    }
    if code != 0 || answers == 0 {
        return Some(());
    }
    let start = cursor.rest();
    let name = name::read(&mut cursor)?;
    let kind = cursor.u16()?;
    cursor.skip(6)?;
    let length = cursor.u16()?;
    let data = cursor.take_up_to(usize::from(length));
    match kind {
        // NB: an answer with the sender's own address.
        0x20 => {
            let own = data.get(2..6).and_then(|b| <[u8; 4]>::try_from(b).ok()).map(std::net::IpAddr::from);
            let group = data.first().is_some_and(|flags| flags & 0x80 != 0);
            if own.is_some() && own == pdu.source.ip && !group {
                sink.put(About::Source, "nbns.name", &name.text, start.get(..34).unwrap_or(start));
            }
        }
        0x21 => status(data, sink)?,
        _ => {}
    }
    Some(())
}

/// RFC 1002 §4.2.18: every name of the node, then its MAC.
fn status(data: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(data);
    let count = cursor.u8()?;
    for _ in 0..count.min(32) {
        let entry = cursor.take(18)?;
        let (text, suffix, flags) = (entry.get(..15)?, *entry.get(15)?, *entry.get(16)?);
        let name = name::with_suffix(text, suffix);
        sink.put(About::Source, if flags & 0x80 != 0 { "nbns.group" } else { "nbns.name" }, &name, entry);
    }
    let unit = cursor.take(6)?;
    let mac = Mac(unit.try_into().ok()?);
    if mac.is_unicast() {
        sink.value(About::Source, "nbns.mac", mac, unit);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_host_registers_its_name() {
        // Registration of WARD7<20> for 192.0.2.1.
        let bytes = hex("0001 2910 0001 0000 0000 0001
            20 46484542464345454448434143414341434143414341434143414341434143410000200001
            c00c 0020 0001 000493e0 0006 0000 c0000201");
        let message = pdu(&bytes, Transport::Udp, Direction::Unknown, 137, 137);
        assert_eq!(dissect(&DISSECTOR, &message), ["source nbns.name = WARD7<20>"]);
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn a_host_announces_its_system() {
        let mut bytes = hex("11 02 0001 c0000201 008a 00bb 0000"); // direct group datagram
        bytes.extend(hex("20 4648454246434545444843414341434143414341434143414341434143414341 00"));
        bytes.extend(hex("20 4648454246434545444843414341434143414341434143414341434143414341 00"));
        bytes.extend(hex("ff534d42 25 00000000 00 0000 000000000000000000000000 0000 0000 0000 0000"));
        bytes.extend(hex("11 0000 2100 0000 0000 e803 00 00 0000 00000000 0000 0000 0000 2100 5600 03 00 0100 0100 0200 3200"));
        bytes.extend(b"\\MAILSLOT\\BROWSE\0");
        bytes.extend(hex("01 00 00ea0000")); // host announcement
        bytes.extend(b"WARD7-PC\0\0\0\0\0\0\0\0");
        bytes.extend(hex("06 01 03100000 0f01 55aa")); // 6.1; workstation, server, NT
        bytes.extend(b"Ward 7\0");
        let message = pdu(&bytes, Transport::Udp, Direction::Unknown, 138, 138);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source nbns.browser_comment = Ward 7",
                "source nbns.browser_host = WARD7-PC",
                "source nbns.browser_type = workstation,server,nt-workstation",
                "source nbns.browser_version = 6.1",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }
}
