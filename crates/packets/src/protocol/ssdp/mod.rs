//! SSDP (UPnP Device Architecture 2.0 §1): announcements and answers are about their sender, a search about who searches.
//!
//! A device says its unique name once for itself and once for each service. We keep the name alone, and the types apart from it:
//! otherwise one plug with ten services would fill all the room that an endpoint has.

use super::http::head::{self, begins_with_method};
use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};

/// SSDP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ssdp",
    title: "SSDP",
    standard: "UPnP Device Architecture 2.0",
    carriers: &[Carrier::Udp(&[1900, 1982]), Carrier::Begins(b"NMH")],
    attributes: &[
        attribute("ssdp.server", "SERVER header: operating system, UPnP version, product."),
        super::AttributeSpec {
            limit: 4,
            ..attribute("ssdp.usn", "USN header without the type behind `::`: unique name of a device.")
        },
        attribute("ssdp.type", "NT of an announcement, ST of an answer: type of a device or service."),
        attribute("ssdp.location", "LOCATION header: where the description is."),
        attribute("ssdp.header", "A vendor's own header: `hue-bridgeid: 001788FFFE…`."),
        attribute("ssdp.user_agent", "USER-AGENT of a search, about who searches."),
        weak("ssdp.search", "What the sender searches for (ST of M-SEARCH).", 8),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    let announces = begins_with_method(pdu.bytes, &["NOTIFY", "M-SEARCH"])
        && head::first_line(pdu.bytes).ends_with(b"HTTP/1.1");
    if announces || pdu.bytes.starts_with(b"HTTP/1.1 200") { Probe::Certain } else { Probe::No }
}

/// Headers of the standard, and those that change from message to message.
const STANDARD: [&str; 26] = [
    "host",
    "cache-control",
    "location",
    "nt",
    "nts",
    "server",
    "usn",
    "st",
    "ext",
    "date",
    "man",
    "mx",
    "opt",
    "01-nls",
    "bootid.upnp.org",
    "configid.upnp.org",
    "nextbootid.upnp.org",
    "searchport.upnp.org",
    "content-length",
    "user-agent",
    "connection",
    "content-type",
    "securelocation.upnp.org",
    "age",
    "nls",
    "transfer-encoding",
];

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some(head) = head::read(pdu.bytes) else { return Progress::Done };
    if head.start.starts_with(b"M-SEARCH") {
        if let Some(target) = head.get(b"st") {
            sink.text(About::Source, "ssdp.search", target);
        }
        if let Some(agent) = head.get(b"user-agent") {
            sink.text(About::Source, "ssdp.user_agent", agent);
        }
        return Progress::Done;
    }
    for (name, value) in head.fields().filter(|(_, value)| !value.is_empty()) {
        let lower = name.to_ascii_lowercase();
        match lower.as_slice() {
            b"server" => sink.text(About::Source, "ssdp.server", value),
            b"usn" => {
                let end = value.windows(2).position(|pair| pair == b"::").unwrap_or(value.len());
                sink.text(About::Source, "ssdp.usn", value.get(..end).unwrap_or(value));
            }
            // Every device is a root device, and its unique name is told already.
            b"nt" | b"st" if value != b"upnp:rootdevice" && !value.starts_with(b"uuid:") => {
                sink.text(About::Source, "ssdp.type", value)
            }
            b"location" => sink.text(About::Source, "ssdp.location", value),
            other if !STANDARD.iter().any(|known| known.as_bytes() == other) && other.len() < 40 => {
                let text =
                    format!("{}: {}", String::from_utf8_lossy(&lower), holdfast_facts::readable(value));
                sink.put(About::Source, "ssdp.header", &text, head::from_to(pdu, name, value));
            }
            _ => {}
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
    fn a_bridge_announces_itself() {
        let bytes = b"NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nCACHE-CONTROL: max-age=100\r\n\
            LOCATION: http://10.0.0.2:80/description.xml\r\nSERVER: FreeRTOS/6.0.5, UPnP/1.0, IpBridge/1.9.0\r\nNTS: ssdp:alive\r\n\
            hue-bridgeid: 001788FFFE2476FF\r\nNT: upnp:rootdevice\r\nUSN: uuid:2f402f80::upnp:rootdevice\r\n\r\n";
        let message = pdu(bytes, Transport::Udp, Direction::Unknown, 1900, 1900);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source ssdp.header = hue-bridgeid: 001788FFFE2476FF",
                "source ssdp.location = http://10.0.0.2:80/description.xml",
                "source ssdp.server = FreeRTOS/6.0.5, UPnP/1.0, IpBridge/1.9.0",
                "source ssdp.usn = uuid:2f402f80",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn a_search_is_about_the_searcher() {
        let bytes =
            b"M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 3\r\n\
            ST: urn:Belkin:device:**\r\nUSER-AGENT: Google Chrome/50 Windows\r\n\r\n";
        let message = pdu(bytes, Transport::Udp, Direction::ToServer, 50000, 1900);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source ssdp.search = urn:Belkin:device:**",
                "source ssdp.user_agent = Google Chrome/50 Windows"
            ]
        );
    }

    /// An answer of a WeMo plug (IoT Sentinel, WeMoSwitch): model and serial number are in its unique name.
    #[test]
    fn a_service_says_the_name_of_its_device() {
        let bytes = b"HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=86400\r\nEXT:\r\nLOCATION: http://10.10.10.54:49153/setup.xml\r\n\
            OPT: \"http://schemas.upnp.org/upnp/1/0/\"; ns=01\r\n01-NLS: 8f0cf5ee\r\nSERVER: Unspecified, UPnP/1.0, Unspecified\r\n\
            X-User-Agent: redsonic\r\nST: urn:Belkin:service:basicevent:1\r\n\
            USN: uuid:Socket-1_0-221519K1100F55::urn:Belkin:service:basicevent:1\r\n\r\n";
        let message = pdu(bytes, Transport::Udp, Direction::ToClient, 1900, 50000);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source ssdp.header = x-user-agent: redsonic",
                "source ssdp.location = http://10.10.10.54:49153/setup.xml",
                "source ssdp.server = Unspecified, UPnP/1.0, Unspecified",
                "source ssdp.type = urn:Belkin:service:basicevent:1",
                "source ssdp.usn = uuid:Socket-1_0-221519K1100F55",
            ]
        );
        let sip = pdu(b"NOTIFY sip:a@b SIP/2.0\r\n", Transport::Udp, Direction::Unknown, 5060, 5060);
        assert_eq!(probe(&sip), Probe::No);
    }
}
