//! How single makers count: `data/versions/schemes.toml`.

use super::number::Order;
use holdfast_names::DataError;
use regex::Regex;
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    scheme: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    vendor: String,
    order: String,
    take: Option<String>,
    source: String,
}

/// One maker's way.
#[derive(Debug, Default)]
pub struct Scheme {
    /// How two numbers are ordered.
    pub order: Order,
    /// Where a bound is a single number, the first group is the version that counts.
    pub take: Option<Regex>,
}

/// All of them, by brand.
#[derive(Debug, Default)]
pub struct Schemes(HashMap<String, Scheme>);

impl Schemes {
    /// Reads the file.
    pub fn parse(file: &str, text: &str) -> Result<Schemes, DataError> {
        let parsed: File = toml::from_str(text).map_err(|error| DataError::new(file, error))?;
        let mut schemes = HashMap::new();
        for entry in parsed.scheme {
            let order = match entry.order.as_str() {
                "parts" => Order::Parts,
                "decimal" => Order::Decimal,
                other => {
                    return Err(DataError::new(
                        file,
                        format!("`{}`: order `{other}` is not known", entry.vendor),
                    ));
                }
            };
            if entry.source.is_empty() {
                return Err(DataError::new(file, format!("`{}` has no source", entry.vendor)));
            }
            let take = entry.take.as_deref().map(Regex::new).transpose();
            let take = take.map_err(|error| DataError::new(file, format!("`{}`: {error}", entry.vendor)))?;
            if schemes.insert(entry.vendor.clone(), Scheme { order, take }).is_some() {
                return Err(DataError::new(file, format!("`{}` stands there twice", entry.vendor)));
            }
        }
        Ok(Schemes(schemes))
    }

    /// The way of this brand.
    pub fn of(&self, brand: &str) -> Option<&Scheme> {
        self.0.get(brand)
    }
}
