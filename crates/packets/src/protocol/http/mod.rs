//! HTTP/1 (RFC 9110, RFC 9112): what a server says of itself in headers, titles and documents; what a client says in
//! `User-Agent` and in the address it asks for.
//!
//! A response is about the server, a request about the client; a phone's `User-Agent` that reaches a bridge is about the
//! phone. Documents are read only where they are known to carry identity (UPnP descriptions, HNAP, ONVIF, DPWS, JSON of
//! device APIs), and only named fields of them.

mod document;
pub(super) mod head;
mod json;
mod xml;

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use head::{Head, begins_with_method, parameter, words};

/// HTTP/1.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "http",
    title: "HTTP/1",
    standard: "RFC 9110, RFC 9112, UPnP Device Architecture 2.0, ONVIF Core, DPWS 1.1",
    carriers: &[Carrier::Tcp(&[80, 8080, 8000, 8008, 8081, 49152])],
    attributes: &[
        attribute("http.server", "Server header, about the server."),
        attribute("http.powered_by", "X-Powered-By header, about the server."),
        attribute("http.title", "Title of a page, about the server."),
        attribute("http.realm", "Realm of WWW-Authenticate, about the server."),
        attribute("http.header", "A header that names a product, about the server: `x-name: value`."),
        attribute("http.cookie_name", "Name of a cookie that the server sets; never its value."),
        attribute("http.user_agent", "User-Agent header, about the client."),
        weak("http.host", "Host that the client asks, about the client.", 12),
        weak("http.request", "Method and address with identity in it, about the client.", 8),
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
        attribute("http.upnp_manufacturer", "UPnP description: manufacturer."),
        attribute("http.upnp_manufacturer_url", "UPnP description: manufacturerURL."),
        attribute("http.upnp_model_name", "UPnP description: modelName."),
        attribute("http.upnp_model_number", "UPnP description: modelNumber."),
        attribute("http.upnp_model_description", "UPnP description: modelDescription."),
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
    if pdu.bytes.starts_with(b"HTTP/1.") || begins_with_method(pdu.bytes, &METHODS) {
        Probe::Certain
    } else {
        Probe::No
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some(head) = head::read(pdu.bytes) else { return Progress::Done };
    let response = head.start.starts_with(b"HTTP/");
    if !response && !begins_with_method(head.start, &METHODS) {
        return Progress::Done;
    }
    let Some(body_at) = head.body_at else {
        // A head that does not end is read as far as it goes when no more comes; ask for more first.
        if pdu.cut || pdu.bytes.len() >= 12 * 1024 {
            read_head(&head, response, sink);
            return Progress::Done;
        }
        return Progress::More;
    };
    let body = pdu.bytes.get(body_at..).unwrap_or(&[]);
    let length = if response && no_body(&head) { Some(0) } else { head.number(b"content-length") };
    let chunked = head.get(b"transfer-encoding").is_some_and(|v| v.eq_ignore_ascii_case(b"chunked"));
    let wanted = document::is_wanted(&head, response);
    let whole = match length {
        Some(length) => body.len() >= length,
        None if chunked => body.ends_with(b"0\r\n\r\n"),
        None => !response,
    };
    if wanted && !whole && !pdu.cut && pdu.bytes.len() < crate::STREAM_LIMIT {
        return Progress::More;
    }
    read_head(&head, response, sink);
    if wanted {
        let body = length.and_then(|length| body.get(..length)).unwrap_or(body);
        document::read(&head, response, body, sink);
    }
    match length.or((!response && !chunked).then_some(0)) {
        // The next message of a kept connection follows at once.
        Some(length) if body.len() >= length => Progress::Consumed(body_at + length),
        _ => Progress::Done,
    }
}

/// RFC 9112 §6.3: these have none whatever the headers say.
fn no_body(head: &Head<'_>) -> bool {
    matches!(words(head.start).nth(1), Some(b"204" | b"304"))
        || words(head.start).nth(1).is_some_and(|c| c.starts_with(b"1"))
}

fn read_head(head: &Head<'_>, response: bool, sink: &mut Sink<'_>) {
    if response { read_response(head, sink) } else { read_request(head, sink) }
}

/// Headers outside the standard whose values name products; others may hold anything.
const NAMING: [&str; 16] = [
    "x-powered-by",
    "x-model",
    "x-device",
    "x-product",
    "x-firmware-version",
    "x-aspnet-version",
    "x-av-server-info",
    "x-sonos",
    "device-model",
    "hue-bridgeid",
    "application-url",
    "x-chromecast",
    "x-hp-chai-version",
    "x-iinfo",
    "x-transmission",
    "x-plex-protocol",
];

fn read_response(head: &Head<'_>, sink: &mut Sink<'_>) {
    for (name, value) in head.fields() {
        let lower = name.to_ascii_lowercase();
        match lower.as_slice() {
            b"server" => sink.text(About::Source, "http.server", value),
            b"x-powered-by" => sink.text(About::Source, "http.powered_by", value),
            b"www-authenticate" => {
                if let Some(realm) = parameter(value, b"realm") {
                    sink.text(About::Source, "http.realm", realm);
                }
            }
            b"set-cookie" => {
                if let Some(name) = value.split(|byte| *byte == b'=').next().filter(|name| name.len() <= 40) {
                    sink.text(About::Source, "http.cookie_name", name);
                }
            }
            other if NAMING.iter().any(|known| known.as_bytes() == other) => {
                let text =
                    format!("{}: {}", String::from_utf8_lossy(&lower), holdfast_facts::readable(value));
                sink.put(About::Source, "http.header", &text, value);
            }
            _ => {}
        }
    }
}

fn read_request(head: &Head<'_>, sink: &mut Sink<'_>) {
    if let Some(agent) = head.get(b"user-agent") {
        sink.text(About::Source, "http.user_agent", agent);
    }
    let host = head.get(b"host");
    if let Some(host) = host {
        sink.text(About::Source, "http.host", host);
    }
    // A NOTIFY on TCP is a UPnP event: its sender is a device, its address a callback.
    let mut parts = words(head.start);
    if let (Some(method), Some(target)) = (parts.next(), parts.next())
        && method != b"NOTIFY"
    {
        let method = String::from_utf8_lossy(method);
        let target_text = without_secrets(&holdfast_facts::readable(target.get(..200).unwrap_or(target)));
        let host = host.map(holdfast_facts::readable).unwrap_or_default();
        sink.value(About::Source, "http.request", format_args!("{method} {host}{target_text}"), target);
    }
}

/// The address without the values of parameters that may be secrets or personal; identity parameters keep theirs.
fn without_secrets(target: &str) -> String {
    const KEPT: [&str; 18] = [
        "model",
        "version",
        "fw",
        "firmware",
        "hw",
        "hardware",
        "type",
        "device_type",
        "devicetype",
        "product",
        "vendor",
        "os",
        "platform",
        "sn",
        "serial",
        "serialnumber",
        "ver",
        "sw",
    ];
    let Some((path, query)) = target.split_once('?') else { return target.to_owned() };
    let pairs: Vec<String> = query
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((key, _)) if !KEPT.contains(&key.to_ascii_lowercase().as_str()) => format!("{key}=…"),
            _ => pair.to_owned(),
        })
        .collect();
    format!("{path}?{}", pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    fn lines(bytes: &[u8], direction: Direction) -> Vec<String> {
        let (from, to) = if direction == Direction::ToServer { (40000, 80) } else { (80, 40000) };
        dissect(&DISSECTOR, &pdu(bytes, Transport::Tcp, direction, from, to))
    }

    #[test]
    fn a_request_is_about_the_client_and_keeps_no_secret() {
        let request = b"GET /query.aspx?model=DCH-S150_Ax_FW_0120&user=ann&pin=1234 HTTP/1.1\r\nHost: wrpd.dlink.com\r\n\
            User-Agent: dch/1.0\r\nAuthorization: Basic YWRtaW46\r\n\r\n";
        assert_eq!(
            lines(request, Direction::ToServer),
            [
                "source http.host = wrpd.dlink.com",
                "source http.request = GET wrpd.dlink.com/query.aspx?model=DCH-S150_Ax_FW_0120&user=…&pin=…",
                "source http.user_agent = dch/1.0",
            ]
        );
        be_nasty(&DISSECTOR, &pdu(request, Transport::Tcp, Direction::ToServer, 40000, 80));
    }

    #[test]
    fn a_response_is_about_the_server() {
        let response =
            b"HTTP/1.1 401 Unauthorized\r\nServer: lighttpd/1.4.35\r\nSet-Cookie: SID=secret; path=/\r\n\
            WWW-Authenticate: Digest realm=\"AXIS_00408C123456\", nonce=\"x\"\r\nContent-Type: text/html\r\n\
            Content-Length: 41\r\n\r\n<html><title> Axis\n camera</title></html>.";
        assert_eq!(
            lines(response, Direction::ToClient),
            [
                "source http.cookie_name = SID",
                "source http.realm = AXIS_00408C123456",
                "source http.server = lighttpd/1.4.35",
                "source http.title = Axis camera",
            ]
        );
        be_nasty(&DISSECTOR, &pdu(response, Transport::Tcp, Direction::ToClient, 80, 40000));
    }

    #[test]
    fn a_upnp_description_names_maker_and_model() {
        let body = "<?xml version=\"1.0\"?><root xmlns=\"urn:schemas-upnp-org:device-1-0\"><device>\
            <deviceType>urn:Belkin:device:controllee:1</deviceType><friendlyName>WeMo &amp; Switch</friendlyName>\
            <manufacturer>Belkin International Inc.</manufacturer><modelName>Socket</modelName><modelNumber>1.0</modelNumber>\
            <firmwareVersion>WeMo_WW_2.00.2176.PVT</firmwareVersion><serviceList><service><serviceType>x</serviceType></service></serviceList>\
            </device></root>";
        let response = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        assert_eq!(
            lines(response.as_bytes(), Direction::ToClient),
            [
                "source http.upnp_device_type = urn:Belkin:device:controllee:1",
                "source http.upnp_firmware = WeMo_WW_2.00.2176.PVT",
                "source http.upnp_friendly_name = WeMo & Switch",
                "source http.upnp_manufacturer = Belkin International Inc.",
                "source http.upnp_model_name = Socket",
                "source http.upnp_model_number = 1.0",
            ]
        );
        be_nasty(&DISSECTOR, &pdu(response.as_bytes(), Transport::Tcp, Direction::ToClient, 49153, 40000));
    }

    #[test]
    fn json_names_the_bridge_and_its_lamps() {
        let body = "{\"config\":{\"name\":\"Philips hue\",\"modelid\":\"BSB002\",\"swversion\":\"01027237\",\"whitelist\":{}},\
            \"lights\":{\"1\":{\"modelid\":\"LWB006\",\"manufacturername\":\"Philips\"},\"2\":{\"modelid\":\"LCT001\"}}}";
        let response = format!(
            "HTTP/1.1 200 OK\r\nContent-type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        assert_eq!(
            lines(response.as_bytes(), Direction::ToClient),
            [
                "source http.json = modelid=BSB002",
                "source http.json = swversion=01027237",
                "source/lights:1 http.json = manufacturername=Philips",
                "source/lights:1 http.json = modelid=LWB006",
                "source/lights:2 http.json = modelid=LCT001",
            ]
        );
        be_nasty(&DISSECTOR, &pdu(response.as_bytes(), Transport::Tcp, Direction::ToClient, 80, 40000));
    }

    #[test]
    fn onvif_and_hnap() {
        let body = "<SOAP-ENV:Envelope><SOAP-ENV:Body><tds:GetDeviceInformationResponse><tds:Manufacturer>HIKVISION</tds:Manufacturer>\
            <tds:Model>DS-2CD2032-I</tds:Model><tds:FirmwareVersion>V5.2.5</tds:FirmwareVersion></tds:GetDeviceInformationResponse>";
        let response =
            format!("HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml; charset=utf-8\r\n\r\n{body}");
        let message = pdu(response.as_bytes(), Transport::Tcp, Direction::ToClient, 80, 40000);
        let cut = Pdu { cut: true, ..message };
        assert_eq!(
            dissect(&DISSECTOR, &cut),
            [
                "source http.onvif_firmware = V5.2.5",
                "source http.onvif_manufacturer = HIKVISION",
                "source http.onvif_model = DS-2CD2032-I",
            ]
        );
        let body = "<GetDeviceSettingsResponse xmlns=\"http://purenetworks.com/HNAP1/\"><ModelName>DCS-935L</ModelName>\
            <FirmwareVersion>1.06</FirmwareVersion></GetDeviceSettingsResponse>";
        let response = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        assert_eq!(
            lines(response.as_bytes(), Direction::ToClient),
            ["source http.xml = FirmwareVersion=1.06", "source http.xml = ModelName=DCS-935L"]
        );
    }
}
