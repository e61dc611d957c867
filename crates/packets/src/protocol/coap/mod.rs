//! CoAP (RFC 7252): paths asked for, resources that a device lists (RFC 6690), and LwM2M's device object (OMA object 3).

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use crate::Cursor;

/// CoAP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "coap",
    title: "CoAP",
    standard: "RFC 7252, RFC 6690, OMA LwM2M 1.1 appendix E.4",
    carriers: &[Carrier::Udp(&[5683, 5684])],
    attributes: &[
        weak("coap.path", "Path that the sender asks for.", 8),
        super::AttributeSpec {
            limit: 12,
            ..attribute("coap.resource", "A resource that the sender lists: target and resource type.")
        },
        attribute("coap.header", "A vendor's own option as text (Shelly CoIoT device id)."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Version 1, a token of at most 8 bytes, a code of class 0, 2, 4 or 5.
    match pdu.bytes {
        [first, code, _, _, ..]
            if first >> 6 == 1 && first & 15 <= 8 && matches!(code >> 5, 0 | 2 | 4 | 5) =>
        {
            if pdu.on_port(5683) { Probe::Possible } else { Probe::No }
        }
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if read(pdu, sink).is_none() && !pdu.cut {
        sink.anomaly("malformed");
    }
    Progress::Done
}

fn extended(nibble: u8, cursor: &mut Cursor<'_>) -> Option<usize> {
    match nibble {
        0..=12 => Some(usize::from(nibble)),
        13 => Some(usize::from(cursor.u8()?) + 13),
        14 => Some(usize::from(cursor.u16()?) + 269),
        _ => None,
    }
}

fn read(pdu: &Pdu<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(pdu.bytes);
    let [first, code, _, _] = cursor.array()?;
    cursor.skip(usize::from(first & 15))?;
    let (mut number, mut path, mut format, mut payload) = (0usize, Vec::new(), None, None);
    let options = cursor.rest();
    for _ in 0..64 {
        let Some(head) = cursor.u8() else { break };
        if head == 0xff {
            payload = Some(cursor.rest());
            break;
        }
        number = number.checked_add(extended(head >> 4, &mut cursor)?)?;
        let length = extended(head & 15, &mut cursor)?;
        let value = cursor.take(length)?;
        match number {
            11 if path.len() < 128 => {
                path.push(b'/');
                path.extend_from_slice(value);
            }
            12 => format = Some(value.iter().fold(0u32, |n, b| n << 8 | u32::from(*b))),
            // 3332: Shelly's CoIoT device id, `SHSW-1#AABBCC#1`.
            3332 => sink.text(About::Source, "coap.header", value),
            _ => {}
        }
    }
    if code >> 5 == 0 && code != 0 && !path.is_empty() && pdu.direction != Direction::ToClient {
        sink.text_at(About::Source, "coap.path", &path, options);
    }
    // Link format is content format 40.
    if let (Some(payload), Some(40)) = (payload, format) {
        for link in payload.split(|b| *b == b',').take(24) {
            let target = link.split(|b| *b == b';').next().unwrap_or(link);
            let target = target.strip_prefix(b"<").and_then(|t| t.strip_suffix(b">")).unwrap_or(target);
            let kind = link.split(|b| *b == b';').find_map(|part| part.strip_prefix(b"rt="));
            let text = match kind {
                Some(kind) => {
                    format!("{} {}", holdfast_facts::readable(target), holdfast_facts::readable(kind))
                }
                None => holdfast_facts::readable(target).into_owned(),
            };
            sink.put(About::Source, "coap.resource", &text, link);
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::*;

    #[test]
    fn a_question_and_a_list_of_resources() {
        let question = hex("40 01 0001 bb 2e77656c6c2d6b6e6f776e 04 636f7265");
        let message = pdu(&question, Transport::Udp, Direction::ToServer, 40000, 5683);
        assert_eq!(dissect(&DISSECTOR, &message), ["source coap.path = /.well-known/core"]);
        be_nasty(&DISSECTOR, &message);
        let mut answer = hex("60 45 0001 c1 28 ff");
        answer.extend(b"</temp>;rt=\"oic.r.temperature\",</led>");
        let message = pdu(&answer, Transport::Udp, Direction::ToClient, 5683, 40000);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source coap.resource = /led", "source coap.resource = /temp \"oic.r.temperature\""]
        );
        be_nasty(&DISSECTOR, &message);
    }
}
