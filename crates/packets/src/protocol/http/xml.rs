//! Named fields of XML documents: a scanner that copes with a document that is cut, and never builds a tree.
//!
//! It knows elements by local name and by the document they are in; entities are the five predefined ones and numbers,
//! so nothing can expand.

use crate::protocol::{About, Sink};

/// Elements that are looked at; a hostile document has more.
const ELEMENTS: usize = 2000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Document {
    Upnp,
    Onvif,
    Dpws,
    Other,
}

/// Reads the fields that carry identity.
pub(super) fn read(bytes: &[u8], sink: &mut Sink<'_>) {
    let has = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
    let document = if has(b"GetDeviceInformationResponse") {
        Document::Onvif
    } else if has(b"urn:schemas-upnp-org:device") || has(b":device-1-0") {
        Document::Upnp
    } else if has(b"devprof") && has(b"ThisModel") {
        Document::Dpws
    } else {
        Document::Other
    };
    let mut depth_of_embedded = false;
    let mut at = 0;
    for _ in 0..ELEMENTS {
        let Some(open) =
            bytes.get(at..).and_then(|rest| rest.iter().position(|b| *b == b'<')).map(|p| at + p)
        else {
            break;
        };
        let Some(close) =
            bytes.get(open..).and_then(|rest| rest.iter().position(|b| *b == b'>')).map(|p| open + p)
        else {
            break;
        };
        at = close + 1;
        let tag = bytes.get(open + 1..close).unwrap_or(&[]);
        let name = local_name(tag);
        // Embedded devices of a UPnP description (a router's WAN device) are not the device itself.
        if document == Document::Upnp && name == b"deviceList" {
            depth_of_embedded = !tag.starts_with(b"/");
        }
        if tag.starts_with(b"/") || tag.ends_with(b"/") || depth_of_embedded {
            continue;
        }
        let Some(end) = bytes.get(at..).and_then(|rest| rest.iter().position(|b| *b == b'<')).map(|p| at + p)
        else {
            break;
        };
        let text = bytes.get(at..end).unwrap_or(&[]).trim_ascii();
        if !text.is_empty() && text.len() <= 256 {
            field(document, name, text, sink);
        }
    }
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
        (Document::Dpws, b"FriendlyName") => "http.dpws_friendly_name",
        (Document::Dpws, b"FirmwareVersion") => "http.dpws_firmware",
        (Document::Other, name) if is_identity(name) => {
            let label = String::from_utf8_lossy(name);
            let value = unescaped(&holdfast_facts::readable(text));
            return sink.value(About::Source, "http.xml", format_args!("{label}={value}"), text);
        }
        _ => return,
    };
    let value = unescaped(&holdfast_facts::readable(text));
    sink.put(About::Source, attribute, &value, text);
}

/// Names that HNAP, ISAPI and other device documents use for what a device is.
fn is_identity(name: &[u8]) -> bool {
    const NAMES: [&str; 22] = [
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
    ];
    NAMES.iter().any(|known| known.as_bytes() == name)
}

/// The five predefined entities and character numbers (XML 1.0 §4.6), and a CDATA section's inside.
pub(super) fn unescaped(text: &str) -> String {
    let text = text.strip_prefix("<![CDATA[").and_then(|t| t.strip_suffix("]]>")).unwrap_or(text);
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
