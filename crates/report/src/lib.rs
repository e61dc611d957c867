//! Lays out what the stages found: terminal tables, the JSON documents, CSV, the walk from a claim to its frames.
//! Calculates nothing. Every text that came from the wire is escaped for the place it is shown in.

mod behaviour;
mod csv;
mod escape;
mod export;
mod json;
mod shape;
mod statement;
mod summary;
mod table;
mod why;

pub use behaviour::{ConduitRow, called, conduits_json, conduits_table, exposures_json, exposures_table};
pub use csv::devices_csv;
pub use escape::{csv_cell, terminal};
pub use export::{Flow, Names, Stance, Subject, Workbook, acl, cyclonedx, flows, mud, names, nft, xlsx};
pub use json::{Inputs, Shown, devices_json, devices_jsonl};
pub use statement::{
    day, instead_text, says, statement_json, statement_text, suggestion_json, suggestion_text,
};
pub use summary::{Phrases, summary};
pub use table::{Style, devices_table};
pub use why::{
    Captures, why_claim_json, why_device, why_evidence, why_evidence_json, why_exposure, why_exposure_json,
};
