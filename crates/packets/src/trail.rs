//! Frames that are like one before them: where they are counted, and that nothing more is to be read of them.
//!
//! Most frames of a capture belong to a conversation that is known and carry nothing that a dissector wants. For those one
//! look-up here stands for the five in the tables of endpoints, servers, conversations and flows. It must not change what
//! comes out: whatever could (a server found, a handshake, a sweep) makes trails stale, and a stale trail is not used.

use crate::observe::{Counting, Key, Observations};

/// Trails kept, one to a slot.
const SLOTS: usize = 1 << 13;
/// Counters of what happened to addresses and ports, shared by those that fall together.
const ENDS: usize = 1 << 12;

/// What frames that are alike have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Alike {
    pub(crate) source: Key,
    pub(crate) destination: Key,
    pub(crate) from: u16,
    pub(crate) to: u16,
    /// IP protocol number.
    pub(crate) protocol: u8,
}

/// What is known of such frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trail {
    /// Where the sender's record stands.
    pub(crate) sender: u32,
    pub(crate) counting: Counting,
    pub(crate) wanted: Wanted,
}

/// Whether payloads of such frames are still looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    Yes,
    /// Not as long as the generations of flows do not turn.
    NotInGeneration(u32),
    Never,
}

/// The addresses stand where the trail leads to, and are compared there: a slot is half a cache line.
struct Held {
    from: u16,
    to: u16,
    protocol: u8,
    trail: Trail,
    /// At both ends together, when the trail was laid.
    happened: u32,
}

/// The trails.
pub(crate) struct Trails {
    slots: Vec<Option<Held>>,
    happened: Vec<u32>,
    /// Of the table of endpoints, as of which the slots hold.
    sweeps: u32,
}

impl Alike {
    #[inline]
    fn hash(&self) -> u64 {
        let ports = u64::from(self.from) << 24 | u64::from(self.to) << 8 | u64::from(self.protocol);
        mix(self.source.folded() ^ mix(self.destination.folded() ^ mix(ports)))
    }
}

/// A multiplication that spreads every bit, and its upper half (Fibonacci hashing).
#[inline]
fn mix(number: u64) -> u64 {
    let product = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    product ^ product >> 32
}

#[inline]
fn end(ip: [u64; 2], port: u16) -> usize {
    let [high, low] = ip;
    mix(high ^ mix(low ^ u64::from(port) << 48)) as usize % ENDS
}

impl Trails {
    pub(crate) fn new() -> Trails {
        Trails { slots: (0..SLOTS).map(|_| None).collect(), happened: vec![0; ENDS], sweeps: 0 }
    }

    /// What is known of frames like this one.
    #[inline]
    pub(crate) fn find(&self, alike: &Alike, observations: &Observations) -> Option<Trail> {
        let held = self.slots.get(alike.hash() as usize % SLOTS)?.as_ref()?;
        let fresh = held.from == alike.from
            && held.to == alike.to
            && held.protocol == alike.protocol
            && held.happened == self.happened(alike)
            && self.sweeps == observations.sweeps()
            && observations.leads_to(
                held.trail.sender,
                held.trail.counting,
                &alike.source,
                &alike.destination,
            );
        fresh.then_some(held.trail)
    }

    /// Notes what was found of a frame, for those like it.
    pub(crate) fn lay(&mut self, alike: &Alike, trail: Trail, observations: &Observations) {
        if self.sweeps != observations.sweeps() {
            self.sweeps = observations.sweeps();
            self.slots.iter_mut().for_each(|slot| *slot = None);
        }
        let happened = self.happened(alike);
        let Alike { from, to, protocol, .. } = *alike;
        if let Some(slot) = self.slots.get_mut(alike.hash() as usize % SLOTS) {
            *slot = Some(Held { from, to, protocol, trail, happened });
        }
    }

    /// Something happened at these addresses and ports that makes the trails there stale.
    pub(crate) fn break_off(&mut self, ends: [([u64; 2], u16); 2]) {
        for (ip, port) in ends {
            if let Some(count) = self.happened.get_mut(end(ip, port)) {
                *count = count.wrapping_add(1);
            }
        }
    }

    #[inline]
    fn happened(&self, alike: &Alike) -> u32 {
        let count = |place: usize| self.happened.get(place).copied().unwrap_or(0);
        count(end(alike.source.ip(), alike.from)).wrapping_add(count(end(alike.destination.ip(), alike.to)))
    }
}
