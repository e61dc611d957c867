//! Families: which names an advisory may use for a thing that calls itself by an order number, a product code or a model.
//! `data/names/products`, a file for each brand.

use crate::DataError;
use crate::pattern::Pattern;
use crate::runs::runs;
use crate::spelling::fold;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    brand: String,
    family: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    codes: Vec<String>,
    names: Vec<String>,
    #[serde(default)]
    within: Vec<String>,
    what: Option<String>,
    source: String,
    date: String,
}

/// One family of one brand.
#[derive(Debug)]
pub struct Family {
    /// The brand, as `brands.toml` names it.
    pub brand: String,
    /// What advisories call it; each alone names the whole family.
    pub names: Vec<String>,
    /// Order numbers, product codes and model spellings, with wildcards.
    pub codes: Vec<String>,
    /// Kind id, where all of the family are of one kind.
    pub what: Option<String>,
    /// Where the fact is from.
    pub source: String,
    /// When it was written down.
    pub date: String,
    /// The broader families, as places.
    within: Vec<usize>,
}

/// A family name that a text belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FamilyHit<'a> {
    /// What an advisory may call it.
    pub name: &'a str,
    /// Where the fact is from.
    pub source: &'a str,
    /// The code or name in the data that fits the text.
    pub code: &'a str,
    /// Whose family it is.
    pub brand: &'a str,
    /// Kind id, where known.
    pub kind: Option<&'a str>,
}

#[derive(Debug)]
struct Code {
    family: usize,
    pattern: Pattern,
    text: String,
    /// Says enough to count without a brand.
    telling: bool,
    /// The brand, folded.
    brand: std::sync::Arc<str>,
}

/// All families, indexed by how their codes begin.
#[derive(Debug, Default)]
pub struct Products {
    families: Vec<Family>,
    codes: Vec<Code>,
    by_start: HashMap<String, Vec<usize>>,
    starts: BTreeSet<usize>,
}

/// The fewest letters and digits of a code that counts where no brand is known.
const TELLING: usize = 5;

impl Products {
    /// Reads files as pairs of path and text. Codes, names and broader families are checked; brands and kinds are not
    /// (the tests of the data do that).
    pub fn load<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Products, DataError> {
        let mut products = Products::default();
        for (path, text) in files {
            let file: File = toml::from_str(text).map_err(|error| DataError::new(path, error))?;
            products.add(path, file)?;
        }
        Ok(products)
    }

    fn add(&mut self, path: &str, file: File) -> Result<(), DataError> {
        let first = self.families.len();
        let folded_brand: std::sync::Arc<str> = fold(&file.brand).into();
        let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
        let wrong = |entry: &Entry, what: String| {
            DataError::new(
                path,
                format!("family `{}`: {what}", entry.names.first().map_or("", String::as_str)),
            )
        };
        for (number, entry) in file.family.iter().enumerate() {
            if entry.names.is_empty() || entry.source.trim().is_empty() || entry.date.trim().is_empty() {
                return Err(wrong(entry, "needs a name, a source and a date".to_owned()));
            }
            for name in &entry.names {
                if by_name.insert(fold(name), first + number).is_some_and(|other| other != first + number) {
                    return Err(wrong(entry, format!("`{name}` is the name of two families")));
                }
            }
        }
        for (number, entry) in file.family.iter().enumerate() {
            let mut within = Vec::new();
            for name in &entry.within {
                let place = by_name
                    .get(&fold(name))
                    .ok_or_else(|| wrong(entry, format!("is within `{name}`, which is no family")))?;
                within.push(*place);
            }
            let codes = entry.codes.iter().map(|code| (code, Pattern::parse(code)));
            // A name that is read somewhere says the family as a code does.
            let names = entry.names.iter().map(|name| (name, Pattern::literal(name)));
            for (text, pattern) in codes.chain(names) {
                let pattern = pattern.map_err(|what| wrong(entry, format!("`{text}`: {what}")))?;
                let telling = pattern.letters() >= TELLING && !pattern.is_number();
                let start = pattern.start();
                self.starts.insert(start.len());
                self.by_start.entry(start).or_default().push(self.codes.len());
                self.codes.push(Code {
                    family: first + number,
                    pattern,
                    text: text.clone(),
                    telling,
                    brand: folded_brand.clone(),
                });
            }
            self.families.push(Family {
                brand: file.brand.clone(),
                names: entry.names.clone(),
                codes: entry.codes.clone(),
                what: entry.what.clone(),
                source: entry.source.clone(),
                date: entry.date.clone(),
                within,
            });
        }
        for (number, entry) in file.family.iter().enumerate() {
            if self
                .above(first + number)
                .iter()
                .any(|place| self.families.get(*place).is_some_and(|f| f.within.contains(&(first + number))))
            {
                return Err(wrong(entry, "is within itself".to_owned()));
            }
        }
        self.check_codes(path, first)
    }

