//! PROFINET DCP: devices are found by their station's name, and told their name and address. Frames of the same EtherType
//! that carry cyclic data, alarms and time are not looked at.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;
use holdfast_facts::OperationClass::{self, Configure, Identify};
use std::net::Ipv4Addr;

/// PROFINET DCP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "profinet_dcp",
    title: "PROFINET discovery and configuration (DCP)",
    standard: "IEC 61158-6-10 §4.3",
    carriers: &[Carrier::EtherType(0x8892)],
    attributes: &[
        attribute("profinet_dcp.type", "Type of station, the maker's own text (option 2/1)."),
        attribute("profinet_dcp.name", "Name of station (option 2/2)."),
        attribute("profinet_dcp.vendor_id", "PI vendor id (option 2/3)."),
        attribute("profinet_dcp.device_id", "Vendor and device id in hex: `002a:0a01` (option 2/3)."),
        attribute("profinet_dcp.oem_device_id", "Vendor and device id of who sells it (option 2/8)."),
        attribute(
            "profinet_dcp.role",
            "Roles: `io-device`, `io-controller`, `io-multidevice`, `io-supervisor` (option 2/4).",
        ),
        attribute("profinet_dcp.alias", "Name by neighbourhood (option 2/6)."),
        attribute("profinet_dcp.address", "Own address and mask (option 1/2)."),
    ],
    probe,
    dissect,
};

/// Hello, get and set, identify request, identify response.
const FRAMES: std::ops::RangeInclusive<u16> = 0xfefc..=0xfeff;

fn probe(pdu: &Pdu<'_>) -> Probe {
    match Cursor::new(pdu.bytes).u16() {
        Some(frame) if FRAMES.contains(&frame) => Probe::Certain,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if probe(pdu) == Probe::Certain && read(pdu, sink).is_none() && !pdu.cut {
        sink.anomaly("malformed");
    }
    Progress::Done
}

/// Frame id, service and its kind, transaction, delay, length; blocks.
fn read(pdu: &Pdu<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(pdu.bytes);
    cursor.skip(2)?;
    let at = cursor.rest().get(..2)?;
    let (service, kind) = (cursor.u8()?, cursor.u8()?);
    cursor.skip(6)?;
    let length = cursor.u16()?;
    let body = cursor.take(usize::from(length))?;
    match (service, kind) {
        (3, 0) => sink.asks(Identify, "get", "", at),
        (4, 0) => {
            for (option, value) in blocks(body) {
                if let Some((class, name)) = set(option) {
                    sink.asks(class, name, "", value);
                }
            }
        }
        (5, 0) => sink.asks(Identify, "identify", "", at),
        (3 | 5, 1) => {
            sink.answers(Identify, if service == 3 { "get" } else { "identify" }, "", true, at);
            tell(body, sink);
        }
        (3, _) => sink.answers(Identify, "get", "", false, at),
        (4, _) => {
            // What was set and whether it was done: option 5/4.
            for (option, value) in blocks(body) {
                let ([5, 4], [what, sub, error, ..]) = (option, value) else { continue };
                if let Some((class, name)) = set([*what, *sub]) {
                    sink.answers(class, name, "", *error == 0 && kind == 1, value);
                }
            }
        }
        (6, _) => tell(body, sink),
        _ => {}
    }
    Some(())
}

/// Option and sub-option, length, value; padded to an even length.
fn blocks(body: &[u8]) -> impl Iterator<Item = ([u8; 2], &[u8])> {
    let mut cursor = Cursor::new(body);
    (0..64).map_while(move |_| {
        let option = cursor.array()?;
        let length = usize::from(cursor.u16()?);
        let value = cursor.take(length)?;
        let _ = cursor.skip(length & 1);
        Some((option, value))
    })
}

fn set(option: [u8; 2]) -> Option<(OperationClass, &'static str)> {
    Some(match option {
        [1, 2] => (Configure, "set ip address"),
        [1, 3] => (Configure, "set ip suite"),
        [2, 2] => (Configure, "set name of station"),
        [3, _] => (Configure, "set dhcp"),
        [5, 3] => (Configure, "signal"),
        [5, 5] => (Configure, "factory reset"),
        [5, 6] => (Configure, "reset to factory"),
        // Begin and end of a transaction.
        [5, 1 | 2] => return None,
        _ => (Configure, "set"),
    })
}

fn tell(body: &[u8], sink: &mut Sink<'_>) {
    for (option, block) in blocks(body) {
        // Two bytes of block information.
        let Some(value) = block.get(2..) else { continue };
        match (option, value) {
            ([1, 2 | 3], [a, b, c, d, m0, m1, m2, m3, ..]) if [*a, *b, *c, *d] != [0; 4] => {
                let prefix = u32::from_be_bytes([*m0, *m1, *m2, *m3]).leading_ones();
                let address = Ipv4Addr::new(*a, *b, *c, *d);
                sink.value(About::Source, "profinet_dcp.address", format_args!("{address}/{prefix}"), value);
            }
            ([2, 1], _) => text("profinet_dcp.type", value, sink),
            ([2, 2], _) => text("profinet_dcp.name", value, sink),
            ([2, 3], [v1, v0, d1, d0, ..]) => {
                let (vendor, device) = (u16::from_be_bytes([*v1, *v0]), u16::from_be_bytes([*d1, *d0]));
                sink.value(About::Source, "profinet_dcp.vendor_id", vendor, value);
                let both = format_args!("{vendor:04x}:{device:04x}");
                sink.value(About::Source, "profinet_dcp.device_id", both, value);
            }
            ([2, 4], [roles, ..]) => role(*roles, value, sink),
            ([2, 6], _) => text("profinet_dcp.alias", value, sink),
            ([2, 8], [v1, v0, d1, d0, ..]) => {
                let both = format!("{v1:02x}{v0:02x}:{d1:02x}{d0:02x}");
                sink.put(About::Source, "profinet_dcp.oem_device_id", &both, value);
            }
            _ => {}
        }
    }
}

fn role(bits: u8, at: &[u8], sink: &mut Sink<'_>) {
    const NAMES: [&str; 4] = ["io-device", "io-controller", "io-multidevice", "io-supervisor"];
    let names: Vec<&str> =
        NAMES.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, name)| *name).collect();
    if !names.is_empty() {
        sink.put(About::Source, "profinet_dcp.role", &names.join(","), at);
    }
}

