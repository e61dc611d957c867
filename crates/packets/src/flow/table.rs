//! The flow table: two generations, so that it is bounded and the oldest half goes at once, the same way on every run.

use super::{FlowKey, Side, Stream};
use crate::protocol::FlowMemory;
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher as _;

/// Flows in one generation.
const GENERATION: usize = 1 << 15;
/// Bytes that the flows of one generation may hold.
const GENERATION_BYTES: usize = 8 << 20;

/// What is known of one flow.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    /// Who opened it, where the handshake was seen.
    pub(crate) client: Option<Side>,
    /// Index into the protocol list, once it is recognised.
    pub(crate) protocol: Option<u8>,
    pub(crate) streams: [Stream; 2],
    pub(crate) memory: FlowMemory,
    /// Sides that sent payload.
    pub(crate) heard: [bool; 2],
    /// The server's service was noted.
    pub(crate) announced: bool,
    /// First segments that no dissector knew, by side.
    pub(crate) unknown: [u8; 2],
}

impl Flow {
    pub(crate) fn stream(&mut self, side: Side) -> &mut Stream {
        let [a, b] = &mut self.streams;
        match side {
            Side::A => a,
            Side::B => b,
        }
    }

    pub(crate) fn memory_held(&self) -> usize {
        self.memory.held() + self.streams.iter().map(Stream::memory).sum::<usize>()
    }
}

/// Flows in a list, found by key.
#[derive(Debug, Default)]
struct Generation {
    places: HashTable<u32>,
    list: Vec<(FlowKey, Flow)>,
}

fn hash(key: &FlowKey) -> u64 {
    FxBuildHasher.hash_one(key)
}

impl Generation {
    #[inline]
    fn find(&self, hash: u64, key: &FlowKey) -> Option<usize> {
        let same = |place: &u32| self.list.get(*place as usize).is_some_and(|(held, _)| held == key);
        self.places.find(hash, same).map(|place| *place as usize)
    }

    fn add(&mut self, hashed: u64, key: FlowKey, flow: Flow) -> usize {
        let place = self.list.len();
        let list = &self.list;
        let again = |place: &u32| list.get(*place as usize).map_or(0, |(held, _)| hash(held));
        self.places.insert_unique(hashed, u32::try_from(place).unwrap_or(u32::MAX), again);
        self.list.push((key, flow));
        place
    }
}

/// All flows that are being looked at.
#[derive(Debug, Default)]
pub(crate) struct Flows {
    young: Generation,
    old: Generation,
    /// Bytes held by the young ones, as far as was told.
    bytes: usize,
    /// How often the generations turned, and one: as long as it stays, the young stay young.
    turns: u32,
    pub(crate) total: u64,
    pub(crate) one_sided: u64,
}

impl Flows {
    /// The flow, made where it is new.
    #[inline]
    pub(crate) fn get(&mut self, key: FlowKey) -> Option<&mut Flow> {
        let hash = hash(&key);
        let place = match self.young.find(hash, &key) {
            Some(place) => place,
            None => self.rejuvenate(hash, key),
        };
        self.young.list.get_mut(place).map(|(_, flow)| flow)
    }

    /// Puts a flow among the young, from among the old or new.
    fn rejuvenate(&mut self, hash: u64, key: FlowKey) -> usize {
        // What is left in its place has heard nobody: it is not counted.
        let old = self.old.find(hash, &key).and_then(|place| self.old.list.get_mut(place));
        let flow = old.map(|(_, flow)| std::mem::take(flow)).unwrap_or_default();
        if self.young.list.len() >= GENERATION || self.bytes >= GENERATION_BYTES {
            self.turn();
        }
        self.bytes = self.bytes.saturating_add(flow.memory_held());
        self.young.add(hash, key, flow)
    }

    /// A number that changes when the generations turn.
    pub(crate) fn generation(&self) -> u32 {
        self.turns.wrapping_add(1)
    }

    /// Tells how many more bytes a flow holds than before.
    pub(crate) fn grew(&mut self, before: usize, after: usize) {
        self.bytes = self.bytes.saturating_add(after).saturating_sub(before);
    }

    fn turn(&mut self) {
        std::mem::swap(&mut self.old, &mut self.young);
        self.turns = self.turns.wrapping_add(1);
        self.bytes = 0;
        // The place of those that are gone serves the next.
        self.young.places.clear();
        for (_, flow) in self.young.list.drain(..) {
            let [a, b] = flow.heard;
            self.total += u64::from(a || b);
            self.one_sided += u64::from(a != b);
        }
    }

    /// Counts the flows that are left.
    pub(crate) fn finish(&mut self) {
        self.turn();
        self.turn();
    }
}
