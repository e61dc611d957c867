//! IEEE 11073-20601: personal health and point-of-care devices associate with a manager under a system id and a device
//! configuration, and describe themselves by model, serial number and versions. Measurements are not read.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;
use holdfast_facts::OperationClass::Login;

/// IEEE 11073-20601.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ieee11073",
    title: "IEEE 11073-20601",
    standard: "ISO/IEEE 11073-20601, ISO/IEEE 11073-104xx",
    carriers: &[Carrier::TcpToEnd(&[]), Carrier::Begins(&[0xe2])],
    attributes: &[
        attribute("ieee11073.system_id", "System id (EUI-64), hexadecimal."),
        attribute("ieee11073.role", "`agent` measures, `manager` collects."),
        attribute("ieee11073.configuration", "Standard device configuration: the sort of device."),
        attribute("ieee11073.manufacturer", "Maker, from the system model attribute."),
        attribute("ieee11073.model", "Model, from the system model attribute."),
        attribute("ieee11073.serial", "Serial number of the production specification."),
        attribute("ieee11073.part_number", "Part number of the production specification."),
        attribute("ieee11073.hardware", "Hardware revision of the production specification."),
        attribute("ieee11073.software", "Software revision of the production specification."),
        attribute("ieee11073.firmware", "Firmware revision of the production specification."),
    ],
    probe,
    dissect,
};

/// Longest description that is waited for.
const LONGEST: usize = 16 * 1024;

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Association request: choice e200, length, version, then a list with data protocol 0x5079 (20601).
    match *pdu.bytes {
        [0xe2, 0, _, _, 0x80, 0, 0, 0, 0, _, _, _, 0x50, 0x79, ..] => Probe::Certain,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let (Some(choice), Some(length)) = (cursor.u16(), cursor.u16()) else { return Progress::More };
    let length = usize::from(length);
    // Association request, answer, release and its answer, abort, data.
    if !matches!(choice, 0xe200 | 0xe300 | 0xe400 | 0xe500 | 0xe600 | 0xe700) || length > LONGEST {
        return Progress::Done;
    }
    let Some(body) = cursor.take(length) else {
        return if pdu.cut { Progress::Done } else { Progress::More };
    };
    let at = pdu.bytes.get(..2).unwrap_or(&[]);
    match choice {
        0xe200 => {
            sink.asks(Login, "associate", "", at);
            let _ = association(body, 4, sink);
        }
        0xe300 => {
            // 0 and 3 accept (3: the configuration is yet unknown).
            let accepted = matches!(body, [0, 0 | 3, ..]);
            sink.answers(Login, "associate", "", accepted, at);
            if accepted {
                let _ = answer(body, sink);
            }
        }
        0xe700 => description(body, sink),
        _ => {}
    }
    Progress::Consumed(length + 4)
}

/// A list of data protocols; the first of 20601.
fn association(body: &[u8], skip: usize, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(body);
    cursor.skip(skip)?;
    let count = cursor.u16()?;
    cursor.skip(2)?;
    for _ in 0..count.min(4) {
        let protocol = cursor.u16()?;
        let length = usize::from(cursor.u16()?);
        let information = cursor.take(length)?;
        if protocol == 0x5079 {
            return system(information, sink);
        }
    }
    None
}

/// The answer: result, then one data protocol.
fn answer(body: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(body);
    cursor.skip(2)?;
    let protocol = cursor.u16()?;
    let length = usize::from(cursor.u16()?);
    if protocol != 0x5079 {
        return None;
    }
    system(cursor.take(length)?, sink)
}

fn system(information: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(information);
    // Protocol version, encoding rules, nomenclature, functional units.
    cursor.skip(14)?;
    let role_at = cursor.rest().get(..4)?;
    let role = match cursor.u32()? {
        0x0080_0000 => "agent",
        0x8000_0000 => "manager",
        _ => return None,
    };
    sink.put(About::Source, "ieee11073.role", role, role_at);
    let length = usize::from(cursor.u16()?);
    let id = cursor.take(length)?;
    let text: String = id.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    sink.put(About::Source, "ieee11073.system_id", &text, id);
    let configuration_at = cursor.rest().get(..2)?;
    let word = match cursor.u16()? {
        400..=499 => "pulse oximeter",
        600..=699 => "ecg",
        700..=799 => "blood pressure monitor",
        800..=899 => "thermometer",
        1500..=1599 => "weighing scale",
        1700..=1799 => "glucose meter",
        1900..=1999 => "insulin pump",
        2000..=2099 => "body composition analyser",
        2100..=2199 => "peak flow monitor",
        2500..=2599 => "continuous glucose monitor",
        _ => return Some(()),
    };
    sink.put(About::Source, "ieee11073.configuration", word, configuration_at);
    Some(())
}

