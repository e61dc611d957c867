//! Of which products a sentence speaks: those that it names, those of the versions that it names, or all.
//!
//! Only words that tell the advisory's products apart count as names: in an advisory about the M340 and the M580, "M340:
//! no fix is available" says nothing of the M580, and "Modicon" names neither.

use super::rough::{self, Bound};
use crate::advisory::{Product, VersionText};
use std::collections::{BTreeMap, BTreeSet};

/// Words of product names that name nothing by themselves.
const COMMON: &[&str] = &[
    "all",
    "and",
    "any",
    "are",
    "for",
    "from",
    "firmware",
    "software",
    "version",
    "versions",
    "series",
    "family",
    "product",
    "products",
    "device",
    "devices",
    "model",
    "models",
    "module",
    "modules",
    "unit",
    "units",
    "with",
    "the",
    "prior",
    "only",
    "system",
    "systems",
    "update",
    "other",
    "using",
    "installed",
    "running",
    "edition",
    "release",
    "build",
    "incl",
    "including",
    "variants",
    "not",
    "users",
    "pump",
    "pumps",
    "new",
    "security",
    "support",
    "user",
    "use",
    "windows",
    "microsoft",
    "linux",
    "see",
];

/// The words that tell one product from the others, per product.
pub(super) struct Names {
    distinct: Vec<BTreeSet<String>>,
    own: Vec<BTreeSet<String>>,
    vendor: Vec<BTreeSet<String>>,
}

/// Which products a sentence names.
#[derive(Clone)]
pub(super) enum Mentioned {
    /// None: it speaks of all.
    None,
    /// These.
    Products(BTreeSet<usize>),
}

impl Names {
    pub(super) fn of(products: &[Product]) -> Names {
        let own: Vec<BTreeSet<String>> = products
            .iter()
            .map(|product| {
                let mut text = product.names.join(" ");
                if text.trim().is_empty() {
                    text.clone_from(&product.full_name);
                }
                let mut words = words(&text);
                for number in &product.model_numbers {
                    words.extend(self::words(number));
                }
                words
            })
            .collect();
        let vendor = products.iter().map(|product| words(&product.vendor)).collect::<Vec<_>>();
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for words in &own {
            for word in words {
                *count.entry(word).or_default() += 1;
            }
        }
        let distinct = own
            .iter()
            .zip(&vendor)
            .map(|(own, vendor)| {
                own.iter()
                    .filter(|word| count.get(word.as_str()).is_some_and(|count| *count < products.len()))
                    .filter(|word| !vendor.contains(*word))
                    .cloned()
                    .collect()
            })
            .collect();
        Names { distinct, own, vendor }
    }

    /// Products that these words name. Words without a figure count only where they are written with a capital.
    pub(super) fn mentioned(&self, text: &str) -> Mentioned {
        let written = mentions(text);
        let hits: Vec<(usize, BTreeSet<&str>)> = self
            .distinct
            .iter()
            .map(|own| own.iter().map(String::as_str).filter(|word| written.contains(*word)).collect())
            .enumerate()
            .filter(|(_, hits): &(usize, BTreeSet<&str>)| !hits.is_empty())
            .collect();
        // Whoever is named by more words stands for those whose words are among them.
        let sets: BTreeSet<&BTreeSet<&str>> = hits.iter().map(|(_, set)| set).collect();
        let named: BTreeSet<usize> = hits
            .iter()
            .filter(|(_, mine)| {
                // "2" alone is any number; in "Gen 2" it tells two products apart.
                mine.iter().any(|word| word.len() > 1)
                    && !sets.iter().any(|others| others.len() > mine.len() && mine.is_subset(others))
            })
            .map(|(index, _)| *index)
            .collect();
        if named.is_empty() { Mentioned::None } else { Mentioned::Products(named) }
    }

    /// Whether a sentence is about a model that is none of the advisory's products, of which there are several. What is to
    /// be bought (`target`) is left out.
    pub(super) fn is_foreign(&self, sentence: &str, target: Option<&std::ops::Range<usize>>) -> bool {
        if self.own.iter().collect::<BTreeSet<_>>().len() < 2 {
            return false;
        }
        let text = target.and_then(|span| sentence.get(..span.start)).unwrap_or(sentence);
        let models: Vec<String> = tokens(text)
            .filter(|token| token.len() > 3 && token.chars().any(|c| c.is_ascii_digit()))
            .filter(|token| token.chars().take(2).all(|c| c.is_ascii_uppercase()))
            .map(str::to_lowercase)
            .filter(|token| !token.starts_with("cve-") && !rough::looks_like_version(token))
            .collect();
        let known = |model: &String| {
            self.own
                .iter()
                .flatten()
                .any(|word| word.contains(model.as_str()) || model.contains(word.as_str()))
        };
        !models.is_empty() && !models.iter().any(known)
    }

