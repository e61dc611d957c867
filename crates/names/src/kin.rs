//! Which brands belong together, and which brands a vendor's text names: an advisory says the owner where the device
//! says the brand, or the other way round.

use crate::DataError;
use crate::brands::Brands;
use crate::spelling::{fold, repair};
use std::collections::BTreeSet;

/// How two brands stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// Spellings of one brand.
    Same,
    /// One owns the other, directly or through others.
    OwnerOf,
    /// One owner holds both; or the one's devices were sold under the other's name before a sale of the business.
    SameOwner,
    /// Two makers whose names lists confuse ("Contec"): only the model tells which is meant.
    LikeNamed,
    /// Nothing that we know of.
    None,
}

/// Words between the names of several companies in one vendor's text.
const JOINTS: [&str; 12] = [
    " a subsidiary of ",
    " an affiliate of ",
    " subsidiary of ",
    " formerly known as ",
    " formerly ",
    " part of ",
    " and ",
    " - ",
    " by ",
    " d/b/a ",
    " dba ",
    " & ",
];

/// Words that end the name of a company's branch or business. A brand that is found without them is a good guess, not
/// more, so only a vendor's text of an advisory or a list is read so.
const BUSINESS: [&str; 58] = [
    "automation",
    "health",
    "healthcare",
    "medical",
    "software",
    "solutions",
    "security",
    "industrial",
    "industry",
    "electric",
    "energy",
    "controls",
    "control",
    "instruments",
    "laboratories",
    "diagnostics",
    "products",
    "devices",
    "digital",
    "global",
    "europe",
    "asia",
    "china",
    "japan",
    "india",
    "korea",
    "taiwan",
    "germany",
    "deutschland",
    "france",
    "italia",
    "uk",
    "singapore",
    "canada",
    "brasil",
    "north",
    "us",
    "americas",
    "holding",
    "kontakttechnik",
    "process",
    "management",
    "services",
    "service",
    "engineering",
    "building",
    "division",
    "research",
    "mfg",
    "manufacturing",
    "professional",
    "networking",
    "sciences",
    "biosciences",
    "pumps",
    "drives",
    "fluid",
    "robotics",
];

impl Brands {
    pub(crate) fn check_owners(&self, file: &str) -> Result<(), DataError> {
        for brand in &self.all {
            let mut above = brand.owner;
            for _ in 0..self.all.len() {
                above = above.and_then(|place| self.all.get(place)).and_then(|owner| owner.owner);
            }
            if above.is_some() {
                return Err(DataError::new(file, format!("`{}` owns itself in a circle", brand.name)));
            }
        }
        Ok(())
    }

    /// Who owns the brand. The brand may be given in any spelling.
    pub fn owner(&self, brand: &str) -> Option<&str> {
        let owner = self.all.get(self.place_of(brand)?)?.owner?;
        self.all.get(owner).map(|owner| owner.name.as_str())
    }

    /// Who owns it, who owns that, and so on: Welch Allyn → Hillrom, Baxter.
    pub fn owners(&self, brand: &str) -> Vec<&str> {
        let chain = self.place_of(brand).map(|place| self.chain(place)).unwrap_or_default();
        chain
            .iter()
            .skip(1)
            .filter_map(|place| self.all.get(*place))
            .map(|brand| brand.name.as_str())
            .collect()
    }

    /// Every brand that shares an owner with this one, itself and the owner with them, sorted by name; and those whose
    /// devices it sold before, or that sold its devices. Empty if there is no such brand.
    pub fn family(&self, brand: &str) -> Vec<&str> {
        let Some(place) = self.place_of(brand) else { return Vec::new() };
        let mut found: Vec<&str> = (0..self.all.len())
            .filter(|other| {
                matches!(
                    self.relation(place, *other),
                    Relation::Same | Relation::OwnerOf | Relation::SameOwner
                )
            })
            .filter_map(|other| self.all.get(other))
            .map(|brand| brand.name.as_str())
            .collect();
        found.sort_unstable();
        found
    }

