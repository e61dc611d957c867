//! Lays out what the stages found: terminal tables, the JSON documents, CSV, paper, the walk from a claim to its frames.
//! Calculates nothing. Every text that came from the wire is escaped for the place it is shown in.

mod asset;
mod behaviour;
mod csv;
mod escape;
mod export;
mod json;
mod sheet;
mod summary;
mod table;
mod weakness;
mod why;

pub use asset::Asset;
pub use behaviour::{ConduitRow, called, conduits_json, conduits_table, exposures_json, exposures_table};
pub use csv::devices_csv;
pub use escape::{csv_cell, terminal};
pub use export::{
    Flow, Imprint, Names, Stance, Subject, Workbook, acl, csaf_vex, cyclonedx, flows, mud, names, nft, ocsf,
    openvex, xlsx,
};
pub use json::{Inputs, Shown, devices_json, devices_jsonl};
pub use sheet::{needs_sheet, sheet};
pub use summary::{Phrases, summary};
pub use table::{Style, devices_table};
pub use weakness::{
    Advice, Advices, Listed, weaknesses_csv, weaknesses_json, weaknesses_sheet, weaknesses_table,
};
pub use why::{
    Captures, why_claim_json, why_device, why_evidence, why_evidence_json, why_exposure, why_exposure_json,
};
