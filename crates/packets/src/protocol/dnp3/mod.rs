//! DNP3: a master reads, commands and restarts outstations by their link addresses. Answers bear internal indications,
//! which say that a function, an object or a parameter was refused. Values are not kept.

mod attributes;
mod functions;
mod link;

use super::{
    About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute, questions,
};
use crate::Cursor;
use functions::function;

/// DNP3.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "dnp3",
    title: "DNP3",
    standard: "IEEE 1815-2012",
    carriers: &[Carrier::TcpToEnd(&[20000]), Carrier::Udp(&[20000]), Carrier::Begins(&[5])],
    attributes: &[
        attribute("dnp3.role", "`master` asks, `outstation` answers."),
        attribute("dnp3.address", "Link address of the outstation."),
        attribute("dnp3.vendor", "Device manufacturer's name (group 0 variation 252)."),
        attribute("dnp3.model", "Product name and model (group 0 variation 250)."),
        attribute("dnp3.serial", "Serial number (group 0 variation 248)."),
        attribute("dnp3.hardware", "Hardware version (group 0 variation 243)."),
        attribute("dnp3.software", "Software version (group 0 variation 242)."),
        attribute("dnp3.location", "Location given by the user (group 0 variation 245)."),
        attribute("dnp3.name", "Device name given by the user (group 0 variation 247)."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    match link::length(pdu.bytes) {
        Some(_) if link::is_sound(pdu.bytes) => Probe::Certain,
        Some(_) => Probe::Possible,
        None => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.transport != Transport::Udp {
        return one(pdu.bytes, pdu.cut, memory, sink);
    }
    let mut rest = pdu.bytes;
    for _ in 0..16 {
        let Progress::Consumed(count) = one(rest, pdu.cut, memory, sink) else { break };
        rest = rest.get(count..).unwrap_or(&[]);
    }
    Progress::Done
}

fn one(bytes: &[u8], cut: bool, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some(length) = link::length(bytes) else {
        let is_start = [0x05, 0x64].iter().zip(bytes).all(|(a, b)| a == b) && bytes.len() < 3;
        return if is_start { Progress::More } else { Progress::Done };
    };
    let Some(frame) = bytes.get(..length) else {
        return if cut { Progress::Done } else { Progress::More };
    };
    if let Some(frame) = link::read(frame) {
        if frame.damaged {
            sink.anomaly("checksum");
        }
        // User data, confirmed or not, from a primary station; only the first segment of a message has its function.
        if matches!(frame.control & 0x4f, 0x43 | 0x44)
            && frame.data.first().is_some_and(|head| head & 0x40 != 0)
        {
            let at = bytes.get(10..13).unwrap_or(&[]);
            if application(&frame, at, memory, sink).is_none() {
                sink.anomaly("malformed");
            }
        }
    }
    Progress::Consumed(length)
}

/// Application control, function; in answers two bytes of indications; objects.
fn application(frame: &link::Frame, at: &[u8], memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(frame.data.get(1..)?);
    let sequence = u32::from(cursor.u8()? & 0x0f);
    let code = cursor.u8()?;
    match code {
        // A confirmation asks for nothing.
        0 => {}
        1..=0x7f => {
            let group = cursor.rest().first().copied().unwrap_or(1);
            let (class, name) = function(code, group);
            sink.put(About::Source, "dnp3.role", "master", at);
            sink.asks(class, &name, &unit(frame.destination), at);
            let id = u32::from(frame.destination) << 8 | sequence;
            questions::ask(memory, id, u32::from(code) << 8 | u32::from(group));
        }
        0x81..=0x83 => {
            let [_, second] = cursor.array::<2>()?;
            sink.put(About::Source, "dnp3.role", "outstation", at);
            sink.value(About::Source, "dnp3.address", frame.source, at);
            let objects = cursor.rest();
            let id = u32::from(frame.source) << 8 | sequence;
            if code != 0x82
                && let Some(asked) = questions::answered(memory, id)
            {
                let (code, group) =
                    (u8::try_from(asked >> 8).unwrap_or(0), u8::try_from(asked & 0xff).unwrap_or(0));
                let (class, name) = function(code, group);
                let is_control = matches!(code, 3..=5);
                let failed =
                    is_control && attributes::control_status(objects).is_some_and(|status| status != 0);
                // Function, object or parameter is not known.
                sink.answers(class, &name, &unit(frame.source), second & 7 == 0 && !failed, at);
            }
            if objects.first() == Some(&0) {
                return attributes::tell(objects, sink);
            }
        }
        _ => {}
    }
    Some(())
}

fn unit(address: u16) -> String {
    match address {
        0xfffd..=0xffff => "all addresses".to_owned(),
        address => format!("address {address}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Direction;
    use super::super::test_support::{be_nasty, dissect, hex, operations, pdu};
    use super::*;

    fn asked(bytes: &[u8]) -> Pdu<'_> {
        pdu(bytes, Transport::Tcp, Direction::ToServer, 40000, 20000)
    }

    fn answered(bytes: &[u8]) -> Pdu<'_> {
        let mut pdu = pdu(bytes, Transport::Tcp, Direction::ToClient, 40000, 20000);
        std::mem::swap(&mut pdu.source, &mut pdu.destination);
        pdu
    }

    /// A frame with its checksums: from outstation 4 to master 3, or the other way.
    fn frame(to_outstation: bool, data: &str) -> Vec<u8> {
        fn summed(bytes: &[u8]) -> Vec<u8> {
            let mut register = 0u16;
            for byte in bytes {
                register ^= u16::from(*byte);
                for _ in 0..8 {
                    register = if register & 1 == 1 { register >> 1 ^ 0xa6bc } else { register >> 1 };
                }
            }
            [bytes, &(!register).to_le_bytes()].concat()
        }
        let data = hex(data);
        let (control, addresses) = if to_outstation { (0xc4, [4, 0, 3, 0]) } else { (0x44, [3, 0, 4, 0]) };
        let mut head = vec![5, 0x64, u8::try_from(data.len() + 5).unwrap(), control];
        head.extend(addresses);
        let mut bytes = summed(&head);
        data.chunks(16).for_each(|block| bytes.extend(summed(block)));
        bytes
    }

    #[test]
    fn a_clock_is_set() {
        // As recorded: group 50, and the empty answer.
        let write = hex("056412c4040003001e7c c1 c1 02 32010701ebe45a87ff00 2801");
        let answer = hex("05640a44030004007cae e7 c1 81 0000 3bdb");
        assert_eq!(probe(&asked(&write)), Probe::Certain);
        assert_eq!(
            operations(&DISSECTOR, &[asked(&write), answered(&answer)]),
            ["192.0.2.1 > 192.0.2.2 [address 4]: configure `write time` asked 1 accepted 1 refused 0"]
        );
        assert_eq!(
            dissect(&DISSECTOR, &answered(&answer)),
            ["source dnp3.address = 4", "source dnp3.role = outstation"]
        );
        be_nasty(&DISSECTOR, &asked(&write));
        be_nasty(&DISSECTOR, &answered(&answer));
    }

    #[test]
    fn a_breaker_is_operated_and_a_restart_is_refused() {
        // Direct operate of point 1: done, then refused with status 4; a cold restart that is not supported (IIN2.0).
        let crob = |status: u8| format!("0c01 28 0100 0100 02 01 64000000 64000000 {status:02x}");
        let operate = frame(true, &format!("c0 c1 05 {}", crob(0)));
        let done = frame(false, &format!("c0 c1 81 0000 {}", crob(0)));
        let again = frame(true, &format!("c0 c2 05 {}", crob(0)));
        let failed = frame(false, &format!("c0 c2 81 0000 {}", crob(4)));
        let restart = frame(true, "c0 c3 0d");
        let refused = frame(false, "c0 c3 81 0001");
        assert_eq!(
            operations(
                &DISSECTOR,
                &[
                    asked(&operate),
                    answered(&done),
                    asked(&again),
                    answered(&failed),
                    asked(&restart),
                    answered(&refused)
                ]
            ),
            [
                "192.0.2.1 > 192.0.2.2 [address 4]: operate `direct operate` asked 2 accepted 1 refused 1",
                "192.0.2.1 > 192.0.2.2 [address 4]: start `cold restart` asked 1 accepted 0 refused 1",
            ]
        );
        be_nasty(&DISSECTOR, &asked(&operate));
    }

    #[test]
    fn an_outstation_says_what_it_is() {
        // Made after the standard: variations 252, 250 and 242.
        let answer = frame(
            false,
            "c0 c1 81 0000 00 fc 00 00 00 01 03 53454c 00 fa 00 00 00 01 08 53454c2d33353330 00 f2 00 00 00 01 04 52313435",
        );
        assert_eq!(
            dissect(&DISSECTOR, &answered(&answer)),
            [
                "source dnp3.address = 4",
                "source dnp3.model = SEL-3530",
                "source dnp3.role = outstation",
                "source dnp3.software = R145",
                "source dnp3.vendor = SEL",
            ]
        );
        be_nasty(&DISSECTOR, &answered(&answer));
    }

    #[test]
    fn what_comes_by_itself_and_what_is_not_ours() {
        let unsolicited = hex("05640a44030004007caee6f78210004fbd");
        assert_eq!(operations(&DISSECTOR, &[answered(&unsolicited)]), [] as [&str; 0]);
        assert_eq!(probe(&asked(b"\x05\x65hello, world")), Probe::No);
        // A damaged header is enough on the own port alone.
        assert_eq!(probe(&asked(&hex("05640a44030004007caf"))), Probe::Possible);
    }
}
