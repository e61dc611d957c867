//! The product tree: maker, model, firmware; what is not known is not made up, but left out of the path.

use crate::asset::Asset;
use crate::escape::terminal;
use crate::export::products::Product;
use crate::export::statement::PLACE;
use holdfast_facts::DeviceId;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

type Assets<'a> = BTreeMap<&'a DeviceId, Asset>;

/// Words and signs that a single version must not have (CSAF 2.0 §6.1.31).
const OF_RANGES: [&str; 7] = ["after", "all", "before", "earlier", "later", "prior", "versions"];

/// Branches for products with a maker and a model; the others stand in a list.
pub(super) fn product_tree(products: &[Product<'_>], assets: &Assets<'_>) -> Value {
    let mut makers: BTreeMap<&str, BTreeMap<&str, Vec<Value>>> = BTreeMap::new();
    let mut others = Vec::new();
    for product in products {
        let full = full_name(product, assets);
        match (product.vendor, product.model.or(product.order_number)) {
            (Some(vendor), Some(model)) => {
                let leaf = match product.firmware {
                    Some(version) => {
                        let category = if is_range(version) { "legacy" } else { "product_version" };
                        json!({ "category": category, "name": terminal(version), "product": full })
                    }
                    None => json!({
                        "category": "legacy", "name": "firmware not known", "product": full,
                    }),
                };
                makers.entry(vendor).or_default().entry(model).or_default().push(leaf);
            }
            _ => others.push(full),
        }
    }
    let branches: Vec<Value> = makers
        .into_iter()
        .map(|(vendor, models)| {
            let models: Vec<Value> = models
                .into_iter()
                .map(|(model, leaves)| {
                    json!({ "category": "product_name", "name": terminal(model), "branches": leaves })
                })
                .collect();
            json!({ "category": "vendor", "name": terminal(vendor), "branches": models })
        })
        .collect();
    let mut tree = Map::new();
    if !branches.is_empty() {
        tree.insert("branches".into(), branches.into());
    }
    if !others.is_empty() {
        tree.insert("full_product_names".into(), others.into());
    }
    Value::Object(tree)
}

fn is_range(version: &str) -> bool {
    let lower = version.to_lowercase();
    lower.contains(['<', '>'])
        || lower.split(|c: char| !c.is_alphanumeric()).any(|word| OF_RANGES.contains(&word))
}

fn full_name(product: &Product<'_>, assets: &Assets<'_>) -> Value {
    let mut helper = Map::new();
    if let Some(number) = product.order_number {
        helper.insert("model_numbers".into(), json!([literal(number)]));
    }
    let serials: Vec<String> = product
        .devices
        .iter()
        .filter_map(|id| assets.get(id))
        .flat_map(|asset| asset.serials.iter().map(|serial| literal(serial)))
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect();
    if !serials.is_empty() {
        helper.insert("serial_numbers".into(), json!(serials));
    }
    let uris: Vec<Value> = product
        .devices
        .iter()
        .map(|id| json!({ "namespace": format!("{PLACE}/device"), "uri": format!("{PLACE}/device/{id}") }))
        .collect();
    helper.insert("x_generic_uris".into(), uris.into());
    json!({ "name": product.name(), "product_id": product.id, "product_identification_helper": helper })
}

/// In these fields `*` and `?` stand for other characters, unless a backslash is before them (CSAF 2.0 §3.1.3.3.5).
fn literal(text: &str) -> String {
    let mut out = String::new();
    for character in terminal(text).chars() {
        if matches!(character, '*' | '?' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_told_from_ranges() {
        for range in ["<=1.0", "2.1 and earlier", "All versions", "prior to 3"] {
            assert!(is_range(range), "{range}");
        }
        for version in ["21.003", "V6.6 SP2", "N.01", "allegro 2"] {
            assert!(!is_range(version), "{version}");
        }
        assert_eq!(literal("NAS7*01"), "NAS7\\*01");
    }
}