/// Attributes of the device object, looked for by id and by lengths that fit: model (0x0928) and production specification
/// (0x092d).
fn description(body: &[u8], sink: &mut Sink<'_>) {
    let (mut model, mut production) = (false, false);
    for at in 0..body.len() {
        let Some(rest) = body.get(at..) else { return };
        match rest {
            [0x09, 0x28, high, low, ..] if !model => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                model = rest.get(4..4 + length).and_then(|value| system_model(value, sink)).is_some();
            }
            [0x09, 0x2d, high, low, ..] if !production => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                production = rest.get(4..4 + length).and_then(|value| specification(value, sink)).is_some();
            }
            _ => {}
        }
    }
}

fn string<'a>(cursor: &mut Cursor<'a>) -> Option<&'a [u8]> {
    let length = usize::from(cursor.u16()?);
    let text = cursor.take(length)?;
    let end = text.iter().position(|byte| *byte == 0).unwrap_or(text.len());
    let text = text.get(..end)?;
    text.iter().all(|byte| (0x20..0x7f).contains(byte)).then_some(text.trim_ascii())
}

fn system_model(value: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(value);
    let (maker, model) = (string(&mut cursor)?, string(&mut cursor)?);
    if cursor.left() != 0 || maker.len() + model.len() < 3 {
        return None;
    }
    sink.text(About::Source, "ieee11073.manufacturer", maker);
    sink.text(About::Source, "ieee11073.model", model);
    Some(())
}

/// A list of: kind, component, text.
fn specification(value: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(value);
    let count = cursor.u16()?;
    if usize::from(cursor.u16()?) != cursor.left() {
        return None;
    }
    for _ in 0..count.min(16) {
        let kind = cursor.u16()?;
        cursor.skip(2)?;
        let text = string(&mut cursor)?;
        let name = match kind {
            1 => "ieee11073.serial",
            2 => "ieee11073.part_number",
            3 => "ieee11073.hardware",
            4 => "ieee11073.software",
            5 => "ieee11073.firmware",
            _ => continue,
        };
        sink.text(About::Source, name, text);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, operations, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    fn there(bytes: &[u8]) -> Pdu<'_> {
        pdu(bytes, Transport::Tcp, Direction::ToServer, 50000, 6024)
    }

    #[test]
    fn a_device_associates_and_describes_itself() {
        // Annex H of the standard: association request of a pulse oximeter (configuration 400), and its acceptance.
        let ask = hex("e200 0032 80000000 0001 002a 5079 0026 80000000 8000 80000000 00000000 00800000
            0008 1122334455667788 0190 0001 01 01 0000 0000");
        let message = there(&ask);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source ieee11073.configuration = pulse oximeter",
                "source ieee11073.role = agent",
                "source ieee11073.system_id = 1122334455667788",
            ]
        );
        let accepted = hex("e300 002c 0000 5079 0026 80000000 8000 80000000 00000000 80000000
            0008 8877665544332211 0000 0000 00 00 0000 0000");
        let back = Pdu {
            source: message.destination,
            destination: message.source,
            direction: Direction::ToClient,
            ..there(&accepted)
        };
        assert_eq!(
            operations(&DISSECTOR, &[message, back]),
            ["192.0.2.1 > 192.0.2.2: login `associate` asked 1 accepted 1 refused 0"]
        );
        // Attributes of the device object within an answer: model, and a specification with serial number and firmware.
        let described = hex("e700 0030 002e 0000 0203
            0928 000e 0006 4e6f6e696e00 0004 33323330
            092d 0014 0002 0010 0001 0000 0002 5331 0005 0000 0002 3137");
        let lines = dissect(&DISSECTOR, &there(&described));
        assert_eq!(
            lines,
            [
                "source ieee11073.firmware = 17",
                "source ieee11073.manufacturer = Nonin",
                "source ieee11073.model = 3230",
                "source ieee11073.serial = S1",
            ]
        );
        be_nasty(&DISSECTOR, &there(&ask));
        be_nasty(&DISSECTOR, &there(&described));
        assert_eq!(probe(&there(b"\xe2\0\0\0 something")), Probe::No);
    }
}
