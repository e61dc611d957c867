//! DHCP for IPv4 (RFC 2131, options of RFC 2132 and others): the first thing a device says, and it says who it is.
//!
//! What the client sends is about the client, named by `chaddr`, whoever forwards it. What the server sends is about the
//! server, except for the address that it gives the client.

mod options;

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use crate::Cursor;
use holdfast_facts::Mac;
use std::net::Ipv4Addr;

/// DHCP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "dhcp",
    title: "DHCP for IPv4",
    standard: "RFC 2131, RFC 2132, RFC 3004, RFC 3046, RFC 3925, RFC 4578, RFC 4702, RFC 8520",
    carriers: &[Carrier::Udp(&[67, 68])],
    attributes: &[
        attribute("dhcp.hostname", "Host name (option 12), about the client."),
        attribute("dhcp.domain", "Domain name (15) that the client sends, about the client."),
        attribute("dhcp.requested_address", "Address that the client asks for (50)."),
        attribute("dhcp.parameter_list", "Parameter request list (55) in its order, about the client."),
        attribute("dhcp.max_size", "Maximum message size (57), about the client."),
        attribute("dhcp.vendor_class", "Vendor class identifier (60), about the client."),
        attribute("dhcp.client_id", "Client identifier (61) in hex, about the client."),
        attribute("dhcp.user_class", "User class (77), about the client."),
        attribute("dhcp.fqdn", "Fully qualified name (81), about the client."),
        attribute(
            "dhcp.vendor_specific",
            "Readable text in vendor-specific information (43), about the client.",
        ),
        attribute(
            "dhcp.vendor_class_identified",
            "Enterprise number and text of option 124, about the client.",
        ),
        attribute("dhcp.vendor_info", "Enterprise, sub-option and text of option 125, about the client."),
        attribute(
            "dhcp.mud_url",
            "Where the maker describes how the device should talk (161, RFC 8520), about the client.",
        ),
        attribute(
            "dhcp.architecture",
            "Client system architecture (93): the machine boots from the network.",
        ),
        attribute(
            "dhcp.relay_circuit",
            "Relay circuit id (82.1): the port the client hangs on, about the client.",
        ),
        attribute("dhcp.relay_remote", "Relay remote id (82.2), about the client."),
        attribute(
            "dhcp.assigned_address",
            "Address that the server gave the client, or that the client already holds.",
        ),
        weak("dhcp.message", "Kinds of message that the client or server sent.", 9),
        attribute("dhcp.server", "The server identifier (54), about the server."),
        attribute("dhcp.router", "Routers that the server tells its clients (3), about the server."),
        attribute("dhcp.name_server", "Name servers that the server tells (6), about the server."),
        attribute("dhcp.time_server", "Time servers that the server tells (42), about the server."),
        attribute("dhcp.tftp_server", "Where to load from (66, 150), about the server."),
        attribute("dhcp.boot_file", "What to load (67), about the server."),
    ],
    probe,
    dissect,
};

const COOKIE: [u8; 4] = [99, 130, 83, 99];