    /// No code stands in two families of a brand unless one is within the other.
    fn check_codes(&self, path: &str, first: usize) -> Result<(), DataError> {
        for code in self.codes.iter().filter(|code| code.family >= first) {
            for other in self.candidates(&code.pattern.sample()).filter(|other| other.family >= first) {
                if code.family != other.family
                    && !self.above(code.family).contains(&other.family)
                    && !self.above(other.family).contains(&code.family)
                {
                    let name = |family: usize| {
                        self.families
                            .get(family)
                            .and_then(|family| family.names.first())
                            .map_or("", String::as_str)
                    };
                    return Err(DataError::new(
                        path,
                        format!(
                            "`{}` of `{}` is also `{}` of `{}`, and neither family is within the other",
                            code.text,
                            name(code.family),
                            other.text,
                            name(other.family)
                        ),
                    ));
                }
            }
        }
        Ok(())
    }

    /// All family names that a thing belongs to which is called so: by an order number, a product code, a model, or a
    /// whole line such as `1756-L61/B LOGIX5561`. Sorted by name, none twice. The brand is the canonical one; without a
    /// brand only codes that say enough by themselves count.
    pub fn families(&self, brand: Option<&str>, text: &str) -> Vec<FamilyHit<'_>> {
        let brand = brand.map(fold);
        let mut hits: BTreeMap<&str, FamilyHit<'_>> = BTreeMap::new();
        for (run, one_word) in runs(text) {
            for code in self.candidates(&run) {
                // "BMX P34 2020" is no MiCOM P342: a short code with gaps is looked for in single words alone.
                if !one_word && code.pattern.has_gaps() && code.pattern.letters() < TELLING {
                    continue;
                }
                let right = match &brand {
                    Some(brand) => *code.brand == **brand,
                    None => code.telling,
                };
                if !right {
                    continue;
                }
                for place in std::iter::once(code.family).chain(self.above(code.family)) {
                    let Some(family) = self.families.get(place) else { continue };
                    for name in &family.names {
                        hits.entry(name).or_insert(FamilyHit {
                            name,
                            source: &family.source,
                            code: &code.text,
                            brand: &family.brand,
                            kind: family.what.as_deref(),
                        });
                    }
                }
            }
        }
        hits.into_values().collect()
    }

    /// Every family, in the order of the files.
    pub fn iter(&self) -> impl Iterator<Item = &Family> {
        self.families.iter()
    }

    /// How many families there are.
    pub fn len(&self) -> usize {
        self.families.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.families.is_empty()
    }

    /// The codes that a folded text fits.
    fn candidates(&self, folded: &str) -> impl Iterator<Item = &Code> {
        self.starts
            .range(..=folded.len())
            .filter_map(|length| self.by_start.get(folded.get(..*length)?))
            .flatten()
            .filter_map(|place| self.codes.get(*place))
            .filter(|code| code.pattern.fits(folded))
    }

    /// The families that this one is within, near ones first.
    fn above(&self, family: usize) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        let mut at = 0;
        let mut next = Some(family);
        while let Some(place) = next {
            for above in self.families.get(place).map(|family| family.within.as_slice()).unwrap_or_default() {
                if !found.contains(above) {
                    found.push(*above);
                }
            }
            next = found.get(at).copied();
            at += 1;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIEMENS: &str = r#"
        brand = "Siemens"
        [[family]]
        codes = ["6ES7 3*"]
        names = ["SIMATIC S7-300", "S7-300"]
        what = "plc"
        source = "catalogue"
        date = "2026-11"
        [[family]]
        codes = ["6ES7 315-2E????-*", "CPU 315-2 PN/DP"]
        names = ["S7-300 CPU 315-2 PN/DP"]
        within = ["S7-300"]
        source = "catalogue"
        date = "2026-11"
    "#;

    fn names(products: &Products, brand: Option<&str>, text: &str) -> Vec<String> {
        products.families(brand, text).iter().map(|hit| hit.name.to_owned()).collect()
    }

    #[test]
    fn an_order_number_gives_every_family_it_is_in() {
        let products = Products::load([("siemens.toml", SIEMENS)]).unwrap();
        let all = ["S7-300", "S7-300 CPU 315-2 PN/DP", "SIMATIC S7-300"];
        for text in [
            "6ES7 315-2EH14-0AB0",
            "6ES7315-2EH14-0AB0",
            "SIMATIC 300, 6ES7 315-2EH14-0AB0 V3.2",
            "CPU 315-2 PN/DP",
        ] {
            assert_eq!(names(&products, Some("SIEMENS"), text), all, "{text}");
        }
        assert_eq!(names(&products, Some("Siemens"), "6ES7 321-1BH02-0AA0"), ["S7-300", "SIMATIC S7-300"]);
        assert_eq!(names(&products, None, "6ES7 315-2EH14-0AB0"), all);
        assert!(
            names(&products, None, "S7-300").is_empty()
                || products.families(None, "S7-300")[0].code == "S7-300"
        );
        assert!(names(&products, Some("ABB"), "6ES7 315-2EH14-0AB0").is_empty());
        assert!(names(&products, None, "").is_empty());
        let hit = products.families(Some("Siemens"), "6ES7 315-2EH14-0AB0")[0];
        assert_eq!((hit.source, hit.brand, hit.kind), ("catalogue", "Siemens", Some("plc")));
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        let family = |codes: &str, name: &str, more: &str| {
            format!(
                "[[family]]\ncodes=[{codes}]\nnames=[\"{name}\"]\n{more}\nsource=\"s\"\ndate=\"2026-11\"\n"
            )
        };
        let load = |families: &[String]| {
            Products::load(
                [("a.toml", format!("brand=\"A\"\n{}", families.concat()).as_str())].map(|(a, b)| (a, b)),
            )
            .map(|p| p.len())
        };
        assert_eq!(load(&[family("\"ABC1*\"", "First", ""), family("\"ABC2*\"", "Second", "")]).unwrap(), 2);
        for families in [
            [family("\"ABC1*\"", "First", ""), family("\"ABC12\"", "Second", "")],
            [family("\"ABC1*\"", "First", ""), family("\"XYZ1\"", "First", "")],
            [family("\"ABC1*\"", "First", "within=[\"Nowhere\"]"), family("\"XYZ1\"", "Second", "")],
            [
                family("\"ABC1*\"", "First", "within=[\"Second\"]"),
                family("\"XYZ1\"", "Second", "within=[\"First\"]"),
            ],
            [family("\"A*\"", "First", ""), family("\"XYZ1\"", "Second", "")],
        ] {
            assert!(load(&families).is_err(), "{families:?}");
        }
        assert_eq!(
            load(&[family("\"ABC1*\"", "First", ""), family("\"ABC12\"", "Second", "within=[\"First\"]")])
                .unwrap(),
            2
        );
    }
}
