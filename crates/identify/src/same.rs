//! Which attributes name one device alone: `data/identity/same-device.toml`.

use serde::Deserialize;

/// What ties endpoints together. Without the file nothing does.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SameDevice {
    /// Attributes that all ports of one device show with the same value.
    #[serde(default)]
    pub ports: Vec<String>,
}

impl SameDevice {
    /// Reads the file.
    pub fn parse(text: &str) -> Result<SameDevice, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }
}
