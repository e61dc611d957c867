//! TCP (RFC 9293): the handshake says who serves; the first bytes of each direction go to a dissector.

use crate::desk::Desk;
use crate::engine::{Context, Engine};
use crate::flow::{Appended, Flow, FlowKey, Side};
use crate::observe::{Subject, pack};
use crate::protocol::{Direction, Pdu, Progress, Segment, Transport};
use crate::trail::Wanted;
use holdfast_facts::Span;

/// Messages of one segment that are read one after the other.
const MESSAGES: usize = 64;
/// An unknown direction is let go after so many segments or bytes.
const UNKNOWN_SEGMENTS: u8 = 3;
const UNKNOWN_BYTES: usize = 32;

/// Reads a segment. Whether more of its direction is wanted.
pub(crate) fn read(engine: &mut Engine, context: &Context, payload: &[u8], segments: &[Segment]) -> Wanted {
    let Some([s1, s0, d1, d0, q3, q2, q1, q0, _, _, _, _, offset, flags]) =
        payload.get(..14).and_then(|b| <[u8; 14]>::try_from(b).ok())
    else {
        return Wanted::Yes;
    };
    let header = usize::from(offset >> 4) * 4;
    let body = payload.get(header.max(20)..).unwrap_or(&[]);
    let (syn, ack) = (flags & 0x02 != 0, flags & 0x10 != 0);
    if body.is_empty() && !syn {
        return Wanted::Yes;
    }
    let (from, to) = (u16::from_be_bytes([s1, s0]), u16::from_be_bytes([d1, d0]));
    let sequence = u32::from_be_bytes([q3, q2, q1, q0]);
    let (key, side) = FlowKey::of(context.packet.source, from, context.packet.destination, to, 6);
    let Engine { flows, desk, trails, .. } = engine;
    let Some(flow) = flows.get(key) else { return Wanted::Yes };
    if syn {
        if flow.client.is_some_and(|client| client != if ack { side.other() } else { side })
            || (flow.protocol.is_some() && !ack)
        {
            // The same ports, used again for another connection.
            *flow = Flow::default();
        }
        flow.client = Some(if ack { side.other() } else { side });
        flow.stream(side).begin(sequence);
        if ack {
            accepted(desk, context, from, segments);
        }
        // Another connection may begin here, and who serves be known from now on.
        trails.break_off([(pack(context.packet.source), from), (pack(context.packet.destination), to)]);
        return Wanted::Yes;
    }
    if let Some(heard) = flow.heard.get_mut(side as usize) {
        *heard = true;
    }
    if flow.stream(side).done {
        return Wanted::NotInGeneration(flows.generation());
    }
    // The header may lie in another fragment than the body; the body's place is good enough for one frame.
    let frame_start = segments.first().map_or(0, |s| s.frame_start).saturating_add(header.max(20) as u32);
    let before = flow.memory_held();
    match flow.stream(side).append(sequence, body, context.frame, frame_start) {
        Appended::Nothing => {}
        Appended::GivenUp => {
            desk.observations.coverage.add("streams.gap", 1);
            if is_to_end(desk, flow) {
                flow.stream(side).restart(sequence);
                if let Appended::InPlace(_) =
                    flow.stream(side).append(sequence, body, context.frame, frame_start)
                {
                    in_place(desk, flow, context, (side, from, to), body, frame_start);
                }
            } else {
                flow.stream(side).finish();
            }
        }
        Appended::InPlace(known) => {
            let new = body.get(known..).unwrap_or(&[]);
            let at = frame_start.saturating_add(known as u32);
            in_place(desk, flow, context, (side, from, to), new, at);
        }
        Appended::Held => held(desk, flow, context, (side, from, to)),
    }
    let after = flow.memory_held();
    let done = flow.stream(side).done;
    flows.grew(before, after);
    if done { Wanted::NotInGeneration(flows.generation()) } else { Wanted::Yes }
}

fn accepted(desk: &mut Desk, context: &Context, port: u16, segments: &[Segment]) {
    let Some(segment) = segments.first() else { return };
    let subject = Subject {
        vlan: context.link.vlan,
        mac: context.link.source,
        ip: Some(context.packet.source),
        child: None,
    };
    let span = Span {
        frame: segment.frame,
        start: segment.frame_start,
        end: segment.frame_start.saturating_add(14),
    };
    desk.accepts(subject, port, span);
}

type Way = (Side, u16, u16);

