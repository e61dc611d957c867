//! Evidence in, devices out: which endpoints are one thing, what it is, and what else it could be.
//!
//! A pure function of the evidence set and of versioned data: tomorrow's rules re-read yesterday's evidence.
//! Two steps: `grouping` ties endpoints together, `opinion` weighs what the rules say of each group. A claim
//! is made only where it holds (certainty at least 0.5); below that the answer is "unknown", with its runners-up.
//! What people say (`said`) goes before both, and teaches: `suggest` finds unknown devices that show the same.
//!
//! Invariants: the order of the evidence does not matter; every claim names its rules and its evidence; an address
//! block alone names no brand.

mod attribution;
mod binding;
mod describe;
mod grouping;
mod knowledge;
mod listed;
mod literal;
mod opinion;
mod resolve;
mod rule;
mod said;
mod same;
mod settings;
mod standing;
mod suggest;

pub use knowledge::Knowledge;
pub use resolve::{resolve, resolve_each};
pub use rule::{Counter, Example, Origin, Rule, RuleError, RuleSet, Tier};
pub use same::SameDevice;
pub use settings::Settings;
pub use standing::standings;
pub use suggest::{Sign, SuggestRules, suggest};
