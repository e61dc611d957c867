//! Hardware that is sold under other names: `data/names/relabels.toml`. Same make, other label; what is known of the one
//! is possible for the other, never more.

use crate::DataError;
use crate::pattern::Pattern;
use crate::runs::runs;
use crate::spelling::fold;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    relabel: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    made_by: String,
    made_as: String,
    sold_by: String,
    sold_as: String,
    source: String,
    date: String,
}

/// One thing under two names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relabel {
    /// Who makes it.
    pub made_by: String,
    /// The maker's own model; wildcards as in product codes.
    pub made_as: String,
    /// Whose label it also bears.
    pub sold_by: String,
    /// The model on that label.
    pub sold_as: String,
    /// Where the fact is from.
    pub source: String,
    /// When it was written down.
    pub date: String,
}

/// All relabels.
#[derive(Debug, Default)]
pub struct Relabels {
    all: Vec<(Relabel, Pattern, Pattern)>,
}

impl Relabels {
    /// Reads the file.
    pub fn parse(file: &str, text: &str) -> Result<Relabels, DataError> {
        let parsed: File = toml::from_str(text).map_err(|error| DataError::new(file, error))?;
        let mut all = Vec::new();
        for entry in parsed.relabel {
            if entry.source.trim().is_empty() || entry.date.trim().is_empty() {
                return Err(DataError::new(file, format!("`{}` needs a source and a date", entry.sold_as)));
            }
            let pattern = |code: &str| {
                Pattern::parse(code).map_err(|what| DataError::new(file, format!("`{code}`: {what}")))
            };
            let (made, sold) = (pattern(&entry.made_as)?, pattern(&entry.sold_as)?);
            let relabel = Relabel {
                made_by: entry.made_by,
                made_as: entry.made_as,
                sold_by: entry.sold_by,
                sold_as: entry.sold_as,
                source: entry.source,
                date: entry.date,
            };
            if all.iter().any(|(other, ..): &(Relabel, Pattern, Pattern)| {
                (&other.made_by, &other.made_as, &other.sold_by, &other.sold_as)
                    == (&relabel.made_by, &relabel.made_as, &relabel.sold_by, &relabel.sold_as)
            }) {
                return Err(DataError::new(file, format!("`{}` stands there twice", relabel.sold_as)));
            }
            all.push((relabel, made, sold));
        }
        Ok(Relabels { all })
    }

    /// What a thing with this label may be as its maker names it. The brand is the canonical one.
    pub fn made_as(&self, sold_by: &str, model: &str) -> Vec<&Relabel> {
        let (brand, runs) = (fold(sold_by), runs(model));
        self.all
            .iter()
            .filter(|(relabel, _, sold)| {
                fold(&relabel.sold_by) == brand && runs.keys().any(|run| sold.fits(run))
            })
            .map(|(relabel, ..)| relabel)
            .collect()
    }

    /// Under which labels a maker's model is sold.
    pub fn sold_as(&self, made_by: &str, model: &str) -> Vec<&Relabel> {
        let (brand, runs) = (fold(made_by), runs(model));
        self.all
            .iter()
            .filter(|(relabel, made, _)| {
                fold(&relabel.made_by) == brand && runs.keys().any(|run| made.fits(run))
            })
            .map(|(relabel, ..)| relabel)
            .collect()
    }

    /// Every relabel, in the file's order.
    pub fn iter(&self) -> impl Iterator<Item = &Relabel> {
        self.all.iter().map(|(relabel, ..)| relabel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &str = r#"
        [[relabel]]
        made_by = "Contec Medical"
        made_as = "CMS8000"
        sold_by = "Epsimed"
        sold_as = "MN-120"
        source = "FDA, 2025"
        date = "2026-11"
    "#;

    #[test]
    fn both_directions() {
        let relabels = Relabels::parse("relabels.toml", DATA).unwrap();
        assert_eq!(relabels.made_as("EPSIMED", "MN120 monitor")[0].made_as, "CMS8000");
        assert_eq!(relabels.sold_as("Contec Medical", "CMS8000")[0].sold_by, "Epsimed");
        assert!(relabels.made_as("Contec Medical", "MN-120").is_empty());
        assert!(relabels.made_as("Epsimed", "").is_empty());
    }

    #[test]
    fn twice_is_an_error() {
        assert!(Relabels::parse("relabels.toml", &format!("{DATA}{DATA}")).is_err());
        assert!(Relabels::parse("relabels.toml", &DATA.replace("CMS8000", "*")).is_err());
    }
}