    /// Makers of nearly the same name, which a list may mean with this one, sorted by name.
    pub fn like_named(&self, brand: &str) -> Vec<&str> {
        let Some(place) = self.place_of(brand) else { return Vec::new() };
        let mut found: Vec<&str> = (0..self.all.len())
            .filter(|other| self.relation(place, *other) == Relation::LikeNamed)
            .filter_map(|other| self.all.get(other))
            .map(|brand| brand.name.as_str())
            .collect();
        found.sort_unstable();
        found
    }

    /// How two brands stand to each other, each in any spelling. What is no brand is related to nothing but itself.
    pub fn related(&self, a: &str, b: &str) -> Relation {
        match (self.place_of(a), self.place_of(b)) {
            (Some(a), Some(b)) => self.relation(a, b),
            (None, None) if fold(a) == fold(b) && !fold(a).is_empty() => Relation::Same,
            _ => Relation::None,
        }
    }

    /// Every brand that a vendor's text names, in the order of the text: "Sensormatic Electronics, LLC, a subsidiary of
    /// Johnson Controls Inc." names two. Slips and the names of branches are forgiven here.
    pub fn named_in(&self, text: &str) -> Vec<&str> {
        let text = repair(text);
        if let Some(found) = self.guess(&text) {
            return self.names(&[found]);
        }
        // "Becton, Dickinson and Company (BD)": first without what stands in brackets, then each for itself.
        let bare: String = outside_brackets(&text);
        if bare.len() != text.len()
            && let Some(found) = self.guess(&bare)
        {
            return self.names(&[found]);
        }
        let mut found: Vec<usize> = Vec::new();
        for part in text.split([',', ';', '|', '/', '(', ')']).map(str::trim).filter(|part| !part.is_empty())
        {
            // "Automation and Control" is one business; only what is no brand as a whole is taken apart at "and".
            let places = match self.guess(part) {
                Some(place) => vec![place],
                None => apart(part).iter().filter_map(|part| self.guess(part)).collect(),
            };
            for place in places {
                if !found.contains(&place) {
                    found.push(place);
                }
            }
        }
        self.names(&found)
    }

    fn names(&self, places: &[usize]) -> Vec<&str> {
        places.iter().filter_map(|place| self.all.get(*place)).map(|brand| brand.name.as_str()).collect()
    }

    fn guess(&self, text: &str) -> Option<usize> {
        self.place_of(text).or_else(|| self.near(text)).or_else(|| self.place(text, is_ending, Brands::exact))
    }

    fn chain(&self, place: usize) -> Vec<usize> {
        let mut chain = vec![place];
        while let Some(owner) =
            chain.last().and_then(|last| self.all.get(*last)).and_then(|brand| brand.owner)
            && !chain.contains(&owner)
        {
            chain.push(owner);
        }
        chain
    }

    fn relation(&self, a: usize, b: usize) -> Relation {
        if a == b {
            return Relation::Same;
        }
        let (of_a, of_b) = (self.chain(a), self.chain(b));
        if of_a.contains(&b) || of_b.contains(&a) {
            return Relation::OwnerOf;
        }
        if of_a.last() == of_b.last() {
            return Relation::SameOwner;
        }
        // A business that was sold: the brand of either chain may still stand on the device.
        let sold: BTreeSet<usize> = self.formerly(&of_a);
        let bought: BTreeSet<usize> = self.formerly(&of_b);
        if of_b.iter().any(|place| sold.contains(place)) || of_a.iter().any(|place| bought.contains(place)) {
            return Relation::SameOwner;
        }
        let like = |x: usize, y: usize| self.all.get(x).is_some_and(|brand| brand.like.contains(&y));
        if like(a, b) || like(b, a) { Relation::LikeNamed } else { Relation::None }
    }

    /// What the first of a chain was sold as before. A whole group does not inherit what one business of it was.
    fn formerly(&self, chain: &[usize]) -> BTreeSet<usize> {
        chain
            .first()
            .and_then(|place| self.all.get(*place))
            .map(|brand| brand.formerly.iter().copied().collect())
            .unwrap_or_default()
    }
}

