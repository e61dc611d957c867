//! Doors for fuzzers: one protocol's reader fed with any bytes, and the messages of a capture as a beginning.
//!
//! The reader is called without the net that [`read_capture`](crate::read_capture) spans under it, so that a
//! panic shows. A message that the probe would turn down is read all the same: a reader must bear everything.

use crate::capture::CaptureReader;
use crate::classify::Candidates;
use crate::engine::Context;
use crate::link::{self, IPV4, IPV6, Link, Payload};
use crate::network::{self, Packet};
use crate::observe::{Limits, Observations, Provenance};
use crate::protocol::{
    Carrier, Direction, Dissector, FlowMemory, PROTOCOLS, Party, Pdu, Progress, Segment, Sink, Transport,
};
use holdfast_facts::{CaptureId, EvidenceSet, Mac, Timestamp};
use std::io::Read;
use std::net::{IpAddr, Ipv4Addr};

/// Calls of one stream's reader; the engine stops there too.
const CALLS: usize = 64;

/// Lets protocol `index` of [`PROTOCOLS`] read a message, and gives what it read.
///
/// The first byte of `input` shapes the message (two bits the direction, one for a cut frame, one for a stream
/// that comes in two segments, four that choose among the protocol's carriers); the rest is the message.
pub fn fuzz_protocol(index: usize, input: &[u8]) -> EvidenceSet {
    let (Some(protocol), Some((shape, message))) = (PROTOCOLS.get(index), input.split_first()) else {
        return EvidenceSet::default();
    };
    let limits = Limits { endpoints: 4096, children: 4096, ..Limits::default() };
    let mut observations = Observations::new(limits, Default::default(), protocol.attributes.iter());
    observations.at(Timestamp(1), 1);
    let pdu = shaped(protocol, *shape, message);
    let _ = (protocol.probe)(&pdu);
    read(protocol, &pdu, shape & 8 != 0, &mut observations);
    let from = Provenance {
        site: "fuzz".into(),
        sensor: "fuzz".into(),
        capture: CaptureId([0; 32]),
        address_at: Some(6),
    };
    observations.finish(&from).0
}

/// The message as the protocol meets it: its carrier, with its own port on the server's side.
fn shaped<'a>(protocol: &Dissector, shape: u8, bytes: &'a [u8]) -> Pdu<'a> {
    let direction = match shape & 3 {
        0 => Direction::ToServer,
        1 => Direction::ToClient,
        _ => Direction::Unknown,
    };
    let carriers = || protocol.carriers.iter().filter(|carrier| !matches!(carrier, Carrier::Begins(_)));
    let carrier = carriers().nth(usize::from(shape >> 4) % carriers().count().max(1));
    let port = |ports: &[u16]| ports.first().copied().unwrap_or(50_000);
    let (transport, carried_as, port) = match carrier {
        Some(Carrier::EtherType(kind)) => (Transport::Link, *kind, 0),
        Some(Carrier::Llc(sap)) => (Transport::Link, u16::from(*sap), 0),
        Some(Carrier::Snap(_, kind)) => (Transport::Link, *kind, 0),
        Some(Carrier::IpProtocol(number)) => (Transport::Ip, u16::from(*number), 0),
        Some(Carrier::Udp(ports)) => (Transport::Udp, 17, port(ports)),
        Some(Carrier::Tcp(ports) | Carrier::TcpToEnd(ports)) => (Transport::Tcp, 6, port(ports)),
        Some(Carrier::Begins(_)) | None => (Transport::Udp, 17, 0),
    };
    let party = |last: u8, port| Party {
        mac: Some(Mac([2, 0, 0, 0, 0, last])),
        ip: (transport != Transport::Link).then_some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, last))),
        port,
    };
    let other = if port == 0 { 0 } else { 50_001 };
    let (from, to) = if direction == Direction::ToClient { (port, other) } else { (other, port) };
    Pdu {
        bytes,
        source: party(1, from),
        destination: party(2, to),
        transport,
        direction,
        carried_as,
        cut: shape & 4 != 0,
    }
}

