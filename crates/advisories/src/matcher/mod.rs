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

use find::Question;

/// Every document that names the device, also those that do not apply; by the index's order.
pub fn matches(identity: &Identity, index: &Index, knowledge: &Knowledge) -> Vec<Match> {
    let question = Question::new(identity, knowledge);
    let hits = question.hits(index, knowledge);
    judge::judge(identity, &question, &hits, index, knowledge)
}
