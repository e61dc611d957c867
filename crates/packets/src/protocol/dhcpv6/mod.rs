//! DHCP for IPv6 (RFC 8415). The client is named by the frame's sender; behind a relay, by the MAC in its DUID.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};
use crate::Cursor;
use holdfast_facts::Mac;
use std::net::Ipv6Addr;

/// DHCPv6.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "dhcpv6",
    title: "DHCP for IPv6",
    standard: "RFC 8415, RFC 4704, RFC 8520",
    carriers: &[Carrier::Udp(&[546, 547])],
    attributes: &[
        attribute("dhcpv6.duid", "The client's DUID in hex (option 1)."),
        attribute("dhcpv6.enterprise", "Enterprise number in a DUID-EN."),
        attribute("dhcpv6.vendor_class", "Enterprise number and text of the vendor class (16)."),
        attribute("dhcpv6.user_class", "User class (15)."),
        attribute("dhcpv6.fqdn", "Fully qualified name (39)."),
        attribute("dhcpv6.option_request", "Options asked for, in their order (6)."),
        attribute("dhcpv6.mud_url", "MUD URL (112)."),
        attribute("dhcpv6.server", "The sender is a DHCPv6 server; its DUID (2)."),
        attribute(
            "dhcpv6.assigned_address",
            "An address that the client holds (IA address, 5), about the client.",
        ),
        weak("dhcpv6.message", "Kinds of message that the sender sent.", 9),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    if matches!(pdu.bytes.first(), Some(1..=13)) && (pdu.on_port(546) || pdu.on_port(547)) {
        Probe::Possible
    } else {
        Probe::No
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if message(pdu.bytes, false, sink).is_none() && !pdu.cut {
        sink.anomaly("short");
    }
    Progress::Done
}

fn message(bytes: &[u8], relayed: bool, sink: &mut Sink<'_>) -> Option<()> {
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
    if matches!(kind, 12 | 13) {
        // A relay's wrapping: hops, link and peer address, then options; the message is option 9.
        cursor.skip(33)?;
        while let Some((code, value)) = option(&mut cursor) {
            if code == 9 && !relayed {
                message(value, true, sink)?;
            }
        }
        return Some(());
    }
    cursor.skip(3)?;
    let from_server = matches!(kind, 2 | 7 | 10);
    let options = cursor.rest();
    let about = client(options, relayed || from_server);
    if let (Some(name), Some(about)) =
        (NAMES.get(usize::from(kind).wrapping_sub(1)), if from_server { Some(About::Source) } else { about })
    {
        sink.put(about, "dhcpv6.message", name, bytes.get(..4)?);
    }
    while let Some((code, value)) = option(&mut cursor) {
        if from_server {
            match code {
                2 => sink.put(About::Source, "dhcpv6.server", &hex(value), value),
                3 if kind == 7 => addresses(value, about, sink),
                _ => {}
            }
        } else if let Some(about) = about {
            of_client(code, value, about, sink);
        }
    }
    Some(())
}

fn option<'a>(cursor: &mut Cursor<'a>) -> Option<(u16, &'a [u8])> {
    let code = cursor.u16()?;
    let length = cursor.u16()?;
    Some((code, cursor.take(usize::from(length))?))
}

/// Whom the client's options are about: the sender, or the MAC in the DUID where somebody else sent them.
fn client(options: &[u8], told_by_other: bool) -> Option<About<'static>> {
    if !told_by_other {
        return Some(About::Source);
    }
    let mut cursor = Cursor::new(options);
    while let Some((code, value)) = option(&mut cursor) {
        if code == 1 {
            return duid_mac(value).map(About::Mac);
        }
    }
    None
}

/// DUID-LLT and DUID-LL (RFC 8415 §11.2, §11.4) of Ethernet.
fn duid_mac(duid: &[u8]) -> Option<Mac> {
    let mac = match duid {
        [0, 1, 0, 1, _, _, _, _, mac @ ..] | [0, 3, 0, 1, mac @ ..] => mac,
        _ => return None,
    };
    <[u8; 6]>::try_from(mac).ok().map(Mac).filter(|mac| mac.is_unicast())
}

fn of_client(code: u16, value: &[u8], about: About<'_>, sink: &mut Sink<'_>) {
    match code {
        1 => {
            sink.put(about, "dhcpv6.duid", &hex(value), value);
            if let [0, 2, a, b, c, d, ..] = value {
                sink.value(about, "dhcpv6.enterprise", u32::from_be_bytes([*a, *b, *c, *d]), value);
            }
        }
        6 => {
            let list: Vec<String> = value
                .chunks_exact(2)
                .take(64)
                .filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?).to_string()))
                .collect();
            sink.put(about, "dhcpv6.option_request", &list.join(","), value);
        }
        15 => strings(value, |text| sink.text(about, "dhcpv6.user_class", text)),
        16 => {
            if let Some(enterprise) =
                value.get(..4).and_then(|b| <[u8; 4]>::try_from(b).ok()).map(u32::from_be_bytes)
            {
                strings(value.get(4..).unwrap_or(&[]), |text| {
                    let shown = holdfast_facts::readable(text);
                    sink.value(about, "dhcpv6.vendor_class", format_args!("{enterprise}:{shown}"), text);
                });
            }
        }
        39 => {
            let mut cursor = Cursor::new(value.get(1..).unwrap_or(&[]));
            let mut name = Vec::new();
            while let Some(length @ 1..=63) = cursor.u8() {
                if !name.is_empty() {
                    name.push(b'.');
                }
                name.extend_from_slice(cursor.take_up_to(usize::from(length)));
            }
            sink.text_at(about, "dhcpv6.fqdn", &name, value);
        }
        112 => sink.text(about, "dhcpv6.mud_url", value),
        _ => {}
    }
}

fn strings(value: &[u8], mut each: impl FnMut(&[u8])) {
    let mut cursor = Cursor::new(value);
    while let Some(part) = cursor.u16().and_then(|length| cursor.take(usize::from(length))) {
        each(part);
    }
}

/// IA_NA: id and two times, then options; an address is option 5.
fn addresses(value: &[u8], about: Option<About<'_>>, sink: &mut Sink<'_>) {
    let (Some(about), Some(options)) = (about, value.get(12..)) else { return };
    let mut cursor = Cursor::new(options);
    while let Some((code, value)) = option(&mut cursor) {
        if let (5, Some(octets)) = (code, value.get(..16).and_then(|b| <[u8; 16]>::try_from(b).ok())) {
            sink.value(about, "dhcpv6.assigned_address", Ipv6Addr::from(octets), value);
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(64).map(|byte| format!("{byte:02x}")).collect()
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
}
