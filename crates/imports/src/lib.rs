//! Lists and logs in, attributes out.
//!
//! One forgiving reader takes every table (CSV and XLSX, whatever program wrote it), because what differs between their
//! programs is only what they call their columns, and that is data. Every other format has a folder. All of them hand back
//! [`holdfast_facts::Evidence`]: attributes with the row and the column that show them. Knows no device and concludes
//! nothing. What cannot be read is told with its row and the reason; it never stops the rest.
//!
//! Invariants: nothing in a file is evaluated; memory is bounded whatever the bytes; no clock, no file, no socket.

mod attributes;
mod cyclonedx;
mod desk;
mod error;
mod format;
mod json;
mod knowledge;
mod leases;
mod lines;
mod nmap;
mod read;
mod recognise;
mod suricata;
mod switches;
mod table;
#[cfg(test)]
mod testing;
mod text;
mod unpack;
mod values;
mod zeek;

pub use attributes::{AttributeSpec, BORROWED, attributes};
pub use desk::{Refusal, Warning};
pub use error::ImportError;
pub use format::Format;
pub use knowledge::Knowledge;
pub use read::{Imported, Request, read_list};
pub use table::{Chosen, Column, How, Map, Mapping, Mappings, NoMappings, fields};
