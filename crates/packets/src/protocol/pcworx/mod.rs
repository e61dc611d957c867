//! Phoenix Contact PCWorx: controllers of the ILC and AXC lines answer an information request with type, order number and
//! firmware. The protocol is not published; its identification is, in public scanners.

use super::{About, Carrier, Direction, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use holdfast_facts::OperationClass::{Identify, Login};

/// PCWorx.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "pcworx",
    title: "PCWorx",
    standard: "Phoenix Contact PCWorx (as public scanners parse its identification; no description is published)",
    carriers: &[Carrier::TcpToEnd(&[1962]), Carrier::Begins(&[])],
    attributes: &[
        attribute("pcworx.type", "Type of the controller."),
        attribute("pcworx.order_number", "Model number: the order number."),
        attribute("pcworx.firmware", "Firmware version."),
        attribute("pcworx.firmware_date", "Date of the firmware."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    // Request 1 or answer 0x81, service, 0, length of the whole.
    match *pdu.bytes {
        [1 | 0x81, _, high, low, ..]
            if pdu.on_port(1962) && usize::from(u16::from_be_bytes([high, low])) <= 2048 =>
        {
            Probe::Possible
        }
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let &[kind, service, high, low, ..] = pdu.bytes else { return Progress::More };
    let length = usize::from(u16::from_be_bytes([high, low]));
    if !matches!(kind, 1 | 0x81) || !(4..=2048).contains(&length) {
        return Progress::Done;
    }
    let Some(message) = pdu.bytes.get(..length) else {
        return if pdu.cut { Progress::Done } else { Progress::More };
    };
    let at = message.get(1..2).unwrap_or(&[]);
    match (kind, service) {
        (1, 1) => sink.asks(Login, "initialize session", "", at),
        (0x81, 1) => sink.answers(Login, "initialize session", "", true, at),
        (1, 6) => sink.asks(Identify, "read information", "", at),
        (0x81, 6) if pdu.direction != Direction::ToServer => {
            sink.answers(Identify, "read information", "", true, at);
            for (place, name) in [
                (30, "pcworx.type"),
                (66, "pcworx.firmware"),
                (79, "pcworx.firmware_date"),
                (152, "pcworx.order_number"),
            ] {
                let text = message.get(place..).unwrap_or(&[]);
                let end = text.iter().take(40).position(|byte| *byte == 0).unwrap_or(0);
                let text = text.get(..end).unwrap_or(&[]).trim_ascii();
                if text.len() >= 2 && text.iter().all(|byte| (0x20..0x7f).contains(byte)) {
                    sink.text(About::Source, name, text);
                }
            }
        }
        _ => {}
    }
    Progress::Consumed(length)
}

#[cfg(test)]
mod tests {
    use super::super::Transport;
    use super::super::test_support::{be_nasty, dissect, hex, operations, pdu};
    use super::*;

    // No public capture: written from what public scanners send and parse.
    fn answer() -> Vec<u8> {
        let mut bytes = vec![0; 180];
        bytes[..4].copy_from_slice(&[0x81, 6, 0, 180]);
        bytes[30..40].copy_from_slice(b"ILC 151 GB");
        bytes[66..71].copy_from_slice(b"3.97 ");
        bytes[79..87].copy_from_slice(b"01/02/14");
        bytes[152..159].copy_from_slice(b"2700974");
        bytes
    }

    #[test]
    fn a_controller_says_what_it_is() {
        let bytes = answer();
        let message = pdu(&bytes, Transport::Tcp, Direction::ToClient, 1962, 50000);
        assert_eq!(probe(&message), Probe::Possible);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source pcworx.firmware = 3.97",
                "source pcworx.firmware_date = 01/02/14",
                "source pcworx.order_number = 2700974",
                "source pcworx.type = ILC 151 GB",
            ]
        );
        be_nasty(&DISSECTOR, &message);
        let first = hex("0101001a005e000000000003000c494245544830314e305f4d00");
        let ask = pdu(&first, Transport::Tcp, Direction::ToServer, 50000, 1962);
        assert_eq!(
            operations(&DISSECTOR, &[ask]),
            ["192.0.2.1 > 192.0.2.2: login `initialize session` asked 1 accepted 0 refused 0"]
        );
        assert_eq!(probe(&pdu(&first, Transport::Tcp, Direction::ToServer, 50000, 80)), Probe::No);
    }
}
