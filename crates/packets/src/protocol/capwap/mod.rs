//! CAPWAP (RFC 5415) control messages before DTLS: an access point looks for its controller and names model, serial
//! number and software; the controller answers with its name.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;

/// CAPWAP.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "capwap",
    title: "CAPWAP",
    standard: "RFC 5415, RFC 5416",
    carriers: &[Carrier::Udp(&[5246]), Carrier::Begins(&[])],
    attributes: &[
        attribute("capwap.role", "`wtp` (an access point) or `ac` (a controller)."),
        attribute(
            "capwap.vendor",
            "Enterprise number in board data or beside a version; Cisco also gives its OUI.",
        ),
        attribute("capwap.model", "Model (board data 0), about the access point."),
        attribute("capwap.serial", "Serial number (board data 1), about the access point."),
        attribute("capwap.hardware", "Hardware version, about the sender."),
        attribute("capwap.software", "Active software version, about the sender."),
        attribute("capwap.boot", "Boot version, about the access point."),
        attribute("capwap.ac_name", "Controller's name (4)."),
        attribute("capwap.ap_name", "Access point's name (45)."),
        attribute("capwap.location", "Location (28), about the access point."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Preamble 0: a clear header of at least two words. Preamble 1 is DTLS.
    match pdu.bytes {
        [0, length, ..] if pdu.on_port(5246) && (2..=16).contains(&(length >> 3)) => Probe::Certain,
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
    let header = cursor.u32()?;
    // The length counts words of four bytes (§4.3).
    let words = (header >> 19 & 0x1f) as usize;
    cursor.skip((words * 4).checked_sub(4)?)?;
    let kind = cursor.u32()?;
    cursor.skip(1)?;
    let length = cursor.u16()?;
    cursor.skip(1)?;
    let at = pdu.bytes.get(words * 4..words * 4 + 4)?;
    // Requests of access points have odd numbers, answers of controllers even ones (§4.5.1.1).
    let role = match kind {
        1 | 3 | 5 | 9 | 11 => "wtp",
        2 | 4 | 6 | 10 | 12 => "ac",
        _ => return Some(()),
    };
    sink.put(About::Source, "capwap.role", role, at);
    // Three bytes of the length are sequence number and flags that stand before the elements.
    let mut elements = Cursor::new(cursor.take_up_to(usize::from(length).saturating_sub(3)));
    while let (Some(kind), Some(length)) = (elements.u16(), elements.u16()) {
        let value = elements.take(usize::from(length))?;
        element(kind, value, role, sink);
    }
    Some(())
}

fn element(kind: u16, value: &[u8], role: &str, sink: &mut Sink<'_>) {
    match kind {
        // AC descriptor: twelve bytes of counts and flags, then versions.
        1 => versions(value.get(12..).unwrap_or(&[]), "ac", sink),
        4 => sink.text(About::Source, "capwap.ac_name", value),
        28 => sink.text(About::Source, "capwap.location", value),
        // Cisco's own elements: 5 is the access point's name.
        37 => {
            if let Some(name) = value.strip_prefix(&[0x00, 0x40, 0x96, 0x00, 0, 5]) {
                sink.text(About::Source, "capwap.ap_name", name);
            }
        }
        38 => board(value, sink),
        39 => {
            // Radios, then a list of encryption capabilities of three bytes each; Cisco has two bytes instead.
            let count = usize::from(value.get(2).copied().unwrap_or(0));
            let standard = value.get(3 + count * 3..).unwrap_or(&[]);
            let list = if fits(standard) { standard } else { value.get(4..).unwrap_or(&[]) };
            versions(list, role, sink);
        }
        45 => sink.text(About::Source, "capwap.ap_name", value),
        _ => {}
    }
}

/// An SMI enterprise number; Cisco gives the OUI 00-40-96 in its first three bytes instead.
fn put_vendor(bytes: &[u8], sink: &mut Sink<'_>) {
    match bytes {
        [0x00, 0x40, 0x96, 0] => sink.put(About::Source, "capwap.vendor", "oui 00:40:96", bytes),
        [a, b, c, d] => {
            sink.value(About::Source, "capwap.vendor", u32::from_be_bytes([*a, *b, *c, *d]), bytes);
        }
        _ => {}
    }
}

fn board(value: &[u8], sink: &mut Sink<'_>) {
    let mut cursor = Cursor::new(value);
    if let Some(vendor) = cursor.take(4) {
        put_vendor(vendor, sink);
    }
    while let (Some(kind), Some(length)) = (cursor.u16(), cursor.u16()) {
        let Some(text) = cursor.take(usize::from(length)) else { return };
        match kind {
            0 => sink.text(About::Source, "capwap.model", text),
            1 => sink.text(About::Source, "capwap.serial", text),
            _ => {}
        }
    }
}

/// Whether a list of versions ends where its element ends.
fn fits(list: &[u8]) -> bool {
    let mut cursor = Cursor::new(list);
    while cursor.left() > 0 {
        let length = cursor.skip(6).and_then(|()| cursor.u16());
        if length.and_then(|length| cursor.skip(usize::from(length))).is_none() {
            return false;
        }
    }
    true
}

/// Vendor, type, length and a version, which some give as text and some as four numbers.
fn versions(value: &[u8], role: &str, sink: &mut Sink<'_>) {
    let mut cursor = Cursor::new(value);
    if !fits(value) {
        return sink.anomaly("descriptor");
    }
    while let (Some(vendor), Some(kind), Some(length)) = (cursor.take(4), cursor.u16(), cursor.u16()) {
        let Some(bytes) = cursor.take(usize::from(length)) else { return };
        put_vendor(vendor, sink);
        // Access points: 0 hardware, 1 software, 2 boot; controllers: 4 hardware, 5 software; Cisco's say 0 and 1.
        let name = match (role, kind) {
            ("wtp" | "ac", 0) | ("ac", 4) => "capwap.hardware",
            ("wtp" | "ac", 1) | ("ac", 5) => "capwap.software",
            ("wtp", 2) => "capwap.boot",
            _ => continue,
        };
        if bytes.iter().all(|b| (0x20..0x7f).contains(b)) {
            sink.text(About::Source, name, bytes);
        } else if let Ok([a, b, c, d]) = <[u8; 4]>::try_from(bytes) {
            sink.value(About::Source, name, format_args!("{a}.{b}.{c}.{d}"), bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    #[test]
    fn an_access_point_looks_for_its_controller() {
        let mut body = hex("0026 0015 00004096 0000 0009"); // board data: Cisco, model
        body.extend(b"AIR-CAP26");
        body.extend(hex("0001 0000 0027 0012 02 02 01 010000 00004096 0001 0004 0f020400"));
        body.extend(hex("002d 0003 415031"));
        let mut bytes = hex("00 10 4200 0000 0000 00000001 00");
        bytes.extend((body.len() as u16 + 3).to_be_bytes());
        bytes.push(0);
        bytes.extend(body);
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 40000, 5246);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source capwap.ap_name = AP1",
                "source capwap.model = AIR-CAP26",
                "source capwap.role = wtp",
                "source capwap.software = 15.2.4.0",
                "source capwap.vendor = 16534",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }

    // A discovery request of a Cisco access point and the answer of its controller, as recorded.
    const REQUEST: &str =
        "002002100000000006580a20690e20e800000001000066000014000100002700280202000100409600000000040100000000
        409600000100040705660000409600000200040c0419000029000104002c0001010025000a0040960000cf01000001002500
        160040960000054150623833382e363166332e30356163";
    const ANSWER: &str =
        "0010020000000000000000020000650000010024000003e80000000502010003004096000001000407056600004096000000
        00040100000100040009436973636f32353034041800050000000000000a0006c0a80a090000002500070040960000d00000
        25000b00409600009754c7045f00";

    #[test]
    fn cisco_writes_its_descriptors_in_its_own_way() {
        let bytes = hex(REQUEST);
        let message = pdu(&bytes, Transport::Udp, Direction::ToServer, 12380, 5246);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source capwap.ap_name = APb838.61f3.05ac",
                "source capwap.boot = 12.4.25.0",
                "source capwap.hardware = 1.0.0.0",
                "source capwap.role = wtp",
                "source capwap.software = 7.5.102.0",
                "source capwap.vendor = oui 00:40:96",
            ]
        );
        be_nasty(&DISSECTOR, &message);
        let bytes = hex(ANSWER);
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 5246, 12380);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source capwap.ac_name = Cisco2504",
                "source capwap.hardware = 1.0.0.1",
                "source capwap.role = ac",
                "source capwap.software = 7.5.102.0",
                "source capwap.vendor = oui 00:40:96",
            ]
        );
    }

    #[test]
    fn dtls_is_passed_over() {
        let bytes = hex("0100000016feff0000000000000000002f030000230000000000000023feff20");
        assert_eq!(probe(&pdu(&bytes, Transport::Udp, Direction::ToClient, 5246, 12380)), Probe::No);
    }
}
