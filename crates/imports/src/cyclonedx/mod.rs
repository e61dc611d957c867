//! CycloneDX JSON 1.4 to 1.7: components of the types device, firmware and (as some tools write) hardware, with the
//! properties of the taxonomy `cdx:device`. A component without a serial number, MAC or another key describes a model,
//! not a thing that somebody has, and is refused with that reason.

mod component;

use crate::desk::Desk;
use crate::json::text;
use crate::{Format, ImportError, Knowledge};
use serde_json::Value;

/// Components within components.
const DEPTH: usize = 16;
/// Components of one document.
const COMPONENTS: usize = 1_000_000;

/// Reads every component of those types, at any depth.
pub(crate) fn read(bytes: &[u8], knowledge: &Knowledge, desk: &mut Desk) -> Result<(), ImportError> {
    let broken = |row: u64, what: String| ImportError::Broken { format: Format::CycloneDx, row, what };
    let (decoded, _) = crate::text::decode(bytes);
    // The parser refuses what is nested deeper than 128.
    let document: Value =
        serde_json::from_str(&decoded).map_err(|error| broken(error.line() as u64, error.to_string()))?;
    if text(&document, &["bomFormat"]) != Some("CycloneDX") {
        return Err(broken(1, "`bomFormat` is not CycloneDX".to_owned()));
    }
    let version = text(&document, &["specVersion"]).unwrap_or("");
    if !["1.4", "1.5", "1.6", "1.7"].contains(&version) {
        desk.warn(
            0,
            "specVersion",
            format!("version `{version}` is not one of 1.4 to 1.7; read all the same"),
        );
    }
    let mut count = 0;
    let mut waiting: Vec<(&Value, usize)> = Vec::new();
    if let Some(list) = document.get("components").and_then(Value::as_array) {
        waiting.extend(list.iter().rev().map(|component| (component, 0)));
    }
    if let Some(own) = document.get("metadata").and_then(|metadata| metadata.get("component")) {
        waiting.push((own, 0));
    }
    while let Some((component, depth)) = waiting.pop() {
        count += 1;
        if count > COMPONENTS {
            return Err(ImportError::Hostile(format!("more than {COMPONENTS} components")));
        }
        let inner =
            component.get("components").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        if component::is_device(component) {
            component::read(component, inner, count as u64, knowledge, desk);
        }
        if depth < DEPTH {
            waiting.extend(inner.iter().rev().map(|component| (component, depth + 1)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
