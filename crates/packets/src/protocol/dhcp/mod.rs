//! DHCP for IPv4 (RFC 2131, options of RFC 2132 and others): the first thing a device says, and it says who it is.
//!
//! What the client sends is about the client, named by `chaddr`, whoever forwards it. What the server sends is about the
//! server, except for the address that it gives the client and for what relays say of the client's port.

mod message;
mod options;
mod vendor;

use super::{Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};

/// DHCP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "dhcp",
    title: "DHCP for IPv4",
    standard: "RFC 2131, RFC 2132, RFC 3004, RFC 3046, RFC 3925, RFC 4578, RFC 4702, RFC 8520",
    carriers: &[Carrier::Udp(&[67, 68]), Carrier::Begins(&[1, 2])],
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
            "Readable values in vendor-specific information (43), about the client.",
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
        attribute("dhcp.machine_id", "Machine identifier of a network boot (97) in hex, about the client."),
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
        attribute("dhcp.server_name", "The server's host name (`sname` in the header)."),
        attribute("dhcp.router", "Routers that the server tells its clients (3), about the server."),
        attribute("dhcp.name_server", "Name servers that the server tells (6), about the server."),
        attribute("dhcp.time_server", "Time servers that the server tells (42), about the server."),
        attribute("dhcp.tftp_server", "Where to load from (66, 150), about the server."),
        attribute("dhcp.boot_file", "What to load (67 or the header's `file`), about the server."),
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
    if message::read(pdu.bytes, sink).is_none() && !pdu.cut {
        sink.anomaly("short");
    }
    Progress::Done
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

    #[test]
    fn a_relay_speaks_of_the_clients_port_and_of_nothing_else() {
        // Token Ring: no MAC to name the client by, and the sender may be a relay.
        let mut bytes = message(1, "00000000 00000000", "35 01 01 0c 03 616263 52 04 01 02 0007 ff");
        let relayed = pdu(&bytes, Transport::Udp, Direction::ToServer, 67, 67);
        assert_eq!(
            dissect(&DISSECTOR, &relayed),
            [
                "50:c7:bf:00:fc:a3 dhcp.hostname = abc",
                "50:c7:bf:00:fc:a3 dhcp.message = discover",
                "50:c7:bf:00:fc:a3 dhcp.relay_circuit = 0007",
            ]
        );
        bytes[2] = 8;
        assert!(dissect(&DISSECTOR, &pdu(&bytes, Transport::Udp, Direction::ToServer, 67, 67)).is_empty());
    }

    #[test]
    fn a_server_names_itself_in_the_header_or_puts_options_there() {
        let mut bytes = message(2, "00000000 0a0a0a7b", "35 01 05 ff");
        bytes[44..51].copy_from_slice(b"ward-dc");
        bytes[108..117].copy_from_slice(b"phone.bin");
        let message_of =
            |bytes: &[u8]| dissect(&DISSECTOR, &pdu(bytes, Transport::Udp, Direction::ToClient, 67, 68));
        assert_eq!(
            message_of(&bytes),
            [
                "50:c7:bf:00:fc:a3 dhcp.assigned_address = 10.10.10.123",
                "source dhcp.boot_file = phone.bin",
                "source dhcp.message = ack",
                "source dhcp.server_name = ward-dc",
            ]
        );
        // Overload (52): both fields hold options (RFC 2132 §9.3).
        let mut bytes = message(2, "00000000 0a0a0a7b", "35 01 05 34 01 03 ff");
        bytes[44..51].copy_from_slice(&hex("03 04 0a0a0a01 ff"));
        bytes[108..115].copy_from_slice(&hex("36 04 0a0a0a01 ff"));
        assert_eq!(
            message_of(&bytes),
            [
                "50:c7:bf:00:fc:a3 dhcp.assigned_address = 10.10.10.123",
                "source dhcp.message = ack",
                "source dhcp.router = 10.10.10.1",
                "source dhcp.server = 10.10.10.1",
            ]
        );
        be_nasty(&DISSECTOR, &pdu(&bytes, Transport::Udp, Direction::ToClient, 67, 68));
    }

    #[test]
    fn vendor_options_are_read_value_by_value() {
        // A cable modem's 43: 2 = ECM, 4 = serial of 0x20 characters, 9 = model; and a plain text.
        let bytes = message(
            1,
            "00000000 00000000",
            "35 01 01 2b 2e 02 03 45434d 04 20 41414141414141414141414141414141 42424242424242424242424242424242
             09 05 5342363132 ff",
        );
        let lines = dissect(&DISSECTOR, &pdu(&bytes, Transport::Udp, Direction::ToServer, 68, 67));
        assert_eq!(
            lines,
            [
                "50:c7:bf:00:fc:a3 dhcp.message = discover",
                "50:c7:bf:00:fc:a3 dhcp.vendor_specific = AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBB",
                "50:c7:bf:00:fc:a3 dhcp.vendor_specific = ECM",
                "50:c7:bf:00:fc:a3 dhcp.vendor_specific = SB612",
            ]
        );
        let bytes = message(1, "00000000 00000000", "2b 08 4d6f64656c203132 ff");
        let lines = dissect(&DISSECTOR, &pdu(&bytes, Transport::Udp, Direction::ToServer, 68, 67));
        assert_eq!(lines, ["50:c7:bf:00:fc:a3 dhcp.vendor_specific = Model 12"]);
    }

    #[test]
    fn what_is_no_dhcp_is_not_taken() {
        for bytes in [&[1u8, 1, 6, 0][..], &[3; 300], b""] {
            assert_eq!(probe(&pdu(bytes, Transport::Udp, Direction::ToServer, 68, 67)), Probe::No);
        }
    }

    #[test]
    fn a_hue_bridge_of_a_public_capture_asks_for_an_address() {
        // The fixed part up to the MAC, then (after nothing but zeros) the options.
        let mut bytes = hex("0101060052e0592200000000000000000000000000000000000000000017882476ff");
        bytes.resize(236, 0);
        bytes.extend(COOKIE);
        bytes.extend(hex("
            35010332040a0a0a0636040a0a0a013902024037070103060c0f1c2a3c0c756468637020312e31392e340c0b
            5068696c6970732d687565ff0000000000000000000000000000000000000000000000000000000000000000
            0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
            00000000"));
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 68, 67);
        let expected = [
            "dhcp.hostname = Philips-hue",
            "dhcp.max_size = 576",
            "dhcp.message = request",
            "dhcp.parameter_list = 1,3,6,12,15,28,42",
            "dhcp.requested_address = 10.10.10.6",
            "dhcp.vendor_class = udhcp 1.19.4",
        ];
        assert_eq!(dissect(&DISSECTOR, &message), expected.map(|line| format!("00:17:88:24:76:ff {line}")));
        be_nasty(&DISSECTOR, &message);
    }
}
