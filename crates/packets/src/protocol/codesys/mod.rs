//! CODESYS runtimes. Version 3 answers a name service request with the node's name, its device, its maker, target numbers
//! and version; version 2 answers a first request with operating system and product. The online services inside a channel
//! are not published and are not read.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute};
use crate::Cursor;
use holdfast_facts::Mac;
use holdfast_facts::OperationClass::{Identify, Login};

/// CODESYS.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "codesys",
    title: "CODESYS",
    standard: "CODESYS V2 and V3 communication (as public scanners and research describe them; no standard is published)",
    carriers: &[
        Carrier::Udp(&[1740, 1741, 1742, 1743]),
        Carrier::TcpToEnd(&[11740, 11741, 11742, 11743, 1217, 1200, 2455]),
        Carrier::Begins(&[0xe8, 0xbb]),
    ],
    attributes: &[
        attribute("codesys.node", "Name of the node."),
        attribute("codesys.device", "Device name: the product."),
        attribute("codesys.vendor", "Vendor name."),
        attribute("codesys.version", "Target version."),
        attribute("codesys.target_id", "Target id, hexadecimal: the upper half is the vendor's number."),
        attribute("codesys.serial", "Serial number."),
        attribute("codesys.os", "Operating system (version 2)."),
        attribute("codesys.os_version", "Version of the operating system (version 2)."),
        attribute("codesys.product", "Product (version 2)."),
    ],
    probe,
    dissect,
};

const LONGEST: usize = 64 * 1024;