fn is_ending(word: &str) -> bool {
    BUSINESS.contains(&word) || crate::brands::ENDINGS.contains(&word)
}

fn outside_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// A part of a vendor's text, taken apart where it joins names.
fn apart(part: &str) -> Vec<String> {
    let mut text = format!(" {part} ");
    for joint in JOINTS {
        text = replace_ignoring_case(&text, joint, "\n");
    }
    text.split('\n').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn replace_ignoring_case(text: &str, what: &str, by: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    while let Some(at) = lower.get(from..).and_then(|rest| rest.find(what)) {
        out.push_str(text.get(from..from + at).unwrap_or_default());
        out.push_str(by);
        from += at + what.len();
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brands() -> Brands {
        let text = r#"
            [[brand]]
            name = "Baxter"
            [[brand]]
            name = "Hillrom"
            owner = "Baxter"
            [[brand]]
            name = "Welch Allyn"
            owner = "Hillrom"
            [[brand]]
            name = "Gambro"
            owner = "Baxter"
            [[brand]]
            name = "ABB"
            [[brand]]
            name = "B&R"
            owner = "ABB"
            [[brand]]
            name = "Hitachi Energy"
            formerly = ["ABB"]
            [[brand]]
            name = "Contec"
            like = ["Contec Medical"]
            [[brand]]
            name = "Contec Medical"
            [[brand]]
            name = "Johnson Controls"
            [[brand]]
            name = "Sensormatic"
            owner = "Johnson Controls"
        "#;
        Brands::parse("brands.toml", text).unwrap()
    }

    #[test]
    fn owners_are_followed() {
        let brands = brands();
        assert_eq!(brands.owner("welch-allyn"), Some("Hillrom"));
        assert_eq!(brands.owners("Welch Allyn Inc."), ["Hillrom", "Baxter"]);
        assert_eq!(brands.owner("Baxter"), None);
        assert_eq!(brands.family("Gambro"), ["Baxter", "Gambro", "Hillrom", "Welch Allyn"]);
        assert_eq!(brands.family("ABB"), ["ABB", "B&R", "Hitachi Energy"]);
        assert!(brands.family("nobody").is_empty());
        assert_eq!(brands.like_named("Contec Medical"), ["Contec"]);
    }

    #[test]
    fn relations_go_both_ways() {
        let brands = brands();
        for (a, b, expected) in [
            ("Baxter", "BAXTER", Relation::Same),
            ("Welch Allyn", "Baxter", Relation::OwnerOf),
            ("Welch Allyn", "Gambro", Relation::SameOwner),
            ("ABB", "Hitachi Energy", Relation::SameOwner),
            ("B&R", "Hitachi Energy", Relation::SameOwner),
            ("Contec", "Contec Medical", Relation::LikeNamed),
            ("ABB", "Baxter", Relation::None),
            ("Nobody", "nobody", Relation::Same),
            ("Nobody", "ABB", Relation::None),
            ("", "", Relation::None),
        ] {
            assert_eq!(brands.related(a, b), expected, "{a} {b}");
            assert_eq!(brands.related(b, a), expected, "{b} {a}");
        }
    }

    #[test]
    fn a_text_may_name_several() {
        let brands = brands();
        let named = |text: &str| brands.named_in(text).join("+");
        assert_eq!(
            named("Sensormatic Electronics, LLC, a subsidiary of Johnson Contols Inc."),
            "Sensormatic+Johnson Controls"
        );
        assert_eq!(named("Hillrom and ELI, Baxter International Inc."), "Hillrom+Baxter");
        assert_eq!(named("ABB Automation"), "ABB");
        assert_eq!(named("nobody, nothing"), "");
        assert_eq!(named("(((("), "");
    }

    #[test]
    fn owning_in_a_circle_is_an_error() {
        let text = "[[brand]]\nname=\"A\"\nowner=\"B\"\n[[brand]]\nname=\"B\"\nowner=\"A\"\n";
        assert!(Brands::parse("brands.toml", text).is_err());
        assert!(Brands::parse("brands.toml", "[[brand]]\nname=\"A\"\nowner=\"C\"\n").is_err());
    }
}
