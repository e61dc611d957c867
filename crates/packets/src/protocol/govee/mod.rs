//! Govee lamps (UDP 4001 to 4003): JSON in which a lamp answers a search with its stock-keeping unit and versions.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, json};

/// Govee.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "govee",
    title: "Govee LAN control",
    standard: "Govee WLAN Device Control Protocol",
    carriers: &[Carrier::Udp(&[4001, 4002, 4003]), Carrier::Begins(&[])],
    attributes: &[
        attribute("govee.model", "Stock-keeping unit (sku): `H618A`."),
        attribute("govee.device_id", "Id of the device: its MAC and two bytes."),
        attribute("govee.hardware", "Version of the hardware (wifiVersionHard)."),
        attribute("govee.firmware", "Version of the software (wifiVersionSoft)."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    let top = pdu.bytes.get(..24).unwrap_or(pdu.bytes);
    let ours = top.first() == Some(&b'{') && top.windows(5).any(|w| w == b"\"msg\"");
    if ours && [4001, 4002, 4003].iter().any(|port| pdu.on_port(*port)) { Probe::Possible } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    // The question has an `account_topic` only.
    if json::text(pdu.bytes, "cmd") == Some(b"scan") {
        for (name, key) in [
            ("govee.model", "sku"),
            ("govee.device_id", "device"),
            ("govee.hardware", "wifiVersionHard"),
            ("govee.firmware", "wifiVersionSoft"),
        ] {
            if let Some(value) = json::text(pdu.bytes, key) {
                sink.text(About::Source, name, value);
            }
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
    fn a_lamp_answers_a_search() {
        let bytes = b"{\"msg\":{\"cmd\":\"scan\",\"data\":{\"ip\":\"192.0.2.1\",\"device\":\"1F:80:C5:32:32:36:72:4E\",\
            \"sku\":\"H618A\",\"bleVersionHard\":\"3.01.01\",\"bleVersionSoft\":\"1.03.01\",\
            \"wifiVersionHard\":\"1.00.10\",\"wifiVersionSoft\":\"1.02.03\"}}}";
        let message = pdu(bytes, Transport::Udp, Direction::ToServer, 4003, 4002);
        assert_eq!(probe(&message), Probe::Possible);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source govee.device_id = 1F:80:C5:32:32:36:72:4E",
                "source govee.firmware = 1.02.03",
                "source govee.hardware = 1.00.10",
                "source govee.model = H618A",
            ]
        );
        be_nasty(&DISSECTOR, &message);
        let question = b"{\"msg\":{\"cmd\":\"scan\",\"data\":{\"account_topic\":\"reserve\"}}}";
        assert!(
            dissect(&DISSECTOR, &pdu(question, Transport::Udp, Direction::ToServer, 40000, 4001)).is_empty()
        );
    }
}
