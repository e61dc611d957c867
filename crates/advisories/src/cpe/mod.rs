//! CPE 2.3 names (NISTIR 7695, 7696) and NVD's logical conditions over them.
//!
//! `name.rs` reads and prints formatted strings, `uri.rs` reads the URIs of CPE 2.2, `relation.rs` compares names,
//! `evaluate.rs` decides conditions in three values, since half of what a condition asks for cannot be seen on a wire.

mod evaluate;
mod name;
mod relation;
#[cfg(test)]
mod tests;
mod uri;

pub use evaluate::{Answer, Verdict, evaluate};
pub use name::CpeError;
pub use relation::Relation;

use crate::advisory::Range;
use serde::{Deserialize, Serialize};

/// One component of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Component {
    /// `*`: any value.
    #[default]
    Any,
    /// `-`: has none.
    NotApplicable,
    /// A value in lower case (names are compared without regard to case), unescaped; `*` and `?` at its ends are
    /// wildcards. A backslash stays before a `*`, `?` or backslash that means itself.
    Text(String),
}

/// A CPE name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cpe {
    /// `a` application, `o` operating system or firmware, `h` hardware.
    pub part: Component,
    /// Vendor.
    pub vendor: Component,
    /// Product.
    pub product: Component,
    /// Version.
    pub version: Component,
    /// Update: service pack, patch.
    pub update: Component,
    /// Edition, language, software edition, target software, target hardware, other: in this order.
    pub rest: [Component; 6],
}

/// OR over configurations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicability {
    /// One of these must hold.
    pub configurations: Vec<Node>,
}

/// AND or OR over matches and further nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// All must hold; else one.
    pub all: bool,
    /// The opposite is meant.
    pub negate: bool,
    /// Leaves.
    pub matches: Vec<CpeMatch>,
    /// Children.
    pub nodes: Vec<Node>,
}

/// A leaf.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CpeMatch {
    /// The name.
    pub cpe: Cpe,
    /// It is the weak thing; else what it must run on.
    pub vulnerable: bool,
    /// Bounds on the version, where the name's version is `*`.
    pub range: Range,
}
