//! DHCP for IPv6 (RFC 8415). The client is named by the frame's sender; behind a relay, by the MAC that the relay saw
//! (RFC 6939) or else by the one in the client's DUID.

mod duid;
mod options;

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use crate::Cursor;
use holdfast_facts::Mac;

/// DHCPv6.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "dhcpv6",
    title: "DHCP for IPv6",
    standard: "RFC 8415, RFC 4649, RFC 4704, RFC 6939, RFC 8520",
    carriers: &[Carrier::Udp(&[546, 547]), Carrier::Begins(&[])],
    attributes: &[
        attribute("dhcpv6.duid", "The client's DUID in hex (option 1)."),
        attribute("dhcpv6.duid_mac", "MAC of one of the client's interfaces, from a DUID-LLT or DUID-LL."),
        attribute("dhcpv6.enterprise", "Enterprise number in a DUID-EN."),
        attribute("dhcpv6.vendor_class", "Enterprise number and text of the vendor class (16)."),
        attribute("dhcpv6.vendor_info", "Enterprise number, sub-option and text of vendor information (17)."),
        attribute("dhcpv6.user_class", "User class (15)."),
        attribute("dhcpv6.fqdn", "Fully qualified name (39)."),
        attribute("dhcpv6.option_request", "Options asked for, in their order (6)."),
        attribute("dhcpv6.mud_url", "MUD URL (112)."),
        attribute("dhcpv6.server", "The sender is a DHCPv6 server; its DUID (2)."),
        attribute(
            "dhcpv6.assigned_address",
            "An address that a server gave the client (IA address, 5), about the client.",
        ),
        attribute(
            "dhcpv6.delegated_prefix",
            "A prefix that a server gave the client to share out (IA prefix, 26): the client is a router.",
        ),
        attribute("dhcpv6.relay_interface", "The relay's interface that the client hangs on (18)."),
        attribute("dhcpv6.relay_remote", "Enterprise number and remote id that a relay adds (37)."),
        weak("dhcpv6.message", "Kinds of message that the sender sent.", 9),
    ],
    probe,
    dissect,
};

/// Relays behind relays (RFC 8415 §7.6, HOP_COUNT_LIMIT).
const HOPS: usize = 8;

fn probe(pdu: &Pdu<'_>) -> Probe {
    if matches!(pdu.bytes.first(), Some(1..=13)) && (pdu.on_port(546) || pdu.on_port(547)) {
        Probe::Possible
    } else {
        Probe::No
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if read(pdu, sink).is_none() && !pdu.cut {
        sink.anomaly("short");
    }
    Progress::Done
}

/// What the relay next to the client says of it.
#[derive(Default)]
struct Relay<'a> {
    client: Option<Mac>,
    interface: Option<&'a [u8]>,
    remote: Option<&'a [u8]>,
}

fn read(pdu: &Pdu<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let mut bytes = pdu.bytes;
    let mut relay = None;
    for _ in 0..HOPS {
        if !matches!(bytes.first()?, 12 | 13) {
            return message(pdu, bytes, relay.as_ref(), sink);
        }
        // A relay's wrapping: hops, link and peer address, then options; the message is option 9. The innermost
        // relay is the client's neighbour.
        let mut cursor = Cursor::new(bytes);
        cursor.skip(34)?;
        let mut seen = Relay::default();
        let mut inner = None;
        while let Some((code, value)) = options::next(&mut cursor) {
            match code {
                9 => inner = Some(value),
                18 => seen.interface = Some(value),
                37 => seen.remote = Some(value),
                // Link-layer type (1 is Ethernet), then the address.
                79 => seen.client = value.strip_prefix(&[0, 1]).and_then(|mac| mac.try_into().ok()).map(Mac),
                _ => {}
            }
        }
        relay = Some(seen);
        bytes = inner?;
    }
    sink.anomaly("relay_depth");
    Some(())
}

