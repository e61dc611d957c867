//! Who talks with whom: a bounded table of conversations, counted frame by frame.

use super::Key;
use hashbrown::HashTable;
use holdfast_facts::{CaptureId, Carriage, Conversation, ConversationKey, Party, SiteId, Timestamp};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::hash::BuildHasher as _;

/// Known pairs of address and port that accept connections.
const SERVERS: usize = 1 << 16;
/// After so much quiet, in microseconds, a datagram begins the conversation anew.
const QUIET: i64 = 2_000_000;
/// Conversations that one client may begin: a scan is proved long before.
const PER_CLIENT: u32 = 4096;

/// Client, server, and carriage with port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Talk {
    client: Key,
    server: Key,
    port: u16,
    carriage: Carriage,
}

#[derive(Clone, Copy, Debug)]
struct Count {
    asked_frames: u32,
    answered_frames: u32,
    data_frames: u32,
    opened: u32,
    accepted: u32,
    refused: u32,
    asked_bytes: u64,
    answered_bytes: u64,
    first: Timestamp,
    last: Timestamp,
    /// Last time that it was begun, or that the client spoke.
    begun: i64,
    frame: u64,
    interval_sum: u64,
    interval_squares: u64,
}

/// One packet, as far as counting goes.
#[derive(Clone, Copy)]
pub(crate) struct Packet {
    pub(crate) source: Key,
    pub(crate) destination: Key,
    pub(crate) carriage: Carriage,
    pub(crate) from: u16,
    pub(crate) to: u16,
    /// Whether the ports are a protocol's own.
    pub(crate) from_named: bool,
    pub(crate) to_named: bool,
    /// TCP flags; 0 elsewhere.
    pub(crate) flags: u8,
    pub(crate) bytes: u32,
    pub(crate) has_data: bool,
}

const SYN: u8 = 0x02;
const RST: u8 = 0x04;
const ACK: u8 = 0x10;

/// The table: conversations in a list, found by key.
#[derive(Debug, Default)]
pub(crate) struct Conversations {
    places: HashTable<u32>,
    talks: Vec<(Talk, Count)>,
    /// Addresses and ports that were seen to be a server's.
    servers: FxHashSet<([u64; 2], u32)>,
    of_client: FxHashMap<Key, u32>,
    pub(crate) refused: u64,
}

fn hash(talk: &Talk) -> u64 {
    FxBuildHasher.hash_one(talk)
}

/// Where packets like one that was counted are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counting {
    place: u32,
    asks: bool,
}

impl Conversations {
    /// Counts a packet. Nobody converses with a group. `None` where there is no room.
    pub(crate) fn count(
        &mut self,
        packet: &Packet,
        now: Timestamp,
        frame: u64,
        limit: usize,
    ) -> Option<Counting> {
        let asks = self.asks(packet);
        let (client, server, port) = match asks {
            true => (packet.source, packet.destination, packet.to),
            false => (packet.destination, packet.source, packet.from),
        };
        let port = if packet.carriage == Carriage::Echo { 0 } else { port };
        let talk = Talk { client, server, port, carriage: packet.carriage };
        let place = match self.find(&talk) {
            Some(place) => place,
            None => {
                let begun = self.of_client.get(&client).copied().unwrap_or(0);
                if self.talks.len() >= limit || begun >= PER_CLIENT {
                    self.refused += 1;
                    return None;
                }
                self.of_client.insert(client, begun + 1);
                self.add(talk, now, frame)
            }
        };
        let counting = Counting { place, asks };
        self.count_on(counting, packet, now);
        Some(counting)
    }

    /// Counts a packet that is like one before: same ends, and no flag that opens or refuses.
    #[inline]
    pub(crate) fn count_on(&mut self, counting: Counting, packet: &Packet, now: Timestamp) {
        if let Some((_, count)) = self.talks.get_mut(counting.place as usize) {
            count.take(packet, counting.asks, now);
        }
    }

    /// Whether packets from this source to this destination are counted there.
    #[inline]
    pub(crate) fn is_between(&self, counting: Counting, source: &Key, destination: &Key) -> bool {
        let Some((talk, _)) = self.talks.get(counting.place as usize) else { return false };
        let (client, server) = if counting.asks { (source, destination) } else { (destination, source) };
        talk.client == *client && talk.server == *server
    }

