//! One file a verb.

pub(crate) mod advisory;
pub(crate) mod completions;
pub(crate) mod conduits;
pub(crate) mod demo;
pub(crate) mod devices;
pub(crate) mod doctor;
pub(crate) mod export;
pub(crate) mod exposures;
pub(crate) mod feeds;
pub(crate) mod import;
pub(crate) mod look;
pub(crate) mod man;
pub(crate) mod matching;
pub(crate) mod reconcile;
pub(crate) mod say;
pub(crate) mod show;
pub(crate) mod weaknesses;
pub(crate) mod why;
mod why_weakness;
