//! Named fields of XML documents: a scanner that copes with a document that is cut, and never builds a tree.
//!
//! It knows elements by local name and by the document they are in; entities are the five predefined ones and numbers,
//! so nothing can expand.

use super::head::from_to;
use crate::protocol::{About, Sink};

/// Elements that are looked at; a hostile document has more.
const ELEMENTS: usize = 2000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Document {
    Upnp,
    Onvif,
    Dpws,
    /// HP's management processors.
    Rimp,
    Other,
}

/// Reads the fields that carry identity.
pub(super) fn read(bytes: &[u8], sink: &mut Sink<'_>) {
    let document = kind(bytes);
    // Embedded devices of a UPnP description (a router's WAN device) are not the device itself.
    let mut embedded = 0u32;
    let mut at = 0;
    for _ in 0..ELEMENTS {
        let Some(open) = find(bytes, at, b"<") else { break };
        if bytes.get(open..).is_some_and(|rest| rest.starts_with(b"<!--")) {
            let Some(end) = find(bytes, open, b"-->") else { break };
            at = end + 3;
            continue;
        }
        let Some(close) = find(bytes, open, b">") else { break };
        at = close + 1;
        let tag = bytes.get(open + 1..close).unwrap_or(&[]);
        let name = local_name(tag);
        if tag.ends_with(b"/") {
            continue;
        }
        let ends = tag.starts_with(b"/");
        if document == Document::Upnp && name == b"deviceList" {
            embedded = if ends { embedded.saturating_sub(1) } else { embedded.saturating_add(1) };
        }
        if ends || embedded > 0 {
            continue;
        }
        let Some(text) = text_at(bytes, at) else { break };
        if !text.is_empty() && text.len() <= 256 {
            field(document, name, text, sink);
        }
    }
}

/// What kind of document it is, by the names that only it holds.
fn kind(bytes: &[u8]) -> Document {
    let has = |word: &[u8]| find(bytes, 0, word).is_some();
    if has(b"GetDeviceInformationResponse") {
        Document::Onvif
    } else if has(b"urn:schemas-upnp-org:device") || has(b":device-1-0") {
        Document::Upnp
    } else if (has(b"devprof") || has(b"ws-dd/ns/dpws")) && has(b"ThisModel") {
        Document::Dpws
    } else if has(b"<RIMP>") {
        Document::Rimp
    } else {
        Document::Other
    }
}

/// The text that stands at `at`, up to the next tag; the inside of a CDATA section. `None` where it breaks off.
fn text_at(bytes: &[u8], at: usize) -> Option<&[u8]> {
    const CDATA: &[u8] = b"<![CDATA[";
    if bytes.get(at..).is_some_and(|rest| rest.starts_with(CDATA)) {
        let end = find(bytes, at, b"]]>")?;
        return Some(bytes.get(at + CDATA.len()..end)?.trim_ascii());
    }
    let end = find(bytes, at, b"<")?;
    Some(bytes.get(at..end)?.trim_ascii())
}

fn find(bytes: &[u8], from: usize, word: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(word.len()).position(|window| window == word).map(|at| from + at)
}

fn local_name(tag: &[u8]) -> &[u8] {
    let tag = tag.strip_prefix(b"/").unwrap_or(tag);
    let name = tag.split(|b| b.is_ascii_whitespace() || *b == b'/').next().unwrap_or(&[]);
    name.rsplit(|b| *b == b':').next().unwrap_or(name)
}

fn field(document: Document, name: &[u8], text: &[u8], sink: &mut Sink<'_>) {
    let attribute = match (document, name) {
        (Document::Upnp, b"manufacturer") => "http.upnp_manufacturer",
        (Document::Upnp, b"manufacturerURL") => "http.upnp_manufacturer_url",
        (Document::Upnp, b"modelName") => "http.upnp_model_name",
        (Document::Upnp, b"modelNumber") => "http.upnp_model_number",
        (Document::Upnp, b"modelDescription") => "http.upnp_model_description",
        (Document::Upnp, b"friendlyName") => "http.upnp_friendly_name",
        (Document::Upnp, b"serialNumber" | b"serialNum") => "http.upnp_serial",
        (Document::Upnp, b"deviceType") => "http.upnp_device_type",
        (Document::Upnp, b"firmwareVersion" | b"softwareVersion" | b"swVersion") => "http.upnp_firmware",
        (Document::Upnp, b"UDN") => "http.upnp_udn",
        (Document::Onvif, b"Manufacturer") => "http.onvif_manufacturer",
        (Document::Onvif, b"Model") => "http.onvif_model",
        (Document::Onvif, b"FirmwareVersion") => "http.onvif_firmware",
        (Document::Onvif, b"SerialNumber") => "http.onvif_serial",
        (Document::Onvif, b"HardwareId") => "http.onvif_hardware",
        (Document::Dpws, b"Manufacturer") => "http.dpws_manufacturer",
        (Document::Dpws, b"ModelName") => "http.dpws_model_name",
        (Document::Dpws, b"ModelNumber") => "http.dpws_model_number",
        (Document::Dpws, b"SerialNumber") => "http.dpws_serial",
        (Document::Dpws, b"FriendlyName") => "http.dpws_friendly_name",
        (Document::Dpws, b"FirmwareVersion") => "http.dpws_firmware",
        (Document::Other, _) | (Document::Rimp, b"SPN" | b"PN" | b"FWRI" | b"HWRI")
            if document == Document::Rimp || is_identity(name) =>
        {
            let label = String::from_utf8_lossy(name);
            let value = unescaped(&holdfast_facts::readable(text));
            let message = sink.pdu;
            let at = from_to(&message, name, text);
            return sink.value(About::Source, "http.xml", format_args!("{label}={value}"), at);
        }
        _ => return,
    };
    let value = unescaped(&holdfast_facts::readable(text));
    sink.put(About::Source, attribute, &value, text);
}

/// Names that HNAP, ISAPI and other device documents use for what a device is.
fn is_identity(name: &[u8]) -> bool {
    const NAMES: [&str; 29] = [
        "ModelName",
        "modelName",
        "Model",
        "model",
        "ModelDescription",
        "modelDescription",
        "FirmwareVersion",
        "firmwareVersion",
        "HardwareVersion",
        "hardwareVersion",
        "VendorName",
        "vendorName",
        "Manufacturer",
        "manufacturer",
        "DeviceType",
        "deviceType",
        "ProductName",
        "productName",
        "softwareVersion",
        "SoftwareVersion",
        "DeviceName",
        "macroFirmwareVersion",
        "firmwareReleasedDate",
        // Roku's device-info, Sonos.
        "vendor-name",
        "model-name",
        "model-number",
        "software-version",
        "displayVersion",
        "modelNumber",
    ];
    NAMES.iter().any(|known| known.as_bytes() == name)
}

/// The five predefined entities and character numbers (XML 1.0 §4.6).
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let Some((entity, tail)) = after.split_once(';').filter(|(entity, _)| entity.len() <= 8) else {
            out.push('&');
            rest = after;
            continue;
        };
        let number = entity.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => digits.parse().ok(),
        });
        match (entity, number.and_then(char::from_u32)) {
            ("amp", _) => out.push('&'),
            ("lt", _) => out.push('<'),
            ("gt", _) => out.push('>'),
            ("quot", _) => out.push('"'),
            ("apos", _) => out.push('\''),
            ("nbsp", _) => out.push(' '),
            (_, Some(character)) => out.push(character),
            _ => {
                out.push('&');
                out.push_str(entity);
                out.push(';');
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}
