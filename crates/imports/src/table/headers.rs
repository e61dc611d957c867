//! What columns are called: `data/imports/headers.toml`. A new product is a line there.

use super::field::Field;
use crate::text::plain;
use holdfast_facts::ListRole;
use holdfast_names::DataError;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    product: Vec<ProductText>,
    #[serde(default)]
    field: Vec<FieldText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProductText {
    name: String,
    role: String,
    #[serde(default)]
    leases: bool,
    /// Headers that mean something else with this product: the header, the field.
    #[serde(default)]
    own: Vec<[String; 2]>,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldText {
    name: String,
    /// Each: the header, then the products that use it.
    #[serde(default)]
    synonyms: Vec<Vec<String>>,
    /// Taken only where no other column has that meaning.
    #[serde(default)]
    weak: Vec<Vec<String>>,
}

#[derive(Debug)]
struct Product {
    name: String,
    role: ListRole,
    leases: bool,
    own: FxHashMap<String, Field>,
}

/// Nobody calls a column by more than a sentence; a cell may be as long as the file.
const LONGEST: usize = 200;

/// What a header means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) field: Field,
    pub(crate) weak: bool,
    products: Vec<u16>,
}

/// Headers to fields.
#[derive(Debug, Default)]
pub(crate) struct Headers {
    products: Vec<Product>,
    by_header: FxHashMap<String, Meaning>,
}

impl Headers {
    /// Reads the file. A header means one thing only.
    pub(crate) fn parse(file: &str, text: &str) -> Result<Headers, DataError> {
        let wrong = |what: String| DataError::new(file, what);
        let parsed: File = toml::from_str(text).map_err(|error| DataError::new(file, error))?;
        let mut headers = Headers::default();
        let mut numbers = BTreeMap::new();
        for product in parsed.product {
            let role = match product.role.as_str() {
                "assets" => ListRole::Assets,
                "seen" => ListRole::Seen,
                other => return Err(wrong(format!("`{other}` is no role: assets, seen"))),
            };
            let number =
                u16::try_from(headers.products.len()).map_err(|_| wrong("too many products".into()))?;
            numbers.insert(product.name.clone(), number);
            let mut own = FxHashMap::default();
            for [header, field] in product.own {
                let field =
                    Field::from_name(&field).ok_or_else(|| wrong(format!("`{field}` is no field")))?;
                own.insert(plain(&header), field);
            }
            headers.products.push(Product { name: product.name, role, leases: product.leases, own });
        }
        for field in parsed.field {
            let meaning = Field::from_name(&field.name)
                .ok_or_else(|| wrong(format!("`{}` is no field", field.name)))?;
            let strong = field.synonyms.into_iter().map(|words| (words, false));
            for (words, weak) in strong.chain(field.weak.into_iter().map(|words| (words, true))) {
                let mut words = words.into_iter();
                let header = words.next().unwrap_or_default();
                let products = words
                    .map(|name| {
                        numbers.get(&name).copied().ok_or_else(|| wrong(format!("`{name}` is no product")))
                    })
                    .collect::<Result<Vec<_>, _>>()?;
                let key = plain(&header);
                if key.is_empty() {
                    return Err(wrong(format!("an empty header of `{}`", field.name)));
                }
                let says = Meaning { field: meaning, weak, products };
                match headers.by_header.insert(key, says) {
                    Some(other) if other.field != meaning => {
                        let (first, second) = (other.field.name(), meaning.name());
                        return Err(wrong(format!("`{header}` means both {first} and {second}")));
                    }
                    Some(_) => return Err(wrong(format!("`{header}` stands there twice"))),
                    None => {}
                }
            }
        }
        Ok(headers)
    }