fn message(pdu: &Pdu<'_>, bytes: &[u8], relay: Option<&Relay<'_>>, sink: &mut Sink<'_>) -> Option<()> {
    const NAMES: [&str; 11] = [
        "solicit",
        "advertise",
        "request",
        "confirm",
        "renew",
        "rebind",
        "reply",
        "release",
        "decline",
        "reconfigure",
        "information-request",
    ];
    let mut cursor = Cursor::new(bytes);
    let kind = cursor.u8()?;
    cursor.skip(3)?;
    let from_server = matches!(kind, 2 | 7 | 10);
    let client = match relay {
        Some(relay) => relay.client.or_else(|| options::client_mac(cursor.rest())).map(About::Mac),
        // To the client itself, on its own link.
        None if from_server => {
            let to_client = pdu.destination.port == 546;
            pdu.destination.mac.filter(|mac| to_client && mac.is_unicast()).map(About::Mac)
        }
        None => Some(About::Source),
    };
    // A relay passes on the server's words too; then nothing names the server.
    let speaker = if from_server { relay.is_none().then_some(About::Source) } else { client };
    if let (Some(name), Some(about)) = (NAMES.get(usize::from(kind).wrapping_sub(1)), speaker) {
        sink.put(about, "dhcpv6.message", name, bytes.get(..4)?);
    }
    if let (Some(relay), Some(about)) = (relay, client) {
        options::of_relay(relay.interface, relay.remote, about, sink);
    }
    while let Some((code, value)) = options::next(&mut cursor) {
        match (from_server, speaker, client) {
            (true, Some(server), _) if code == 2 => {
                sink.value(server, "dhcpv6.server", duid::Hex(value), value);
            }
            // Only a reply gives; an advertisement may go to somebody who does not take it.
            (true, _, Some(client)) if kind == 7 => options::given(code, value, client, sink),
            (false, Some(client), _) => options::of_client(code, value, client, sink),
            _ => {}
        }
    }
    if cursor.left() > 0 && !pdu.cut {
        sink.anomaly("option_overrun");
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_solicit_and_its_relayed_twin() {
        let solicit = hex("01 aabbcc
            0001 000e 0001 0001 20d1b2c3 001b1b23eb3b
            0010 000e 00000137 0008 4d53465420352e30
            0027 0007 00 05 5741524437
            0006 0004 0017 0018");
        let message = pdu(&solicit, Transport::Udp, Direction::ToServer, 546, 547);
        let expected = [
            "dhcpv6.duid = 0001000120d1b2c3001b1b23eb3b",
            "dhcpv6.duid_mac = 00:1b:1b:23:eb:3b",
            "dhcpv6.fqdn = WARD7",
            "dhcpv6.message = solicit",
            "dhcpv6.option_request = 23,24",
            "dhcpv6.vendor_class = 311:MSFT 5.0",
        ];
        assert_eq!(dissect(&DISSECTOR, &message), expected.map(|line| format!("source {line}")));
        be_nasty(&DISSECTOR, &message);
        let mut relayed = vec![12, 0];
        relayed.extend([0; 32]);
        relayed.extend([0, 9]);
        relayed.extend((solicit.len() as u16).to_be_bytes());
        relayed.extend(&solicit);
        let message = pdu(&relayed, Transport::Udp, Direction::ToServer, 547, 547);
        assert_eq!(dissect(&DISSECTOR, &message), expected.map(|line| format!("00:1b:1b:23:eb:3b {line}")));
        be_nasty(&DISSECTOR, &message);
    }

    /// `inner` inside a relay's message with further `options`.
    fn relayed(kind: u8, inner: &[u8], options: &str) -> Vec<u8> {
        let mut bytes = vec![kind, 0];
        bytes.extend([0; 32]);
        bytes.extend([0, 9]);
        bytes.extend((inner.len() as u16).to_be_bytes());
        bytes.extend(inner);
        bytes.extend(hex(options));
        bytes
    }

    #[test]
    fn a_relay_next_to_the_client_knows_its_mac() {
        // A DUID-EN names no MAC; the inner relay saw it (79), and its port (18) and remote id (37).
        let solicit = hex("01 aabbcc 0001 000a 0002 00000009 01020304");
        let inner =
            relayed(12, &solicit, "004f 0008 0001 020000000009 0012 0003 476931 0025 0006 00000009 0102");
        let outer = relayed(12, &inner, "0012 0001 78");
        let message = pdu(&outer, Transport::Udp, Direction::ToServer, 547, 547);
        let expected = [
            "dhcpv6.duid = 00020000000901020304",
            "dhcpv6.enterprise = 9",
            "dhcpv6.message = solicit",
            "dhcpv6.relay_interface = Gi1",
            "dhcpv6.relay_remote = 9:0102",
        ];
        assert_eq!(dissect(&DISSECTOR, &message), expected.map(|line| format!("02:00:00:00:00:09 {line}")));
        be_nasty(&DISSECTOR, &message);
        let mut deep = solicit;
        for _ in 0..HOPS {
            deep = relayed(12, &deep, "");
        }
        assert!(dissect(&DISSECTOR, &pdu(&deep, Transport::Udp, Direction::ToServer, 547, 547)).is_empty());
    }

    #[test]
    fn a_reply_gives_the_client_an_address_and_a_router_a_prefix() {
        let reply = hex("07 aabbcc
            0001 000a 0003 0001 001b1b23eb3b
            0002 000a 0003 0001 020000000001
            0003 0028 00000001 00000000 00000000
                 0005 0018 20010db8000000000000000000000007 00000e10 00001c20
            0019 0029 00000001 00000000 00000000
                 001a 0019 00000e10 00001c20 38 20010db8aa0000000000000000000000
            0003 0028 00000002 00000000 00000000
                 0005 0018 20010db8000000000000000000000008 00000000 00000000 # taken away");
        let message = pdu(&reply, Transport::Udp, Direction::ToClient, 547, 546);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "02:00:00:00:00:02 dhcpv6.assigned_address = 2001:db8::7",
                "02:00:00:00:00:02 dhcpv6.delegated_prefix = 2001:db8:aa00::/56",
                "source dhcpv6.message = reply",
                "source dhcpv6.server = 00030001020000000001",
            ]
        );
        be_nasty(&DISSECTOR, &message);
        // Through a relay: the relay's frame names neither the server nor the client; the DUID names the client.
        let through = relayed(13, &reply, "");
        let message = pdu(&through, Transport::Udp, Direction::ToClient, 547, 547);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "00:1b:1b:23:eb:3b dhcpv6.assigned_address = 2001:db8::7",
                "00:1b:1b:23:eb:3b dhcpv6.delegated_prefix = 2001:db8:aa00::/56",
            ]
        );
    }

    #[test]
    fn vendors_say_more() {
        // A Windows vendor class, and vendor information as a cable modem sends it (one sub-option is no text).
        let bytes = hex("0b aabbcc
            0010 000e 00000137 0008 4d53465420352e30
            0011 0011 0000118b 0002 0003 45434d 0024 0002 0001");
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 546, 547);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source dhcpv6.message = information-request",
                "source dhcpv6.vendor_class = 311:MSFT 5.0",
                "source dhcpv6.vendor_info = 4491:2=ECM",
            ]
        );
    }

    #[test]
    fn a_windows_host_of_a_public_capture() {
        let bytes = hex("
            013732380008000200000001000e00010001143d43c1001cc029ea740003000c1c0050560000000000000000
            0027000a00086d333232322d30320010000e0000013700084d53465420352e30000600080018001700110027");
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 546, 547);
        let expected = [
            "dhcpv6.duid = 00010001143d43c1001cc029ea74",
            "dhcpv6.duid_mac = 00:1c:c0:29:ea:74",
            "dhcpv6.fqdn = m3222-02",
            "dhcpv6.message = solicit",
            "dhcpv6.option_request = 24,23,17,39",
            "dhcpv6.vendor_class = 311:MSFT 5.0",
        ];
        assert_eq!(dissect(&DISSECTOR, &message), expected.map(|line| format!("source {line}")));
        be_nasty(&DISSECTOR, &message);
    }
}