    /// Whether these words hold a word of this product's own name.
    pub(super) fn is_own(&self, product: usize, text: &str) -> bool {
        let own = self.own_words(product);
        tokens(text).any(|token| own.contains(&token.to_lowercase().as_str()))
    }

    /// Whether one of these words is the product's name with a version behind it: "PrisMaxv3".
    pub(super) fn is_own_with_version(&self, product: usize, text: &str) -> bool {
        let own = self.own_words(product);
        tokens(text).any(|token| {
            let low = token.to_lowercase();
            let version = |rest: &str| rest.starts_with(['v', 'r']) && looks_like(rest);
            own.iter().any(|word| low.strip_prefix(word).is_some_and(version))
        })
    }

    fn own_words(&self, product: usize) -> Vec<&str> {
        let (Some(own), Some(vendor)) = (self.own.get(product), self.vendor.get(product)) else {
            return Vec::new();
        };
        own.iter().filter(|word| word.len() > 2 && !vendor.contains(*word)).map(String::as_str).collect()
    }

    /// Whether these words name a model that is not this product: a word with a figure, or all in capitals, that its
    /// name does not have.
    pub(super) fn is_another(&self, product: usize, text: &str) -> bool {
        let (Some(own), Some(vendor)) = (self.own.get(product), self.vendor.get(product)) else {
            return false;
        };
        tokens(text).any(|token| {
            let low = token.to_lowercase();
            if own.contains(&low)
                || vendor.contains(&low)
                || COMMON.contains(&low.as_str())
                || is_suffix(&low)
            {
                return false;
            }
            let digits: String = token.chars().filter(char::is_ascii_digit).collect();
            let letters = token.chars().any(char::is_alphabetic);
            if digits.is_empty() {
                // "DIAScreen" is a name, "Firmware" is not.
                let capital = token.chars().skip(1).any(char::is_uppercase) && token.len() > 2;
                return capital && !own.iter().any(|word| word.contains(&low) || low.contains(word.as_str()));
            }
            // A number is another model's only if ours has numbers of its own, and not this one.
            let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
            let number = letters || (digits.len() > 2 && !year && !token.contains('.'));
            number
                && !rough::looks_like_version(&low)
                && !own.iter().any(|word| word.contains(&digits))
                && !self.is_own_with_version(product, token)
        })
    }
}

/// `SP2`, `HF1`, `QU1`: parts of a version.
fn is_suffix(low: &str) -> bool {
    ["sp", "hf", "qu", "upd", "cu", "sr", "kb", "rc"].iter().any(|suffix| {
        low.strip_prefix(suffix)
            .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit()))
    })
}

fn looks_like(rest: &str) -> bool {
    rest.len() > 1 && rest.chars().skip(1).all(|c| c.is_ascii_digit() || c == '.')
}

fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || "-/+.".contains(c)))
        .map(|token| token.trim_start_matches(['-', '/', '+', '.']).trim_end_matches(['-', '/', '.']))
        .filter(|token| !token.is_empty())
}

/// A word and, where it is put together of several (`515/715`, `X-414`), its parts that have a figure.
fn parts(token: &str) -> Vec<String> {
    let mut all = vec![token.to_lowercase()];
    if token.contains('/') {
        all.extend(token.split('/').filter(|part| part.len() > 1).map(str::to_lowercase));
    }
    let joined: String = token.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    if joined.len() < token.len() && !token.contains(['/', '.', '+']) {
        all.push(joined);
    }
    all
}

fn words(text: &str) -> BTreeSet<String> {
    tokens(text).flat_map(parts).filter(|word| counts(word)).collect()
}

fn counts(word: &str) -> bool {
    (word.len() > 1 || word.chars().all(|c| c.is_ascii_digit())) && !COMMON.contains(&word)
}

fn mentions(text: &str) -> BTreeSet<String> {
    tokens(text)
        .filter(|token| token.chars().any(|c| c.is_ascii_digit() || c.is_uppercase()))
        .flat_map(parts)
        .collect()
}

/// How the versions that a sentence names lie to the versions of a product that are affected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cover {
    /// The sentence names no versions.
    Unsaid,
    /// All affected versions of the product are meant.
    Whole,
    /// Some are, or it cannot be told.
    Part,
    /// None is.
    Outside,
}

