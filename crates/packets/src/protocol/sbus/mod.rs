//! Saia S-Bus over UDP: controllers of Saia-Burgess answer a firmware question with type and version. Memory, program and
//! running state can be read and changed by whoever reaches them.

mod commands;

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, asked, attribute};
use crate::Cursor;

/// S-Bus.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "sbus",
    title: "Saia S-Bus",
    standard: "Saia-Burgess Controls, S-Bus protocol (26/739), as public dissectors read Ether-S-Bus",
    carriers: &[Carrier::Udp(&[5050]), Carrier::Begins(&[])],
    attributes: &[
        attribute("sbus.type", "Type of the controller, as it codes it: `D2M48` is a PCD2.M48x."),
        attribute("sbus.firmware", "Firmware version."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Length of the whole, version 0 or 1, kind 0, number, request/response/acknowledgement.
    match *pdu.bytes {
        [0, 0, high, low, 0 | 1, 0, _, _, 0..=2, ..]
            if usize::from(u16::from_be_bytes([high, low])) == pdu.bytes.len() && pdu.on_port(5050) =>
        {
            Probe::Certain
        }
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if read(pdu, memory, sink).is_none() && !pdu.cut {
        sink.anomaly("malformed");
    }
    Progress::Done
}

fn read(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(pdu.bytes);
    cursor.skip(6)?;
    let number = u32::from(cursor.u16()?);
    let kind = cursor.u8()?;
    let key = |asks| number | asked::asker(pdu, asks) << 16;
    if kind == 0 {
        cursor.skip(1)?;
        let at = cursor.rest().get(..1)?;
        let command = cursor.u8()?;
        let (class, name) = commands::command(command)?;
        sink.asks(class, name, "", at);
        asked::remember(memory, key(true), command);
        return Some(());
    }
    let at = pdu.bytes.get(8..9)?;
    let Some(command) = asked::recall(memory, key(false)) else { return Some(()) };
    let (class, name) = commands::command(command)?;
    // An acknowledgement is 0, anything else says no; a response is the data.
    let accepted = kind == 1 || cursor.u16()? == 0;
    sink.answers(class, name, "", accepted, at);
    if kind == 1 && command == 0x20 {
        let kind = cursor.take(5)?;
        let version = cursor.take(3)?;
        if kind.iter().chain(version).all(|byte| byte.is_ascii_graphic() || *byte == b' ') {
            sink.text(About::Source, "sbus.type", kind);
            sink.text(About::Source, "sbus.firmware", version);
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect_with, hex, operations, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    fn there(bytes: &[u8]) -> Pdu<'_> {
        pdu(bytes, Transport::Udp, Direction::ToServer, 2467, 5050)
    }

    fn back(bytes: &[u8]) -> Pdu<'_> {
        let to = there(bytes);
        Pdu { source: to.destination, destination: to.source, direction: Direction::ToClient, ..to }
    }

    #[test]
    fn a_controller_says_type_and_firmware() {
        // ControlThings' capture: read firmware version to station 10, and the answer.
        let ask = hex("0000000d 01 00 0001 00 0a 20 5318");
        let answer = hex("00000014 00 00 0001 01 44324d3438 303230 00 fac9");
        let mut memory = FlowMemory::default();
        assert_eq!(probe(&there(&ask)), Probe::Certain);
        assert!(dissect_with(&DISSECTOR, &there(&ask), &mut memory).is_empty());
        assert_eq!(
            dissect_with(&DISSECTOR, &back(&answer), &mut memory),
            ["source sbus.firmware = 020", "source sbus.type = D2M48"]
        );
        be_nasty(&DISSECTOR, &there(&ask));
        be_nasty(&DISSECTOR, &back(&answer));
    }

    #[test]
    fn commands_are_operations() {
        // Write byte, acknowledged (as captured); stop of all CPUs, refused (from the description).
        let write = hex("00000019 01 00 0003 00 0a 51 0a00c43c23c60000c4444e757a0a");
        let done = hex("0000000d 00 00 0003 02 0000 a3d8");
        let stop = hex("0000000d 01 00 0004 00 0a 44 0000");
        let refused = hex("0000000d 00 00 0004 02 0001 0000");
        assert_eq!(
            operations(&DISSECTOR, &[there(&write), back(&done), there(&stop), back(&refused)]),
            [
                "192.0.2.1 > 192.0.2.2: stop `stop procedure` asked 1 accepted 0 refused 1",
                "192.0.2.1 > 192.0.2.2: write `write byte` asked 1 accepted 1 refused 0",
            ]
        );
        assert_eq!(probe(&there(b"\0\0\0\x0d hello")), Probe::No);
    }
}