fn probe(pdu: &Pdu<'_>) -> Probe {
    match *pdu.bytes {
        // Datagram header: magic, hops and length, priority, service. The name service is 3 and 4.
        [0xc5, hops, _, 1..=4 | 0x40..=0x47, ..] if pdu.transport == Transport::Udp && hops & 7 >= 3 => {
            if (1740..=1743).any(|port| pdu.on_port(port)) {
                Probe::Certain
            } else {
                Probe::No
            }
        }
        // The block driver of version 3 over TCP.
        [0xe8, 0x17, 0x01, 0, _, _, 0, 0, 0xc5, ..] => Probe::Certain,
        // Version 2, in either byte order.
        [0xbb, 0xbb, 1, 0, 0, 0, ..] | [0xbb, 0xbb, 0, 0, 0, 1, ..] if pdu.transport == Transport::Tcp => {
            Probe::Certain
        }
        [0xbb, 0xbb, ..] if pdu.on_port(1200) || pdu.on_port(2455) => Probe::Possible,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let bytes = pdu.bytes;
    if pdu.transport == Transport::Udp {
        let _ = datagram(pdu, bytes, sink);
        return Progress::Done;
    }
    match bytes {
        [0xe8, 0x17, 0x01, 0, a, b, c, d, ..] => {
            let length = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
            if !(8..=LONGEST).contains(&length) {
                return Progress::Done;
            }
            let Some(body) = bytes.get(8..length) else {
                return if pdu.cut { Progress::Done } else { Progress::More };
            };
            let _ = datagram(pdu, body, sink);
            Progress::Consumed(length)
        }
        [0xbb, 0xbb, ..] => {
            let _ = version_2(bytes, sink);
            Progress::Done
        }
        _ => Progress::Done,
    }
}

/// Version 2's answer: texts of 32 bytes at fixed places.
fn version_2(bytes: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    // The request is short.
    if bytes.len() < 160 {
        sink.asks(Identify, "identification", "", bytes.get(..2)?);
        return Some(());
    }
    sink.answers(Identify, "identification", "", true, bytes.get(..2)?);
    for (place, name) in [(64, "codesys.os"), (96, "codesys.os_version"), (128, "codesys.product")] {
        let text = bytes.get(place..place + 32)?;
        let end = text.iter().position(|byte| *byte == 0).unwrap_or(text.len());
        let text = text.get(..end)?;
        if text.len() >= 2 && text.iter().all(|byte| (0x20..0x7f).contains(byte)) {
            sink.text(About::Source, name, text);
        }
    }
    Some(())
}

/// Version 3's datagram: header, both addresses in words, filled up to four bytes, then the service.
fn datagram(pdu: &Pdu<'_>, bytes: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let (hops, service, lengths) = (*bytes.get(1)?, *bytes.get(3)?, *bytes.get(5)?);
    let header = usize::from(hops & 7) * 2;
    let addresses = usize::from(lengths & 15) * 2 + usize::from(lengths >> 4) * 2;
    let start = (header + addresses).next_multiple_of(4);
    let mut cursor = Cursor::new(bytes.get(start..)?);
    let at = bytes.get(3..4)?;
    match service {
        3 if !pdu.destination.mac.is_some_and(Mac::is_group) => sink.asks(Identify, "name service", "", at),
        4 => {
            sink.answers(Identify, "name service", "", true, at);
            // Identification is 0xc280, of version 4.0.
            if (cursor.u16_le()?, cursor.u16_le()?) == (0xc280, 0x0400) {
                cursor.skip(4)?;
                identification(&mut cursor, sink)?;
            }
        }
        // A channel opened, and whether it was.
        0x40..=0x47 => match cursor.u8()? {
            0xc3 => sink.asks(Login, "open channel", "", at),
            0x83 => {
                // Flags, version, checksum, message id, then the reason: 0 is none.
                cursor.skip(11)?;
                let reason = cursor.u16_le()?;
                sink.answers(Login, "open channel", "", reason == 0, at);
            }
            _ => {}
        },
        _ => {}
    }
    Some(())
}

fn identification(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Option<()> {
    cursor.skip(4)?;
    let parent = usize::from(cursor.u16_le()?);
    let lengths = [cursor.u16_le()?, cursor.u16_le()?, cursor.u16_le()?];
    cursor.skip(4)?;
    let id_at = cursor.rest().get(..4)?;
    let id = cursor.u32_le()?;
    let version = cursor.take(4)?;
    cursor.skip(4)?;
    let serial = usize::from(cursor.u8()?);
    cursor.skip(11)?;
    cursor.skip(parent)?;
    sink.value(About::Source, "codesys.target_id", format_args!("{id:08x}"), id_at);
    if let [d, c, b, a] = version {
        sink.value(About::Source, "codesys.version", format_args!("{a}.{b}.{c}.{d}"), version);
    }
    for (length, name) in lengths.into_iter().zip(["codesys.node", "codesys.device", "codesys.vendor"]) {
        let text = cursor.take(usize::from(length) * 2)?;
        cursor.skip(2)?;
        let units = text.chunks_exact(2).map(|pair| match pair {
            [low, high] => u16::from_le_bytes([*low, *high]),
            _ => 0,
        });
        let text_of: String = char::decode_utf16(units.take(128)).map(|c| c.unwrap_or('\u{fffd}')).collect();
        sink.put(About::Source, name, &text_of, text);
    }
    let serial = cursor.take(serial)?;
    if serial.iter().all(u8::is_ascii_graphic) {
        sink.text(About::Source, "codesys.serial", serial);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::Direction;
    use super::super::test_support::{be_nasty, dissect, hex, operations, pdu};
    use super::*;

    fn back(bytes: &[u8], transport: Transport, port: u16) -> Pdu<'_> {
        pdu(bytes, transport, Direction::ToClient, port, 50000)
    }

    fn wide(text: &str) -> Vec<u8> {
        text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect()
    }

    // No public capture: written from what public scanners parse.
    fn answer() -> Vec<u8> {
        // Magic, hops 13 with a header of four words, priority 1, service 4, message 0, sender and receiver of one word.
        let mut bytes = hex("c5 6c 40 04 00 11 0010 0001 0002");
        bytes.extend(hex("80c2 0004 69692004 0400 01 00 0000 0d00 0c00 0400"));
        // Target type 1000, id 10061204, version 5.15.4.0, flags, serial of three, no more.
        bytes.extend(hex("00100000 04120610 00040f05 00000000 03 00 05 00 00000000 00000000"));
        for text in ["PFC200-438F4C", "WAGO 750-820", "WAGO"] {
            bytes.extend(wide(text));
        }
        bytes.extend(b"A17\0");
        bytes
    }

    #[test]
    fn a_runtime_names_its_device() {
        let bytes = answer();
        let message = back(&bytes, Transport::Udp, 1740);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source codesys.device = WAGO 750-820",
                "source codesys.node = PFC200-438F4C",
                "source codesys.serial = A17",
                "source codesys.target_id = 10061204",
                "source codesys.vendor = WAGO",
                "source codesys.version = 5.15.4.0",
            ]
        );
        be_nasty(&DISSECTOR, &message);
        // The same within a block over TCP.
        let mut block = hex("e8170100");
        block.extend((bytes.len() as u32 + 8).to_le_bytes());
        block.extend(&bytes);
        let message = back(&block, Transport::Tcp, 11740);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(dissect(&DISSECTOR, &message).len(), 6);
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn version_2_names_system_and_product() {
        let mut bytes = hex("bbbb 01 000000");
        bytes.resize(200, 0);
        bytes[64..76].copy_from_slice(b"Nucleus PLUS");
        bytes[96..103].copy_from_slice(b"PLC 4.x");
        bytes[128..135].copy_from_slice(b"750-881");
        let message = back(&bytes, Transport::Tcp, 2455);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source codesys.os = Nucleus PLUS",
                "source codesys.os_version = PLC 4.x",
                "source codesys.product = 750-881",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn opening_a_channel_is_a_login() {
        // Channel service 0x40; open request c3; answer 83 with reason 0.
        let ask = hex("c5 6c 40 40 00 11 0001 0002 0000 c3 00 0101 00000000 01020304 00000010 05000000");
        let answer = hex("c5 6c 40 40 00 11 0002 0001 0000 83 00 0101 00000000 01020304 0000 0100 00000010");
        let there = pdu(&ask, Transport::Udp, Direction::ToServer, 1743, 1740);
        let from = pdu(&answer, Transport::Udp, Direction::ToClient, 1740, 1743);
        let from = Pdu { source: there.destination, destination: there.source, ..from };
        assert_eq!(
            operations(&DISSECTOR, &[there, from]),
            ["192.0.2.1 > 192.0.2.2: login `open channel` asked 1 accepted 1 refused 0"]
        );
    }
}