/// Compares a sentence's condition on the version ("versions less than 9.19", "V3 or older", "Version R15A:") with the
/// product's affected versions.
pub(super) fn cover(condition: Option<&Bound>, product: &Product) -> Cover {
    let Some(condition) = condition else { return Cover::Unsaid };
    let (lowest, highest) = match &product.version {
        VersionText::Exactly(version) => (Some(version.clone()), Some(version.clone())),
        VersionText::Written(text) => match rough::bound(text) {
            Some(Bound::Below(version)) => (None, Some(version)),
            Some(Bound::Exactly(version)) => (Some(version.clone()), Some(version)),
            None => (None, None),
        },
        VersionText::Ranges(ranges) => {
            let highest =
                ranges.iter().filter_map(|range| range.to.as_ref()).map(|(to, _)| to.clone()).next_back();
            (None, highest)
        }
        VersionText::Unsaid => (None, None),
    };
    match condition {
        Bound::Below(limit) => {
            let below = |version: &str| rough::compare(version, limit).is_some_and(std::cmp::Ordering::is_le);
            let above = |version: &str| rough::compare(version, limit).is_some_and(std::cmp::Ordering::is_gt);
            if highest.as_deref().is_some_and(below) {
                Cover::Whole
            } else if lowest.as_deref().is_some_and(above) {
                Cover::Outside
            } else {
                Cover::Part
            }
        }
        Bound::Exactly(version) => match (&lowest, &highest) {
            (Some(low), Some(high)) if low == high => {
                if rough::compare(low, version).is_some_and(std::cmp::Ordering::is_eq) {
                    Cover::Whole
                } else {
                    Cover::Outside
                }
            }
            _ => Cover::Part,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Bound, Cover, Mentioned, Names, cover};
    use crate::advisory::{Product, VersionText};

    fn product(name: &str) -> Product {
        Product { vendor: "Schneider Electric".into(), names: vec![name.into()], ..Product::default() }
    }

    fn named(names: &[&str], sentence: &str) -> Vec<usize> {
        let products: Vec<Product> = names.iter().map(|name| product(name)).collect();
        match Names::of(&products).mentioned(sentence) {
            Mentioned::None => Vec::new(),
            Mentioned::Products(products) => products.into_iter().collect(),
        }
    }

    #[test]
    fn only_words_that_tell_apart_name_a_product() {
        let modicon = ["Modicon Premium", "Modicon M580", "Modicon Quantum", "Modicon M340"];
        assert_eq!(named(&modicon, "Modicon M340: currently, no fix is available."), [3]);
        assert_eq!(named(&modicon, "Modicon Premium and Modicon Quantum have reached their end"), [0, 2]);
        assert_eq!(named(&modicon, "Modicon controllers: no fix"), Vec::<usize>::new());
        assert_eq!(named(&modicon, "A premium service is offered"), Vec::<usize>::new());
        assert_eq!(named(&["View SE", "View ME", "Linx"], "Update View SE to 12"), [0]);
        assert_eq!(named(&["MiniMed 508", "Paradigm 515/715"], "The 715 is old"), [1]);
        assert_eq!(named(&["MiniMed 508"], "MiniMed 508"), Vec::<usize>::new());
    }

    #[test]
    fn another_model_is_seen_by_its_figures() {
        let names = Names::of(&[product("ADAM-5550"), product("EDW-100")]);
        assert!(names.is_another(0, "ADAM-5630 firmware"));
        assert!(!names.is_another(0, "ADAM-5550 firmware"));
        assert!(!names.is_another(0, "the newest firmware V2.5"));
        assert!(!names.is_another(9, "X9"));
    }

    #[test]
    fn versions_of_a_sentence_against_those_of_a_product() {
        let of = |text: &str| Product { version: VersionText::Written(text.into()), ..product("Alaris") };
        let below = Bound::Below("9.19".into());
        assert_eq!(cover(Some(&below), &of("9.5 and prior versions")), Cover::Whole);
        assert_eq!(cover(Some(&below), &of("Version 9.7")), Cover::Whole);
        assert_eq!(cover(Some(&below), &of("vers:all/<=9.33")), Cover::Part);
        assert_eq!(cover(Some(&below), &of("Version 9.33")), Cover::Outside);
        assert_eq!(cover(Some(&below), &product("x")), Cover::Part);
        assert_eq!(cover(None, &product("x")), Cover::Unsaid);
    }
}