    #[inline]
    fn find(&self, talk: &Talk) -> Option<u32> {
        let same = |place: &u32| self.talks.get(*place as usize).is_some_and(|(held, _)| held == talk);
        self.places.find(hash(talk), same).copied()
    }

    fn add(&mut self, talk: Talk, now: Timestamp, frame: u64) -> u32 {
        let place = u32::try_from(self.talks.len()).unwrap_or(u32::MAX);
        let talks = &self.talks;
        let again = |place: &u32| talks.get(*place as usize).map_or(0, |(held, _)| hash(held));
        self.places.insert_unique(hash(&talk), place, again);
        let count = Count {
            asked_frames: 0,
            answered_frames: 0,
            data_frames: 0,
            opened: 0,
            accepted: 0,
            refused: 0,
            asked_bytes: 0,
            answered_bytes: 0,
            first: now,
            last: now,
            begun: i64::MIN,
            frame,
            interval_sum: 0,
            interval_squares: 0,
        };
        self.talks.push((talk, count));
        place
    }

    /// Whether the packet goes from client to server: by the handshake; else by whose port is known, named, or lower.
    /// Other than by flags, it changes only when a SYN and ACK proves a server (the engine's trails rest on that).
    fn asks(&mut self, packet: &Packet) -> bool {
        let Packet { carriage, flags, from, to, .. } = *packet;
        if carriage == Carriage::Echo {
            // The engine gives the request's direction in the ports.
            return from <= to;
        }
        if !matches!(carriage, Carriage::Tcp | Carriage::Udp) {
            return carriage == Carriage::Arp || packet.source <= packet.destination;
        }
        let place =
            |key: Key, port: u16| (key.ip(), u32::from(port) << 8 | u32::from(carriage == Carriage::Udp));
        if carriage == Carriage::Tcp && flags & SYN != 0 {
            let asks = flags & ACK == 0;
            let server = if asks { place(packet.destination, to) } else { place(packet.source, from) };
            // A scan's thousand closed ports are no servers: only an answer proves one, and until then the SYN's own word.
            if !asks && self.servers.len() < SERVERS {
                self.servers.insert(server);
            }
            return asks;
        }
        if self.servers.contains(&place(packet.destination, to)) {
            return true;
        }
        if self.servers.contains(&place(packet.source, from)) {
            return false;
        }
        if carriage == Carriage::Tcp && flags & RST != 0 {
            // A refusal comes from the side that was asked.
            let asked = Talk { client: packet.destination, server: packet.source, port: from, carriage };
            if self.find(&asked).is_some() {
                return false;
            }
        }
        match (packet.from_named, packet.to_named) {
            (false, true) => true,
            (true, false) => false,
            _ => to <= from,
        }
    }

    /// The conversations with their keys.
    pub(crate) fn finish(self, site: &SiteId, capture: CaptureId) -> Vec<(ConversationKey, Conversation)> {
        let party = |key: Key| {
            let subject = key.subject(None);
            Party { mac: subject.mac, ip: subject.ip }
        };
        self.talks
            .into_iter()
            .map(|(talk, count)| {
                let key = ConversationKey {
                    site: site.clone(),
                    vlan: talk.client.subject(None).vlan,
                    client: party(talk.client),
                    server: party(talk.server),
                    carriage: talk.carriage,
                    port: talk.port,
                    capture,
                };
                (key, count.finish())
            })
            .collect()
    }
}

