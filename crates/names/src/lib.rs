//! How things are called: brands, their spellings and owners; the names that advisories use for a thing with this order
//! number or model; who registered an address block or an enterprise number; and the closed list of kinds. Used by `identify`, `imports` and `advisories` alike, so that a name means the same everywhere.
//!
//! Everything here is data, read once from `data/names`, `data/registers` and `data/kinds.toml`.

mod brands;
mod kin;
mod kinds;
mod oui;
mod pattern;
mod products;
mod relabels;
mod runs;
mod spelling;
mod squash;
mod words;

pub use brands::Brands;
pub use kin::Relation;
pub use kinds::{Kind, Kinds};
pub use oui::{Oui, Registrant};
pub use products::{Family, FamilyHit, Products};
pub use relabels::{Relabel, Relabels};
pub use spelling::{fold, repair};
pub use squash::squash;
pub use words::Words;

/// A data file that does not say what it should.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {what}")]
pub struct DataError {
    /// The file.
    pub file: String,
    /// What is wrong, with the line where that is known.
    pub what: String,
}

impl DataError {
    /// An error in this file.
    pub fn new(file: &str, what: impl std::fmt::Display) -> DataError {
        DataError { file: file.to_owned(), what: what.to_string() }
    }
}
