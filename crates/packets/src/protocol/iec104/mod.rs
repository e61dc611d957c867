//! IEC 60870-5-104: a control centre commands substations. Commands are paired with their confirmations by cause of
//! transmission, which also says whether they were refused. Measured values are not kept.

mod commands;

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;

/// IEC 60870-5-104.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "iec104",
    title: "IEC 60870-5-104",
    standard: "IEC 60870-5-104, IEC 60870-5-101",
    carriers: &[Carrier::TcpToEnd(&[2404]), Carrier::Begins(&[0x68])],
    attributes: &[
        attribute("iec104.role", "`controlling` starts the transfer and commands, `controlled` answers."),
        attribute("iec104.address", "Common address of the controlled station."),
    ],
    probe,
    dissect,
};

/// Start byte and length of the rest, which is at least the four control bytes.
fn length(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [0x68, length @ 4..=253, ..] => Some(usize::from(*length) + 2),
        _ => None,
    }
}

fn probe(pdu: &Pdu<'_>) -> Probe {
    // A start of data transfer, or its confirmation, alone.
    if matches!(pdu.bytes, [0x68, 4, 0x07 | 0x0b, 0, 0, 0]) {
        return Probe::Certain;
    }
    match (length(pdu.bytes), pdu.bytes) {
        // Unnumbered, supervisory, and with data.
        (Some(6), [_, _, 0x07 | 0x0b | 0x13 | 0x23 | 0x43 | 0x83, 0, 0, 0, ..]) => Probe::Possible,
        (Some(6), [_, _, 1, 0, low, _, ..]) if low & 1 == 0 => Probe::Possible,
        (Some(15..), [_, _, sent, _, received, ..]) if (sent | received) & 1 == 0 => Probe::Possible,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some(length) = length(pdu.bytes) else {
        return if pdu.bytes == [0x68] { Progress::More } else { Progress::Done };
    };
    let Some(frame) = pdu.bytes.get(..length) else {
        return if pdu.cut { Progress::Done } else { Progress::More };
    };
    match frame {
        [_, _, 0x07, ..] => {
            sink.put(About::Source, "iec104.role", "controlling", frame);
            sink.put(About::Destination, "iec104.role", "controlled", frame);
        }
        [_, _, control, _, _, _, ..] if control & 1 == 0 && unit(pdu, frame, sink).is_none() => {
            sink.anomaly("malformed");
        }
        _ => {}
    }
    Progress::Consumed(length)
}

/// Type, count, cause, originator, common address; then the first object's address (three bytes) and value.
fn unit(pdu: &Pdu<'_>, frame: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(frame.get(6..)?);
    let at = cursor.rest().get(..3)?;
    let kind = cursor.u8()?;
    cursor.skip(1)?;
    let cause = cursor.u8()?;
    cursor.skip(1)?;
    let address_at = cursor.rest().get(..2)?;
    let address = cursor.u16_le()?;
    let is_broadcast = address == 0xffff;
    let reason = cause & 0x3f;
    // What only a controlled station says: spontaneous, cyclic and requested values, confirmations.
    let from_station = match pdu.direction {
        Direction::ToClient => true,
        Direction::ToServer => false,
        Direction::Unknown => !matches!(reason, 5 | 6 | 8),
    };
    if from_station && !is_broadcast && !matches!(reason, 44..=47) {
        sink.value(About::Source, "iec104.address", address, address_at);
        sink.put(About::Source, "iec104.role", "controlled", at);
    }
    let Some((class, name, select)) = commands::command(kind) else { return Some(()) };
    cursor.skip(3)?;
    let selects =
        select.and_then(|place| cursor.rest().get(place)).is_some_and(|qualifier| qualifier & 0x80 != 0);
    let name = if selects { commands::selecting(name) } else { name };
    let unit = if is_broadcast { "all addresses".to_owned() } else { format!("address {address}") };
    match reason {
        // Activation and deactivation, request, file transfer from the controlling side.
        5 | 6 | 8 if !from_station => sink.asks(class, name, &unit, at),
        13 if !from_station => sink.asks(class, name, &unit, at),
        // Confirmation of both; the high bit but one says no.
        7 | 9 => sink.answers(class, name, &unit, cause & 0x40 == 0, at),
        // Type, cause, common address or object is not known.
        44..=47 => sink.answers(class, name, &unit, false, at),
        _ => {}
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, hex, operations, pdu};
    use super::*;

    fn asked(bytes: &[u8]) -> Pdu<'_> {
        pdu(bytes, Transport::Tcp, Direction::ToServer, 40000, 2404)
    }

    fn answered(bytes: &[u8]) -> Pdu<'_> {
        let mut pdu = pdu(bytes, Transport::Tcp, Direction::ToClient, 40000, 2404);
        std::mem::swap(&mut pdu.source, &mut pdu.destination);
        pdu
    }

    #[test]
    fn a_control_centre_starts_the_transfer() {
        let bytes = hex("68 04 07000000");
        assert_eq!(probe(&asked(&bytes)), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &asked(&bytes)),
            ["destination iec104.role = controlled", "source iec104.role = controlling"]
        );
        be_nasty(&DISSECTOR, &asked(&bytes));
    }

    #[test]
    fn a_breaker_is_selected_and_operated_and_another_is_not_known() {
        // Single command to station 10, object 12: select, execute, both confirmed; a double command for an unknown object.
        let select = hex("68 0e 00000000 2d 01 06 00 0a00 0c0000 81");
        let selected = hex("68 0e 00000200 2d 01 07 00 0a00 0c0000 81");
        let execute = hex("68 0e 02000200 2d 01 06 00 0a00 0c0000 01");
        let done = hex("68 0e 02000400 2d 01 07 00 0a00 0c0000 01");
        let double = hex("68 0e 04000400 2e 01 06 00 0a00 0d0000 02");
        let unknown = hex("68 0e 04000600 2e 01 6f 00 0a00 0d0000 02");
        assert_eq!(
            operations(
                &DISSECTOR,
                &[
                    asked(&select),
                    answered(&selected),
                    asked(&execute),
                    answered(&done),
                    asked(&double),
                    answered(&unknown)
                ]
            ),
            [
                "192.0.2.1 > 192.0.2.2 [address 10]: operate `double command` asked 1 accepted 0 refused 1",
                "192.0.2.1 > 192.0.2.2 [address 10]: operate `single command: select` asked 1 accepted 1 refused 0",
                "192.0.2.1 > 192.0.2.2 [address 10]: operate `single command` asked 1 accepted 1 refused 0",
            ]
        );
        be_nasty(&DISSECTOR, &asked(&select));
    }

    #[test]
    fn values_are_no_operations_but_name_the_station() {
        // A measured value, spontaneous.
        let bytes = hex("68 10 04000200 0b 01 03 00 0a00 010000 e803 00");
        assert_eq!(
            dissect(&DISSECTOR, &answered(&bytes)),
            ["source iec104.address = 10", "source iec104.role = controlled"]
        );
        assert_eq!(operations(&DISSECTOR, &[answered(&bytes)]), [] as [&str; 0]);
        be_nasty(&DISSECTOR, &answered(&bytes));
    }

    #[test]
    fn resets_and_clocks() {
        let reset = hex("68 0e 00000000 69 01 06 00 0100 000000 01");
        let refused = hex("68 0e 00000000 69 01 47 00 0100 000000 01");
        let clock = hex("68 14 00000000 67 01 06 00 ffff 000000 00000000 01 0112");
        assert_eq!(
            operations(&DISSECTOR, &[asked(&reset), answered(&refused), asked(&clock)]),
            [
                "192.0.2.1 > 192.0.2.2 [address 1]: start `reset process command` asked 1 accepted 0 refused 1",
                "192.0.2.1 > 192.0.2.2 [all addresses]: configure `clock synchronisation command` asked 1 accepted 0 refused 0",
            ]
        );
        assert_eq!(probe(&asked(b"h\x04ello")), Probe::No);
    }
}
