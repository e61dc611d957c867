//! One pass over a capture: each frame to its endpoint, the few that matter to a dissector.

use crate::desk::Desk;
use crate::flow::{FlowKey, Flows};
use crate::link::{self, IPV4, IPV6, Link, Payload, Unread};
use crate::network::{self, Fragments, Packet};
use crate::observe::{Counted, Counting, Key, Observations, pack};
use crate::protocol::{Direction, FlowMemory, Party, Pdu, Segment, Transport};
use crate::trail::{Alike, Trail, Trails, Wanted};
use crate::{capture::Frame, datagram, segment};
use holdfast_facts::{Carriage, Coverage, Mac, Timestamp};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher as _;
use std::net::IpAddr;

const ARP: u16 = 0x0806;
/// Frames that a repetition is looked for in; a mirror port repeats at once.
const RECENT: usize = 8;

/// A frame's headers, as the transport needs them.
#[derive(Clone, Copy)]
pub(crate) struct Context {
    pub(crate) frame: u64,
    pub(crate) link: Link,
    pub(crate) packet: Packet,
    pub(crate) cut: bool,
    pub(crate) wire_length: u32,
}

impl Context {
    pub(crate) fn pdu<'a>(
        &self,
        bytes: &'a [u8],
        transport: Transport,
        direction: Direction,
        from: u16,
        to: u16,
    ) -> Pdu<'a> {
        Pdu {
            bytes,
            source: Party { mac: self.link.source, ip: Some(self.packet.source), port: from },
            destination: Party { mac: self.link.destination, ip: Some(self.packet.destination), port: to },
            transport,
            direction,
            carried_as: u16::from(self.packet.protocol),
            cut: self.cut,
        }
    }
}

#[derive(Default)]
struct Counts {
    frames: u64,
    cut: u64,
    unknown_link: u64,
    short: u64,
    encrypted: u64,
    no_payload: u64,
    duplicate: u64,
    backwards: u64,
    broadcast: u64,
    untagged: u64,
    untimed: u64,
}

pub(crate) struct Engine {
    pub(crate) desk: Desk,
    pub(crate) flows: Flows,
    pub(crate) trails: Trails,
    fragments: Fragments,
    /// Datagrams of unnamed ports that were probed, by a hash of their flow.
    pub(crate) probed: Vec<u8>,
    pub(crate) datagram_memory: FxHashMap<FlowKey, FlowMemory>,
    counts: Counts,
    vlans: Vec<u32>,
    recent: [(u64, i64); RECENT],
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    now: Timestamp,
    link_type: u16,
}

impl Engine {
    pub(crate) fn new(observations: Observations) -> Engine {
        Engine {
            desk: Desk::new(observations),
            flows: Flows::default(),
            trails: Trails::new(),
            fragments: Fragments::default(),
            probed: vec![0; 1 << 16],
            datagram_memory: FxHashMap::default(),
            counts: Counts::default(),
            vlans: vec![0; 4096],
            recent: [(0, i64::MIN); RECENT],
            first: None,
            last: None,
            now: Timestamp(0),
            link_type: u16::MAX,
        }
    }

    #[inline]
    pub(crate) fn frame(&mut self, frame: &Frame<'_>) {
        self.counts.frames += 1;
        self.link_type = frame.link_type;
        self.clock(frame.at);
        let bytes = frame.bytes;
        let cut = (bytes.len() as u64) < u64::from(frame.wire_length);
        self.counts.cut += u64::from(cut);
        let mut link = match link::parse(frame.link_type, bytes) {
            Ok(link) => link,
            Err(why) => return self.unread(why),
        };
        if self.is_repeated(bytes, frame.wire_length) {
            self.counts.duplicate += 1;
            return;
        }
        match link.vlan {
            Some(vlan) => {
                if let Some(count) = self.vlans.get_mut(usize::from(vlan)) {
                    *count = count.saturating_add(1);
                }
            }
            None => self.counts.untagged += 1,
        }
        self.counts.broadcast += u64::from(link.destination.is_some_and(Mac::is_group));
        if link.source.is_some_and(|mac| !mac.is_unicast()) {
            self.desk.observations.anomaly("link", "group_source");
            link.source = None;
        }
        self.desk.observations.at(self.now, frame.number);
        match link.payload {
            Payload::EtherType(IPV4 | IPV6) => match network::parse(bytes, link.offset) {
                Ok(packet) => self.packet(frame, link, packet, cut),
                Err(why) => {
                    self.sent(&link, [0; 2], frame.wire_length, 0);
                    if !cut {
                        self.desk.observations.anomaly("ip", why);
                    }
                }
            },
            payload => {
                self.sent(&link, [0; 2], frame.wire_length, 0);
                if payload == Payload::EtherType(ARP) {
                    self.asked_for(frame, &link);
                }
                if let Some(index) = self.desk.candidates.link(payload) {
                    self.link_payload(frame, &link, index, cut);
                }
            }
        }
    }

