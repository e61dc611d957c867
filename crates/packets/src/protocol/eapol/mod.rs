//! EAPOL (IEEE 802.1X): a port that asks for identity is a switch's or an access point's; one that starts is a device's.
//! Identities are people's or machines' names and are not kept.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};

/// EAPOL.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "eapol",
    title: "EAPOL (802.1X)",
    standard: "IEEE 802.1X-2020 §11, RFC 3748",
    carriers: &[Carrier::EtherType(0x888e)],
    attributes: &[
        attribute(
            "eapol.role",
            "`supplicant` (a device that must be let in) or `authenticator` (who lets it in).",
        ),
        attribute("eapol.method", "EAP method that the supplicant speaks: `TLS`, `PEAP` and others."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    if matches!(pdu.bytes, [1..=3, 0..=8, ..]) { Probe::Certain } else { Probe::No }
}

/// IANA EAP method types that are in use.
fn method(kind: u8) -> Option<&'static str> {
    Some(match kind {
        4 => "MD5",
        6 => "GTC",
        13 => "TLS",
        17 => "LEAP",
        18 => "SIM",
        21 => "TTLS",
        23 => "AKA",
        25 => "PEAP",
        26 => "MSCHAPv2",
        43 => "FAST",
        50 => "AKA'",
        52 => "PWD",
        55 => "TEAP",
        _ => return None,
    })
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let Some((kind, at)) = pdu.bytes.get(1).zip(pdu.bytes.get(..4)) else { return Progress::Done };
    match (kind, pdu.bytes.get(4)) {
        // Start and logoff come from the supplicant; an EAP response too, a request from the other side.
        (1 | 2, _) | (0, Some(2)) => sink.put(About::Source, "eapol.role", "supplicant", at),
        (0, Some(1)) => sink.put(About::Source, "eapol.role", "authenticator", at),
        _ => {}
    }
    if let (0, Some(2), Some(name)) =
        (kind, pdu.bytes.get(4), pdu.bytes.get(8).and_then(|kind| method(*kind)))
    {
        sink.put(About::Source, "eapol.method", name, pdu.bytes.get(8..9).unwrap_or(at));
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn both_sides() {
        let start = hex("01 01 0000");
        let message = pdu(&start, Transport::Link, Direction::Unknown, 0, 0);
        assert_eq!(dissect(&DISSECTOR, &message), ["source eapol.role = supplicant"]);
        let request = hex("02 00 0005 01 01 0005 01");
        assert_eq!(
            dissect(&DISSECTOR, &pdu(&request, Transport::Link, Direction::Unknown, 0, 0)),
            ["source eapol.role = authenticator"]
        );
        let response = hex("02 00 000a 02 07 000a 19 81 00000000");
        let message = pdu(&response, Transport::Link, Direction::Unknown, 0, 0);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source eapol.method = PEAP", "source eapol.role = supplicant"]
        );
        be_nasty(&DISSECTOR, &message);
    }
}
