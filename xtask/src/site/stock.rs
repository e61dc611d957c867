//! What stands in the made-up hospital: the products that the fingerprints know, with the texts that their own examples
//! give. So no name of a brand stands here, and what is made up is what the rules are about.

use crate::chance::Chance;
use crate::place;
use anyhow::{Context, Result, ensure};
use holdfast_identify::RuleSet;
use holdfast_names::{Brands, Kinds, squash};
use std::collections::BTreeMap;

/// Realms, in the order in which networks prefer them.
pub(super) const REALMS: [&str; 4] = ["IT", "IoMT", "OT", "IoT"];

/// Something that can be bought, and a text by which it is known.
pub(super) struct Product {
    pub(super) vendor: String,
    pub(super) model: Option<String>,
    pub(super) kind: String,
    /// Attributes in which the text is met.
    pub(super) attributes: Vec<String>,
    pub(super) text: String,
}

/// All products by realm, and who owns which address block.
pub(super) struct Stock {
    by_realm: BTreeMap<&'static str, Vec<Product>>,
    blocks: BTreeMap<String, Vec<[u8; 3]>>,
    all_blocks: Vec<[u8; 3]>,
}

impl Stock {
    /// Reads `data/`.
    pub(super) fn read() -> Result<Stock> {
        let data = place::root().join("data");
        let text = |name: &str| std::fs::read_to_string(data.join(name)).with_context(|| name.to_owned());
        let kinds = Kinds::parse("kinds.toml", &text("kinds.toml")?)?;
        let brands = Brands::parse("brands.toml", &text("names/brands.toml")?)?;
        let mut rules = RuleSet::default();
        for file in place::walk(&data.join("fingerprints"))? {
            if file.extension().is_some_and(|ending| ending == "toml") {
                rules.add(&file.to_string_lossy(), &std::fs::read_to_string(&file)?)?;
            }
        }
        let mut by_realm: BTreeMap<&'static str, Vec<Product>> = BTreeMap::new();
        for rule in rules.iter().filter(|rule| rule.attributes.iter().all(|name| !name.starts_with("list.")))
        {
            for example in &rule.examples {
                let said = |field: &str| example.expect.get(field).cloned();
                let (Some(vendor), Some(kind)) = (said("vendor"), said("kind")) else { continue };
                let Some(known) = kinds.get(&kind) else { continue };
                let Some(realm) = REALMS.into_iter().find(|realm| **realm == known.realm) else { continue };
                by_realm.entry(realm).or_default().push(Product {
                    vendor,
                    model: said("model"),
                    kind,
                    attributes: rule.attributes.clone(),
                    text: example.text.clone(),
                });
            }
        }
        for realm in REALMS {
            let count = by_realm.get(realm).map_or(0, Vec::len);
            ensure!(
                count >= 20,
                "the fingerprints know {count} products of {realm}: too few to make a site of"
            );
        }
        let (mut blocks, mut all_blocks) = (BTreeMap::<String, Vec<[u8; 3]>>::new(), Vec::new());
        for line in text("registers/oui/oui.tsv")?.lines() {
            let Some((prefix, organisation)) = line.split_once('\t') else { continue };
            let Ok(number) = u32::from_str_radix(prefix, 16) else { continue };
            // Longer prefixes are those of small makers; half a block would be somebody else's.
            if prefix.len() != 6 {
                continue;
            }
            let [_, a, b, c] = number.to_be_bytes();
            all_blocks.push([a, b, c]);
            if let Some(brand) = brands.find(organisation) {
                blocks.entry(squash(brand)).or_default().push([a, b, c]);
            }
        }
        Ok(Stock { by_realm, blocks, all_blocks })
    }

    /// Any product of the realm.
    pub(super) fn product(&self, realm: &str, chance: &mut Chance) -> Result<&Product> {
        let list = self.by_realm.get(realm).map(Vec::as_slice).unwrap_or_default();
        chance.one(list).with_context(|| format!("no product of {realm}"))
    }

    /// An address block: mostly the vendor's own; else, as with network modules, somebody's.
    pub(super) fn block(&self, vendor: &str, chance: &mut Chance) -> [u8; 3] {
        let own = self.blocks.get(&squash(vendor)).filter(|_| !chance.of_thousand(200));
        chance.one(own.unwrap_or(&self.all_blocks)).copied().unwrap_or([0, 0, 0])
    }
}
