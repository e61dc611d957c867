//! The flow table: two generations, so that it is bounded and the oldest half goes at once, the same way on every run.

use super::{FlowKey, Side, Stream};
use crate::protocol::FlowMemory;
use rustc_hash::FxHashMap;

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

/// All flows that are being looked at.
#[derive(Debug, Default)]
pub(crate) struct Flows {
    young: FxHashMap<FlowKey, Flow>,
    old: FxHashMap<FlowKey, Flow>,
    /// Bytes held by the young ones, as far as was told.
    bytes: usize,
    pub(crate) total: u64,
    pub(crate) one_sided: u64,
}

impl Flows {
    /// The flow, made where it is new.
    pub(crate) fn get(&mut self, key: FlowKey) -> &mut Flow {
        if !self.young.contains_key(&key) {
            let flow = self.old.remove(&key).unwrap_or_default();
            if self.young.len() >= GENERATION || self.bytes >= GENERATION_BYTES {
                self.turn();
            }
            self.bytes = self.bytes.saturating_add(flow.memory_held());
            self.young.insert(key, flow);
        }
        self.young.entry(key).or_default()
    }

    /// Tells how many more bytes a flow holds than before.
    pub(crate) fn grew(&mut self, before: usize, after: usize) {
        self.bytes = self.bytes.saturating_add(after).saturating_sub(before);
    }

    fn turn(&mut self) {
        let gone = std::mem::replace(&mut self.old, std::mem::take(&mut self.young));
        self.bytes = 0;
        self.count(gone);
    }

    fn count(&mut self, gone: FxHashMap<FlowKey, Flow>) {
        for flow in gone.into_values() {
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
