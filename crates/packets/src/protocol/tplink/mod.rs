//! TP-Link Kasa and Tapo: the local protocol on port 9999 (JSON behind a running XOR) and the newer search on UDP 20002
//! (JSON in the clear). Layout as publicly described. The owner's alias is not kept.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute};

/// TP-Link.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "tplink",
    title: "TP-Link discovery",
    standard: "public descriptions of the Smart Home Protocol and of TDP",
    carriers: &[Carrier::Udp(&[9999, 20002, 20004]), Carrier::Tcp(&[9999])],
    attributes: &[
        attribute("tplink.model", "Model with its region: `HS110(EU)`."),
        attribute("tplink.firmware", "Software version."),
        attribute("tplink.hardware", "Hardware version."),
        attribute("tplink.type", "Type: `IOT.SMARTPLUGSWITCH`."),
        attribute("tplink.dev_name", "Product name: `Wi-Fi Smart Plug With Energy Monitoring`."),
        attribute("tplink.mac", "MAC that the device gives."),
    ],
    probe,
    dissect,
};

/// Decoded bytes that are looked at.
const LIMIT: usize = 4096;
const KEY: u8 = 171;

fn probe(pdu: &Pdu<'_>) -> Probe {
    let bytes = if pdu.transport == Transport::Tcp { pdu.bytes.get(4..).unwrap_or(&[]) } else { pdu.bytes };
    // `{` behind the first key byte; `{"` with the running key.
    match bytes {
        [a, b, ..] if a ^ KEY == b'{' && matches!(b ^ a, b'"' | b'}') => Probe::Certain,
        // 20002: version 2, 16 bytes of header, JSON.
        _ if (pdu.on_port(20002) || pdu.on_port(20004)) && matches!(pdu.bytes, [2, ..]) => Probe::Possible,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.on_port(20002) || pdu.on_port(20004) {
        let json = pdu.bytes.get(16..).unwrap_or(&[]);
        tell(json, pdu, 16, sink);
        return Progress::Done;
    }
    let (start, length): (usize, usize) = match pdu.transport {
        Transport::Tcp => {
            let Some(length) = pdu.bytes.get(..4).and_then(|b| <[u8; 4]>::try_from(b).ok()) else {
                return Progress::More;
            };
            (4, u32::from_be_bytes(length) as usize)
        }
        _ => (0, pdu.bytes.len()),
    };
    let Some(body) = pdu.bytes.get(start..start.saturating_add(length)) else {
        return if pdu.cut || length > crate::STREAM_LIMIT { Progress::Done } else { Progress::More };
    };
    let mut key = KEY;
    let plain: Vec<u8> = body
        .iter()
        .take(LIMIT)
        .map(|byte| {
            let clear = byte ^ key;
            key = *byte;
            clear
        })
        .collect();
    // Only an answer has a model; a question from a phone has none.
    tell(&plain, pdu, start, sink);
    if pdu.transport == Transport::Tcp { Progress::Consumed(start + length) } else { Progress::Done }
}

fn tell(json: &[u8], pdu: &Pdu<'_>, start: usize, sink: &mut Sink<'_>) {
    for (name, key) in [
        ("tplink.model", "model"),
        ("tplink.model", "device_model"),
        ("tplink.firmware", "sw_ver"),
        ("tplink.firmware", "fw_ver"),
        ("tplink.hardware", "hw_ver"),
        ("tplink.type", "type"),
        ("tplink.type", "mic_type"),
        ("tplink.type", "device_type"),
        ("tplink.dev_name", "dev_name"),
        ("tplink.mac", "mac"),
        ("tplink.mac", "mic_mac"),
    ] {
        let Some((value, at)) = super::json::find(json, key) else { continue };
        // Every one of these is a text; `"type":-1` is the next thing that a plug will do.
        if at.checked_sub(1).and_then(|before| json.get(before)) != Some(&b'"') {
            continue;
        }
        let proof = pdu.bytes.get(start + at..start + at + value.len()).unwrap_or(pdu.bytes);
        sink.text_at(About::Source, name, value, proof);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Direction;
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::*;

    fn encoded(plain: &[u8]) -> Vec<u8> {
        let mut key = KEY;
        plain
            .iter()
            .map(|byte| {
                key ^= byte;
                key
            })
            .collect()
    }

    const INFO: &[u8] = b"{\"system\":{\"get_sysinfo\":{\"sw_ver\":\"1.2.5 Build 171213\",\"hw_ver\":\"1.0\",\"mic_type\":\"IOT.SMARTPLUGSWITCH\",\
        \"model\":\"HS110(EU)\",\"mac\":\"50:C7:BF:00:00:01\",\"dev_name\":\"Wi-Fi Smart Plug\",\"next_action\":{\"type\":-1},\"alias\":\"Ann's lamp\"}}}";

    #[test]
    fn both_transports() {
        let expected = [
            "source tplink.dev_name = Wi-Fi Smart Plug",
            "source tplink.firmware = 1.2.5 Build 171213",
            "source tplink.hardware = 1.0",
            "source tplink.mac = 50:C7:BF:00:00:01",
            "source tplink.model = HS110(EU)",
            "source tplink.type = IOT.SMARTPLUGSWITCH",
        ];
        let bytes = encoded(INFO);
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 9999, 40000);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(dissect(&DISSECTOR, &message), expected);
        be_nasty(&DISSECTOR, &message);
        let mut stream = (bytes.len() as u32).to_be_bytes().to_vec();
        stream.extend(&bytes);
        assert_eq!(
            dissect(&DISSECTOR, &pdu(&stream, Transport::Tcp, Direction::ToClient, 9999, 40000)),
            expected
        );
    }

    #[test]
    fn the_newer_search() {
        let mut bytes = vec![2, 0, 0, 1, 0, 0, 0x11, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        bytes.extend(b"{\"result\":{\"device_type\":\"SMART.TAPOPLUG\",\"device_model\":\"P110(UK)\",\"mac\":\"AA-BB-CC-00-00-01\"}}");
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 20002, 40000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source tplink.mac = AA-BB-CC-00-00-01",
                "source tplink.model = P110(UK)",
                "source tplink.type = SMART.TAPOPLUG"
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }
}
