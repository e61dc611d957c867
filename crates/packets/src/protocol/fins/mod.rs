//! Omron FINS over UDP and TCP: a controller says its model and version when asked for its controller data, and lets
//! anybody who reaches it read and write memory, program and operating mode.

mod commands;

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, Transport, attribute};
use crate::Cursor;

/// Omron FINS.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "fins",
    title: "Omron FINS",
    standard: "Omron W342 (Communications Commands Reference), W420 and W421 (FINS/TCP header)",
    carriers: &[Carrier::Udp(&[9600]), Carrier::TcpToEnd(&[9600]), Carrier::Begins(b"F")],
    attributes: &[
        attribute("fins.model", "Controller model (controller data read)."),
        attribute("fins.version", "Controller version (controller data read)."),
        attribute("fins.unit_model", "Model of a unit on the backplane (connection data read)."),
        attribute("fins.mode", "Operating mode (controller status read)."),
    ],
    probe,
    dissect,
};

/// Longest FINS frame (2012 bytes) with its TCP header.
const LONGEST: usize = 2100;

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.transport == Transport::Tcp {
        return match *pdu.bytes {
            [b'F', b'I', b'N', b'S', 0, 0, high, low, ..]
                if (8..=LONGEST).contains(&usize::from(u16::from_be_bytes([high, low]))) =>
            {
                Probe::Certain
            }
            _ => Probe::No,
        };
    }
    match *pdu.bytes {
        // Information control, reserved, gateways still allowed, addresses, number, command.
        [0x80 | 0x81 | 0xc0 | 0xc1, 0, gateways, _, _, _, _, _, _, _, main, sub, ..]
            if gateways <= 7 && commands::command(main, sub).is_some() =>
        {
            if pdu.on_port(9600) {
                Probe::Certain
            } else {
                Probe::No
            }
        }
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if pdu.transport == Transport::Udp {
        if frame(pdu.bytes, sink).is_none() && !pdu.cut {
            sink.anomaly("malformed");
        }
        return Progress::Done;
    }
    let mut cursor = Cursor::new(pdu.bytes);
    let (Some(magic), Some(length)) = (cursor.take(4), cursor.u32()) else {
        return if b"FINS".starts_with(pdu.bytes.get(..4).unwrap_or(pdu.bytes)) {
            Progress::More
        } else {
            Progress::Done
        };
    };
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if magic != b"FINS" || !(8..=LONGEST).contains(&length) {
        return Progress::Done;
    }
    let Some(body) = cursor.take(length) else {
        return if pdu.cut { Progress::Done } else { Progress::More };
    };
    let mut body = Cursor::new(body);
    // 2 sends a frame; 0 and 1 hand out node addresses.
    if let (Some(2), Some(0)) = (body.u32(), body.u32()) {
        let _ = frame(body.rest(), sink);
    }
    Progress::Consumed(length + 8)
}

fn frame(bytes: &[u8], sink: &mut Sink<'_>) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    let control = cursor.u8()?;
    cursor.skip(2)?;
    let to: [u8; 3] = cursor.array()?;
    let from: [u8; 3] = cursor.array()?;
    cursor.skip(1)?;
    let at = cursor.rest().get(..2)?;
    let (main, sub) = (cursor.u8()?, cursor.u8()?);
    let Some((class, name)) = commands::command(main, sub) else { return Some(()) };
    if control & 0x40 == 0 {
        sink.asks(class, name, &unit(to), at);
        return Some(());
    }
    let (first, second) = (cursor.u8()?, cursor.u8()?);
    // The high bits tell of relay errors and of the controller's own errors, not of the answer.
    let accepted = first & 0x7f == 0 && second & 0x3f == 0;
    sink.answers(class, name, &unit(from), accepted, at);
    if accepted {
        tell(main, sub, cursor, sink);
    }
    Some(())
}

/// A station of another network, or a unit that is not the CPU.
fn unit([network, node, unit]: [u8; 3]) -> String {
    match (network, unit) {
        (0, 0) => String::new(),
        (0, unit) => format!("unit {unit}"),
        (network, 0) => format!("network {network} node {node}"),
        (network, unit) => format!("network {network} node {node} unit {unit}"),
    }
}

