//! Advisories and devices in, weaknesses out: does it apply, is there a fix, what to do and by when.
//!
//! `source/` reads feeds into [`Advisory`] and [`Feeds`]; `version/` reads what vendors write about versions; `cpe/` names
//! and logical conditions; `matcher/` finds which advisories speak of a device; `fix/` tells whether a fix really exists;
//! `priority/` what to do and by when; `cvss` reads severity vectors. Everything is a pure function of feeds, identities and data.

mod advisory;
pub mod archive;
mod feeds;
mod weakness;

pub mod cpe;
pub mod cvss;
pub mod fix;
pub mod matcher;
pub mod priority;
pub mod source;
pub mod version;

pub use advisory::{
    Advisory, Note, Product, Range, Recall, Relationship, Remediation, SourceKind, Ssvc, VersionText,
    Vulnerability,
};
pub use feeds::{DocumentSummary, Epss, Exploited, Feeds, Refusal, Support};
pub use weakness::{Documents, Surroundings, Weighed, identity, weaknesses};
