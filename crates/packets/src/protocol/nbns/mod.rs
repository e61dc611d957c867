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
    carriers: &[Carrier::Udp(&[137, 138]), Carrier::Begins(&[])],
    attributes: &[
        super::AttributeSpec {
            limit: 12,
            ..attribute(
                "nbns.name",
                "A unique name that the sender registers, answers for or sends from, with its suffix: `WARD7<20>`.",
            )
        },
        attribute("nbns.group", "A group name that the sender is a member of."),
        weak("nbns.query", "A name that the sender asks for.", 8),
        attribute("nbns.mac", "MAC that the sender gives in a node status answer."),
        attribute("nbns.browser_host", "Host name in a browser announcement."),
        attribute("nbns.browser_version", "Operating system version in a browser announcement: `6.1`."),
        attribute(
            "nbns.browser_type",
            "Roles in a browser announcement: `workstation,server,print,nt` and others.",
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
        if name::may_be_a_person(&name.text) {
            return Some(());
        }
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
    let personal = name::may_be_a_person(&name.text);
    let kind = cursor.u16()?;
    cursor.skip(6)?;
    let length = cursor.u16()?;
    let data = cursor.take_up_to(usize::from(length));
    match kind {
        // NB: an answer with the sender's own address.
        0x20 => {
            // A name server answers for others; a host with several addresses lists them all.
            let own = |entry: &[u8]| {
                let address = entry.get(2..6).and_then(|b| <[u8; 4]>::try_from(b).ok());
                let group = entry.first().is_none_or(|flags| flags & 0x80 != 0);
                !group && address.map(std::net::IpAddr::from) == pdu.source.ip
            };
            if !personal && data.chunks_exact(6).take(16).any(own) {
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
    for _ in 0..count {
        let entry = cursor.take(18)?;
        let (text, suffix, flags) = (entry.get(..15)?, *entry.get(15)?, *entry.get(16)?);
        let name = name::with_suffix(text, suffix);
        if name::may_be_a_person(&name) {
            continue;
        }
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
                "source nbns.browser_type = workstation,server,nt",
                "source nbns.browser_version = 6.1",
                "source nbns.name = WARD7<20>",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    const REAL: &str = "
        110280acc0a80164008a00bb000020454e46454646434e4447444245424448444a44454447444844
        434444444343410020464845504643454c4548464345504646464143414341434143414341434142
        4f00ff534d4225000000000000000000000000000000000000000000000000000000110000210000
        00000000000000e803000000000000000021005600030001000000020032005c4d41494c534c4f54
        5c42524f575345000f0080fc0a004d54552d3631413739343637323332000501031004000f0155aa
        00";

    #[test]
    fn a_host_announces_itself_to_its_workgroup() {
        // A Windows XP of a public capture (VMware host MTU-61A79467232), local master announcement.
        let bytes = hex(REAL);
        let mut message = pdu(&bytes, Transport::Udp, Direction::Unknown, 138, 138);
        message.source.ip = Some([192, 168, 1, 100].into());
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source nbns.browser_host = MTU-61A79467232",
                "source nbns.browser_type = workstation,server,nt,master-browser",
                "source nbns.browser_version = 5.1",
                "source nbns.name = MTU-61A79467232<20>",
                "source nbns.workgroup = WORKGROUP",
            ]
        );
        be_nasty(&DISSECTOR, &message);
        // The same, sent on by somebody else.
        message.source.ip = Some([192, 168, 1, 1].into());
        assert!(dissect(&DISSECTOR, &message).is_empty());
    }

    #[test]
    fn a_name_server_does_not_have_the_names_that_it_knows() {
        let answer = |address: &str| {
            hex(&format!(
                "0001 8580 0000 0001 0000 0000
                20 4648454246434545444843414341434143414341434143414341434143414341 00
                0020 0001 000493e0 000c 6000 c0000263 6000 {address}"
            ))
        };
        let own = answer("c0000201");
        let message = pdu(&own, Transport::Udp, Direction::ToClient, 137, 137);
        assert_eq!(dissect(&DISSECTOR, &message), ["source nbns.name = WARD7<20>"]);
        be_nasty(&DISSECTOR, &message);
        let others = answer("c0000264");
        assert!(dissect(&DISSECTOR, &pdu(&others, Transport::Udp, Direction::ToClient, 137, 137)).is_empty());
    }

    #[test]
    fn a_node_tells_all_its_names() {
        // Node status answer of a Windows PC in a public capture: count, names with flags, MAC, statistics.
        let bytes = hex("
            0a3484000000000100000000
            20434b41414141414141414141414141414141414141414141414141414141414100
            00210001000000000065
            03
            5348454e4855414a362d5043202020000400
            574f524b47524f5550202020202020008400
            5348454e4855414a362d5043202020200400
            b8aeed7e1b4c
            00000000000000000000000000000000000000000000000000000000000000000000000000000000");
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 137, 50000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source nbns.group = WORKGROUP<00>",
                "source nbns.mac = b8:ae:ed:7e:1b:4c",
                "source nbns.name = SHENHUAJ6-PC<00>",
                "source nbns.name = SHENHUAJ6-PC<20>",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn who_is_logged_in_is_not_kept() {
        // Registration of the name JDOE<03>.
        let bytes = hex("0001 2910 0001 0000 0000 0001
            20 454b4545455045464341434143414341434143414341434143414341434141 44 00 0020 0001
            c00c 0020 0001 000493e0 0006 0000 c0000201");
        let message = pdu(&bytes, Transport::Udp, Direction::Unknown, 137, 137);
        assert!(dissect(&DISSECTOR, &message).is_empty());
        let mut server = bytes.clone();
        server[12 + 31..12 + 33].copy_from_slice(b"CA"); // the same with suffix 20
        let message = pdu(&server, Transport::Udp, Direction::Unknown, 137, 137);
        assert_eq!(dissect(&DISSECTOR, &message), ["source nbns.name = JDOE<20>"]);
    }
}
