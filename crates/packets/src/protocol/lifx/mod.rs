//! LIFX lamps (UDP 56700): a lamp that is asked says its vendor, product and firmware numbers. Labels, groups and places are
//! what people call them and are not kept.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;
use holdfast_facts::Mac;

/// LIFX.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "lifx",
    title: "LIFX LAN protocol",
    standard: "LIFX LAN protocol, public documentation (header, StateVersion, StateHostFirmware, StateWifiFirmware)",
    carriers: &[Carrier::Udp(&[56700]), Carrier::Begins(&[])],
    attributes: &[
        attribute("lifx.mac", "Target in a message from the lamp: its own MAC."),
        attribute("lifx.product", "Vendor and product numbers: `1:27`; the list of products is public."),
        attribute("lifx.firmware", "Firmware version: `2.80`."),
        attribute("lifx.wifi_firmware", "Version of the Wi-Fi part's firmware."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    // The size of the whole, then the protocol number 1024 in the low 12 bits.
    match pdu.bytes {
        [s0, s1, 0, flags, ..] if pdu.on_port(56700) && flags & 0x0f == 4 => {
            let whole = usize::from(u16::from_le_bytes([*s0, *s1])) == pdu.bytes.len();
            if whole || pdu.cut { Probe::Certain } else { Probe::No }
        }
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let _ = read(pdu, sink);
    Progress::Done
}

/// Frame (8 bytes), frame address (16), protocol header (12), payload; all little-endian.
fn read(pdu: &Pdu<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(pdu.bytes);
    cursor.skip(8)?;
    let target = cursor.take(6)?;
    cursor.skip(18)?;
    let kind = cursor.u16_le()?;
    cursor.skip(2)?;
    let payload = cursor.rest();
    match kind {
        // StateVersion: vendor, product, and a version that is no longer used.
        33 => {
            let (vendor, product) = (cursor.u32_le()?, cursor.u32_le()?);
            let at = payload.get(..8)?;
            sink.value(About::Source, "lifx.product", format_args!("{vendor}:{product}"), at);
        }
        // StateHostFirmware and StateWifiFirmware: when it was built, minor, major.
        15 | 19 => {
            cursor.skip(16)?;
            let (minor, major) = (cursor.u16_le()?, cursor.u16_le()?);
            let name = if kind == 15 { "lifx.firmware" } else { "lifx.wifi_firmware" };
            sink.value(About::Source, name, format_args!("{major}.{minor}"), payload.get(16..20)?);
        }
        // StateService, and the state of the light.
        3 | 107 => {}
        _ => return None,
    }
    if let Some(mac) = <[u8; 6]>::try_from(target).ok().map(Mac).filter(|mac| mac.is_unicast()) {
        sink.value(About::Source, "lifx.mac", mac, target);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    fn message(kind: &str, payload: &str) -> Vec<u8> {
        let mut bytes = hex("0000 0014 02000000 d073d5000001 0000 4c4946585632 0001 0000000000000000");
        bytes.extend(hex(kind));
        bytes.extend(hex("0000"));
        bytes.extend(hex(payload));
        let length = bytes.len() as u8;
        bytes[0] = length;
        bytes
    }

    #[test]
    fn a_lamp_says_its_product_and_firmware() {
        let bytes = message("2100", "01000000 1b000000 00000000");
        let version = pdu(&bytes, Transport::Udp, Direction::ToClient, 56700, 40000);
        assert_eq!(probe(&version), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &version),
            ["source lifx.mac = d0:73:d5:00:00:01", "source lifx.product = 1:27"]
        );
        be_nasty(&DISSECTOR, &version);
        let bytes = message("0f00", "00e867c95a6c3215 0000000000000000 5000 0200");
        let firmware = pdu(&bytes, Transport::Udp, Direction::ToClient, 56700, 40000);
        assert!(dissect(&DISSECTOR, &firmware).contains(&"source lifx.firmware = 2.80".to_owned()));
    }

    #[test]
    fn a_label_and_a_question_say_nothing() {
        let label = message("1900", "416e6e2773206c616d70");
        let label = pdu(&label, Transport::Udp, Direction::ToClient, 56700, 40000);
        assert!(dissect(&DISSECTOR, &label).is_empty());
        let question = message("0200", "");
        let question = pdu(&question, Transport::Udp, Direction::ToServer, 40000, 56700);
        assert!(dissect(&DISSECTOR, &question).is_empty());
    }
}
