//! HTTP/1 (RFC 9110, RFC 9112): what a server says of itself in headers, titles and documents; what a client says in
//! `User-Agent` and in the address it asks for.
//!
//! A response is about the server, a request about the client; a phone's `User-Agent` that reaches a bridge is about the
//! phone. Documents are read only where they are known to carry identity (UPnP descriptions, HNAP, ONVIF, DPWS, JSON of
//! device APIs), and only named fields of them. A head is told as soon as it is whole: small servers end their answers
//! by closing the connection, and a capture may lose the rest.

mod attack;
mod document;
mod fields;
pub(super) mod framing;
pub(super) mod head;
mod json;
mod login;
mod target;
mod xml;

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use framing::{Extent, Notes, SKIP_LIMIT};
use head::{HEAD_LIMIT, Head, begins_with_method, words};
use holdfast_facts::OperationClass;

/// HTTP/1.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "http",
    title: "HTTP/1",
    standard: "RFC 9110, RFC 9112, UPnP Device Architecture 2.0, ONVIF Core, DPWS 1.1",
    carriers: &[Carrier::Tcp(&[80, 8080, 8000, 8008, 8081, 49152]), Carrier::Begins(b"GPHDONSUCRT")],
    attributes: &[
        attribute("http.server", "Server header, about the server."),
        attribute("http.powered_by", "X-Powered-By header, about the server."),
        attribute("http.title", "Title of a page, about the server."),
        attribute("http.realm", "Realm of WWW-Authenticate, about the server."),
        attribute("http.header", "A header that names a product, about the sender: `x-name: value`."),
        attribute("http.cookie_name", "Name of a cookie that the server sets; never its value."),
        attribute("http.user_agent", "User-Agent header, about the client."),
        weak("http.host", "Host that the client asks, about the client.", 12),
        weak("http.request", "Method and address, without secrets, about the client.", 6),
        super::AttributeSpec {
            limit: 16,
            ..attribute(
                "http.json",
                "A named field of a JSON document, about the server or a thing behind it.",
            )
        },
        super::AttributeSpec {
            limit: 16,
            ..attribute(
                "http.xml",
                "A named field of an XML document that is none of the below, about the server.",
            )
        },
        attribute(
            "http.text",
            "A named line of a parameter list: `root.Brand.ProdFullName=…`, about the server.",
        ),
        attribute("http.upnp_manufacturer", "UPnP description: manufacturer."),
        attribute("http.upnp_manufacturer_url", "UPnP description: manufacturerURL."),
        attribute("http.upnp_model_name", "UPnP description: modelName."),
        attribute("http.upnp_model_number", "UPnP description: modelNumber."),
        attribute("http.upnp_model_description", "UPnP description: modelDescription."),
        attribute(
            "http.attack",
            "What a request tries that no honest one does: `jndi lookup`, `path traversal`; about the client.",
        ),
        attribute(
            "http.posted_to_address",
            "Bare address of the internet to which a browser posts, about the client.",
        ),
        attribute("http.program", "A program that the client was sent over plain HTTP: `windows program`."),
        attribute("http.upnp_friendly_name", "UPnP description: friendlyName."),
        attribute("http.upnp_serial", "UPnP description: serialNumber."),
        attribute("http.upnp_device_type", "UPnP description: deviceType."),
        attribute("http.upnp_firmware", "UPnP description: firmware or software version (vendor extension)."),
        attribute("http.upnp_udn", "UPnP description: UDN."),
        attribute("http.onvif_manufacturer", "ONVIF GetDeviceInformation: Manufacturer."),
        attribute("http.onvif_model", "ONVIF GetDeviceInformation: Model."),
        attribute("http.onvif_firmware", "ONVIF GetDeviceInformation: FirmwareVersion."),
        attribute("http.onvif_serial", "ONVIF GetDeviceInformation: SerialNumber."),
        attribute("http.onvif_hardware", "ONVIF GetDeviceInformation: HardwareId."),
        attribute("http.dpws_manufacturer", "DPWS ThisModel: Manufacturer."),
        attribute("http.dpws_model_name", "DPWS ThisModel: ModelName."),
        attribute("http.dpws_model_number", "DPWS ThisModel: ModelNumber."),
        attribute("http.dpws_serial", "DPWS ThisDevice: SerialNumber."),
        attribute("http.dpws_friendly_name", "DPWS ThisDevice: FriendlyName."),
        attribute("http.dpws_firmware", "DPWS ThisDevice: FirmwareVersion."),
    ],
    probe,
    dissect,
};

const METHODS: [&str; 14] = [
    "GET",
    "POST",
    "HEAD",
    "PUT",
    "DELETE",
    "OPTIONS",
    "PATCH",
    "NOTIFY",
    "SUBSCRIBE",
    "UNSUBSCRIBE",
    "PROPFIND",
    "CONNECT",
    "REPORT",
    "TRACE",
];

