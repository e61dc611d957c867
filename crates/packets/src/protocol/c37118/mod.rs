//! Synchrophasors (IEEE C37.118): measuring units say in their configuration frames who they are and what they measure;
//! whoever reads them turns the stream on and off. The measured values are not kept.

use super::{
    About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute, questions, weak,
};
use crate::Cursor;
use holdfast_facts::OperationClass::{self, Configure, Identify, Read};

/// Synchrophasors.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "c37118",
    title: "Synchrophasors",
    standard: "IEEE C37.118.2-2011",
    carriers: &[Carrier::TcpToEnd(&[4712]), Carrier::Udp(&[4712, 4713]), Carrier::Begins(&[0xaa])],
    attributes: &[
        attribute(
            "c37118.role",
            "`pmu` with one station, `concentrator` with several; `reader` commands them.",
        ),
        attribute("c37118.id", "Id code of the data stream."),
        super::AttributeSpec {
            limit: 32,
            ..attribute(
                "c37118.station",
                "Station name in the configuration; of several, about each as a child.",
            )
        },
        weak("c37118.channel", "Name of a phasor channel of the first station.", 8),
        attribute("c37118.header", "Text of the header frame."),
    ],
    probe,
    dissect,
};

/// Kinds of frame, in three bits of the second byte.
const DATA: u8 = 0;
const HEADER: u8 = 1;
const CONFIGURATION_1: u8 = 2;
const CONFIGURATION_2: u8 = 3;
const COMMAND: u8 = 4;
const CONFIGURATION_3: u8 = 5;

/// The longest frame that is put together.
const LONGEST: u16 = 16000;

/// Sync byte, kind and version, size, id code, time; the checksum stands last.
fn head(bytes: &[u8]) -> Option<(u8, usize, u16)> {
    let mut cursor = Cursor::new(bytes);
    let [0xaa, second] = cursor.array()? else { return None };
    let (size, id) = (cursor.u16()?, cursor.u16()?);
    let is_ours = second & 0x80 == 0 && matches!(second & 0x0f, 1..=3) && second >> 4 <= CONFIGURATION_3;
    (is_ours && (16..=LONGEST).contains(&size)).then_some((second >> 4, usize::from(size), id))
}

fn probe(pdu: &Pdu<'_>) -> Probe {
    match head(pdu.bytes) {
        Some((_, size, _)) if pdu.bytes.get(..size).is_some_and(is_sound) => Probe::Certain,
        Some(_) => Probe::Possible,
        None => Probe::No,
    }
}

/// CRC-CCITT over all that stands before it.
fn is_sound(frame: &[u8]) -> bool {
    let Some((data, sum)) = frame.len().checked_sub(2).and_then(|at| frame.split_at_checked(at)) else {
        return false;
    };
    let register = data.iter().fold(0xffffu16, |register, byte| {
        (0..8).fold(register ^ u16::from(*byte) << 8, |register, _| {
            if register & 0x8000 != 0 { register << 1 ^ 0x1021 } else { register << 1 }
        })
    });
    register.to_be_bytes() == *sum
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some((kind, size, id)) = head(pdu.bytes) else {
        let is_start = pdu.bytes.len() < 6 && pdu.bytes.first() == Some(&0xaa);
        return if is_start { Progress::More } else { Progress::Done };
    };
    let Some(frame) = pdu.bytes.get(..size) else {
        return if pdu.cut || pdu.transport == Transport::Udp { Progress::Done } else { Progress::More };
    };
    if read(kind, id, frame, memory, sink).is_none() {
        sink.anomaly("malformed");
    }
    Progress::Consumed(size)
}