    /// Where the sender's address stands in a frame of this capture's link type (tcpdump.org/linktypes).
    pub(crate) fn address_at(&self) -> Option<u32> {
        match self.link_type {
            1 | 113 => Some(6),
            276 => Some(12),
            _ => None,
        }
    }

    /// Ends the pass: gives the table, and the counts that say what could not be seen.
    pub(crate) fn finish(mut self) -> (Observations, Option<Timestamp>, Option<Timestamp>, u64) {
        self.flows.finish();
        let Counts {
            frames,
            cut,
            unknown_link,
            short,
            encrypted,
            no_payload,
            duplicate,
            backwards,
            broadcast,
            untagged,
            untimed,
        } = self.counts;
        let coverage: &mut Coverage = &mut self.desk.observations.coverage;
        for (name, count) in [
            ("frames.total", frames),
            ("frames.cut", cut),
            ("frames.unknown_link", unknown_link),
            ("anomaly.link.short", short),
            ("frames.wifi_encrypted", encrypted),
            ("frames.no_payload", no_payload),
            ("frames.duplicate", duplicate),
            ("frames.untimed", untimed),
            ("time.backwards", backwards),
            ("broadcast.frames", broadcast),
            ("vlan.none", untagged),
            ("fragments.incomplete", self.fragments.left()),
            ("flows.total", self.flows.total),
            ("flows.one_sided", self.flows.one_sided),
        ] {
            coverage.add(name, count);
        }
        for (vlan, count) in self.vlans.iter().enumerate() {
            if *count > 0 {
                coverage.add(&format!("vlan.{vlan}"), u64::from(*count));
            }
        }
        (self.desk.observations, self.first, self.last, frames)
    }

    fn clock(&mut self, at: Option<Timestamp>) {
        match at {
            Some(at) => {
                self.counts.backwards += u64::from(at < self.now && self.first.is_some());
                self.now = at;
                self.first = Some(self.first.map_or(at, |first| first.min(at)));
                self.last = Some(self.last.map_or(at, |last| last.max(at)));
            }
            None => self.counts.untimed += 1,
        }
    }

    fn unread(&mut self, why: Unread) {
        match why {
            Unread::UnknownLinkType => self.counts.unknown_link += 1,
            Unread::Short => self.counts.short += 1,
            Unread::Encrypted => self.counts.encrypted += 1,
            Unread::NoPayload => self.counts.no_payload += 1,
        }
    }

    /// A mirror port that copies both directions of a link shows each frame twice. The first 80 bytes hold the
    /// addresses, the IP id and the checksums, which cover the rest.
    #[inline]
    fn is_repeated(&mut self, bytes: &[u8], wire_length: u32) -> bool {
        let mut hasher = FxHasher::default();
        hasher.write_u32(wire_length);
        hasher.write(bytes.get(..80).unwrap_or(bytes));
        let hash = hasher.finish();
        // Within 20 ms only: a device that repeats itself later speaks again.
        let near = self.now.0.saturating_sub(20_000);
        let repeated = self.recent.iter().any(|(held, at)| *held == hash && *at >= near);
        if let Some(slot) = self.recent.get_mut((self.counts.frames % RECENT as u64) as usize) {
            *slot = (hash, self.now.0);
        }
        repeated
    }

    #[inline]
    fn sent(&mut self, link: &Link, ip: [u64; 2], wire_length: u32, hop_limit: u8) -> Option<u32> {
        if link.source.is_none() && ip == [0; 2] {
            return None;
        }
        self.desk.observations.sent(Key::new(link.vlan, link.source, ip), wire_length, hop_limit)
    }