fn tell(main: u8, sub: u8, mut cursor: Cursor<'_>, sink: &mut Sink<'_>) -> Option<()> {
    match (main, sub) {
        (5, 1) => {
            sink.text(About::Source, "fins.model", text(cursor.take(20)?));
            sink.text(About::Source, "fins.version", text(cursor.take(20)?));
        }
        (5, 2) => {
            let count = usize::from(cursor.u8()? & 0x7f);
            for _ in 0..count.min(64) {
                let unit = cursor.u8()?;
                let model = text(cursor.take(20)?);
                if unit != 0 && !model.is_empty() {
                    sink.text(About::Child(&format!("fins:{unit}")), "fins.unit_model", model);
                }
            }
        }
        (6, 1) => {
            let at = cursor.rest().get(1..2)?;
            cursor.skip(1)?;
            let mode = match cursor.u8()? {
                0 => "program",
                1 => "debug",
                2 => "monitor",
                4 => "run",
                _ => return None,
            };
            sink.put(About::Source, "fins.mode", mode, at);
        }
        _ => {}
    }
    Some(())
}

/// A text up to its first zero, without the blanks around.
fn text(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    bytes.get(..end).unwrap_or(bytes).trim_ascii()
}

#[cfg(test)]
mod tests {
    use super::super::Direction;
    use super::super::test_support::{be_nasty, dissect, hex, operations, pdu};
    use super::*;

    fn tcp(bytes: &[u8]) -> Pdu<'_> {
        pdu(bytes, Transport::Tcp, Direction::ToServer, 17134, 9600)
    }

    fn back(bytes: &[u8]) -> Pdu<'_> {
        let to = tcp(bytes);
        Pdu { source: to.destination, destination: to.source, direction: Direction::ToClient, ..to }
    }

    // From ITI's omron_test capture: FINS/TCP frame send, controller data read and its answer.
    const ASK: &str = "46494e53 00000015 00000002 00000000 800002 00c800 0000ef 05 0501 00";
    const ANSWER: &str = "46494e53 00000072 00000002 00000000 c00002 00fbef 00c800 05 0501 0000
        4350314c2d454c323044522d44 000000 20202020 30312e3030 0000000000 30312e3036 0000000000
        0000000000000000000000000000000000000001 0000000000000000000000000000000000010003000a172a1008 00000000 0000";

    #[test]
    fn a_controller_says_its_model() {
        let bytes = hex(ANSWER);
        assert_eq!(probe(&back(&bytes)), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &back(&bytes)),
            ["source fins.model = CP1L-EL20DR-D", "source fins.version = 01.00"]
        );
        be_nasty(&DISSECTOR, &back(&bytes));
    }

    #[test]
    fn commands_are_operations() {
        // From W342, over UDP: stop, refused as the access right is another's (0x3001); memory written at unit 16.
        let stop = hex("800002 000100 000a00 07 0402 ffff");
        let refused = hex("c00002 000a00 000100 07 0402 3001");
        let write = hex("800002 000110 000a00 08 0102 82 0064 00 0001 1234");
        let done = hex("c00002 000a00 000110 08 0102 0040");
        let udp = |bytes| Pdu { transport: Transport::Udp, ..tcp(bytes) };
        let from = |bytes| Pdu { transport: Transport::Udp, ..back(bytes) };
        assert_eq!(probe(&udp(&stop)), Probe::Certain);
        assert_eq!(
            operations(
                &DISSECTOR,
                &[udp(&stop), from(&refused), udp(&write), from(&done), tcp(&hex(ASK)), back(&hex(ANSWER))]
            ),
            [
                "192.0.2.1 > 192.0.2.2 [unit 16]: write `memory area write` asked 1 accepted 1 refused 0",
                "192.0.2.1 > 192.0.2.2: identify `controller data read` asked 1 accepted 1 refused 0",
                "192.0.2.1 > 192.0.2.2: stop `stop` asked 1 accepted 0 refused 1",
            ]
        );
        be_nasty(&DISSECTOR, &udp(&write));
    }

    #[test]
    fn others_are_not_ours() {
        let udp = |bytes| Pdu { transport: Transport::Udp, ..tcp(bytes) };
        assert_eq!(probe(&udp(b"AAAAAAAAAAAAAAAA")), Probe::No);
        assert_eq!(probe(&tcp(b"FINAL\0\0\0\0\0\0\0")), Probe::No);
    }
}
