//! One name for each brand: `data/names/brands.toml`.

use crate::DataError;
use crate::spelling::{fold, fold_written_out, one_slip, two_slips};
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Deserialize)]
struct File {
    brand: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    #[serde(default)]
    also: Vec<String>,
    owner: Option<String>,
    #[serde(default)]
    formerly: Vec<String>,
    #[serde(default)]
    like: Vec<String>,
}

/// A brand and its ties to others, as places in [`Brands::all`].
#[derive(Debug, Default)]
pub(crate) struct Brand {
    pub(crate) name: String,
    /// Who owns it.
    pub(crate) owner: Option<usize>,
    /// Under whose name its devices, or part of them, were sold before.
    pub(crate) formerly: Vec<usize>,
    /// Makers of nearly the same name, which lists take for it.
    pub(crate) like: Vec<usize>,
}

/// Spellings to brands.
#[derive(Debug, Default)]
pub struct Brands {
    pub(crate) all: Vec<Brand>,
    by_spelling: HashMap<String, u32>,
    /// Spellings long enough for a slip to be seen, sorted.
    long: Vec<(String, u32)>,
}

/// The shortest spelling in which a slip is forgiven: below, one letter makes another name.
const LONG: usize = 7;
/// The shortest in which two slips are: "Johnson Contolls".
const TWO_SLIPS: usize = 14;

/// Legal forms and fillers that end a company's name; taken off one by one until a brand is found.
pub(crate) const ENDINGS: [&str; 40] = [
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "company",
    "ltd",
    "limited",
    "llc",
    "gmbh",
    "ag",
    "kg",
    "sa",
    "spa",
    "srl",
    "bv",
    "nv",
    "ab",
    "as",
    "oy",
    "oyj",
    "plc",
    "pte",
    "pty",
    "kk",
    "sas",
    "se",
    "international",
    "technologies",
    "technology",
    "systems",
    "electronics",
    "electronic",
    "networks",
    "communications",
    "group",
    "holdings",
    "industries",
    "usa",
    "america",
];

impl Brands {
    /// Reads the file. A spelling may belong to one brand only; owners are brands of the file and own in no circle.
    pub fn parse(file: &str, text: &str) -> Result<Brands, DataError> {
        let parsed: File = toml::from_str(text).map_err(|error| DataError::new(file, error))?;
        let mut brands = Brands::default();
        for (place, entry) in parsed.brand.iter().enumerate() {
            let index = u32::try_from(place).unwrap_or(u32::MAX);
            for spelling in std::iter::once(&entry.name).chain(&entry.also) {
                for form in [Some(fold(spelling)), fold_written_out(spelling)].into_iter().flatten() {
                    if form.is_empty() {
                        return Err(DataError::new(file, format!("`{spelling}` has no letter")));
                    }
                    if let Some(other) = brands.by_spelling.insert(form, index)
                        && other != index
                    {
                        return Err(DataError::new(
                            file,
                            format!("`{spelling}` is a spelling of two brands"),
                        ));
                    }
                }
            }
            brands.all.push(Brand { name: entry.name.clone(), ..Brand::default() });
        }
        let place_of = |name: &String| {
            parsed
                .brand
                .iter()
                .position(|other| other.name == *name)
                .ok_or_else(|| DataError::new(file, format!("`{name}` is named as a brand but is none")))
        };
        for (entry, brand) in parsed.brand.iter().zip(&mut brands.all) {
            brand.owner = entry.owner.as_ref().map(place_of).transpose()?;
            brand.formerly = entry.formerly.iter().map(place_of).collect::<Result<_, _>>()?;
            brand.like = entry.like.iter().map(place_of).collect::<Result<_, _>>()?;
        }
        brands.check_owners(file)?;
        let spellings = parsed.brand.iter().enumerate().flat_map(|(place, entry)| {
            std::iter::once(&entry.name)
                .chain(&entry.also)
                .map(move |spelling| (fold(&core(spelling)), place))
        });
        brands.long = spellings
            .filter(|(spelling, _)| spelling.len() >= LONG)
            .map(|(spelling, place)| (spelling, u32::try_from(place).unwrap_or(u32::MAX)))
            .collect();
        brands.long.sort();
        brands.long.dedup();
        Ok(brands)
    }

    /// The brand that this spelling stands for: as it is, or without its legal form.
    pub fn find(&self, spelling: &str) -> Option<&str> {
        self.by_form(&self.place(spelling, |last| ENDINGS.contains(&last), Brands::exact)?)
    }

    /// As [`Brands::find`]; if that fails, a spelling of a long name with one slip ("Johnson Contols"). Nothing if two
    /// brands are as near.
    pub fn find_near(&self, spelling: &str) -> Option<&str> {
        self.find(spelling).or_else(|| self.by_form(&self.near(spelling)?))
    }

    /// The brand, or the spelling as it is.
    pub fn canonical<'a>(&'a self, spelling: &'a str) -> &'a str {
        self.find(spelling).unwrap_or(spelling)
    }