    /// Counts an ARP request: whoever asks for a whole network's addresses is looking for something.
    fn asked_for(&mut self, frame: &Frame<'_>, link: &Link) {
        let Some(
            [_, _, _, _, _, _, 0, 1, _, _, _, _, _, _, s0, s1, s2, s3, _, _, _, _, _, _, t0, t1, t2, t3],
        ) = frame.bytes.get(link.offset..).and_then(|bytes| <&[u8; 28]>::try_from(bytes.get(..28)?).ok())
        else {
            return;
        };
        let ip = |octets: [u8; 4]| pack(IpAddr::from(octets));
        let counted = Counted {
            source: Key::new(link.vlan, link.source, ip([*s0, *s1, *s2, *s3])),
            destination: Key::new(link.vlan, None, ip([*t0, *t1, *t2, *t3])),
            carriage: Carriage::Arp,
            from: 0,
            to: 0,
            from_named: false,
            to_named: false,
            flags: 0,
            bytes: frame.wire_length,
            has_data: false,
        };
        if counted.source != counted.destination {
            self.desk.observations.converse(&counted);
        }
    }

    /// Counts the packet towards its conversation. What is sent to a group is no conversation.
    fn converse(&mut self, context: &Context, payload: &[u8]) -> Option<Counting> {
        let Context { link, packet, .. } = context;
        let group = match packet.destination {
            IpAddr::V4(ip) => ip.is_multicast() || ip.is_broadcast(),
            IpAddr::V6(ip) => ip.is_multicast(),
        };
        if group || link.destination.is_some_and(Mac::is_group) {
            return None;
        }
        let (carriage, from, to, flags, has_data) = ends(packet.protocol, payload)?;
        let candidates = &self.desk.candidates;
        let named = |port: u16| match carriage {
            Carriage::Tcp => candidates.is_tcp_port(port),
            Carriage::Udp => candidates.is_udp_port(port),
            _ => false,
        };
        let counted = Counted {
            source: Key::new(link.vlan, link.source, pack(packet.source)),
            destination: Key::new(link.vlan, link.destination, pack(packet.destination)),
            carriage,
            from,
            to,
            from_named: named(from),
            to_named: named(to),
            flags,
            bytes: context.wire_length,
            has_data,
        };
        self.desk.observations.converse(&counted)
    }

    fn link_payload(&mut self, frame: &Frame<'_>, link: &Link, index: u8, cut: bool) {
        let Some(payload) = frame.bytes.get(link.offset..) else { return };
        let carried_as = match link.payload {
            Payload::EtherType(kind) | Payload::Snap(_, kind) => kind,
            Payload::Llc(sap) => u16::from(sap),
        };
        let pdu = Pdu {
            bytes: payload,
            source: Party { mac: link.source, ip: None, port: 0 },
            destination: Party { mac: link.destination, ip: None, port: 0 },
            transport: Transport::Link,
            direction: Direction::Unknown,
            carried_as,
            cut,
        };
        let segments = [whole(payload, frame.number, link.offset)];
        self.desk.dissect(index, &pdu, &segments, link.vlan, &mut FlowMemory::default());
    }

    #[inline]
    fn packet(&mut self, frame: &Frame<'_>, link: Link, packet: Packet, cut: bool) {
        let payload = frame.bytes.get(packet.start..packet.end).unwrap_or(&[]);
        let alike = alike(&link, &packet, payload);
        let sweeps = self.desk.observations.sweeps();
        let trail = alike.as_ref().and_then(|alike| self.trails.find(alike, &self.desk.observations));
        if let (Some(trail), Some(alike)) = (&trail, &alike)
            && self.follow(trail, alike, frame, &packet, payload)
        {
            return;
        }
        let context = Context {
            frame: frame.number,
            link,
            packet,
            cut: cut || packet.cut,
            wire_length: frame.wire_length,
        };
        if packet.fragment.is_some() {
            self.sent(&link, pack(packet.source), frame.wire_length, packet.hop_limit);
            if let Some(assembled) = self.fragments.add(&packet, payload, frame.number) {
                self.converse(&context, &assembled.bytes);
                self.transport(&context, &assembled.bytes, &assembled.segments);
            }
            return;
        }
        let counted = match trail {
            Some(trail) => Some((trail.sender, trail.counting)),
            None => {
                let sender = self.sent(&link, pack(packet.source), frame.wire_length, packet.hop_limit);
                sender.zip(self.converse(&context, payload))
            }
        };
        let wanted = self.transport(&context, payload, &[whole(payload, frame.number, packet.start)]);
        // The table may have been swept meanwhile: then the place is another's.
        if let (Some(alike), Some((sender, counting))) = (alike, counted)
            && trail.is_none_or(|trail| trail.wanted != wanted)
            && self.desk.observations.sweeps() == sweeps
        {
            self.trails.lay(&alike, Trail { sender, counting, wanted }, &self.desk.observations);
        }
    }

