//! Hikvision SADP (UDP 37020, multicast): cameras and recorders answer a search with a flat XML document. Many brands sell
//! these devices under their own names; the model says more than the protocol.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};

/// Hikvision SADP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "hikvision",
    title: "Hikvision SADP",
    standard: "public descriptions of the Search Active Device Protocol",
    carriers: &[Carrier::Udp(&[37020]), Carrier::Begins(&[])],
    attributes: &[
        attribute("hikvision.model", "Model (DeviceDescription): `DS-2CD2032-I`."),
        attribute("hikvision.serial", "Serial number (DeviceSN): model, date and number."),
        attribute("hikvision.firmware", "Firmware (SoftwareVersion): `V5.2.0build 140721`."),
        attribute("hikvision.dsp", "Version of the signal processor's software (DSPVersion)."),
        attribute("hikvision.type", "Number of the device type (DeviceType)."),
        attribute("hikvision.mac", "MAC that the device gives."),
        attribute("hikvision.oem", "Text of the reseller (OEMinfo)."),
        attribute("hikvision.activated", "Whether a password was set: `true`, `false` (Activated)."),
    ],
    probe,
    dissect,
};

const FIELDS: [(&str, &str); 8] = [
    ("hikvision.model", "DeviceDescription"),
    ("hikvision.serial", "DeviceSN"),
    ("hikvision.firmware", "SoftwareVersion"),
    ("hikvision.dsp", "DSPVersion"),
    ("hikvision.type", "DeviceType"),
    ("hikvision.mac", "MAC"),
    ("hikvision.oem", "OEMinfo"),
    ("hikvision.activated", "Activated"),
];

fn probe(pdu: &Pdu<'_>) -> Probe {
    let top = pdu.bytes.get(..96).unwrap_or(pdu.bytes);
    if pdu.on_port(37020) && top.starts_with(b"<?xml") && top.windows(6).any(|w| w == b"<Probe") {
        Probe::Certain
    } else {
        Probe::No
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    // `<Probe>` asks, `<ProbeMatch>` answers.
    if !pdu.bytes.windows(12).any(|w| w == b"<ProbeMatch>") {
        return Progress::Done;
    }
    for element in pdu.bytes.split(|b| *b == b'<').skip(1).take(128) {
        let mut parts = element.splitn(2, |b| *b == b'>');
        let (Some(tag), Some(text)) = (parts.next(), parts.next()) else { continue };
        if let Some((name, _)) = FIELDS.iter().find(|(_, known)| known.as_bytes() == tag) {
            sink.text(About::Source, name, text.trim_ascii());
        }
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_camera_answers() {
        let bytes = b"<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\r\n<ProbeMatch>\r\n<Uuid>13A888A9</Uuid>\r\n\
            <Types>inquiry</Types>\r\n<DeviceType>4608</DeviceType>\r\n\
            <DeviceDescription>DS-2CD2032-I</DeviceDescription>\r\n\
            <DeviceSN>DS-2CD2032-I20140701CCWR000000001</DeviceSN>\r\n<MAC>44-19-b6-00-00-01</MAC>\r\n\
            <SoftwareVersion>V5.2.0build 140721</SoftwareVersion>\r\n<Activated>true</Activated>\r\n</ProbeMatch>";
        let message = pdu(bytes, Transport::Udp, Direction::Unknown, 37020, 37020);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source hikvision.activated = true",
                "source hikvision.firmware = V5.2.0build 140721",
                "source hikvision.mac = 44-19-b6-00-00-01",
                "source hikvision.model = DS-2CD2032-I",
                "source hikvision.serial = DS-2CD2032-I20140701CCWR000000001",
                "source hikvision.type = 4608",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn a_search_says_nothing() {
        let bytes = b"<?xml version=\"1.0\" encoding=\"utf-8\"?><Probe><Uuid>13A888A9</Uuid><Types>inquiry</Types></Probe>";
        let message = pdu(bytes, Transport::Udp, Direction::Unknown, 37020, 37020);
        assert!(dissect(&DISSECTOR, &message).is_empty());
    }
}