fn probe(pdu: &Pdu<'_>) -> Probe {
    let line = head::first_line(pdu.bytes);
    let starts = if line.len() < pdu.bytes.len() { is_start(line) } else { may_become_start(line) };
    // Printers speak IPP inside HTTP; its reader looks at the same head.
    if starts && !super::ipp::is_ipp(pdu.bytes) { Probe::Certain } else { Probe::No }
}

/// A whole start line of ours: RTSP, SIP and ICAP have the same methods and end in their own name.
fn is_start(line: &[u8]) -> bool {
    line.starts_with(b"HTTP/1.") || (begins_with_method(line, &METHODS) && is_version(words(line).last()))
}

fn is_version(word: Option<&[u8]>) -> bool {
    matches!(word, Some(b"HTTP/1.1" | b"HTTP/1.0"))
}

/// A long address may reach over the segment's end.
fn may_become_start(line: &[u8]) -> bool {
    let target = words(line).nth(1).unwrap_or(&[]);
    line.starts_with(b"HTTP/1.")
        || (begins_with_method(line, &METHODS) && (target.starts_with(b"/") || target.starts_with(b"http")))
}

fn dissect(pdu: &Pdu<'_>, memory: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut notes = Notes::of(memory);
    let left = notes.left(pdu);
    if *left > 0 {
        let count = pdu.bytes.len().min(*left as usize);
        *left = left.saturating_sub(u32::try_from(count).unwrap_or(u32::MAX));
        notes.keep(memory);
        return Progress::Consumed(count);
    }
    // Behind CONNECT the client speaks TLS with somebody else; what that one answers is not about the proxy.
    if super::tls::begins_client_hello(pdu.bytes) {
        return super::tls::read_tunnelled(pdu, sink);
    }
    let Some(head) = head::read(pdu.bytes) else { return Progress::Done };
    let whole_line = head::first_line(pdu.bytes).len() < pdu.bytes.len();
    if !(if whole_line { is_start(head.start) } else { may_become_start(head.start) }) {
        return Progress::Done;
    }
    let response = head.start.starts_with(b"HTTP/");
    let Some(body_at) = head.body_at else {
        if pdu.cut || pdu.bytes.len() >= HEAD_LIMIT {
            fields::read(&head, response, sink);
            return Progress::Done;
        }
        return Progress::More;
    };
    fields::read(&head, response, sink);
    if !response {
        let mut parts = words(head.start);
        notes.asked_head = parts.next() == Some(b"HEAD");
        notes.asked = parts.next().map(target::asked).unwrap_or_default();
        notes.logs_in = login::asked(&head, pdu.bytes.get(body_at..).unwrap_or(&[]), sink);
        port_mapping(&head, sink);
        attack::look(&head, pdu.bytes, sink);
        attack::posts_to_address(&head, sink);
    } else if let Some(how) = notes.logs_in.take() {
        login::answered(how, words(head.start).nth(1).unwrap_or(&[]), sink);
    }
    let progress = read_body(pdu, &head, body_at, &mut notes, sink);
    notes.keep(memory);
    progress
}

/// UPnP WANIPConnection §2.4: a device asks the router to let the internet in.
fn port_mapping(head: &Head<'_>, sink: &mut Sink<'_>) {
    if let Some(action) = head.get(b"soapaction")
        && action.windows(16).any(|window| window.eq_ignore_ascii_case(b"#AddPortMapping\""))
    {
        sink.asks(OperationClass::Configure, "add port mapping", "", action);
    }
}

fn read_body(
    pdu: &Pdu<'_>,
    head: &Head<'_>,
    body_at: usize,
    notes: &mut Notes,
    sink: &mut Sink<'_>,
) -> Progress {
    let response = head.start.starts_with(b"HTTP/");
    let body = pdu.bytes.get(body_at..).unwrap_or(&[]);
    if response {
        attack::program(body, sink);
    }
    let wanted = document::is_wanted(head, response);
    let room = !pdu.cut && pdu.bytes.len() < crate::STREAM_LIMIT;
    match framing::extent(head, response, notes.asked_head) {
        Extent::Length(length) => {
            let missing = length.saturating_sub(body.len());
            if wanted && missing > 0 && room {
                return Progress::More;
            }
            if wanted {
                document::read(head, &notes.asked, body.get(..length).unwrap_or(body), sink);
            }
            if missing == 0 {
                return Progress::Consumed(body_at + length);
            }
            if wanted || pdu.cut || missing > SKIP_LIMIT {
                return Progress::Done;
            }
            *notes.left(pdu) = u32::try_from(missing).unwrap_or(u32::MAX);
            Progress::Consumed(pdu.bytes.len())
        }
        Extent::Chunked => {
            let (content, end) = framing::unchunked(body);
            if wanted && end.is_none() && room {
                return Progress::More;
            }
            if wanted {
                document::read(head, &notes.asked, &content, sink);
            }
            end.map_or(Progress::Done, |end| Progress::Consumed(body_at + end))
        }
        // Nobody tells when the connection ends: what has come is read each time, and kept once.
        Extent::ToEnd => {
            if wanted {
                document::read(head, &notes.asked, body, sink);
            }
            if wanted && room { Progress::More } else { Progress::Done }
        }
    }
}

#[cfg(test)]
mod tests;