    /// How many brands there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Every brand's name, in the file's order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|brand| brand.name.as_str())
    }

    fn by_form(&self, place: &usize) -> Option<&str> {
        self.all.get(*place).map(|brand| brand.name.as_str())
    }

    /// The place of a brand by any spelling of it.
    pub(crate) fn place_of(&self, spelling: &str) -> Option<usize> {
        self.place(spelling, |last| ENDINGS.contains(&last), Brands::exact)
    }

    /// Looks the spelling up, then without its last word while that is an ending.
    pub(crate) fn place(
        &self,
        spelling: &str,
        ending: impl Fn(&str) -> bool,
        look_up: impl Fn(&Brands, &str) -> Option<usize>,
    ) -> Option<usize> {
        if let Some(found) = look_up(self, spelling) {
            return Some(found);
        }
        // Words from the end: "Axis Communications AB" → "Axis Communications" → "Axis".
        let mut words: Vec<&str> = spelling
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '(' | ')' | '&'))
            .filter(|word| !word.is_empty())
            .collect();
        for _ in 0..6 {
            let last = fold(words.pop()?);
            // "S.A." and "B.V." fall apart into single letters.
            if words.is_empty() || !(ending(&last) || last.chars().count() <= 1) {
                return None;
            }
            if let Some(found) = look_up(self, &words.join(" ")) {
                return Some(found);
            }
        }
        None
    }

    pub(crate) fn exact(&self, spelling: &str) -> Option<usize> {
        let found = self.by_spelling.get(&fold(spelling)).copied();
        found
            .or_else(|| self.by_spelling.get(&fold_written_out(spelling)?).copied())
            .map(|index| index as usize)
    }

    /// The only brand that is a slip or two away.
    pub(crate) fn near(&self, spelling: &str) -> Option<usize> {
        let core = core(spelling);
        let form = fold(&core);
        if form.len() < LONG {
            return None;
        }
        let mut found = None;
        for (other, index) in &self.long {
            let close = match one_slip(&form, other) {
                Some(at) => in_long_word(&core, at) && convinces(&form, other, at),
                None => form.len() >= TWO_SLIPS && other.len() >= TWO_SLIPS && two_slips(&form, other),
            };
            if close {
                if found.is_some_and(|before| before != index) {
                    return None;
                }
                found = Some(index);
            }
        }
        found.map(|index| *index as usize)
    }
}

/// The words of a company's name without the legal forms at its end.
fn core(spelling: &str) -> String {
    let mut words: Vec<&str> = spelling
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '(' | ')' | '&'))
        .filter(|word| !word.is_empty())
        .collect();
    while words.len() > 1
        && words.last().is_some_and(|last| {
            let last = fold(last);
            ENDINGS.contains(&last.as_str()) || last.chars().count() <= 1
        })
    {
        words.pop();
    }
    words.join(" ")
}

/// Whether a slip is likelier than another name. In ten letters any slip is; in fewer `Genelec` is not Genetec and
/// `Logitec` is not Logitech, and only a letter that was doubled or not (`Phillips`) or, in eight, two that were swapped
/// are believed.
fn convinces(form: &str, other: &str, at: usize) -> bool {
    let shorter = form.len().min(other.len());
    if shorter >= 10 {
        return true;
    }
    if form.len() == other.len() {
        let bytes = |text: &str| {
            text.as_bytes().get(at..at + 2).map(|pair| (pair.first().copied(), pair.last().copied()))
        };
        return shorter >= 8
            && bytes(form).zip(bytes(other)).is_some_and(|((a, b), (c, d))| a == d && b == c);
    }
    let longer = if form.len() > other.len() { form } else { other }.as_bytes();
    at.checked_sub(1).and_then(|before| longer.get(before)) == longer.get(at)
}

/// Whether this place of the folded spelling is in a word of six letters or more: `SDG` is not a slip for `SDI`.
fn in_long_word(spelling: &str, at: usize) -> bool {
    let mut end = 0;
    for word in spelling.split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '.' | ',' | '&' | '+'))
    {
        let length = fold(word).len();
        end += length;
        // A letter that is missing at a word's end is in that word.
        if at <= end && length > 0 {
            return length >= 6;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &str = r#"
        [[brand]]
        name = "D-Link"
        also = ["D-Link Corporation", "Alpha"]
        [[brand]]
        name = "Axis"
        [[brand]]
        name = "Dräger"
        [[brand]]
        name = "Johnson Controls"
    "#;

    #[test]
    fn legal_forms_come_off() {
        let brands = Brands::parse("brands.toml", DATA).unwrap();
        for spelling in ["d-link", "DLINK", "D-Link International", "D-Link Systems, Inc."] {
            assert_eq!(brands.find(spelling), Some("D-Link"), "{spelling}");
        }
        assert_eq!(brands.find("Axis Communications AB"), Some("Axis"));
        assert_eq!(brands.find("Axis of Evil"), None);
        assert_eq!(brands.find("Inc."), None);
        assert_eq!(brands.find(""), None);
        assert_eq!(brands.canonical("Nobody Ltd"), "Nobody Ltd");
    }

    #[test]
    fn umlauts_encodings_and_slips_do_not_hide_a_brand() {
        let brands = Brands::parse("brands.toml", DATA).unwrap();
        for spelling in ["Draeger", "Drager", "DRÄGER", "DrÃ¤ger AG"] {
            assert_eq!(brands.find(spelling), Some("Dräger"), "{spelling}");
        }
        assert_eq!(brands.find("Johnson Contols Inc."), None);
        assert_eq!(brands.find_near("Johnson Contols Inc."), Some("Johnson Controls"));
        assert_eq!(brands.find_near("Axes"), None, "too short for a slip");
        assert_eq!(brands.find_near("Johnson Kontrols"), Some("Johnson Controls"));
        assert_eq!(brands.find_near("Johnson Contolls"), Some("Johnson Controls"));
        assert_eq!(brands.find_near("Johnson Monitors"), None);
    }

    #[test]
    fn a_spelling_of_two_brands_is_an_error() {
        let twice = "[[brand]]\nname = \"A\"\nalso = [\"X\"]\n[[brand]]\nname = \"x\"\n";
        assert!(Brands::parse("brands.toml", twice).is_err());
        let umlaut = "[[brand]]\nname = \"Muller\"\n[[brand]]\nname = \"Müller\"\n";
        assert!(Brands::parse("brands.toml", umlaut).is_err());
    }
}
