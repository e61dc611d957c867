//! UDP (RFC 768): named ports always, others only the first few of a flow.

use crate::engine::{Context, Engine, without_header};
use crate::flow::FlowKey;
use crate::protocol::{Direction, Segment, Transport};
use crate::trail::Wanted;
use std::hash::BuildHasher as _;

/// Datagrams of an unnamed flow that are probed.
const PROBES: u8 = 4;
/// UDP flows that a dissector may remember something of.
const MEMORIES: usize = 4096;
/// Bytes of the header.
const HEADER: usize = 8;

/// Reads a datagram. Whether more of its flow is wanted.
pub(crate) fn read(engine: &mut Engine, context: &Context, payload: &[u8], segments: &[Segment]) -> Wanted {
    let Some([s1, s0, d1, d0, l1, l0, _, _]) =
        payload.get(..HEADER).and_then(|b| <[u8; HEADER]>::try_from(b).ok())
    else {
        return Wanted::Yes;
    };
    let (from, to) = (u16::from_be_bytes([s1, s0]), u16::from_be_bytes([d1, d0]));
    let length = usize::from(u16::from_be_bytes([l1, l0]));
    let end = if length < HEADER { payload.len() } else { length.min(payload.len()) };
    let Some(body) = payload.get(HEADER..end).filter(|body| !body.is_empty()) else { return Wanted::Yes };
    let candidates = &engine.desk.candidates;
    let (from_named, to_named) = (candidates.is_udp_port(from), candidates.is_udp_port(to));
    let (key, _) = FlowKey::of(context.packet.source, from, context.packet.destination, to, 17);
    let mut wanted = Wanted::Yes;
    if !from_named && !to_named {
        let slot = rustc_hash::FxBuildHasher.hash_one(key) >> 48;
        match engine.probed.get_mut(slot as usize) {
            Some(count) if *count < PROBES => {
                *count += 1;
                if *count == PROBES {
                    wanted = Wanted::Never;
                }
            }
            _ => return Wanted::Never,
        }
    }
    let direction = match (from_named, to_named) {
        _ if from == to => Direction::Unknown,
        (false, true) => Direction::ToServer,
        (true, false) => Direction::ToClient,
        // DHCP: the server's port is the lower one of the two.
        _ if to < from => Direction::ToServer,
        _ => Direction::ToClient,
    };
    let pdu = context.pdu(body, Transport::Udp, direction, from, to);
    let Some(index) = candidates.udp(&pdu) else { return wanted };
    let (one, several);
    let segments = match segments {
        [segment] => {
            one = [segment.without_header(HEADER)];
            one.as_slice()
        }
        _ => {
            several = without_header(segments, HEADER);
            several.as_slice()
        }
    };
    let kept = engine.datagram_memory.get_mut(&key);
    let was_kept = kept.is_some();
    let mut memory = kept.map(std::mem::take).unwrap_or_default();
    engine.desk.dissect(index, &pdu, segments, context.link.vlan, &mut memory);
    if from_named {
        engine.desk.serves(index, &pdu, segments, context.link.vlan);
    }
    match (was_kept, memory.note().is_empty()) {
        (false, true) => {}
        (true, true) => {
            engine.datagram_memory.remove(&key);
        }
        (true, false) => {
            engine.datagram_memory.insert(key, memory);
        }
        (false, false) => {
            if engine.datagram_memory.len() >= MEMORIES {
                engine.datagram_memory.clear();
            }
            engine.datagram_memory.insert(key, memory);
        }
    }
    wanted
}
