//! Ubiquiti discovery (UDP 10001), versions 1 and 2: access points, bridges and gateways name model and firmware.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use crate::Cursor;
use holdfast_facts::Mac;

/// Ubiquiti.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "ubiquiti",
    title: "Ubiquiti discovery",
    standard: "observed layout",
    carriers: &[Carrier::Udp(&[10001]), Carrier::Begins(&[])],
    attributes: &[
        attribute("ubiquiti.mac", "MAC that the device gives."),
        attribute("ubiquiti.firmware", "Firmware (field 3, or 22 in version 2)."),
        attribute("ubiquiti.hostname", "Host name (11)."),
        attribute("ubiquiti.platform", "Short model (12): `UGW3`."),
        attribute("ubiquiti.model", "Full model name (20 or 21)."),
        attribute("ubiquiti.version", "Version number (22)."),
    ],
    probe,
    dissect,
};

fn probe(pdu: &Pdu<'_>) -> Probe {
    match pdu.bytes {
        [1 | 2, _, high, low, ..]
            if pdu.bytes.len() == 4 + usize::from(u16::from_be_bytes([*high, *low])) =>
        {
            if pdu.on_port(10001) { Probe::Certain } else { Probe::No }
        }
        _ => Probe::No,
    }
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    let mut cursor = Cursor::new(pdu.bytes);
    let _ = cursor.skip(4);
    while let (Some(kind), Some(length)) = (cursor.u8(), cursor.u16()) {
        let Some(value) = cursor.take(usize::from(length)) else {
            sink.anomaly("field_overrun");
            break;
        };
        match kind {
            1 => {
                if let Ok(octets) = <[u8; 6]>::try_from(value) {
                    sink.value(About::Source, "ubiquiti.mac", Mac(octets), value);
                }
            }
            3 => sink.text(About::Source, "ubiquiti.firmware", value),
            11 => sink.text(About::Source, "ubiquiti.hostname", value),
            12 => sink.text(About::Source, "ubiquiti.platform", value),
            20 | 21 => sink.text(About::Source, "ubiquiti.model", value),
            22 => sink.text(About::Source, "ubiquiti.version", value),
            _ => {}
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
    fn a_gateway_introduces_itself() {
        let mut bytes = hex("02 06 0024 01 0006 802aa88d692c 0b 0004 55424e54 0c 0004 55475733 16 000a");
        bytes.extend(b"4.3.33.493");
        bytes[3] = (bytes.len() - 4) as u8;
        let message = pdu(&bytes, Transport::Udp, Direction::Unknown, 10001, 10001);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            [
                "source ubiquiti.hostname = UBNT",
                "source ubiquiti.mac = 80:2a:a8:8d:69:2c",
                "source ubiquiti.platform = UGW3",
                "source ubiquiti.version = 4.3.33.493",
            ]
        );
        be_nasty(&DISSECTOR, &message);
    }
}
