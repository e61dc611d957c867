//! Broadlink remote controls and plugs (UDP 80): a device answers a search with the number of its type and its MAC. What its
//! owner calls it is not kept.

use super::{About, Carrier, Dissector, FlowMemory, Pdu, Probe, Progress, Sink, attribute};
use holdfast_facts::Mac;

/// Broadlink.
pub(super) static DISSECTOR: Dissector = Dissector {
    name: "broadlink",
    title: "Broadlink discovery",
    standard: "public descriptions of the local protocol",
    carriers: &[Carrier::Udp(&[80]), Carrier::Begins(&[])],
    attributes: &[
        attribute("broadlink.type", "Number of the device type, in hexadecimal: `2712` is an RM2."),
        attribute("broadlink.mac", "MAC that the device gives."),
    ],
    probe,
    dissect,
};

/// The command of a discovery's answer, and where things stand in it.
const ANSWER: u8 = 7;
const CHECKSUM: usize = 0x20;
const COMMAND: usize = 0x26;
const TYPE: usize = 0x34;
const ADDRESS: usize = 0x3a;

fn probe(pdu: &Pdu<'_>) -> Probe {
    if pdu.source.port == 80 && pdu.bytes.get(COMMAND) == Some(&ANSWER) && is_summed(pdu.bytes) {
        Probe::Certain
    } else {
        Probe::No
    }
}

/// The sum of all bytes but its own, begun at beaf.
fn is_summed(bytes: &[u8]) -> bool {
    let Some(wanted) = bytes.get(CHECKSUM..CHECKSUM + 2).and_then(|b| <[u8; 2]>::try_from(b).ok()) else {
        return false;
    };
    let others = bytes.iter().enumerate().filter(|(at, _)| *at != CHECKSUM && *at != CHECKSUM + 1);
    let sum = others.fold(0xbeafu16, |sum, (_, byte)| sum.wrapping_add(u16::from(*byte)));
    sum == u16::from_le_bytes(wanted)
}

fn dissect(pdu: &Pdu<'_>, _: &mut FlowMemory, sink: &mut Sink<'_>) -> Progress {
    if let Some(at) = pdu.bytes.get(TYPE..TYPE + 2)
        && let Ok(number) = <[u8; 2]>::try_from(at).map(u16::from_le_bytes)
    {
        sink.value(About::Source, "broadlink.type", format_args!("{number:04x}"), at);
    }
    if let Some(at) = pdu.bytes.get(ADDRESS..ADDRESS + 6)
        && let Ok([f, e, d, c, b, a]) = <[u8; 6]>::try_from(at)
    {
        sink.value(About::Source, "broadlink.mac", Mac([a, b, c, d, e, f]), at);
    }
    Progress::Done
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{be_nasty, dissect, pdu};
    use super::super::{Direction, Transport};
    use super::*;

    fn answer() -> Vec<u8> {
        let mut bytes = vec![0u8; 128];
        bytes[COMMAND] = ANSWER;
        bytes[TYPE..TYPE + 2].copy_from_slice(&[0x12, 0x27]);
        bytes[ADDRESS..ADDRESS + 6].copy_from_slice(&[1, 0, 0, 0x34, 0xea, 0x34]);
        bytes[0x40..0x46].copy_from_slice(b"Ann's ");
        let sum = bytes.iter().fold(0xbeafu16, |sum, b| sum.wrapping_add(u16::from(*b)));
        bytes[CHECKSUM..CHECKSUM + 2].copy_from_slice(&sum.to_le_bytes());
        bytes
    }

    #[test]
    fn a_remote_control_answers() {
        let mut bytes = answer();
        let message = pdu(&bytes, Transport::Udp, Direction::ToClient, 80, 40000);
        assert_eq!(probe(&message), Probe::Certain);
        assert_eq!(
            dissect(&DISSECTOR, &message),
            ["source broadlink.mac = 34:ea:34:00:00:01", "source broadlink.type = 2712"]
        );
        be_nasty(&DISSECTOR, &message);
        bytes[0] = 1;
        assert_eq!(probe(&pdu(&bytes, Transport::Udp, Direction::ToClient, 80, 40000)), Probe::No);
    }
}
