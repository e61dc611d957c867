//! MQTT (OASIS 3.1.1, 5.0): who connects, under which client id, and which topics it speaks on. A Home Assistant discovery
//! message names maker and model of the thing behind a bridge. Names, passwords and values are not kept.

mod discovery;

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use crate::Cursor;
use holdfast_facts::OperationClass;

/// MQTT.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "mqtt",
    title: "MQTT",
    standard: "OASIS MQTT 3.1.1, OASIS MQTT 5.0; Home Assistant MQTT discovery",
    carriers: &[Carrier::Tcp(&[1883]), Carrier::Begins(&[0x10])],
    attributes: &[
        attribute("mqtt.client_id", "Client id, about the client."),
        attribute("mqtt.version", "Protocol version that the client speaks."),
        attribute("mqtt.user_name", "The client sends a user name: `present`; never the name."),
        weak("mqtt.topic", "Topic that the client publishes or subscribes to.", 16),
        super::AttributeSpec {
            limit: 6,
            ..attribute(
                "mqtt.discovery",
                "`mf=`, `mdl=`, `sw=` of a discovery message, about the thing it announces.",
            )
        },
        attribute("mqtt.broker", "The server accepts MQTT connections."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    // CONNECT with its protocol name within the first bytes.
    if pdu.bytes.first() == Some(&0x10)
        && pdu
            .bytes
            .get(2..12)
            .is_some_and(|top| top.windows(6).any(|w| w == b"\0\x04MQTT" || w == b"\0\x06MQIs"))
    {
        return Probe::Certain;
    }
    if matches!(pdu.bytes, [0x20, 2, 0 | 1, ..]) && pdu.on_port(1883) { Probe::Possible } else { Probe::No }
}

fn length(cursor: &mut Cursor<'_>) -> Option<usize> {
    let mut value = 0usize;
    for shift in 0..4 {
        let byte = cursor.u8()?;
        value |= usize::from(byte & 0x7f) << (7 * shift);
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

const NAMED: &str = "user name and password";
const ANONYMOUS: &str = "anonymous";

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let Some(head) = cursor.u8() else { return Progress::More };
    let Some(length) = length(&mut cursor) else {
        return if pdu.bytes.len() < 5 { Progress::More } else { Progress::Done };
    };
    let start = cursor.position();
    let Some(body) = pdu.bytes.get(start..start.saturating_add(length)) else {
        return if pdu.cut || length > crate::STREAM_LIMIT { Progress::Done } else { Progress::More };
    };
    match head >> 4 {
        1 => {
            if let Some(named) = connect(body, sink) {
                let function = if named { NAMED } else { ANONYMOUS };
                sink.asks(OperationClass::Login, function, "", pdu.bytes.get(..2).unwrap_or(&[]));
                memory.set_note(if named { b"N" } else { b"A" });
            }
        }
        2 if pdu.direction != Direction::ToServer => {
            let function = match memory.note() {
                b"N" => Some(NAMED),
                b"A" => Some(ANONYMOUS),
                _ => None,
            };
            if let Some(function) = function {
                let accepted = body.get(1) == Some(&0);
                sink.answers(OperationClass::Login, function, "", accepted, body);
            }
            if body.get(1) == Some(&0) {
                sink.put(About::Source, "mqtt.broker", "accepts", pdu.bytes.get(..2).unwrap_or(&[]));
            }
            // What the broker passes on was said by others.
            return Progress::Done;
        }
        3 if pdu.direction == Direction::ToServer => publish(head, body, sink),
        8 if pdu.direction == Direction::ToServer => subscribe(body, sink),
        _ => {}
    }
    Progress::Consumed(start + length)
}

fn text<'a>(cursor: &mut Cursor<'a>) -> Option<&'a [u8]> {
    let length = cursor.u16()?;
    cursor.take(usize::from(length))
}

