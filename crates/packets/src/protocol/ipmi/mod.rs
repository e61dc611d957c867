//! RMCP (UDP 623): a server's management controller answers a ping (ASF) and says, before any login, which IPMI it speaks,
//! whether it lets people in without a name, and who made it. Sessions are not looked at.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;

/// RMCP, ASF and IPMI.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ipmi",
    title: "RMCP with ASF and IPMI",
    standard: "DMTF ASF 2.0 (§3.2), IPMI 2.0 (§13.1, §20.1, §22.13)",
    carriers: &[Carrier::Udp(&[623, 664]), Carrier::Begins(&[])],
    attributes: &[
        attribute("ipmi.role", "The sender is a management controller: `controller`."),
        attribute("ipmi.version", "IPMI versions that it speaks: `1.5`, `2.0`."),
        attribute("ipmi.anonymous", "It lets people in without a name: `allowed` (anonymous login enabled)."),
        attribute("ipmi.no_authentication", "It lets people in without a password: `allowed` (type none)."),
        attribute("ipmi.manufacturer", "Enterprise number (Get Device ID, or OEM in a pong)."),
        attribute("ipmi.product", "Manufacturer's and product's number (Get Device ID): `674:256`."),
        attribute("ipmi.firmware", "Firmware version (Get Device ID)."),
    ],
    probe,
    dissect,
};

/// ASF's own enterprise number: no maker.
const ASF: u32 = 4542;
/// Class of the message, in the fourth byte.
const CLASS_ASF: u8 = 6;
const CLASS_IPMI: u8 = 7;
const PONG: u8 = 0x40;
/// Network function "application", answer, as it stands above the unit's two bits.
const APPLICATION_ANSWER: u8 = 0x1c;
const GET_DEVICE_ID: u8 = 0x01;
const GET_CAPABILITIES: u8 = 0x38;