impl Count {
    #[inline]
    fn take(&mut self, packet: &Packet, asks: bool, now: Timestamp) {
        self.first = self.first.min(now);
        self.last = self.last.max(now);
        self.data_frames = self.data_frames.saturating_add(u32::from(packet.has_data));
        if asks {
            self.asked_frames = self.asked_frames.saturating_add(1);
            self.asked_bytes = self.asked_bytes.saturating_add(u64::from(packet.bytes));
        } else {
            self.answered_frames = self.answered_frames.saturating_add(1);
            self.answered_bytes = self.answered_bytes.saturating_add(u64::from(packet.bytes));
        }
        let tcp = packet.carriage == Carriage::Tcp;
        if asks {
            if tcp && packet.flags & (SYN | ACK) == SYN {
                self.begin(now);
                self.begun = now.0;
            } else if !tcp {
                if self.begun == i64::MIN || now.0.saturating_sub(self.begun) > QUIET {
                    self.begin(now);
                }
                self.begun = now.0;
            }
        } else if tcp && packet.flags & (SYN | ACK) == SYN | ACK {
            self.accepted = self.accepted.saturating_add(1);
        } else if tcp && packet.flags & RST != 0 && self.accepted < self.opened && self.data_frames == 0 {
            self.refused = self.refused.saturating_add(1);
        }
    }

    fn begin(&mut self, now: Timestamp) {
        self.opened = self.opened.saturating_add(1);
        if self.begun != i64::MIN {
            let gap = u64::try_from(now.0.saturating_sub(self.begun)).unwrap_or(0) / 10_000;
            self.interval_sum = self.interval_sum.saturating_add(gap);
            self.interval_squares = self.interval_squares.saturating_add(gap.saturating_mul(gap));
        }
    }

    fn finish(self) -> Conversation {
        Conversation {
            asked_frames: u64::from(self.asked_frames),
            asked_bytes: self.asked_bytes,
            answered_frames: u64::from(self.answered_frames),
            answered_bytes: self.answered_bytes,
            data_frames: u64::from(self.data_frames),
            first: self.first,
            last: self.last,
            frame: self.frame,
            opened: self.opened,
            accepted: self.accepted,
            refused: self.refused,
            interval_sum: self.interval_sum,
            interval_squares: self.interval_squares,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observe::pack;
    use holdfast_facts::Mac;

    fn host(last: u8) -> Key {
        Key::new(None, Some(Mac([2, 0, 0, 0, 0, last])), pack([10, 0, 0, last].into()))
    }

    fn tcp(source: u8, from: u16, destination: u8, to: u16, flags: u8) -> Packet {
        Packet {
            source: host(source),
            destination: host(destination),
            carriage: Carriage::Tcp,
            from,
            to,
            from_named: false,
            to_named: false,
            flags,
            bytes: 60,
            has_data: false,
        }
    }

    fn all(conversations: Conversations) -> Vec<(ConversationKey, Conversation)> {
        let mut list = conversations.finish(&"s".into(), CaptureId([0; 32]));
        list.sort_by(|a, b| a.0.cmp(&b.0));
        list
    }

    #[test]
    fn the_handshake_says_who_serves_whatever_the_ports() {
        let mut conversations = Conversations::default();
        for (number, packet) in [
            tcp(1, 100, 2, 40_000, SYN),
            tcp(2, 40_000, 1, 100, SYN | ACK),
            tcp(1, 100, 2, 40_000, ACK),
            tcp(2, 40_000, 1, 100, ACK),
        ]
        .iter()
        .enumerate()
        {
            conversations.count(packet, Timestamp(number as i64), number as u64, 10);
        }
        let list = all(conversations);
        assert_eq!(list.len(), 1);
        let (key, talk) = &list[0];
        assert_eq!((key.port, key.client.ip), (40_000, Some([10, 0, 0, 1].into())));
        assert_eq!((talk.asked_frames, talk.answered_frames, talk.opened, talk.accepted), (2, 2, 1, 1));
    }

    #[test]
    fn a_closed_port_refuses() {
        let mut conversations = Conversations::default();
        conversations.count(&tcp(1, 50_000, 2, 60_000, SYN), Timestamp(0), 1, 10);
        conversations.count(&tcp(2, 60_000, 1, 50_000, RST | ACK), Timestamp(1), 2, 10);
        let list = all(conversations);
        assert_eq!((list.len(), list[0].1.refused), (1, 1));
    }

    #[test]
    fn the_table_is_bounded() {
        let mut conversations = Conversations::default();
        for port in 0..1000 {
            conversations.count(&tcp(1, 50_000, 2, port, SYN), Timestamp(0), 1, 100);
        }
        assert_eq!((conversations.talks.len(), conversations.refused), (100, 900));
    }
}