/// Reads new bytes where they stand in the frame, and keeps what the dissector wants to see again.
fn in_place(desk: &mut Desk, flow: &mut Flow, context: &Context, way: Way, mut bytes: &[u8], mut at: u32) {
    for _ in 0..MESSAGES {
        let segments =
            [Segment { message_start: 0, length: bytes.len(), frame: context.frame, frame_start: at }];
        match offer(desk, flow, context, way, bytes, &segments) {
            Progress::Done => return let_go(desk, flow, way.0),
            Progress::Consumed(count) if count > 0 => {
                read_on(desk, flow, way.0);
                bytes = bytes.get(count..).unwrap_or(&[]);
                at = at.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
                if bytes.is_empty() {
                    return;
                }
            }
            Progress::More | Progress::Consumed(_) => {
                if !flow.stream(way.0).hold(bytes, context.frame, at) {
                    let_go(desk, flow, way.0);
                }
                return;
            }
        }
    }
    let_go(desk, flow, way.0);
}

/// Reads what is held, stitched over several frames.
fn held(desk: &mut Desk, flow: &mut Flow, context: &Context, way: Way) {
    for _ in 0..MESSAGES {
        let taken = flow.stream(way.0).take_held();
        let progress = offer(desk, flow, context, way, &taken.0, &taken.1);
        let stream = flow.stream(way.0);
        stream.give_back(taken);
        match progress {
            Progress::Done => return let_go(desk, flow, way.0),
            Progress::Consumed(count) if count > 0 => {
                let empty = stream.consume(count);
                read_on(desk, flow, way.0);
                if empty {
                    return;
                }
            }
            Progress::More | Progress::Consumed(_) => {
                if stream.is_full() {
                    let_go(desk, flow, way.0);
                }
                return;
            }
        }
    }
    let_go(desk, flow, way.0);
}

/// Nothing more is wanted of a direction; or, where a protocol is read to the end, only this segment is not understood.
fn let_go(desk: &Desk, flow: &mut Flow, side: Side) {
    if !(is_to_end(desk, flow) && flow.stream(side).pass_over()) {
        flow.stream(side).finish();
    }
}

fn is_to_end(desk: &Desk, flow: &Flow) -> bool {
    flow.protocol.is_some_and(|index| desk.candidates.is_to_end(index))
}

/// A message was read: of a protocol that is read to the end, its bytes do not count against the limit.
fn read_on(desk: &Desk, flow: &mut Flow, side: Side) {
    if is_to_end(desk, flow) {
        flow.stream(side).forget_length();
    }
}

/// Finds the flow's dissector if it has none yet, and lets it read.
fn offer(
    desk: &mut Desk,
    flow: &mut Flow,
    context: &Context,
    (side, from, to): Way,
    bytes: &[u8],
    segments: &[Segment],
) -> Progress {
    let direction = direction(desk, flow, (side, from, to));
    let pdu: Pdu<'_> = context.pdu(bytes, Transport::Tcp, direction, from, to);
    let index = match flow.protocol.or_else(|| desk.candidates.tcp(&pdu)) {
        Some(index) => index,
        None => {
            let Some(unknown) = flow.unknown.get_mut(side as usize) else { return Progress::Done };
            *unknown = unknown.saturating_add(1);
            let enough = *unknown >= UNKNOWN_SEGMENTS || bytes.len() >= UNKNOWN_BYTES;
            return if enough { Progress::Done } else { Progress::More };
        }
    };
    flow.protocol = Some(index);
    if !flow.announced && direction == Direction::ToClient {
        flow.announced = true;
        desk.serves(index, &pdu, segments, context.link.vlan);
    }
    desk.dissect(index, &pdu, segments, context.link.vlan, &mut flow.memory)
}

/// By the handshake; without one, by whose port is named, then by the lower port below 1024.
fn direction(desk: &Desk, flow: &Flow, (side, from, to): Way) -> Direction {
    match flow.client {
        Some(client) if client == side => Direction::ToServer,
        Some(_) => Direction::ToClient,
        None => match (desk.candidates.is_tcp_port(from), desk.candidates.is_tcp_port(to)) {
            (false, true) => Direction::ToServer,
            (true, false) => Direction::ToClient,
            _ if to < 1024 && from >= 1024 => Direction::ToServer,
            _ if from < 1024 && to >= 1024 => Direction::ToClient,
            _ => Direction::Unknown,
        },
    }
}