fn read(kind: u8, id: u16, frame: &[u8], memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Option<()> {
    let at = frame.get(..6)?;
    let unit = format!("id {id}");
    let body = frame.get(14..frame.len().checked_sub(2)?)?;
    match kind {
        COMMAND => {
            let command = Cursor::new(body).u16()?;
            let (class, name) = self::command(command);
            sink.put(About::Source, "c37118.role", "reader", at);
            sink.asks(class, name, &unit, body.get(..2)?);
            questions::ask(memory, u32::from(id), u32::from(command));
        }
        DATA => {}
        HEADER | CONFIGURATION_1 | CONFIGURATION_2 | CONFIGURATION_3 => {
            let wanted = [HEADER, CONFIGURATION_1, CONFIGURATION_2, CONFIGURATION_3];
            let wanted = wanted.iter().zip(3u32..).find(|(of, _)| **of == kind).map(|(_, command)| command);
            if wanted.is_some() && questions::asked(memory, u32::from(id)) == wanted {
                questions::answered(memory, u32::from(id));
                let (class, name) = command(u16::try_from(wanted?).ok()?);
                sink.answers(class, name, &unit, true, at);
            }
            sink.value(About::Source, "c37118.id", id, frame.get(4..6)?);
            match kind {
                HEADER => text(About::Source, "c37118.header", body, sink),
                CONFIGURATION_3 => third(body, sink)?,
                _ => stations(body, sink)?,
            }
        }
        _ => {}
    }
    Some(())
}

/// Table 15 of the standard.
fn command(code: u16) -> (OperationClass, &'static str) {
    match code {
        1 => (Configure, "turn off transmission"),
        2 => (Read, "turn on transmission"),
        3 => (Identify, "send header"),
        4 => (Identify, "send configuration 1"),
        5 => (Identify, "send configuration 2"),
        6 => (Identify, "send configuration 3"),
        8 => (Configure, "extended frame"),
        _ => (Configure, "user defined command"),
    }
}

/// Time base and number of stations, then of each: name, id code, format, numbers of channels, names, units, frequency, count.
fn stations(body: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(body);
    cursor.skip(4)?;
    let count = cursor.u16()?;
    role(count, body.get(4..6)?, sink);
    for index in 0..count.min(32) {
        let name = cursor.take(16)?;
        let id = cursor.u16()?;
        cursor.skip(2)?;
        let (phasors, analogues, digitals) = (cursor.u16()?, cursor.u16()?, cursor.u16()?);
        station(count, id, name, sink);
        for number in 0..phasors.min(512) {
            let channel = cursor.take(16)?;
            if index == 0 && number < 8 {
                text(About::Source, "c37118.channel", channel, sink);
            }
        }
        let others = usize::from(analogues) + 16 * usize::from(digitals);
        let units = usize::from(phasors) + usize::from(analogues) + usize::from(digitals);
        cursor.skip(others * 16 + units * 4 + 4)?;
    }
    Some(())
}

/// The third configuration begins with a part number, and its names have a length. Only the first station is read.
fn third(body: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(body);
    // A part behind the first one goes on in the middle.
    if !matches!(cursor.u16()?, 0 | 1) {
        return Some(());
    }
    cursor.skip(4)?;
    let at = cursor.rest().get(..2)?;
    let count = cursor.u16()?;
    role(count, at, sink);
    let length = cursor.u8()?;
    let name = cursor.take(usize::from(length))?;
    let id = cursor.u16()?;
    station(count, id, name, sink);
    Some(())
}

fn role(count: u16, at: &[u8], sink: &mut Sink<'_>) {
    sink.put(About::Source, "c37118.role", if count > 1 { "concentrator" } else { "pmu" }, at);
}

fn station(count: u16, id: u16, name: &[u8], sink: &mut Sink<'_>) {
    let child = format!("c37118:{id}");
    text(if count > 1 { About::Child(&child) } else { About::Source }, "c37118.station", name, sink);
}

fn text(about: About<'_>, name: &'static str, value: &[u8], sink: &mut Sink<'_>) {
    let end = value.iter().position(|byte| *byte == 0).unwrap_or(value.len());
    let value = value.get(..end).unwrap_or(value).trim_ascii();
    if !value.is_empty() && value.iter().all(|byte| (0x20..0x7f).contains(byte)) {
        sink.text(about, name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Direction;
    use super::super::test_support::{be_nasty, dissect, hex, operations, pdu};
    use super::*;

    fn asked(bytes: &[u8]) -> Pdu<'_> {
        pdu(bytes, Transport::Tcp, Direction::ToServer, 36835, 4712)
    }

    fn answered(bytes: &[u8]) -> Pdu<'_> {
        let mut pdu = pdu(bytes, Transport::Tcp, Direction::ToClient, 36835, 4712);
        std::mem::swap(&mut pdu.source, &mut pdu.destination);
        pdu
    }

    /// As a measuring unit sent it: one station with four phasors.
    const CONFIGURATION: &str =
        "aa31 0086 00f1 4893344a 0019999a 00ffffff 0001 426c756520504d552020202020202020 00f1 0006
        0004 0000 0000 56314c504d2020202020202020202020 56414c504d2020202020202020202020
        56424c504d2020202020202020202020 56434c504d2020202020202020202020
        00000001 00000001 00000001 00000001 0001 0059 0032 c1e2";

    #[test]
    fn a_unit_is_asked_who_it_is_and_turned_on() {
        let question = hex("aa41 0012 00f1 00000000 00000000 0005 d7d0");
        let answer = hex(CONFIGURATION);
        let on = hex("aa41 0012 00f1 00000000 00000000 0002 a737");
        assert_eq!(probe(&asked(&question)), Probe::Certain);
        assert_eq!(dissect(&DISSECTOR, &asked(&question)), ["source c37118.role = reader"]);
        assert_eq!(
            dissect(&DISSECTOR, &answered(&answer)),
            [
                "source c37118.channel = V1LPM",
                "source c37118.channel = VALPM",
                "source c37118.channel = VBLPM",
                "source c37118.channel = VCLPM",
                "source c37118.id = 241",
                "source c37118.role = pmu",
                "source c37118.station = Blue PMU",
            ]
        );
        assert_eq!(
            operations(&DISSECTOR, &[asked(&question), answered(&answer), asked(&on)]),
            [
                "192.0.2.1 > 192.0.2.2 [id 241]: identify `send configuration 2` asked 1 accepted 1 refused 0",
                "192.0.2.1 > 192.0.2.2 [id 241]: read `turn on transmission` asked 1 accepted 0 refused 0",
            ]
        );
        be_nasty(&DISSECTOR, &asked(&question));
        be_nasty(&DISSECTOR, &answered(&answer));
    }

    #[test]
    fn a_concentrator_has_its_units_behind_it() {
        // Made after the standard: two stations without channels.
        let bytes = hex("aa31 0054 0007 00000000 00000000 000f4240 0002
            504d5531202020202020202020202020 0001 0000 0000 0000 0000 0000 0000
            504d5532202020202020202020202020 0002 0000 0000 0000 0000 0000 0000 0032 0000");
        assert_eq!(bytes.len(), 0x54);
        assert_eq!(
            dissect(&DISSECTOR, &answered(&bytes)),
            [
                "source c37118.id = 7",
                "source c37118.role = concentrator",
                "source/c37118:1 c37118.station = PMU1",
                "source/c37118:2 c37118.station = PMU2",
            ]
        );
        be_nasty(&DISSECTOR, &answered(&bytes));
    }

    #[test]
    fn what_is_not_ours() {
        assert_eq!(probe(&asked(&hex("aaff 0012 0001 0000"))), Probe::No);
        assert_eq!(probe(&asked(&hex("aa01 0012 0001 00000000 00000000 0000 0000"))), Probe::Possible);
    }
}
