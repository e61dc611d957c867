//! What a site says about itself, as far as identity needs it.

use holdfast_facts::Zone;

/// From the site file.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Whether a smartphone counts as IoT here.
    pub smartphones_are_iot: bool,
    /// Groups of devices with one level of trust.
    pub zones: Vec<Zone>,
}
