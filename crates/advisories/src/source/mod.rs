//! Feeds of every format in, [`Feeds`] out. A folder for each format; what it is, is told by its content.
//!
//! Whatever cannot be read is refused by name, place and advice, and the rest is read. Nothing here knows a file or a
//! network: bytes come in, and the caller says what they are called.

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod attack;
mod configuration;
mod content;
mod csaf;
mod cve5;
mod cvss;
mod cyclonedx_vex;
mod desk;
mod entries;
mod epss;
mod flat_criteria;
mod kev;
mod lenient;
mod mend;
mod nvd;
mod openvex;
mod recall;
mod recognise;
mod settle;
mod size;
mod ssvc;
mod support;
mod table;
#[cfg(test)]
mod tests;
mod unpack;

pub use flat_criteria::{FlatCriterion, flat_advisories, flat_criteria};

use crate::feeds::Feeds;
use desk::Desk;

/// Reads one file into the feeds: a JSON document, JSON lines, a list of documents, a table, or a zip, gzip or zstd
/// archive of such. `name` is how it is called in refusals. Call [`Feeds::settle`] when all files have been read.
pub fn read(name: &str, bytes: &[u8], feeds: &mut Feeds) {
    let mut desk = Desk::open(name, bytes, feeds);
    unpack::unpack(bytes, &mut desk);
    desk.close();
}

/// Signatures, hashes and texts that lie beside documents in providers' archives and folders: no feeds, by their names.
pub fn is_beside_the_point(name: &str) -> bool {
    let ending = name.rsplit(['/', '.']).next().unwrap_or("").to_ascii_lowercase();
    let file = name.rsplit('/').next().unwrap_or("");
    let beside =
        ["asc", "sig", "sha256", "sha512", "md", "txt", "html", "pdf", "png", "svg", "py", "sh", "yml"];
    beside.contains(&ending.as_str()) || file.starts_with('.') || name.starts_with("__MACOSX/")
}
