//! CPE 2.3 names (NISTIR 7695, 7696) and NVD's logical conditions over them.

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
    /// A value, unescaped; `*` and `?` at its ends are wildcards unless they were escaped.
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