/// `Some(true)` where a user name is sent. It is compared with documented defaults and goes no further.
fn connect(body: &[u8], sink: &mut Sink<'_>) -> Option<bool> {
    let mut cursor = Cursor::new(body);
    text(&mut cursor)?;
    let at = cursor.rest().get(..1)?;
    let level = cursor.u8()?;
    let flags = cursor.u8()?;
    cursor.skip(2)?;
    let version = match level {
        3 => "3.1",
        4 => "3.1.1",
        5 => {
            let properties = length(&mut cursor)?;
            cursor.skip(properties)?;
            "5.0"
        }
        _ => return None,
    };
    sink.put(About::Source, "mqtt.version", version, at);
    let id = text(&mut cursor)?;
    sink.text(About::Source, "mqtt.client_id", id);
    if flags & 0x80 != 0 {
        sink.put(About::Source, "mqtt.user_name", "present", at);
    }
    Some(flags & 0x80 != 0)
}

fn publish(head: u8, body: &[u8], sink: &mut Sink<'_>) {
    let mut cursor = Cursor::new(body);
    let Some(topic) = text(&mut cursor) else { return };
    sink.text(About::Source, "mqtt.topic", topic);
    if head >> 1 & 3 > 0 {
        let _ = cursor.skip(2);
    }
    discovery::read(topic, cursor.rest(), sink);
}

fn subscribe(body: &[u8], sink: &mut Sink<'_>) {
    let mut cursor = Cursor::new(body);
    let _ = cursor.skip(2);
    for _ in 0..16 {
        let Some(topic) = text(&mut cursor) else { return };
        sink.text(About::Source, "mqtt.topic", topic);
        let _ = cursor.skip(1);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::*;

    #[test]
    fn a_client_connects_and_publishes() {
        let bytes = hex("10 1a 0004 4d515454 04 c2 003c 0008 7368656c6c793141 0001 61 0001 62");
        let message = pdu(&bytes, Transport::Tcp, Direction::ToServer, 40000, 1883);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source mqtt.client_id = shelly1A",
                "source mqtt.user_name = present",
                "source mqtt.version = 3.1.1"
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    fn publication(topic: &[u8], payload: &[u8]) -> Vec<u8> {
        let mut body = (topic.len() as u16).to_be_bytes().to_vec();
        body.extend(topic);
        body.extend(payload);
        let mut bytes = vec![0x30, body.len() as u8 | 0x80, (body.len() >> 7) as u8];
        bytes.extend(body);
        bytes
    }

    #[test]
    fn a_discovery_names_the_thing() {
        let payload = b"{\"name\":\"t\",\"dev\":{\"ids\":[\"0x00158d\"],\"mf\":\"Aqara\",\"mdl\":\"WSDCGQ11LM\",\"sw\":\"3.0\"}}";
        let topic = b"homeassistant/sensor/0x00158d/temperature/config";
        let bytes = publication(topic, payload);
        let message = pdu(&bytes, Transport::Tcp, Direction::ToServer, 40000, 1883);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source mqtt.topic = homeassistant/sensor/0x00158d/temperature/config",
                "source/mqtt:0x00158d mqtt.discovery = mdl=WSDCGQ11LM",
                "source/mqtt:0x00158d mqtt.discovery = mf=Aqara",
                "source/mqtt:0x00158d mqtt.discovery = sw=3.0",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn things_that_announce_themselves() {
        let payload = b"{\"ip\":\"10.0.0.7\",\"dn\":\"Ann\",\"md\":\"Sonoff TH\",\"sw\":\"12.1.1\"}";
        let bytes = publication(b"tasmota/discovery/AABBCC000001/config", payload);
        let message = pdu(&bytes, Transport::Tcp, Direction::ToServer, 40000, 1883);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source mqtt.discovery = mdl=Sonoff TH",
                "source mqtt.discovery = sw=12.1.1",
                "source mqtt.topic = tasmota/discovery/AABBCC000001/config",
            ]
        );
        let payload =
            b"{\"id\":\"shelly1-AABBCC\",\"model\":\"SHSW-1\",\"fw_ver\":\"20230913-112003/v1.14.0\"}";
        let bytes = publication(b"shellies/announce", payload);
        let message = pdu(&bytes, Transport::Tcp, Direction::ToServer, 40000, 1883);
        assert!(dissect(&DISSECTOR, &message).contains(&"source mqtt.discovery = mdl=SHSW-1".to_owned()),);
        be_nasty(&DISSECTOR, &message);
    }
}
