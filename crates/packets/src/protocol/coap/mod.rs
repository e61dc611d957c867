//! CoAP (RFC 7252): paths asked for, resources that a device lists (RFC 6690), LwM2M's device object, OCF's platform, and
//! the device id in Shelly's CoIoT. An answer does not repeat the path: the question's is noted with its token.

mod lwm2m;
mod oic;
mod option;

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use option::Message;

/// CoAP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "coap",
    title: "CoAP",
    standard: "RFC 7252, RFC 6690, OMA LwM2M Core 1.1 (§7.4, appendix E.4), OCF Core",
    carriers: &[Carrier::Udp(&[5683]), Carrier::Begins(&[])],
    attributes: &[
        weak("coap.path", "Path that the sender asks for.", 8),
        super::AttributeSpec {
            limit: 12,
            ..attribute("coap.resource", "A resource that the sender lists: target and resource type.")
        },
        attribute("coap.header", "A vendor's own option as text (Shelly CoIoT device id)."),
        attribute("coap.endpoint", "LwM2M endpoint name that the client registers under."),
        attribute("coap.lwm2m_version", "LwM2M version that the client registers with."),
        super::AttributeSpec {
            limit: 12,
            ..attribute(
                "coap.lwm2m",
                "A value of the LwM2M device object: `manufacturer=`, `model=` and so on.",
            )
        },
        attribute("coap.oic", "A value of an OCF platform or device: `manufacturer=`, `model=` and so on."),
    ],
    probe,
    dissect,
};

/// Content formats: link format, CBOR, OCF's CBOR.
const LINKS: u32 = 40;
const CBOR: [u32; 2] = [60, 10000];

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Version 1, a token of at most 8 bytes, a code of class 0, 2, 4 or 5 (class 0 holds 1 to 7; 30 is CoIoT's).
    match pdu.bytes {
        [first, code, _, _, ..]
            if first >> 6 == 1
                && first & 15 <= 8
                && matches!(code >> 5, 0 | 2 | 4 | 5)
                && (code >> 5 != 0 || matches!(code, 0..=7 | 30)) =>
        {
            if pdu.on_port(5683) {
                Probe::Possible
            } else {
                Probe::No
            }
        }
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    match option::read(pdu.bytes) {
        Some(message) => tell(pdu, &message, memory, sink),
        None if !pdu.cut => sink.anomaly("malformed"),
        None => {}
    }
    Progress::Done
}

fn tell(pdu: &Pdu<'_>, message: &Message<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) {
    if let Some(device) = message.device {
        sink.text(About::Source, "coap.header", device);
    }
    if message.code >> 5 == 0 {
        if message.code == 0 || message.path.is_empty() {
            return;
        }
        // A server reads a client of LwM2M, so the one who asks may sit at either port.
        if pdu.direction != Direction::ToClient || message.path.starts_with(b"/3/") {
            sink.text_at(About::Source, "coap.path", &message.path, message.options);
        }
        lwm2m::registration(message, sink);
        let mut note = vec![message.token.len() as u8];
        note.extend_from_slice(message.token);
        note.extend_from_slice(&message.path);
        memory.set_note(&note);
        return;
    }
    match message.format {
        Some(LINKS) => links(message.payload, sink),
        Some(format) if CBOR.contains(&format) => oic::read(message.payload, sink),
        _ => {}
    }
    if message.code >> 5 == 2
        && let Some((length, note)) = memory.note().split_first()
        && let Some(path) =
            note.strip_prefix(message.token).filter(|_| usize::from(*length) == message.token.len())
    {
        lwm2m::answer(path, message, sink);
    }
}

/// `<target>;rt="type",…`
fn links(payload: &[u8], sink: &mut Sink<'_>) {
    for link in payload.split(|b| *b == b',').take(24) {
        let target = link.split(|b| *b == b';').next().unwrap_or(link);
        let target = target.strip_prefix(b"<").and_then(|t| t.strip_suffix(b">")).unwrap_or(target);
        let target = holdfast_facts::readable(target.get(..128).unwrap_or(target));
        match link.split(|b| *b == b';').find_map(|part| part.strip_prefix(b"rt=")) {
            Some(kind) => {
                let kind = holdfast_facts::readable(kind.get(..128).unwrap_or(kind));
                sink.value(About::Source, "coap.resource", format_args!("{target} {kind}"), link);
            }
            None => sink.put(About::Source, "coap.resource", &target, link),
        }
    }
}

#[cfg(test)]
mod tests;
