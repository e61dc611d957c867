//! What is kept of one endpoint: its tally and its attributes, within a byte budget.

use crate::protocol::AttributeSpec;
use holdfast_facts::{Span, Timestamp};
use std::hash::Hasher as _;

/// One attribute held, with its first frame and its time span.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) value: Box<str>,
    hash: u32,
    /// Which attribute, as its place in the table's list of them.
    pub(crate) spec: u16,
    weak: bool,
    pub(crate) first: Timestamp,
    pub(crate) last: Timestamp,
    /// When the frame of `span` was recorded: the first in file order, which is what Wireshark's user looks up.
    pub(crate) at: Timestamp,
    pub(crate) span: Span,
    /// For a value that is split over segments; most are not, and then this costs a word.
    #[expect(clippy::box_collection, reason = "one word instead of two, times every attribute that is held")]
    pub(crate) more: Option<Box<Vec<Span>>>,
}

impl Held {
    fn cost(&self) -> usize {
        cost(&self.value, self.more.as_ref().map_or(0, |more| more.len()))
    }
}

fn cost(value: &str, more: usize) -> usize {
    size_of::<Held>() + value.len() + more * size_of::<Span>()
}

/// An endpoint's tally and attributes.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) first: Timestamp,
    pub(crate) last: Timestamp,
    pub(crate) frames: u64,
    pub(crate) bytes: u64,
    pub(crate) frame: u64,
    pub(crate) hop_limit: u8,
    /// Somebody else said something of it: it was answered, or is known.
    pub(crate) told_by_another: bool,
    used: u32,
    /// The part of `used` that weak attributes take.
    used_weak: u32,
    pub(crate) held: Vec<Held>,
}

impl Default for Record {
    fn default() -> Record {
        Record {
            first: Timestamp(i64::MAX),
            last: Timestamp(i64::MIN),
            frames: 0,
            bytes: 0,
            frame: u64::MAX,
            hop_limit: 0,
            told_by_another: false,
            used: 0,
            used_weak: 0,
            held: Vec::new(),
        }
    }
}

impl Record {
    #[inline]
    pub(crate) fn sent(&mut self, now: Timestamp, frame: u64, bytes: u32, hop_limit: u8) {
        self.first = self.first.min(now);
        self.last = self.last.max(now);
        self.frame = self.frame.min(frame);
        self.frames = self.frames.saturating_add(1);
        self.bytes = self.bytes.saturating_add(u64::from(bytes));
        self.hop_limit = self.hop_limit.max(hop_limit);
    }

    /// Whether the endpoint said anything that is kept.
    pub(crate) fn spoke(&self) -> bool {
        !self.held.is_empty()
    }

    /// Keeps the value, or widens its time span. `false` when there is no room.
    pub(crate) fn observe(
        &mut self,
        (number, spec): (u16, AttributeSpec),
        value: &str,
        now: Timestamp,
        span: Span,
        more: Vec<Span>,
        budget: usize,
    ) -> bool {
        let mut hasher = rustc_hash::FxHasher::default();
        hasher.write(value.as_bytes());
        let hash = hasher.finish() as u32;
        let mut same_name = 0u8;
        for held in &mut self.held {
            if held.spec == number {
                if held.hash == hash && *held.value == *value {
                    held.first = held.first.min(now);
                    held.last = held.last.max(now);
                    return true;
                }
                same_name = same_name.saturating_add(1);
            }
        }
        let cost = cost(value, more.len());
        if same_name >= spec.limit || cost > budget {
            return false;
        }
        if !spec.weak {
            self.make_room(cost, budget);
        }
        // Weak attributes may take half of the room, so that names asked for never crowd out a model name.
        let crowded = spec.weak && self.used_weak as usize + cost > budget / 2;
        if crowded || self.used as usize + cost > budget {
            return false;
        }
        let cost = u32::try_from(cost).unwrap_or(u32::MAX);
        if spec.weak {
            self.used_weak = self.used_weak.saturating_add(cost);
        }
        self.used = self.used.saturating_add(cost);
        self.held.push(Held {
            value: value.into(),
            hash,
            spec: number,
            weak: spec.weak,
            first: now,
            last: now,
            at: now,
            span,
            more: (!more.is_empty()).then(|| Box::new(more)),
        });
        true
    }

    /// Weak attributes give way to strong ones: the latest of the kind that takes most room, so that what was said in one
    /// way only is kept longest.
    fn make_room(&mut self, cost: usize, budget: usize) {
        while self.used as usize + cost > budget {
            let room = |spec: u16| -> usize {
                self.held.iter().filter(|held| held.spec == spec).map(Held::cost).sum()
            };
            let weak = self.held.iter().enumerate().filter(|(_, held)| held.weak);
            let Some((at, _)) = weak.max_by_key(|(at, held)| (room(held.spec), *at)) else { return };
            let freed = u32::try_from(self.held.remove(at).cost()).unwrap_or(u32::MAX);
            self.used = self.used.saturating_sub(freed);
            self.used_weak = self.used_weak.saturating_sub(freed);
        }
    }

    #[cfg(test)]
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (u16, &str)> {
        self.held.iter().map(|held| (held.spec, &*held.value))
    }
}