/// A datagram once; a stream as the engine would, in one segment or in two.
fn read(protocol: &'static Dissector, pdu: &Pdu<'_>, halved: bool, observations: &mut Observations) {
    let length = pdu.bytes.len();
    let seam = if halved { length / 2 } else { length };
    let segment = |from: usize, to: usize, frame| Segment {
        message_start: from,
        length: to.saturating_sub(from),
        frame,
        frame_start: 54,
    };
    let mut memory = FlowMemory::default();
    let mut call = |from: usize, to: usize| {
        let segments = [
            segment(0, seam.min(to).saturating_sub(from), 1),
            segment(seam.min(to).saturating_sub(from), to.saturating_sub(from), 2),
        ];
        let changed = Pdu { bytes: pdu.bytes.get(from..to).unwrap_or(&[]), ..*pdu };
        let mut sink = Sink {
            pdu: changed,
            segments: &segments,
            protocol: protocol.name,
            vlan: None,
            observations,
            scratch: String::new(),
        };
        (protocol.dissect)(&changed, &mut memory, &mut sink)
    };
    if pdu.transport != Transport::Tcp {
        call(0, length);
        return;
    }
    let (mut from, mut to) = (0, seam);
    for _ in 0..CALLS {
        match call(from, to) {
            Progress::Done => return,
            Progress::Consumed(count) if count > 0 => from = from.saturating_add(count).min(to),
            Progress::More | Progress::Consumed(_) if to == length => return,
            Progress::More | Progress::Consumed(_) => to = length,
        }
        if from == to {
            if to == length {
                return;
            }
            to = length;
        }
    }
}

/// The messages of a capture that a protocol would be offered, each as an input of [`fuzz_protocol`]; at most `limit`.
pub fn fuzz_seeds(capture: impl Read, limit: usize) -> Vec<(usize, Vec<u8>)> {
    let mut seeds = Vec::new();
    let Ok(mut reader) = CaptureReader::open(capture) else { return seeds };
    let candidates = Candidates::new();
    while let Ok(Some(frame)) = reader.next_frame() {
        if seeds.len() >= limit {
            break;
        }
        let Ok(link) = link::parse(frame.link_type, frame.bytes) else { continue };
        let seed = match link.payload {
            Payload::EtherType(IPV4 | IPV6) => network::parse(frame.bytes, link.offset)
                .ok()
                .and_then(|packet| of_packet(&candidates, frame.bytes, link, packet)),
            payload => candidates.link(payload).and_then(|index| {
                Some((index, Transport::Link, Direction::Unknown, frame.bytes.get(link.offset..)?))
            }),
        };
        if let Some((index, transport, direction, message)) = seed {
            let shape = match direction {
                Direction::ToServer => 0,
                Direction::ToClient => 1,
                Direction::Unknown => 2,
            } | carrier(index, transport) << 4;
            let mut input = Vec::with_capacity(1 + message.len());
            input.push(shape);
            input.extend_from_slice(message);
            seeds.push((usize::from(index), input));
        }
    }
    seeds
}

/// Which of the protocol's carriers this is.
fn carrier(index: u8, transport: Transport) -> u8 {
    let carriers = PROTOCOLS.get(usize::from(index)).map_or(&[][..], |protocol| protocol.carriers);
    let place = carriers.iter().position(|carrier| match carrier {
        Carrier::EtherType(_) | Carrier::Llc(_) | Carrier::Snap(..) => transport == Transport::Link,
        Carrier::IpProtocol(_) => transport == Transport::Ip,
        Carrier::Udp(_) => transport == Transport::Udp,
        Carrier::Tcp(_) | Carrier::TcpToEnd(_) => transport == Transport::Tcp,
        Carrier::Begins(_) => false,
    });
    place.and_then(|place| u8::try_from(place).ok()).unwrap_or(0) & 15
}

fn of_packet<'a>(
    candidates: &Candidates,
    frame: &'a [u8],
    link: Link,
    packet: Packet,
) -> Option<(u8, Transport, Direction, &'a [u8])> {
    let payload = frame.get(packet.start..packet.end)?;
    let context = Context { frame: 1, link, packet, cut: false, wire_length: 60 };
    let ports = || {
        let [a, b, c, d] = payload.get(..4)?.try_into().ok()?;
        Some((u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])))
    };
    let direction = |from, to, named: &dyn Fn(u16) -> bool| match (named(from), named(to)) {
        (false, true) => Direction::ToServer,
        (true, false) => Direction::ToClient,
        _ => Direction::Unknown,
    };
    match packet.protocol {
        17 => {
            let (from, to) = ports()?;
            let way = direction(from, to, &|port| candidates.is_udp_port(port));
            let body = payload.get(8..)?;
            let pdu = context.pdu(body, Transport::Udp, way, from, to);
            Some((candidates.udp(&pdu)?, Transport::Udp, way, body))
        }
        6 => {
            let (from, to) = ports()?;
            let way = direction(from, to, &|port| candidates.is_tcp_port(port));
            let body =
                payload.get(usize::from(payload.get(12)? >> 4) * 4..).filter(|body| !body.is_empty())?;
            let pdu = context.pdu(body, Transport::Tcp, way, from, to);
            Some((candidates.tcp(&pdu)?, Transport::Tcp, way, body))
        }
        other => Some((candidates.ip(other)?, Transport::Ip, Direction::Unknown, payload)),
    }
}