    /// What a header means: as it is, without its last s, without what stands in brackets, or as a custom column (`_snipeit_mac_address_3`,
    /// `cf_mac`, `u_mac`).
    pub(crate) fn find(&self, header: &str) -> Option<&Meaning> {
        if header.len() > LONGEST {
            return None;
        }
        let known = |text: &str| self.by_header.get(&plain(text));
        let bare = header.split(['(', '[']).next().unwrap_or(header);
        let custom = ["_snipeit_", "cf_", "cf.", "custom_", "custom.", "u_", "EA-", "cdx:device:"]
            .iter()
            .find_map(|start| header.strip_prefix(start))
            .map(|rest| rest.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_'));
        let one = |text: &str| known(text).or_else(|| known(text.trim_end().strip_suffix(['s', 'S'])?));
        one(header).or_else(|| one(bare)).or_else(|| custom.and_then(one))
    }

    /// The product whose headers these are, where three or more are its own.
    pub(crate) fn product<'a>(&self, headers: impl Iterator<Item = &'a str>) -> Option<&str> {
        let mut counts = vec![0usize; self.products.len()];
        for meaning in headers.filter_map(|header| self.find(header)) {
            for number in &meaning.products {
                if let Some(count) = counts.get_mut(usize::from(*number)) {
                    *count += 1;
                }
            }
        }
        let best = counts.iter().copied().max().filter(|best| *best >= 3)?;
        let mut found = counts.iter().zip(&self.products).filter(|(count, _)| **count == best);
        let (_, product) = found.next()?;
        // Two that share their words are not told apart.
        found.next().is_none().then_some(product.name.as_str())
    }

    /// What a header means in a product's export.
    pub(crate) fn find_in(&self, product: Option<&str>, header: &str) -> Option<Meaning> {
        let own = product.and_then(|product| self.named(product)?.own.get(&plain(header)));
        match own {
            Some(field) => Some(Meaning { field: *field, weak: false, products: Vec::new() }),
            None => self.find(header).cloned(),
        }
    }

    fn named(&self, product: &str) -> Option<&Product> {
        self.products.iter().find(|known| known.name == product)
    }

    /// What a product's export can prove.
    pub(crate) fn role(&self, product: &str) -> ListRole {
        self.named(product).map_or(ListRole::Assets, |known| known.role)
    }

    /// Whether a product's rows are leases of a DHCP server.
    pub(crate) fn has_leases(&self, product: &str) -> bool {
        self.named(product).is_some_and(|known| known.leases)
    }

    pub(crate) fn products(&self) -> impl Iterator<Item = &str> {
        self.products.iter().map(|product| product.name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &str = r#"
        [[product]]
        name = "Alpha"
        role = "assets"
        source = "test"
        [[product]]
        name = "Beta"
        role = "seen"
        source = "test"
        [[field]]
        name = "mac"
        synonyms = [["MAC Address", "Alpha", "Beta"], ["Physical address"]]
        [[field]]
        name = "serial"
        synonyms = [["Serial No.", "Alpha"]]
        [[field]]
        name = "model"
        synonyms = [["Gerätemodell", "Alpha"]]
    "#;

    #[test]
    fn spelling_of_headers_does_not_matter() {
        let headers = Headers::parse("h", DATA).unwrap();
        let field = |header: &str| headers.find(header).map(|meaning| meaning.field);
        for header in
            ["mac-address", "MAC_Address", "mac.address", "Mac Address (WLAN)", "_snipeit_mac_address_3"]
        {
            assert_eq!(field(header), Some(Field::Mac), "{header}");
        }
        assert_eq!(field("GERAETEMODELL"), Some(Field::Model));
        assert_eq!(field("Machine"), None);
        assert_eq!(headers.product(["Serial No", "MAC address", "Gerätemodell"].into_iter()), Some("Alpha"));
        assert_eq!(headers.product(["MAC address"].into_iter()), None);
    }

    #[test]
    fn a_header_means_one_thing() {
        let twice =
            "[[field]]\nname=\"mac\"\nsynonyms=[[\"A b\"]]\n[[field]]\nname=\"ip\"\nsynonyms=[[\"a-B\"]]\n";
        assert!(Headers::parse("h", twice).unwrap_err().to_string().contains("both"));
        assert!(Headers::parse("h", "[[field]]\nname=\"maker\"\n").is_err());
        assert!(Headers::parse("h", "[[field]]\nname=\"mac\"\nsynonyms=[[\"A\", \"Gamma\"]]\n").is_err());
    }
}
