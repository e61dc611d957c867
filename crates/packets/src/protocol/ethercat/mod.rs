//! EtherCAT: one master sends frames through all its devices and gets them back. Devices have no addresses of their own: they
//! are children by station address, known from what is read of their memory and of their objects. Process data is not looked at.

mod mailbox;

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;
use holdfast_facts::{
    Mac,
    OperationClass::{Configure, Firmware, Start, Stop},
};

/// EtherCAT.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ethercat",
    title: "EtherCAT",
    standard: "IEC 61158-4-12, ETG.1000, ETG.2010 (slave information interface)",
    carriers: &[Carrier::EtherType(0x88a4)],
    attributes: &[
        attribute("ethercat.master", "The sender drives EtherCAT devices: `drives`."),
        attribute("ethercat.vendor_id", "Vendor id (information memory, or object 0x1018), about a device."),
        attribute("ethercat.product_code", "Product code in hex, about a device."),
        attribute("ethercat.product", "Beckhoff's name in its product code: `EK1100`, about a device."),
        attribute("ethercat.revision", "Revision number in hex, about a device."),
        attribute("ethercat.serial", "Serial number, about a device."),
        attribute("ethercat.name", "Device name (object 0x1008), about a device."),
        attribute("ethercat.hardware", "Hardware version (object 0x1009), about a device."),
        attribute("ethercat.software", "Software version (object 0x100A), about a device."),
    ],
    probe,
    dissect,
};

/// Registers of a device: state control, control of the information memory, and where mailboxes begin.
const STATE: u16 = 0x0120;
const MEMORY: u16 = 0x0502;
const MAILBOXES: u16 = 0x1000;

/// Datagrams in a frame that are looked at.
const DATAGRAMS: usize = 64;

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Eleven bits of length, and kind 1: commands.
    match Cursor::new(pdu.bytes).u16_le() {
        Some(head) if head >> 12 == 1 => Probe::Certain,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if probe(pdu) == Probe::Certain && read(pdu.bytes, sink).is_none() && !pdu.cut {
        sink.anomaly("malformed");
    }
    Progress::Done
}

fn read(bytes: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    cursor.skip(2)?;
    for number in 0..DATAGRAMS {
        let command = cursor.u8()?;
        cursor.skip(1)?;
        let station = cursor.u16_le()?;
        let offset = cursor.u16_le()?;
        let length = cursor.u16_le()?;
        cursor.skip(2)?;
        let data = cursor.take(usize::from(length & 0x07ff))?;
        // Counted up by each device that did it: a frame with zeros is on its way out.
        let returns = cursor.u16_le()? != 0;
        if number == 0 {
            way(returns, bytes.get(..2)?, sink);
        }
        match command {
            // A configured station is read, or written.
            4 if returns && offset == MEMORY => {
                let _ = information(station, data, sink);
            }
            4 if returns && offset >= MAILBOXES => {
                let _ = mailbox::read(station, data, true, sink);
            }
            5 if !returns && offset >= MAILBOXES => {
                let _ = mailbox::read(station, data, false, sink);
            }
            5 if !returns && offset == STATE => {
                let _ = state(station, data, sink);
            }
            // Bit 9 of the control word writes.
            5 if !returns && offset == MEMORY && data.get(1).is_some_and(|high| high & 2 != 0) => {
                let _ = mailbox::ask(Firmware, "write information memory", station, data, sink);
            }
            _ => {}
        }
        if length & 0x8000 == 0 {
            break;
        }
    }
    Some(())
}

/// The first device marks what comes back as locally administered: it is still the master's.
fn way(returns: bool, at: &[u8], sink: &mut Sink<'_>) {
    if let Some(Mac([first, ..])) = &mut sink.pdu.source.mac
        && *first & 2 != 0
    {
        *first &= !2;
    } else if !returns {
        sink.put(About::Source, "ethercat.master", "drives", at);
    }
}

/// Status, address in words, and four or eight bytes of the memory at it.
fn information(station: u16, data: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(data);
    let status = cursor.u16_le()?;
    let address = cursor.u32_le()?;
    // Busy, or failed.
    if status & 0xf800 != 0 {
        return Some(());
    }
    for step in 0..2 {
        let at = cursor.rest().get(..4)?;
        let value = cursor.u32_le()?;
        // Vendor, product, revision and serial number stand at 8, 10, 12 and 14.
        let place = address.checked_sub(8)?.checked_add(step * 2)?;
        if place % 2 == 0 && place < 8 {
            number(station, u8::try_from(place / 2).ok()?, value, at, sink)?;
        }
    }
    Some(())
}

