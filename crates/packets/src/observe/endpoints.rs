//! The table of endpoints: records in a list, found by key. A record keeps its place until the table is swept, so that
//! frames that are like those before them need not look it up.

use super::{Key, Record};
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher as _;

/// Records and where they stand.
#[derive(Debug, Default)]
pub(crate) struct Endpoints {
    places: HashTable<u32>,
    list: Vec<(Key, Record)>,
}

fn hash(key: &Key) -> u64 {
    FxBuildHasher.hash_one(key)
}

impl Endpoints {
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Where the endpoint's record stands.
    #[inline]
    pub(crate) fn find(&self, key: &Key) -> Option<u32> {
        let same = |place: &u32| self.list.get(*place as usize).is_some_and(|(held, _)| held == key);
        self.places.find(hash(key), same).copied()
    }

    /// A record for an endpoint that has none.
    pub(crate) fn add(&mut self, key: Key) -> u32 {
        let place = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        let list = &self.list;
        let again = |place: &u32| list.get(*place as usize).map_or(0, |(held, _)| hash(held));
        self.places.insert_unique(hash(&key), place, again);
        self.list.push((key, Record::default()));
        place
    }

    pub(crate) fn get(&self, place: u32) -> Option<&(Key, Record)> {
        self.list.get(place as usize)
    }

    /// Gives a place to another endpoint, of which nothing is known yet. Whose it was.
    pub(crate) fn replace(&mut self, place: u32, key: Key) -> Option<Key> {
        let (held, record) = self.list.get_mut(place as usize)?;
        let gone = std::mem::replace(held, key);
        *record = Record::default();
        if let Ok(entry) = self.places.find_entry(hash(&gone), |held| *held == place) {
            entry.remove();
        }
        let list = &self.list;
        let again = |place: &u32| list.get(*place as usize).map_or(0, |(held, _)| hash(held));
        self.places.insert_unique(hash(&key), place, again);
        Some(gone)
    }

    #[inline]
    pub(crate) fn is_at(&self, place: u32, key: &Key) -> bool {
        self.list.get(place as usize).is_some_and(|(held, _)| held == key)
    }

    #[inline]
    pub(crate) fn at(&mut self, place: u32) -> Option<&mut Record> {
        self.list.get_mut(place as usize).map(|(_, record)| record)
    }

    /// Drops what is not wanted. Every place may change.
    pub(crate) fn retain(&mut self, mut wanted: impl FnMut(&Key, &Record) -> bool) {
        self.list.retain(|(key, record)| wanted(key, record));
        self.places.clear();
        let list = &self.list;
        let again = |place: &u32| list.get(*place as usize).map_or(0, |(held, _)| hash(held));
        for (place, (key, _)) in (0..).zip(list) {
            self.places.insert_unique(hash(key), place, again);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Key, &Record)> {
        self.list.iter().map(|(key, record)| (key, record))
    }

    /// The records, in the order in which their endpoints were first met.
    pub(crate) fn into_list(self) -> Vec<(Key, Record)> {
        self.list
    }
}
