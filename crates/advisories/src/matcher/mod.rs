//! Which advisories speak of a device: names, then versions, then what is missing.
//!
//! `identity.rs` the question; `product_name.rs` what an advisory's product name means; `bag.rs` the words of a device;
//! `index.rs` everything that is said, by name; `find.rs` which names mean the device; `judge.rs` what they say of it.

mod bag;
mod find;
mod identity;
mod index;
mod judge;
mod knowledge;
mod product_name;

pub use find::Strength;
pub use identity::Identity;
pub use index::{Builder, Index};
pub use judge::Match;
pub use knowledge::Knowledge;

use find::{KinSeen, Memory, Question};

/// Asks indices about devices, one after another. What it has worked out of one vendor serves the next device.
#[derive(Debug)]
pub struct Asker<'a> {
    index: &'a Index,
    knowledge: &'a Knowledge,
    memory: Memory<'a>,
    kin: KinSeen,
}

/// A device's names, taken apart once, to be asked of several indices: of a new document against all devices, say.
#[derive(Debug)]
pub struct Prepared<'a, 'i> {
    identity: &'i Identity,
    question: Question<'a, 'i>,
}

impl<'a> Asker<'a> {
    /// Over one index.
    pub fn new(index: &'a Index, knowledge: &'a Knowledge) -> Asker<'a> {
        Asker { index, knowledge, memory: Memory::default(), kin: KinSeen::default() }
    }

    /// The same memory over another index.
    pub fn turn_to(&mut self, index: &'a Index) {
        self.index = index;
        self.kin = KinSeen::default();
    }

    /// Takes a device's names apart.
    pub fn prepare<'i>(&mut self, identity: &'i Identity) -> Prepared<'a, 'i> {
        Prepared { identity, question: Question::new(identity, self.knowledge, &mut self.memory) }
    }

    /// Every document that names the device, also those that do not apply; by the index's order.
    pub fn matches(&mut self, identity: &Identity) -> Vec<Match> {
        let prepared = self.prepare(identity);
        self.matches_of(&prepared)
    }

    /// The same for names that were taken apart before, by this asker.
    pub fn matches_of(&mut self, prepared: &Prepared<'a, '_>) -> Vec<Match> {
        let Prepared { identity, question } = prepared;
        let hits = question.hits(self.index, self.knowledge, &mut self.memory, &self.kin);
        if hits.is_empty() {
            return Vec::new();
        }
        judge::judge(identity, question, &hits, self.index, self.knowledge)
    }
}

/// The same for one device.
pub fn matches(identity: &Identity, index: &Index, knowledge: &Knowledge) -> Vec<Match> {
    Asker::new(index, knowledge).matches(identity)
}