    /// Counts a frame like one before. Whether that is all there is to do.
    #[inline]
    fn follow(
        &mut self,
        trail: &Trail,
        alike: &Alike,
        frame: &Frame<'_>,
        packet: &Packet,
        payload: &[u8],
    ) -> bool {
        let Some((carriage, from, to, flags, has_data)) = ends(packet.protocol, payload) else {
            return false;
        };
        let counted = Counted {
            source: alike.source,
            destination: alike.destination,
            carriage,
            from,
            to,
            from_named: false,
            to_named: false,
            flags,
            bytes: frame.wire_length,
            has_data,
        };
        let observations = &mut self.desk.observations;
        observations.sent_on(trail.sender, frame.wire_length, packet.hop_limit);
        observations.converse_on(trail.counting, &counted);
        !has_data
            || match trail.wanted {
                Wanted::Yes => false,
                Wanted::NotInGeneration(generation) => self.flows.generation() == generation,
                Wanted::Never => true,
            }
    }

    fn transport(&mut self, context: &Context, payload: &[u8], segments: &[Segment]) -> Wanted {
        match context.packet.protocol {
            6 => segment::read(self, context, payload, segments),
            17 => datagram::read(self, context, payload, segments),
            other => {
                if let Some(index) = self.desk.candidates.ip(other) {
                    let pdu = context.pdu(payload, Transport::Ip, Direction::Unknown, 0, 0);
                    self.desk.dissect(index, &pdu, segments, context.link.vlan, &mut FlowMemory::default());
                }
                Wanted::Yes
            }
        }
    }
}

/// What a frame has in common with those like it; `None` where each is looked at for itself: fragments, handshakes,
/// refusals, groups.
#[inline]
fn alike(link: &Link, packet: &Packet, payload: &[u8]) -> Option<Alike> {
    let ports = match (packet.protocol, payload) {
        (6, [s1, s0, d1, d0, _, _, _, _, _, _, _, _, _, flags, ..]) if flags & 0x06 == 0 => {
            [*s1, *s0, *d1, *d0]
        }
        (17, [s1, s0, d1, d0, _, _, _, _, ..]) => [*s1, *s0, *d1, *d0],
        _ => return None,
    };
    let [s1, s0, d1, d0] = ports;
    let (source, destination) = (pack(packet.source), pack(packet.destination));
    if packet.fragment.is_some() || source == [0; 2] {
        return None;
    }
    Some(Alike {
        source: Key::new(link.vlan, link.source, source),
        destination: Key::new(link.vlan, link.destination, destination),
        from: u16::from_be_bytes([s1, s0]),
        to: u16::from_be_bytes([d1, d0]),
        protocol: packet.protocol,
    })
}

/// The ports and, for TCP, the flags and whether there is a body; an echo's direction stands in for its ports.
fn ends(protocol: u8, payload: &[u8]) -> Option<(Carriage, u16, u16, u8, bool)> {
    let port = |at: usize| Some(u16::from_be_bytes([*payload.get(at)?, *payload.get(at + 1)?]));
    match protocol {
        6 => {
            let header = usize::from(payload.get(12)? >> 4) * 4;
            Some((Carriage::Tcp, port(0)?, port(2)?, *payload.get(13)?, payload.len() > header.max(20)))
        }
        17 => Some((Carriage::Udp, port(0)?, port(2)?, 0, payload.len() > 8)),
        1 | 58 => match (protocol, payload.first()?) {
            (1, 8) | (58, 128) => Some((Carriage::Echo, 0, 0, 0, true)),
            (1, 0) | (58, 129) => Some((Carriage::Echo, 1, 0, 0, true)),
            _ => None,
        },
        other => Some((Carriage::Ip, u16::from(other), u16::from(other), 0, true)),
    }
}

/// A payload that stands in one frame.
fn whole(payload: &[u8], frame: u64, start: usize) -> Segment {
    Segment {
        message_start: 0,
        length: payload.len(),
        frame,
        frame_start: u32::try_from(start).unwrap_or(u32::MAX),
    }
}

/// The segments of a payload without its first `count` bytes (a transport header).
pub(crate) fn without_header(segments: &[Segment], count: usize) -> Vec<Segment> {
    segments
        .iter()
        .filter(|segment| segment.message_start + segment.length > count)
        .map(|segment| segment.without_header(count))
        .collect()
}
