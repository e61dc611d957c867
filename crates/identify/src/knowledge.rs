//! The data that identity rests on, read once.

use crate::rule::{RuleError, RuleSet};
use crate::same::SameDevice;
use crate::suggest::SuggestRules;
use holdfast_names::{Brands, DataError, Kinds, Oui};

/// Rules, kinds, brands and the register of addresses.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// Fingerprints.
    pub rules: RuleSet,
    /// The closed list of kinds.
    pub kinds: Kinds,
    /// Brands and their spellings.
    pub brands: Brands,
    /// Who registered an address block.
    pub oui: Oui,
    /// What ties the ports of one device together.
    pub same: SameDevice,
    /// When two devices look alike.
    pub suggest: SuggestRules,
}

impl Knowledge {
    /// Takes the files of `data/` as pairs of path and text; those that identity does not read are passed over.
    pub fn load(files: &[(&'static str, &'static str)]) -> Result<Knowledge, RuleError> {
        let text = |path: &str| files.iter().find(|(name, _)| *name == path).map_or("", |(_, text)| text);
        let wrong = |error: DataError| RuleError { file: error.file, what: error.what };
        let (makers, ranges) = ("registers/oui/module-makers.toml", "registers/oui/virtual-macs.toml");
        let mut rules = RuleSet::default();
        for (path, text) in files {
            if path.starts_with("fingerprints/") && path.ends_with(".toml") {
                rules.add(path, text)?;
            }
        }
        let (same, alike) = ("identity/same-device.toml", "identity/suggest.toml");
        Ok(Knowledge {
            rules,
            same: SameDevice::parse(text(same)).map_err(|what| RuleError { file: same.to_owned(), what })?,
            suggest: SuggestRules::parse(text(alike))
                .map_err(|what| RuleError { file: alike.to_owned(), what })?,
            kinds: Kinds::parse("kinds.toml", text("kinds.toml")).map_err(wrong)?,
            brands: Brands::parse("names/brands.toml", text("names/brands.toml")).map_err(wrong)?,
            oui: Oui::parse(
                files.iter().find(|(name, _)| *name == "registers/oui/oui.tsv").map_or("", |(_, text)| *text),
                (makers, text(makers)),
                (ranges, text(ranges)),
            )
            .map_err(wrong)?,
        })
    }
}
