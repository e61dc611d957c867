//! Kerberos 5 (RFC 4120): realm, services asked for, and machine accounts (names that end in `$`). People's names are not
//! kept.

use super::{
    About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute, weak,
};

/// Kerberos.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "kerberos",
    title: "Kerberos 5",
    standard: "RFC 4120",
    carriers: &[Carrier::Udp(&[88]), Carrier::Tcp(&[88]), Carrier::Begins(&[])],
    attributes: &[
        weak("kerberos.realm", "Realm that the client asks in.", 4),
        weak("kerberos.host", "Host of a service that the client asks for.", 8),
        attribute(
            "kerberos.client_machine",
            "Machine account that asks, or the NetBIOS address in the request: the computer's own name.",
        ),
        attribute("kerberos.kdc", "The sender answers Kerberos requests: `answers`."),
    ],
    probe,
    dissect,
};

fn body<'a>(pdu: &Pdu<'a>) -> Option<&'a [u8]> {
    if pdu.transport == Transport::Tcp { pdu.bytes.get(4..) } else { Some(pdu.bytes) }
        .filter(|b| !b.is_empty())
}

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Application tags 10–15 and 30 (RFC 4120 §5.10), with a long length or a sequence inside.
    match body(pdu).and_then(|b| Some((*b.first()?, *b.get(1)?))) {
        Some((0x6a..=0x6f | 0x7e, length)) if pdu.on_port(88) && (length >= 0x80 || length > 20) => {
            Probe::Possible
        }
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.transport == Transport::Tcp {
        let Some(length) = pdu.bytes.get(..4).and_then(|b| <[u8; 4]>::try_from(b).ok()) else {
            return Progress::More;
        };
        let total = 4 + u32::from_be_bytes(length) as usize;
        if total > crate::STREAM_LIMIT {
            return Progress::Done;
        }
        if pdu.bytes.len() < total && !pdu.cut {
            return Progress::More;
        }
    }
    let Some(message) = body(pdu) else { return Progress::Done };
    match message.first() {
        Some(0x6a | 0x6c) if pdu.direction != Direction::ToClient => request(message, sink),
        Some(0x6b | 0x6d | 0x7e) if pdu.direction != Direction::ToServer => {
            sink.put(About::Source, "kerberos.kdc", "answers", message.get(..2).unwrap_or(message));
        }
        _ => {}
    }
    Progress::Done
}

/// The strings of a request (GeneralString, tag 0x1b) in their order; a cipher's bytes may look like one, so they must
/// be readable.
fn request(message: &[u8], sink: &mut Sink<'_>) {
    let mut strings: Vec<&[u8]> = Vec::new();
    let mut at = 0;
    while let Some(found) =
        message.get(at..).and_then(|rest| rest.iter().position(|b| *b == 0x1b)).map(|p| at + p)
    {
        at = found + 1;
        let Some(length) = message.get(found + 1).map(|l| usize::from(*l)) else { break };
        let Some(text) = message.get(found + 2..found + 2 + length) else { continue };
        if length >= 2 && text.iter().all(|b| b.is_ascii_graphic()) && strings.len() < 12 {
            strings.push(text);
            at = found + 2 + length;
        }
    }
    // The client's own addresses (§5.2.5): type 20 is its NetBIOS name, padded with blanks to 16 bytes.
    let head = [0xa0, 3, 2, 1, 20, 0xa1, 18, 4, 16];
    if let Some(at) = message.windows(head.len()).position(|w| w == head)
        && let Some(name) = message.get(at + head.len()..at + head.len() + 15)
    {
        sink.text(About::Source, "kerberos.client_machine", name.trim_ascii());
    }
    for (index, text) in strings.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|i| strings.get(i)).copied().unwrap_or(&[]);
        if text.ends_with(b"$") {
            sink.text(About::Source, "kerberos.client_machine", text);
        } else if [&b"host"[..], b"cifs", b"ldap", b"HTTP", b"HOST", b"http", b"TERMSRV"].contains(&before) {
            sink.text(About::Source, "kerberos.host", text);
        } else if before == b"krbtgt" {
            sink.text(About::Source, "kerberos.realm", text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::*;

    fn string(text: &str) -> Vec<u8> {
        let mut bytes = vec![0x1b, text.len() as u8];
        bytes.extend(text.as_bytes());
        bytes
    }

    #[test]
    fn a_machine_asks_and_a_person_is_not_named() {
        for (name, expected) in [
            (
                "WARD7-PC$",
                vec!["source kerberos.client_machine = WARD7-PC$", "source kerberos.realm = HOSPITAL"],
            ),
            ("ann.smith", vec!["source kerberos.realm = HOSPITAL"]),
        ] {
            let mut bytes = vec![0x6a, 0x81, 0x90, 0x30, 0x81, 0x8d];
            bytes.extend(string(name));
            bytes.extend([0xa2, 10]);
            bytes.extend(string("krbtgt"));
            bytes.extend(string("HOSPITAL"));
            let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 88);
            assert_eq!(probe(&message), Probe::Possible);
            assert_eq!(dissect(&DISSECTOR, &message), expected);
            be_nasty(&DISSECTOR, &message);
        }
    }

    #[test]
    fn a_request_for_a_person_still_names_the_computer() {
        let mut bytes = vec![0x6a, 0x81, 0x90, 0x30, 0x81, 0x8d];
        bytes.extend(string("ann.smith"));
        bytes.extend([0x30, 0x19, 0xa0, 3, 2, 1, 20, 0xa1, 18, 4, 16]);
        bytes.extend(b"WARD7-PC        ");
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 88);
        assert_eq!(dissect(&DISSECTOR, &message), ["source kerberos.client_machine = WARD7-PC"]);
        be_nasty(&DISSECTOR, &message);
    }
}
