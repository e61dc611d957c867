//! NTP (RFC 5905): who keeps time and who asks; control messages (RFC 9327) name system and software.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute, weak};

/// NTP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ntp",
    title: "NTP",
    standard: "RFC 5905, RFC 9327",
    carriers: &[Carrier::Udp(&[123]), Carrier::Begins(&[])],
    attributes: &[
        weak("ntp.role", "`client`, `server`, `symmetric`, `broadcast`.", 4),
        weak("ntp.server", "Address that the client asks for the time.", 4),
        weak("ntp.version", "Version number.", 4),
        weak("ntp.stratum", "Stratum of a server.", 4),
        weak("ntp.reference", "Reference clock of a stratum 1 server: `GPS`.", 4),
        attribute("ntp.system", "Operating system in a control answer."),
        attribute("ntp.processor", "Processor in a control answer."),
        attribute("ntp.software", "Software version in a control answer."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    let Some(first) = pdu.bytes.first() else { return Probe::No };
    let (version, mode) = (first >> 3 & 7, first & 7);
    let timed = (1..=5).contains(&mode) && pdu.bytes.len() >= 48;
    if (1..=4).contains(&version) && (timed || matches!(mode, 6 | 7)) && pdu.on_port(123) {
        Probe::Possible
    } else {
        Probe::No
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some(first) = pdu.bytes.first() else { return Progress::Done };
    let at = pdu.bytes.get(..2).unwrap_or(pdu.bytes);
    sink.value(About::Source, "ntp.version", first >> 3 & 7, at);
    let role = match first & 7 {
        1 | 2 => "symmetric",
        3 => "client",
        4 => "server",
        5 => "broadcast",
        6 => {
            control(pdu, sink);
            return Progress::Done;
        }
        _ => return Progress::Done,
    };
    sink.put(About::Source, "ntp.role", role, at);
    if let ("client", Some(server)) = (role, pdu.destination.ip) {
        sink.value(About::Source, "ntp.server", server, at);
    }
    if let (4 | 5, Some(stratum @ 1..=15)) = (first & 7, pdu.bytes.get(1)) {
        sink.value(About::Source, "ntp.stratum", stratum, at);
        // A stratum 1 server says its clock in four letters.
        if *stratum == 1
            && let Some(reference) = pdu.bytes.get(12..16)
            && reference.iter().all(|b| *b == 0 || b.is_ascii_graphic())
        {
            let end = reference.iter().position(|b| *b == 0).unwrap_or(4);
            sink.text(About::Source, "ntp.reference", reference.get(..end).unwrap_or(reference));
        }
    }
    Progress::Done
}

/// RFC 9327 §3: an answer's data are `name="value"` pairs.
fn control(pdu: &Pdu<'_>, sink: &mut Sink<'_>) {
    let response = pdu.bytes.get(1).is_some_and(|second| second & 0x80 != 0);
    let count = pdu
        .bytes
        .get(10..12)
        .and_then(|b| <[u8; 2]>::try_from(b).ok())
        .map_or(0, |b| usize::from(u16::from_be_bytes(b)));
    let Some(data) = pdu.bytes.get(12..(12 + count).min(pdu.bytes.len())).filter(|_| response) else {
        return;
    };
    for (name, key) in
        [("ntp.system", &b"system="[..]), ("ntp.processor", b"processor="), ("ntp.software", b"version=")]
    {
        let Some(at) = data.windows(key.len()).position(|w| w == key).map(|at| at + key.len()) else {
            continue;
        };
        let rest = data.get(at..).unwrap_or(&[]);
        let value = match rest.strip_prefix(b"\"") {
            Some(quoted) => quoted.split(|b| *b == b'"').next().unwrap_or(quoted),
            None => rest.split(|b| matches!(b, b',' | b'\r' | b'\n')).next().unwrap_or(rest),
        };
        sink.text(About::Source, name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn a_server_and_its_control_answer() {
        let mut bytes = hex("24 01 06 ec 00000000 00000000 47505300");
        bytes.resize(48, 1);
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 123, 123);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source ntp.reference = GPS",
                "source ntp.role = server",
                "source ntp.stratum = 1",
                "source ntp.version = 4"
            ]
        );
        be_nasty(&DISSECTOR, &message);
        let mut bytes = hex("23 00 06 ec");
        bytes.resize(48, 0);
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 123);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source ntp.role = client", "source ntp.server = 192.0.2.2", "source ntp.version = 4"]
        );
        let mut bytes = hex("16 82 0001 0000 0000 0000 0000");
        bytes.extend(b"version=\"ntpd 4.2.6p5\", processor=\"armv7l\", system=\"Linux/3.10\"");
        let length = bytes.len() - 12;
        bytes[11] = length as u8;
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 123, 40000);
        let lines = dissect(&DISSECTOR, &message);
        assert!(lines.contains(&"source ntp.system = Linux/3.10".to_owned()), "{lines:?}");
        be_nasty(&DISSECTOR, &message);
    }
}
