//! EAPOL (IEEE 802.1X): a port that asks for identity is a switch's or an access point's; one that starts is a device's.
//! Identities are people's or machines' names and are not kept, nor is anything of a key.
//!
//! Wi-Fi Protected Setup runs in EAP too; there both sides tell maker, model and serial number in the clear.

mod setup;

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};

/// EAPOL.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "eapol",
    title: "EAPOL (802.1X)",
    standard: "IEEE 802.1X-2020 §11, IEEE 802.11-2020 §12.7.2, RFC 3748, Wi-Fi Simple Configuration 2.0",
    carriers: &[Carrier::EtherType(0x888e)],
    attributes: &[
        attribute(
            "eapol.role",
            "`supplicant` (a device that must be let in) or `authenticator` (who lets it in).",
        ),
        attribute("eapol.method", "EAP method that the supplicant speaks: `TLS`, `PEAP` and others."),
        attribute("eapol.wps_manufacturer", "Maker, as the sender tells in Wi-Fi Protected Setup (0x1021)."),
        attribute("eapol.wps_model_name", "Model name in Wi-Fi Protected Setup (0x1023)."),
        attribute("eapol.wps_model_number", "Model number in Wi-Fi Protected Setup (0x1024)."),
        attribute("eapol.wps_serial", "Serial number in Wi-Fi Protected Setup (0x1042)."),
        attribute("eapol.wps_device_name", "Device name in Wi-Fi Protected Setup (0x1011)."),
        attribute(
            "eapol.wps_device_type",
            "Category and sub-category of the Wi-Fi Alliance in Wi-Fi Protected Setup (0x1054): `3.1` is a printer.",
        ),
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
        EXPANDED => "WSC",
        _ => return None,
    })
}

const EAP: u8 = 0;
const KEY: u8 = 3;
const REQUEST: u8 = 1;
const RESPONSE: u8 = 2;
/// Expanded types (RFC 3748 §5.7): an organisation and its own number follow.
const EXPANDED: u8 = 254;

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    // Version, packet type, length of the body.
    let [_, kind, high, low, body @ ..] = pdu.bytes else { return Progress::Done };
    let at = pdu.bytes.get(..4).unwrap_or(&[]);
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    let body = body.get(..length).unwrap_or(body);
    let role = match (*kind, body) {
        // Start and logoff.
        (1 | 2, _) => "supplicant",
        (EAP, [RESPONSE, ..]) => "supplicant",
        // Request, success, failure.
        (EAP, [REQUEST | 3 | 4, ..]) => "authenticator",
        // Key descriptor of WPA or RSN, then key information: who wants an acknowledgement is the authenticator
        // (IEEE 802.11-2020 §12.7.2).
        (KEY, [2 | 254, _, information, ..]) if information & 0x80 != 0 => "authenticator",
        (KEY, [2 | 254, _, _, ..]) => "supplicant",
        _ => return Progress::Done,
    };
    sink.put(About::Source, "eapol.role", role, at);
    // Code, id, length, then the type.
    if let (EAP, [code @ (REQUEST | RESPONSE), _, _, _, kind, data @ ..]) = (*kind, body) {
        if let (RESPONSE, Some(name)) = (*code, method(*kind)) {
            sink.put(About::Source, "eapol.method", name, body.get(4..5).unwrap_or(at));
        }
        if *kind == EXPANDED {
            setup::read(data, sink);
        }
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

    fn said(text: &str) -> Vec<String> {
        let bytes = hex(text);
        let message = pdu(&bytes, Transport::Link, Direction::Unknown, 0, 0);
        be_nasty(&DISSECTOR, &message);
        dissect(&DISSECTOR, &message)
    }

    #[test]
    fn who_wants_an_acknowledgement_of_a_key_is_the_access_point() {
        // First and second message of the four-way handshake, the keys left out.
        assert_eq!(said("01 03 0005 02 008a 0010"), ["source eapol.role = authenticator"]);
        assert_eq!(said("01 03 0005 02 010a 0010"), ["source eapol.role = supplicant"]);
        assert!(said("01 03 0005 01 0080 0010").is_empty(), "RC4 keys of old say it otherwise");
    }

    #[test]
    fn a_device_tells_its_model_when_it_is_set_up() {
        let lines = said(
            "01 00 004e 02 05 004e fe 00372a 00000001 04 00     # response, expanded, WSC message
            104a 0001 10                                                  # version
            1021 0004 41636d65                                            # Acme
            1023 0006 43616d657261                                        # Camera
            1024 0002 5837                                                # X7
            1042 0002 5331                                                # S1
            1011 0005 576172 6437                                         # Ward7
            1045 0004 64656d6f                                            # network name: not kept
            1054 0008 0003 0050f204 0001",
        );
        assert_eq!(
            lines,
            [
                "source eapol.method = WSC",
                "source eapol.role = supplicant",
                "source eapol.wps_device_name = Ward7",
                "source eapol.wps_device_type = 3.1",
                "source eapol.wps_manufacturer = Acme",
                "source eapol.wps_model_name = Camera",
                "source eapol.wps_model_number = X7",
                "source eapol.wps_serial = S1",
            ]
        );
    }

    #[test]
    fn an_identity_is_nobodys_business() {
        assert_eq!(said("02 00 000a 02 01 000a 01 616c696365"), ["source eapol.role = supplicant"]);
    }
}
