//! WiZ lamps (UDP 38899, and 38900 for what they say unasked): JSON with module name and firmware.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, json};

/// WiZ.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "wiz",
    title: "WiZ lamps",
    standard: "public descriptions of the local protocol (getSystemConfig, firstBeat)",
    carriers: &[Carrier::Udp(&[38899, 38900]), Carrier::Begins(&[])],
    attributes: &[
        attribute("wiz.module", "Module name: `ESP01_SHRGB1C_31`: the kind of lamp."),
        attribute("wiz.firmware", "Firmware version."),
        attribute("wiz.mac", "MAC that the lamp gives."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    let top = pdu.bytes.get(..64).unwrap_or(pdu.bytes);
    let ours = top.starts_with(b"{\"") && top.windows(8).any(|w| w == b"\"method\"");
    if ours && (pdu.on_port(38899) || pdu.on_port(38900)) { Probe::Possible } else { Probe::No }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    // A phone registers with a MAC of its own making; only lamps have these methods' results.
    let method = json::text(pdu.bytes, "method").unwrap_or(&[]);
    let own = match method {
        b"firstBeat" | b"syncPilot" | b"hb" => pdu.source.port != 38900,
        _ => pdu.bytes.windows(8).any(|w| w == b"\"result\""),
    };
    if own {
        for (name, key) in [("wiz.module", "moduleName"), ("wiz.firmware", "fwVersion"), ("wiz.mac", "mac")] {
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
    fn a_lamp_answers() {
        let bytes = b"{\"method\":\"getSystemConfig\",\"env\":\"pro\",\"result\":{\"mac\":\"a8bb50000001\",\"homeId\":653906,\
            \"moduleName\":\"ESP01_SHRGB1C_31\",\"fwVersion\":\"1.18.0\",\"groupId\":0}}";
        let message = pdu(bytes, Transport::Udp, Direction::ToClient, 38899, 40000);
        assert_eq!(probe(&message), Probe::Possible);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source wiz.firmware = 1.18.0",
                "source wiz.mac = a8bb50000001",
                "source wiz.module = ESP01_SHRGB1C_31"
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn a_phone_is_no_lamp() {
        let bytes = b"{\"method\":\"registration\",\"params\":{\"phoneMac\":\"AAAAAAAAAAAA\",\"mac\":\"x\",\"register\":false}}";
        let message = pdu(bytes, Transport::Udp, Direction::ToServer, 40000, 38899);
        assert!(dissect(&DISSECTOR, &message).is_empty());
    }
}
