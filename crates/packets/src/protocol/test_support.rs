//! For the protocols' own tests: dissect a hex dump, and be nasty to a dissector.

use super::{Carrier, Direction, Dissector, FlowMemory, Party, Pdu, Probe, Segment, Sink, Transport};
use crate::observe::Observations;
use holdfast_facts::Mac;

/// Hex to bytes; blanks, line ends and `#` comments to the end of the line are passed over.
pub(crate) fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .lines()
        .map(|line| line.split('#').next().unwrap_or(""))
        .flat_map(|line| line.bytes().filter(u8::is_ascii_hexdigit))
        .collect();
    assert!(digits.len().is_multiple_of(2), "odd number of hex digits");
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// A message from 192.0.2.1 (02:00:00:00:00:01) port `from` to 192.0.2.2 (02:00:00:00:00:02) port `to`.
pub(crate) fn pdu(bytes: &[u8], transport: Transport, direction: Direction, from: u16, to: u16) -> Pdu<'_> {
    let party = |last: u8, port| Party {
        mac: Some(Mac([2, 0, 0, 0, 0, last])),
        ip: match transport {
            Transport::Link => None,
            _ => Some(std::net::IpAddr::from([192, 0, 2, last])),
        },
        port,
    };
    Pdu {
        bytes,
        source: party(1, from),
        destination: party(2, to),
        transport,
        direction,
        carried_as: 0,
        cut: false,
    }
}

/// Runs the dissector over one message and returns sorted `"who attribute = value"` lines. Who: `source`,
/// `destination`, or the address; a child is `source/child`. Asserts that every attribute is declared.
pub(crate) fn dissect(dissector: &Dissector, pdu: &Pdu<'_>) -> Vec<String> {
    let mut memory = FlowMemory::default();
    dissect_with(dissector, pdu, &mut memory)
}

/// As [`dissect`], with the flow's memory given.
pub(crate) fn dissect_with(dissector: &Dissector, pdu: &Pdu<'_>, memory: &mut FlowMemory) -> Vec<String> {
    let mut observations = Observations::for_tests();
    run(dissector, pdu, memory, &mut observations);
    lines(dissector, pdu, &observations)
}

/// Runs the dissector over messages of one flow and returns its operations as sorted lines:
/// `192.0.2.1 > 192.0.2.2 [unit 1]: write `write single coil` asked 1 accepted 1 refused 0`.
pub(crate) fn operations(dissector: &Dissector, pdus: &[Pdu<'_>]) -> Vec<String> {
    let (mut observations, mut memory) = (Observations::for_tests(), FlowMemory::default());
    for pdu in pdus {
        run(dissector, pdu, &mut memory, &mut observations);
    }
    observations.operations()
}

fn run(dissector: &Dissector, pdu: &Pdu<'_>, memory: &mut FlowMemory, observations: &mut Observations) {
    let segments = [Segment { message_start: 0, length: pdu.bytes.len(), frame: 1, frame_start: 0 }];
    let mut sink = Sink {
        pdu: *pdu,
        segments: &segments,
        protocol: dissector.name,
        vlan: None,
        observations,
        scratch: String::new(),
    };
    (dissector.dissect)(pdu, memory, &mut sink);
}

fn lines(dissector: &Dissector, pdu: &Pdu<'_>, observations: &Observations) -> Vec<String> {
    let mut lines = Vec::new();
    for (subject, name, value) in observations.listed() {
        assert!(
            dissector.attributes.iter().chain(crate::FLOW_ATTRIBUTES).any(|spec| spec.name == name),
            "{name} is not declared in the attributes of {}",
            dissector.name
        );
        let who = match (subject.mac, subject.ip) {
            (mac, ip) if mac == pdu.source.mac && ip == pdu.source.ip => "source".to_owned(),
            (mac, ip) if mac == pdu.destination.mac && ip == pdu.destination.ip => "destination".to_owned(),
            (Some(mac), None) => mac.to_string(),
            (None, Some(ip)) => ip.to_string(),
            (mac, ip) => format!("{mac:?}@{ip:?}"),
        };
        let who = subject.child.map_or(who.clone(), |child| format!("{who}/{child}"));
        lines.push(format!("{who} {name} = {value}"));
    }
    lines.sort();
    lines
}

/// Every start of the message, every single byte changed to four other values, and 2000 seeded mutations:
/// the dissector may read what it likes, but must not panic or loop.
pub(crate) fn be_nasty(dissector: &Dissector, pdu: &Pdu<'_>) {
    let run = |bytes: &[u8]| {
        let changed = Pdu { bytes, ..*pdu };
        // On ports of nobody it is certain only of what begins as it says (see `Carrier::Begins`).
        let mut elsewhere = changed;
        (elsewhere.source.port, elsewhere.destination.port) = (50_000, 50_001);
        let begins = dissector.carriers.iter().find_map(|carrier| match carrier {
            Carrier::Begins(first) => Some(*first),
            _ => None,
        });
        if (dissector.probe)(&elsewhere) == Probe::Certain
            && matches!(pdu.transport, Transport::Udp | Transport::Tcp)
            && let (Some(begins), Some(first)) = (begins, bytes.first())
        {
            assert!(begins.contains(first), "{} says nothing of {first:#04x}", dissector.name);
        }
        let _ = (dissector.probe)(&changed);
        let _ = dissect(dissector, &changed);
    };
    for end in 0..pdu.bytes.len().min(1500) {
        run(pdu.bytes.get(..end).unwrap());
    }
    let mut bytes = pdu.bytes.to_vec();
    for at in 0..bytes.len().min(600) {
        let kept = bytes[at];
        for value in [0, 0xff, kept ^ 0x80, kept.wrapping_add(1)] {
            bytes[at] = value;
            run(&bytes);
        }
        bytes[at] = kept;
    }
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    };
    for _ in 0..2000 {
        let mut bytes = pdu.bytes.to_vec();
        for _ in 0..1 + random() % 6 {
            if bytes.is_empty() {
                break;
            }
            let at = random() % bytes.len();
            match random() % 4 {
                0 => bytes[at] = random() as u8,
                1 => bytes.truncate(at),
                2 => bytes.insert(at, random() as u8),
                _ => bytes.extend_from_within(at..),
            }
            bytes.truncate(4096);
        }
        run(&bytes);
    }
}
