//! Who gives way to whom when the table of endpoints is full.
//!
//! A flood of made-up senders that talk like devices is, frame by frame, a crowd of new devices. What tells a device apart is
//! that it goes on: it speaks in a second way, is answered, takes an address, or is still there later. So nobody who came
//! before the table was full gives way to somebody who said one thing. Newcomers wait in the reserve, the oldest of them
//! giving way to the next; who has gone on by then stays for good, and takes the place of the youngest of the others that has
//! not. Everything is decided by the capture's own order: the same capture keeps the same endpoints.

use super::endpoints::Endpoints;
use super::{Key, Record};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::collections::hash_map::Entry;

/// Heard again after so many microseconds, an endpoint was not made up for one frame.
const LATER: i64 = 2_000_000;

/// Those who came last, and who may have to go.
#[derive(Debug, Default)]
pub(crate) struct Newcomers {
    /// Places in the reserve, in the order in which they were taken.
    waiting: VecDeque<u32>,
    /// Below this place nobody was asked to go yet.
    untouched: Option<u32>,
    /// Records by link-layer address and VLAN: who has taken an address has two.
    of_link: FxHashMap<u64, u32>,
}

impl Newcomers {
    /// The places of those who wait, in order.
    pub(crate) fn waiting_at(places: std::ops::Range<usize>) -> Newcomers {
        let waiting = places.filter_map(|place| u32::try_from(place).ok()).collect();
        Newcomers { waiting, ..Newcomers::default() }
    }

    /// A place in the reserve was taken.
    pub(crate) fn took(&mut self, place: u32) {
        self.waiting.push_back(place);
    }

    /// Finds a place for somebody with strong evidence, and empties it. `reserve_from` is where the reserve begins. `None`
    /// where everybody has shown to be a device.
    pub(crate) fn make_room(
        &mut self,
        key: Key,
        endpoints: &mut Endpoints,
        reserve_from: usize,
        protocol_of: impl Fn(u16) -> &'static str,
    ) -> Option<u32> {
        if self.untouched.is_none() {
            self.untouched = u32::try_from(reserve_from).ok();
            for (key, _) in endpoints.iter() {
                *self.of_link.entry(key.link()).or_default() += 1;
            }
        }
        let place = self.free(endpoints, protocol_of)?;
        if let Some(gone) = endpoints.replace(place, key)
            && let Entry::Occupied(mut count) = self.of_link.entry(gone.link())
        {
            *count.get_mut() = count.get().saturating_sub(1);
            // As many as there are places, and no more.
            if *count.get() == 0 {
                count.remove();
            }
        }
        *self.of_link.entry(key.link()).or_default() += 1;
        self.waiting.push_back(place);
        Some(place)
    }

    fn free(&mut self, endpoints: &Endpoints, protocol_of: impl Fn(u16) -> &'static str) -> Option<u32> {
        let stays = |place: u32| {
            endpoints.get(place).is_none_or(|(key, record)| {
                let addressed = self.of_link.get(&key.link()).is_some_and(|count| *count > 1);
                addressed || goes_on(record, &protocol_of)
            })
        };
        while let Some(place) = self.waiting.pop_front() {
            if !stays(place) {
                return Some(place);
            }
            // The reserve is as large as before: one who has not gone on, and came later than the others, leaves it a place.
            if let Some(place) = youngest(&mut self.untouched, stays) {
                return Some(place);
            }
        }
        youngest(&mut self.untouched, stays)
    }
}

/// The last of those before the reserve who has not gone on. Each is asked once.
fn youngest(untouched: &mut Option<u32>, stays: impl Fn(u32) -> bool) -> Option<u32> {
    while let Some(place) = untouched.and_then(|end| end.checked_sub(1)) {
        *untouched = Some(place);
        if !stays(place) {
            return Some(place);
        }
    }
    None
}

/// Whether more is known of an endpoint than what one frame of anybody's making says.
fn goes_on(record: &Record, protocol_of: impl Fn(u16) -> &'static str) -> bool {
    let first = record.held.iter().map(|held| held.first.0).chain([record.first.0]).min();
    let last = record.held.iter().map(|held| held.last.0).chain([record.last.0]).max();
    let later = first.zip(last).is_some_and(|(first, last)| last.saturating_sub(first) >= LATER);
    let mut protocols = record.held.iter().map(|held| protocol_of(held.spec));
    let said_first = protocols.next();
    record.told_by_another || later || protocols.any(|other| Some(other) != said_first)
}