fn probe(pdu: &Pdu<'_>) -> Probe {
    match pdu.bytes {
        // RMCP 1.0; no sequence where no acknowledgement is wanted.
        [6, 0, _, CLASS_ASF | CLASS_IPMI, ..] if pdu.on_port(623) || pdu.on_port(664) => Probe::Certain,
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let _ = match pdu.bytes.get(3) {
        Some(&CLASS_ASF) => pong(pdu.bytes, sink),
        Some(&CLASS_IPMI) => answer(pdu.bytes, sink),
        _ => None,
    };
    Progress::Done
}

/// Enterprise 4542, type, tag, reserved, length; then the maker's enterprise.
fn pong(bytes: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(bytes.get(4..)?);
    (cursor.u32()? == ASF && cursor.u8()? == PONG).then_some(())?;
    cursor.skip(3)?;
    sink.put(About::Source, "ipmi.role", "controller", bytes.get(..9)?);
    let at = cursor.rest().get(..4)?;
    let enterprise = cursor.u32()?;
    if enterprise != ASF && enterprise != 0 {
        sink.value(About::Source, "ipmi.manufacturer", enterprise, at);
    }
    Some(())
}

/// Session header without authentication (IPMI 1.5), then a message: address, function, checksum, address, sequence,
/// command, completion code, data.
fn answer(bytes: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(bytes.get(4..)?);
    // Type none, sequence 0, session 0: before a login.
    (cursor.take(9)? == [0; 9]).then_some(())?;
    let length = usize::from(cursor.u8()?);
    let mut message = Cursor::new(cursor.take_up_to(length));
    message.skip(1)?;
    (message.u8()? & 0xfc == APPLICATION_ANSWER).then_some(())?;
    message.skip(3)?;
    let (command, completion) = (message.u8()?, message.u8()?);
    sink.put(About::Source, "ipmi.role", "controller", bytes.get(..4)?);
    (completion == 0).then_some(())?;
    match command {
        GET_CAPABILITIES => capabilities(message.rest(), sink),
        GET_DEVICE_ID => device(message.rest(), sink),
        _ => Some(()),
    }
}

/// §22.13: channel, authentication types, status, extended capabilities, OEM.
fn capabilities(data: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let (types, status) = (data.get(1..2)?, data.get(2..3)?);
    let extended = data.get(3..4)?;
    sink.put(About::Source, "ipmi.version", "1.5", types);
    // Bit 7: the extended capabilities count; there, bit 1 is 2.0.
    if types.first()? & 0x80 != 0 && extended.first()? & 2 != 0 {
        sink.put(About::Source, "ipmi.version", "2.0", extended);
    }
    if types.first()? & 1 != 0 {
        sink.put(About::Source, "ipmi.no_authentication", "allowed", types);
    }
    if status.first()? & 1 != 0 {
        sink.put(About::Source, "ipmi.anonymous", "allowed", status);
    }
    Some(())
}

/// §20.1: device, its revision, firmware (binary, then BCD), IPMI version, support, manufacturer (20 bits), product.
fn device(data: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(data);
    cursor.skip(2)?;
    let (major, minor) = (cursor.u8()? & 0x7f, cursor.u8()?);
    sink.value(About::Source, "ipmi.firmware", format_args!("{major}.{minor:02x}"), data.get(2..4)?);
    cursor.skip(2)?;
    let at = cursor.rest().get(..3)?;
    let [a, b, c] = cursor.array()?;
    let manufacturer = u32::from_le_bytes([a, b, c & 0x0f, 0]);
    sink.value(About::Source, "ipmi.manufacturer", manufacturer, at);
    let product = cursor.u16_le()?;
    sink.value(About::Source, "ipmi.product", format_args!("{manufacturer}:{product}"), at);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, hex, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        let bytes = hex(text);
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 623, 40000);
        assert_eq!(probe(&message), Probe::Certain);
        be_nasty(&DISSECTOR, &message);
        dissect(&DISSECTOR, &message)
    }

    #[test]
    fn a_controller_answers_a_ping() {
        let pong = "0600ff06 000011be 40 01 00 10 000011be 00000000 81 00 000000000000";
        assert_eq!(lines(pong), ["source ipmi.role = controller"]);
    }

    #[test]
    fn it_says_what_it_speaks_and_whom_it_lets_in() {
        // Get Channel Authentication Capabilities: channel 1, types 97, status 05, extended 03.
        let capabilities = "0600ff07 00 00000000 00000000 10 811c63 20 00 38 00 01 97 05 03 5e0200 00 a8";
        assert_eq!(
            lines(capabilities),
            [
                "source ipmi.anonymous = allowed",
                "source ipmi.no_authentication = allowed",
                "source ipmi.role = controller",
                "source ipmi.version = 1.5",
                "source ipmi.version = 2.0",
            ]
        );
    }

    #[test]
    fn it_says_who_made_it() {
        let device =
            "0600ff07 00 00000000 00000000 17 811c63 20 00 01 00 20 81 02 41 51 df a20200 0001 00000000 26";
        assert_eq!(
            lines(device),
            [
                "source ipmi.firmware = 2.41",
                "source ipmi.manufacturer = 674",
                "source ipmi.product = 674:256",
                "source ipmi.role = controller",
            ]
        );
    }

    #[test]
    fn who_asks_and_what_is_in_a_session_say_nothing() {
        let ask = hex("0600ff07 00 00000000 00000000 09 2018c8 81 00 38 8e 04 b5");
        let message = pdu(&ask, Transport::Udp, Direction::ToServer, 40000, 623);
        assert!(dissect(&DISSECTOR, &message).is_empty());
        let session = hex("0600ff07 06 10 0000 00000000 00000000 2000 0000");
        let message = pdu(&session, Transport::Udp, Direction::ToClient, 623, 40000);
        assert!(dissect(&DISSECTOR, &message).is_empty());
    }
}