/// Names are letters, digits, dots and hyphens; what a fuzzer wrote into a device is counted and left out.
fn text(name: &'static str, value: &[u8], sink: &mut Sink<'_>) {
    let end = value.iter().position(|byte| *byte == 0).unwrap_or(value.len());
    let value = value.get(..end).unwrap_or(value).trim_ascii();
    let is_odd = value.iter().any(|byte| !(0x20..0x7f).contains(byte) || b"%\\<>'\"`$".contains(byte));
    if is_odd {
        sink.anomaly("odd_text");
    } else if !value.is_empty() {
        sink.text(About::Source, name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, operations, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    fn frame(bytes: &[u8]) -> Pdu<'_> {
        Pdu { carried_as: 0x8892, ..pdu(bytes, Transport::Link, Direction::Unknown, 0, 0) }
    }

    fn back(bytes: &[u8]) -> Pdu<'_> {
        let mut pdu = frame(bytes);
        std::mem::swap(&mut pdu.source, &mut pdu.destination);
        pdu
    }

    /// As a switch answered.
    const IDENTITY: &str = "feff 0501 01000001 0000 005e
        0205 001c 0000 0101 0102 0201 0202 0203 0204 0205 033d 0501 0502 0503 0504 ffff
        0201 0005 0000 494e43 00
        0202 000b 0000 583230382d424f5244 00
        0203 0006 0000 002a 0a01
        0204 0004 0000 01 00
        0102 000e 0001 c0a80006 ffffff00 c0a80001";

    #[test]
    fn a_switch_identifies_itself() {
        let bytes = hex(IDENTITY);
        assert_eq!(probe(&frame(&bytes)), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &frame(&bytes)),
            [
                "source profinet_dcp.address = 192.168.0.6/24",
                "source profinet_dcp.device_id = 002a:0a01",
                "source profinet_dcp.name = X208-BORD",
                "source profinet_dcp.role = io-device",
                "source profinet_dcp.type = INC",
                "source profinet_dcp.vendor_id = 42",
            ]
        );
        be_nasty(&DISSECTOR, &frame(&bytes));
    }

    #[test]
    fn its_address_is_set_and_a_reset_is_refused() {
        // As recorded.
        let set = hex("fefd 0400 01000001 0000 0012 0102 000e 0001 c0a8000a ffffff00 c0a80001");
        let done = hex("fefd 0401 01000001 0000 0008 0504 0003 0102 00 00");
        // Made after the standard: reset to factory, refused with error 3.
        let reset = hex("fefd 0400 01000002 0000 0006 0506 0002 0004");
        let refused = hex("fefd 0401 01000002 0000 0008 0504 0003 0506 03 00");
        assert_eq!(
            operations(&DISSECTOR, &[frame(&set), back(&done), frame(&reset), back(&refused)]),
            [
                "Some(02:00:00:00:00:01) > Some(02:00:00:00:00:02): configure `reset to factory` asked 1 accepted 0 refused 1",
                "Some(02:00:00:00:00:01) > Some(02:00:00:00:00:02): configure `set ip address` asked 1 accepted 1 refused 0",
            ]
        );
        be_nasty(&DISSECTOR, &frame(&set));
    }

    #[test]
    fn a_name_that_a_fuzzer_wrote_and_cyclic_data() {
        let bytes = hex("feff 0501 01000001 0000 000e 0202 000a 0000 256e256e256e20 00 00");
        assert_eq!(dissect(&DISSECTOR, &frame(&bytes)), [] as [&str; 0]);
        let cyclic = hex("8000 80808080808080808080808080808080808080808080 0001 35 00");
        assert_eq!(probe(&frame(&cyclic)), Probe::No);
        assert_eq!(dissect(&DISSECTOR, &frame(&cyclic)), [] as [&str; 0]);
    }
}
