//! What a device is called, as it was seen or as a list has it: the question that is asked of the advisories.

use serde::{Deserialize, Serialize};

/// A device's names. Everything may be missing; what is missing is named in the answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Identity {
    /// The brand or the owner.
    pub vendor: Option<String>,
    /// The model.
    pub model: Option<String>,
    /// The maker's order or part number.
    pub order_number: Option<String>,
    /// The code that a protocol gives: Modbus product code, CIP catalogue number.
    pub product_code: Option<String>,
    /// The whole product name that a protocol gives.
    pub product_name: Option<String>,
    /// Firmware or software version.
    pub version: Option<String>,
}

impl Identity {
    /// Every text that names the thing, the surest first.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        [&self.order_number, &self.product_code, &self.model, &self.product_name]
            .into_iter()
            .filter_map(Option::as_deref)
            .filter(|text| !text.trim().is_empty())
    }

    /// Nothing names it: no match can be made, which is said.
    pub fn is_nameless(&self) -> bool {
        self.texts().next().is_none()
    }
}