fn probe(pdu: &Pdu<'_>) -> Probe {
    match (pdu.bytes.first(), pdu.bytes.get(236..240)) {
        (Some(1 | 2), Some(cookie)) if cookie == COOKIE => Probe::Certain,
        // BOOTP without options still says who asks.
        (Some(1 | 2), _) if pdu.bytes.len() >= 236 && (pdu.on_port(67) || pdu.on_port(68)) => Probe::Possible,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if read(pdu, sink).is_none() && !pdu.cut {
        sink.anomaly("short");
    }
    Progress::Done
}

fn read(pdu: &Pdu<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(pdu.bytes);
    let [operation, hardware, length, _] = cursor.array()?;
    cursor.skip(8)?;
    let client_address = cursor.take(4)?;
    let your_address = cursor.take(4)?;
    cursor.skip(8)?;
    let chaddr: [u8; 6] = cursor.array()?;
    cursor.skip(10 + 64 + 128)?;
    // Ethernet only; others have no MAC to name the client by.
    let client = if (hardware, length) == (1, 6) { About::Mac(Mac(chaddr)) } else { About::Source };
    let reply = operation == 2;
    if cursor.take(4)? == COOKIE {
        let kind = options::read(cursor.rest(), client, reply, sink);
        // Only an acknowledgement gives an address; an offer may go to somebody who does not take it.
        if reply && kind == Some(5) && client != About::Source {
            let bytes = if your_address == [0; 4] { client_address } else { your_address };
            address(client, bytes, sink);
        }
    }
    // A client that renews already holds its address.
    if !reply && client != About::Source {
        address(client, client_address, sink);
    }
    Some(())
}

fn address(client: About<'_>, bytes: &[u8], sink: &mut Sink<'_>) {
    if let Ok(octets) = <[u8; 4]>::try_from(bytes)
        && octets != [0; 4]
    {
        sink.value(client, "dhcp.assigned_address", Ipv4Addr::from(octets), bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    fn message(operation: u8, addresses: &str, options: &str) -> Vec<u8> {
        let mut bytes = vec![operation, 1, 6, 0];
        bytes.extend([0xaa, 0xbb, 0xcc, 0xdd, 0, 0, 0, 0]);
        bytes.extend(hex(addresses));
        bytes.extend([0; 8]);
        bytes.extend([0x50, 0xc7, 0xbf, 0, 0xfc, 0xa3]);
        bytes.extend([0; 10 + 64 + 128]);
        bytes.extend(COOKIE);
        bytes.extend(hex(options));
        bytes
    }

    #[test]
    fn a_request_is_about_the_client() {
        let bytes = message(
            1,
            "00000000 00000000",
            "35 01 03                       # request
             3d 07 01 50c7bf00fca3          # client id
             32 04 0a0a0a7b                 # requested address
             39 02 0240                     # maximum size
             37 07 0103060c0f1c2a           # parameter list
             3c 0c 756468637020312e32322e31 # udhcp 1.22.1
             0c 09 4853313030284555 29      # HS100(EU)
             a1 0b 68747470733a2f2f6d2e65   # MUD URL https://m.e
             7c 0a 00000de9 05 6162636465   # 124: enterprise 3561, abcde
             52 06 01 04 65746830           # relay circuit eth0
             ff",
        );
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 68, 67);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "50:c7:bf:00:fc:a3 dhcp.client_id = 0150c7bf00fca3",
                "50:c7:bf:00:fc:a3 dhcp.hostname = HS100(EU)",
                "50:c7:bf:00:fc:a3 dhcp.max_size = 576",
                "50:c7:bf:00:fc:a3 dhcp.message = request",
                "50:c7:bf:00:fc:a3 dhcp.mud_url = https://m.e",
                "50:c7:bf:00:fc:a3 dhcp.parameter_list = 1,3,6,12,15,28,42",
                "50:c7:bf:00:fc:a3 dhcp.relay_circuit = eth0",
                "50:c7:bf:00:fc:a3 dhcp.requested_address = 10.10.10.123",
                "50:c7:bf:00:fc:a3 dhcp.vendor_class = udhcp 1.22.1",
                "50:c7:bf:00:fc:a3 dhcp.vendor_class_identified = 3561:abcde",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn an_acknowledgement_gives_the_address_and_names_the_server() {
        let bytes = message(
            2,
            "00000000 0a0a0a7b",
            "35 01 05 36 04 0a0a0a01 03 04 0a0a0a01 06 08 08080808 08080404 ff",
        );
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 67, 68);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "50:c7:bf:00:fc:a3 dhcp.assigned_address = 10.10.10.123",
                "source dhcp.message = ack",
                "source dhcp.name_server = 8.8.8.8,8.8.4.4",
                "source dhcp.router = 10.10.10.1",
                "source dhcp.server = 10.10.10.1",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    #[test]
    fn a_host_name_in_a_reply_is_not_the_servers() {
        let bytes = message(2, "00000000 0a0a0a7b", "35 01 02 0c 04 64636831 ff");
        let lines = dissect(&DISSECTOR, &pdu(&bytes, Transport::Udp, Direction::ToClient, 67, 68));
        assert_eq!(lines, ["source dhcp.message = offer"]);
    }
}
