//! What the matcher knows of names and versions: all of it data.

use crate::version;
use holdfast_names::{Brands, DataError, Products, Relabels, Words};

/// Names, words, schemes.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// Brands, their spellings and owners.
    pub brands: Brands,
    /// Order numbers and codes to families.
    pub products: Products,
    /// One thing under two labels.
    pub relabels: Relabels,
    /// Words that name no product, and lines of products.
    pub words: Words,
    /// Words around versions.
    pub version_words: version::Words,
    /// How single makers count.
    pub schemes: version::Schemes,
}

impl Knowledge {
    /// Reads it from the data files: path below `data/`, text.
    pub fn load(files: &[(&str, &str)]) -> Result<Knowledge, DataError> {
        let text = |path: &str| files.iter().find(|(name, _)| *name == path).map_or("", |(_, text)| text);
        let products =
            files.iter().filter(|(name, _)| name.starts_with("names/products/") && name.ends_with(".toml"));
        Ok(Knowledge {
            brands: Brands::parse("names/brands.toml", text("names/brands.toml"))?,
            products: Products::load(products.copied())?,
            relabels: Relabels::parse("names/relabels.toml", text("names/relabels.toml"))?,
            words: Words::parse("names/words.toml", text("names/words.toml"))?,
            version_words: version::Words::parse("versions/words.toml", text("versions/words.toml"))?,
            schemes: version::Schemes::parse("versions/schemes.toml", text("versions/schemes.toml"))?,
        })
    }
}
