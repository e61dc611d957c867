//! M-Bus over TCP: converters that carry the meter bus to the network. A meter answers with its id, maker, version and
//! medium; each is a thing behind the converter. Readings are not read.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;
use holdfast_facts::OperationClass::{self, Configure, Identify, Read, Write};

/// M-Bus.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "mbus",
    title: "M-Bus over TCP",
    standard: "EN 13757-2, EN 13757-3, EN 13757-7",
    carriers: &[Carrier::TcpToEnd(&[]), Carrier::Begins(&[0x68])],
    attributes: &[
        attribute("mbus.id", "Identification number of the meter."),
        attribute("mbus.manufacturer", "FLAG letters of the maker."),
        attribute("mbus.version", "Version of the meter, in the maker's count."),
        attribute("mbus.medium", "What is measured."),
    ],
    probe,
    dissect,
};

enum Met<'a> {
    /// Control, address, and for long frames what follows; the bytes of the whole.
    Frame(&'a [u8], usize),
    Incomplete,
    Other,
}

/// EN 13757-2 §5.6: 0xe5, short frames `10 C A check 16`, long frames `68 L L 68 C A CI … check 16`.
fn meet(bytes: &[u8]) -> Met<'_> {
    let checked =
        |content: &[u8], check: u8| content.iter().fold(0u8, |sum, b| sum.wrapping_add(*b)) == check;
    match bytes {
        [0xe5, ..] => Met::Frame(&[], 1),
        [0x10, _, _, check, 0x16, ..] => match bytes.get(1..3) {
            Some(content) if checked(content, *check) => Met::Frame(content, 5),
            _ => Met::Other,
        },
        [0x68, first, second, 0x68, ..] if first == second && *first >= 3 => {
            let length = usize::from(*first);
            match (bytes.get(4..4 + length), bytes.get(4 + length..6 + length)) {
                (Some(content), Some([check, 0x16])) if checked(content, *check) => {
                    Met::Frame(content, 6 + length)
                }
                (Some(_), Some(_)) => Met::Other,
                _ => Met::Incomplete,
            }
        }
        [0x10] | [0x10, ..] | [0x68] | [0x68, _] | [0x68, _, _] if bytes.len() < 5 => Met::Incomplete,
        _ => Met::Other,
    }
}

fn probe(pdu: &Pdu<'_>) -> Probe {
    match (pdu.bytes.first(), meet(pdu.bytes)) {
        // Only a long frame with its check is beyond doubt.
        (Some(0x68), Met::Frame(..)) => Probe::Certain,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    match meet(pdu.bytes) {
        Met::Frame(content, length) => {
            let _ = frame(content, sink);
            Progress::Consumed(length)
        }
        Met::Incomplete if !pdu.cut => Progress::More,
        _ => Progress::Done,
    }
}

fn frame(content: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(content);
    let at = content.get(..1)?;
    let control = cursor.u8()?;
    let address = cursor.u8()?;
    // 0xfd addresses by identification number, 0xfe and 0xff everybody.
    let unit = if address < 0xfb { format!("meter {address}") } else { String::new() };
    // Bit 6: from the master; bits 4 and 5 are counters there.
    if control & 0x40 != 0 {
        let (class, name): (OperationClass, &str) = match control & 0x0f {
            0 => (Configure, "initialize"),
            3 => (Write, "send user data"),
            10 => (Read, "request alarm data"),
            11 => (Read, "request user data"),
            9 => (Identify, "request status"),
            _ => return None,
        };
        sink.asks(class, name, &unit, at);
        return Some(());
    }
    sink.answers(Read, "request user data", &unit, true, at);
    // Variable data with the long header (EN 13757-3 §6.3): id, maker, version, medium.
    if !matches!(cursor.u8()?, 0x72 | 0x76) {
        return None;
    }
    let id = cursor.take(4)?;
    let maker = cursor.take(2)?;
    let version = cursor.take(1)?;
    let medium = cursor.take(1)?;
    let number: String = id.iter().rev().map(|byte| format!("{byte:02x}")).collect();
    let child = format!("mbus:{number}");
    let about = About::Child(&child);
    let letters = u16::from_le_bytes(maker.try_into().ok()?);
    // Five bits a letter, A is 1; the highest bit only says how the number is made.
    let letters: String = [10, 5, 0]
        .iter()
        .filter_map(|shift| char::from_u32(u32::from(letters >> shift & 31) + 64))
        .filter(char::is_ascii_uppercase)
        .collect();
    sink.put(about, "mbus.id", &number, id);
    if letters.len() == 3 {
        sink.put(about, "mbus.manufacturer", &letters, maker);
    }
    sink.value(about, "mbus.version", version.first()?, version);
    let word = match medium.first()? {
        0 => "other",
        1 => "oil",
        2 => "electricity",
        3 => "gas",
        4 | 0x0c | 0x0d => "heat",
        5 => "steam",
        6 => "warm water",
        7 | 0x16 => "water",
        8 => "heat cost allocator",
        9 => "compressed air",
        0x0a | 0x0b => "cooling",
        0x15 => "hot water",
        0x1a => "smoke detector",
        _ => return Some(()),
    };
    sink.put(about, "mbus.medium", word, medium);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, operations, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_meter_behind_a_converter_is_named() {
        // Written from EN 13757-3: RSP_UD of meter 1: id 12345678, maker KAM (0x2c2d), version 11, heat; access number, status.
        let mut content = hex("08 01 72 78563412 2d2c 0b 04 55 00 0000");
        let check = content.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte));
        let length = content.len() as u8;
        let mut bytes = vec![0x68, length, length, 0x68];
        bytes.append(&mut content);
        bytes.extend([check, 0x16]);
        let ask = hex("10 5b 01 5c 16");
        let to = pdu(&ask, Transport::Tcp, Direction::ToServer, 50000, 10001);
        let back = Pdu {
            source: to.destination,
            destination: to.source,
            ..pdu(&bytes, Transport::Tcp, Direction::ToClient, 10001, 50000)
        };
        assert_eq!(probe(&back), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &back),
            [
                "source/mbus:12345678 mbus.id = 12345678",
                "source/mbus:12345678 mbus.manufacturer = KAM",
                "source/mbus:12345678 mbus.medium = heat",
                "source/mbus:12345678 mbus.version = 11",
            ]
        );
        assert_eq!(
            operations(&DISSECTOR, &[to, back]),
            ["192.0.2.1 > 192.0.2.2 [meter 1]: read `request user data` asked 1 accepted 1 refused 0"]
        );
        be_nasty(&DISSECTOR, &back);
    }

    #[test]
    fn iec_104_is_not_ours() {
        let bytes = hex("68 0e 00 00 00 00 64 01 06 00 01 00 00 00 00 14");
        assert_eq!(probe(&pdu(&bytes, Transport::Tcp, Direction::ToServer, 50000, 2404)), Probe::No);
    }
}
