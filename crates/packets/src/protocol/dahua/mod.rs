//! Dahua DHIP (UDP 37810): cameras and recorders tell a search what they are, in JSON behind a header of 32 bytes. Many
//! brands sell these devices under their own names.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, json};

/// Dahua DHIP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "dahua",
    title: "Dahua DHIP discovery",
    standard: "public descriptions of DHIP",
    carriers: &[Carrier::Udp(&[37810]), Carrier::Begins(&[0x20])],
    attributes: &[
        attribute("dahua.class", "Class (DeviceClass): `IPC`, `NVR`, `VTO`."),
        attribute("dahua.model", "Model (DeviceType): `IPC-HDW4631C-A`."),
        attribute("dahua.serial", "Serial number (SerialNo)."),
        attribute("dahua.firmware", "Firmware (Version)."),
        attribute("dahua.vendor", "Vendor: `Dahua`, or `General` where it is sold by another."),
        attribute("dahua.mac", "MAC that the device gives."),
    ],
    probe,
    dissect,
};

const HEADER: usize = 32;

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.bytes.starts_with(b"\x20\0\0\0DHIP") { Probe::Certain } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let document = pdu.bytes.get(HEADER..).unwrap_or(&[]);
    // A search has no device's description.
    let description = document.windows(12).position(|w| w == b"\"deviceInfo\"");
    if let Some(info) = description.and_then(|at| document.get(at..)) {
        for (name, key) in [
            ("dahua.class", "DeviceClass"),
            ("dahua.model", "DeviceType"),
            ("dahua.serial", "SerialNo"),
            ("dahua.firmware", "Version"),
            ("dahua.vendor", "Vendor"),
        ] {
            if let Some(value) = json::text(info, key) {
                sink.text(About::Source, name, value);
            }
        }
        if let Some(mac) = json::text(document, "mac") {
            sink.text(About::Source, "dahua.mac", mac);
        }
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    fn framed(document: &str) -> Vec<u8> {
        let mut bytes = hex("20000000 44484950 0000000000000000");
        bytes.extend((document.len() as u32).to_le_bytes());
        bytes.extend(hex("00000000"));
        bytes.extend((document.len() as u32).to_le_bytes());
        bytes.extend(hex("00000000"));
        bytes.extend(document.as_bytes());
        bytes
    }

    #[test]
    fn a_camera_answers() {
        let bytes = framed(
            "{\"mac\":\"3c:ef:8c:00:00:01\",\"method\":\"client.notifyDevInfo\",\"params\":{\"deviceInfo\":{\"DeviceClass\":\"IPC\",\
             \"DeviceType\":\"IPC-HDW4631C-A\",\"MachineName\":\"Ann\",\"SerialNo\":\"4M000000000000\",\"Vendor\":\"General\",\
             \"Version\":\"2.622.0000000.18.R\"}}}",
        );
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 37810, 40000);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source dahua.class = IPC",
                "source dahua.firmware = 2.622.0000000.18.R",
                "source dahua.mac = 3c:ef:8c:00:00:01",
                "source dahua.model = IPC-HDW4631C-A",
                "source dahua.serial = 4M000000000000",
                "source dahua.vendor = General",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn a_search_says_nothing() {
        let bytes = framed("{\"method\":\"DHDiscover.search\",\"params\":{\"mac\":\"\",\"uni\":1}}");
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 37810);
        assert!(dissect(&DISSECTOR, &message).is_empty());
    }
}