/// 0 vendor, 1 product, 2 revision, 3 serial number.
fn number(station: u16, which: u8, value: u32, at: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let child = format!("ethercat:{station}");
    let about = About::Child(&child);
    match which {
        0 => sink.value(about, "ethercat.vendor_id", value, at),
        1 => {
            sink.value(about, "ethercat.product_code", format_args!("0x{value:08x}"), at);
            // Beckhoff codes the letters below and the number above.
            let letters = match value & 0xffff {
                0x2c52 => "EK",
                0x3052 => "EL",
                _ => return Some(()),
            };
            sink.value(about, "ethercat.product", format_args!("{letters}{:04}", value >> 16), at);
        }
        2 => sink.value(about, "ethercat.revision", format_args!("0x{value:08x}"), at),
        _ if value != 0 => sink.value(about, "ethercat.serial", value, at),
        _ => {}
    }
    Some(())
}

/// The state that is asked for: init, pre-operational, bootstrap, safe-operational, operational.
fn state(station: u16, data: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let (class, name) = match data.first()? & 0x0f {
        1 => (Stop, "state: init"),
        2 => (Configure, "state: pre-operational"),
        3 => (Firmware, "state: bootstrap"),
        4 => (Start, "state: safe-operational"),
        8 => (Start, "state: operational"),
        _ => return Some(()),
    };
    mailbox::ask(class, name, station, data, sink)
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, operations, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    /// From a master whose address was given by its maker.
    fn frame(bytes: &[u8]) -> Pdu<'_> {
        let mut pdu = pdu(bytes, Transport::Link, Direction::Unknown, 0, 0);
        pdu.source.mac = Some(Mac([0, 0, 0, 0, 0, 1]));
        pdu
    }

    #[test]
    fn the_memory_of_devices_is_read() {
        // As recorded: station 0x1004 says vendor 2; station 0x1003 is still busy.
        let bytes = hex("2c10
            04 95 0410 0205 0a80 0400 0000 08000000 02000000 0100
            04 8e 0310 0205 0a00 0400 0081 08000000 fffffc08 0100");
        assert_eq!(probe(&frame(&bytes)), Probe::Certain);
        assert_eq!(dissect(&DISSECTOR, &frame(&bytes)), ["source/ethercat:4100 ethercat.vendor_id = 2"]);
        be_nasty(&DISSECTOR, &frame(&bytes));
        // What comes back bears a mark in its sender's address.
        let mut back = frame(&bytes);
        back.source.mac = Some(Mac([2, 0, 0, 0, 0, 1]));
        assert_eq!(dissect(&DISSECTOR, &back), ["00:00:00:00:00:01/ethercat:4100 ethercat.vendor_id = 2"]);
    }

    #[test]
    fn eight_bytes_give_vendor_and_product() {
        // Made after ETG.1000: an EK1100 with its revision in the next read.
        let bytes = hex("3410
            04 01 e903 0205 0e80 0000 0000 08000000 02000000 522c4c04 0100
            04 02 e903 0205 0e00 0000 0000 0c000000 00001100 00000000 0100");
        assert_eq!(
            dissect(&DISSECTOR, &frame(&bytes)),
            [
                "source/ethercat:1001 ethercat.product = EK1100",
                "source/ethercat:1001 ethercat.product_code = 0x044c2c52",
                "source/ethercat:1001 ethercat.revision = 0x00110000",
                "source/ethercat:1001 ethercat.vendor_id = 2",
            ]
        );
        be_nasty(&DISSECTOR, &frame(&bytes));
    }

    #[test]
    fn objects_name_a_device_and_are_written() {
        // Made after ETG.1000: object 0x1008 of station 1001, six letters.
        let name =
            hex("2210 04 07 e903 8018 1600 0000 1000 0000 00 03 0030 41 0810 00 06000000 454c33313032 0100");
        assert_eq!(dissect(&DISSECTOR, &frame(&name)), ["source/ethercat:1001 ethercat.name = EL3102"]);
        be_nasty(&DISSECTOR, &frame(&name));
        // As recorded: a download to object 0x1c12 of station 0x1004 on its way out; then state operational.
        let write = hex("2a10
            05 c2 0410 0018 1080 0000 0a00 0410 00 03 0020 2f 121c 00 00000000 0000
            05 c3 0410 2001 0200 0000 0800 0000");
        assert_eq!(
            operations(&DISSECTOR, &[frame(&write)]),
            [
                "Some(00:00:00:00:00:01) > Some(02:00:00:00:00:02) [station 4100]: start `state: operational` asked 1 accepted 0 refused 0",
                "Some(00:00:00:00:00:01) > Some(02:00:00:00:00:02) [station 4100]: write `download object` asked 1 accepted 0 refused 0",
            ]
        );
        assert_eq!(dissect(&DISSECTOR, &frame(&write)), ["source ethercat.master = drives"]);
        be_nasty(&DISSECTOR, &frame(&write));
    }

    #[test]
    fn other_kinds_of_frame_are_not_ours() {
        assert_eq!(probe(&frame(&hex("0e50 0702 0000"))), Probe::No);
    }
}
