//! Everything that advisories say, arranged by name: built once, asked for each device.
//!
//! Names, conditions and statements are kept once however often they are said: of a million criteria a few ten thousand
//! names and conditions remain.

use super::knowledge::Knowledge;
use super::product_name::{self, Alternative, Form, ProductName, Weight};
use crate::advisory::{Advisory, Product, SourceKind, VersionText, Vulnerability};
use crate::cpe::{Applicability, Component, CpeMatch, Node};
use crate::version::{self, Condition};
use holdfast_names::fold;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// One name that advisories use, and what they say under it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Index into `vendors`.
    pub(super) vendor: u32,
    pub(super) name: ProductName,
    pub(super) leaves: Vec<Leaf>,
}

/// One thing that one document says of a product.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Leaf {
    pub(super) advisory: u32,
    /// Index into the document's products; for a criterion of a tree its number in the tree.
    pub(super) product: u32,
    pub(super) condition: u32,
    /// Index into `says`.
    pub(super) says: u32,
    pub(super) role: LeafRole,
}

/// How a name stands in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum LeafRole {
    /// It is the product.
    Own,
    /// It is what the product is installed on: the condition is the host's, whether the product is there is not seen.
    Host,
    /// It is the product, on a host of its own.
    OnHost,
    /// A criterion of a logical condition.
    Criterion,
}

/// What is said of a product: vulnerabilities (indices in the document) by status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Says {
    pub(super) affected: Vec<u32>,
    pub(super) not_affected: Vec<u32>,
    pub(super) fixed: Vec<u32>,
    pub(super) investigated: Vec<u32>,
}

/// A document's head.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) id: Box<str>,
    pub(super) source: SourceKind,
    pub(super) recall: bool,
    /// CVE of each vulnerability; empty where it has none.
    pub(super) cves: Vec<Box<str>>,
    /// Logical conditions of its vulnerabilities.
    pub(super) trees: Vec<(u32, Applicability)>,
}

/// A vendor as written, and the brands it names.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Vendor {
    pub(super) folded: String,
    pub(super) brands: Vec<String>,
}

/// A condition, read when it is first asked for.
#[derive(Debug, Serialize, Deserialize)]
struct Held {
    text: VersionText,
    #[serde(skip)]
    read: OnceLock<Condition>,
}

/// The index.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Index {
    pub(super) heads: Vec<Head>,
    pub(super) vendors: Vec<Vendor>,
    pub(super) entries: Vec<Entry>,
    pub(super) says: Vec<Says>,
    conditions: Vec<Held>,
    /// Folded whole names.
    #[serde(skip)]
    pub(super) by_whole: FxHashMap<String, Vec<u32>>,
    /// Folded order numbers.
    #[serde(skip)]
    pub(super) by_order: FxHashMap<String, Vec<u32>>,
    /// Order numbers with wildcards, by their first characters.
    #[serde(skip)]
    pub(super) by_order_start: FxHashMap<String, Vec<(u32, String)>>,
    /// An alternative by one word that it cannot do without.
    #[serde(skip)]
    pub(super) by_word: FxHashMap<String, Vec<(u32, u32)>>,
    /// An alternative by the first characters of a form with wildcards.
    #[serde(skip)]
    pub(super) by_start: FxHashMap<String, Vec<(u32, u32)>>,
}

/// Characters of a start.
pub(super) const START: usize = 3;

/// Puts documents into an index.
#[derive(Debug)]
pub struct Builder<'a> {
    knowledge: &'a Knowledge,
    index: Index,
    vendors: FxHashMap<String, u32>,
    /// The words of each vendor's name and of its house: they say nothing of a product.
    vendor_words: Vec<Vec<String>>,
    entries: FxHashMap<(u32, String), u32>,
    conditions: FxHashMap<String, u32>,
    says: FxHashMap<Says, u32>,
}

impl<'a> Builder<'a> {
    /// An empty one.
    pub fn new(knowledge: &'a Knowledge) -> Builder<'a> {
        Builder {
            knowledge,
            index: Index::default(),
            vendors: FxHashMap::default(),
            vendor_words: Vec::new(),
            entries: FxHashMap::default(),
            conditions: FxHashMap::default(),
            says: FxHashMap::default(),
        }
    }

    /// Adds a document; it is number `Index::advisories` before.
    pub fn add(&mut self, advisory: &Advisory) {
        let number = count(self.index.heads.len());
        let mut trees = Vec::new();
        if !advisory.withdrawn {
            for (at, product) in advisory.products.iter().enumerate() {
                let says = says_of(&advisory.vulnerabilities, at);
                if says != Says::default() {
                    self.add_product(number, at, product, &advisory.products, says);
                }
            }
            for (at, vulnerability) in advisory.vulnerabilities.iter().enumerate() {
                if let Some(tree) = &vulnerability.applicability {
                    self.add_tree(number, count(at), tree);
                    // A plain list of criteria says nothing beyond each of them.
                    if tree.configurations.iter().any(has_logic) {
                        trees.push((count(at), tree.clone()));
                    }
                }
            }
        }
        self.index.heads.push(Head {
            id: advisory.id.as_str().into(),
            source: advisory.source,
            recall: advisory.recall.is_some(),
            cves: advisory
                .vulnerabilities
                .iter()
                .map(|v| v.cve.as_deref().unwrap_or_default().into())
                .collect(),
            trees,
        });
    }

    fn add_product(&mut self, advisory: u32, at: usize, product: &Product, all: &[Product], says: Says) {
        let says = self.say(says);
        let host = product.host.and_then(|(host, _)| all.get(host));
        let role = if host.is_some() { LeafRole::OnHost } else { LeafRole::Own };
        let condition = self.condition(&product.version);
        let leaf = Leaf { advisory, product: count(at), condition, says, role };
        self.put(product, leaf);
        if let Some(host) = host {
            let condition = self.condition(&host.version);
            self.put(host, Leaf { condition, role: LeafRole::Host, ..leaf });
        }
    }

    fn put(&mut self, product: &Product, leaf: Leaf) {
        let (vendor, name) = match (&product.cpe, product.names.last()) {
            (_, Some(name)) => (product.vendor.clone(), name.clone()),
            (Some(cpe), None) => (spoken(&cpe.vendor), spoken(&cpe.product)),
            (None, None) => (product.vendor.clone(), product.full_name.clone()),
        };
        let place = self.entry(&vendor, &name, &product.model_numbers);
        if let Some(entry) = self.index.entries.get_mut(place as usize) {
            entry.leaves.push(leaf);
        }
    }

    /// The criteria of a tree that are the weak thing become leaves.
    fn add_tree(&mut self, advisory: u32, vulnerability: u32, tree: &Applicability) {
        let mut number = 0;
        let mut found: Vec<(u32, &CpeMatch)> = Vec::new();
        for node in &tree.configurations {
            walk(node, &mut number, &mut found);
        }
        for (number, criterion) in found {
            let says = self.say(Says { affected: vec![vulnerability], ..Says::default() });
            let condition = self.condition(&criterion_version(criterion));
            let (vendor, product) = (spoken(&criterion.cpe.vendor), spoken(&criterion.cpe.product));
            let place = self.entry(&vendor, &product, &[]);
            if let Some(entry) = self.index.entries.get_mut(place as usize) {
                entry.leaves.push(Leaf {
                    advisory,
                    product: number,
                    condition,
                    says,
                    role: LeafRole::Criterion,
                });
            }
        }
    }

    fn say(&mut self, says: Says) -> u32 {
        if let Some(place) = self.says.get(&says) {
            return *place;
        }
        let place = count(self.index.says.len());
        self.index.says.push(says.clone());
        self.says.insert(says, place);
        place
    }

    fn condition(&mut self, text: &VersionText) -> u32 {
        let key = format!("{text:?}");
        if let Some(place) = self.conditions.get(&key) {
            return *place;
        }
        let place = count(self.index.conditions.len());
        self.index.conditions.push(Held { text: text.clone(), read: OnceLock::new() });
        self.conditions.insert(key, place);
        place
    }

    fn vendor(&mut self, vendor: &str) -> u32 {
        if let Some(place) = self.vendors.get(vendor) {
            return *place;
        }
        let place = count(self.index.vendors.len());
        let brands: Vec<String> =
            self.knowledge.brands.named_in(vendor).into_iter().map(str::to_owned).collect();
        let words = |name: &str| -> Vec<String> {
            name.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| word.len() > 1).collect()
        };
        // Brands of one house stand in each other's names: "Welch Allyn ELI 380" of Baxter.
        let mut vendor_words = words(vendor);
        for brand in &brands {
            vendor_words.extend(words(brand));
            vendor_words.extend(self.knowledge.brands.family(brand).into_iter().flat_map(words));
        }
        vendor_words.sort_unstable();
        vendor_words.dedup();
        self.vendor_words.push(vendor_words);
        self.index.vendors.push(Vendor { folded: fold(vendor), brands });
        self.vendors.insert(vendor.to_owned(), place);
        place
    }

    fn entry(&mut self, vendor: &str, name: &str, model_numbers: &[String]) -> u32 {
        let vendor_place = self.vendor(vendor);
        let mut key = name.to_owned();
        for number in model_numbers {
            key.push('\n');
            key.push_str(number);
        }
        if let Some(place) = self.entries.get(&(vendor_place, key.clone())) {
            return *place;
        }
        let place = count(self.index.entries.len());
        let read = self.read_name(vendor_place, name, model_numbers);
        self.index.arrange(place, &read);
        self.index.entries.push(Entry { vendor: vendor_place, name: read, leaves: Vec::new() });
        self.entries.insert((vendor_place, key), place);
        place
    }

    fn read_name(&self, place: u32, name: &str, model_numbers: &[String]) -> ProductName {
        let vendor_words = self.vendor_words.get(place as usize).map(Vec::as_slice).unwrap_or_default();
        let mut read = product_name::read(name, vendor_words, &self.knowledge.words);
        for number in model_numbers {
            // A model number that is a plain name ("RS900") is one more way to be meant.
            if product_name::is_order_number(number) {
                read.orders.push(product_name::pattern(number));
            } else {
                read.alternatives
                    .extend(product_name::read(number, vendor_words, &self.knowledge.words).alternatives);
            }
        }
        read.orders.sort();
        read.orders.dedup();
        read
    }

    /// The finished index.
    pub fn finish(self) -> Index {
        self.index
    }
}

impl Index {
    /// How many documents are in it.
    pub fn advisories(&self) -> usize {
        self.heads.len()
    }

    /// Documents of that number, the most believed source first.
    pub fn find(&self, id: &str) -> Vec<usize> {
        let mut found: Vec<usize> = self
            .heads
            .iter()
            .enumerate()
            .filter(|(_, head)| head.id.eq_ignore_ascii_case(id))
            .map(|(number, _)| number)
            .collect();
        found.sort_by_key(|number| self.heads.get(*number).map(|head| head.source));
        found
    }

    /// Whether any document is a recall.
    pub fn has_recalls(&self) -> bool {
        self.heads.iter().any(|head| head.recall)
    }

    /// Whether this one is.
    pub fn is_recall(&self, number: usize) -> bool {
        self.heads.get(number).is_some_and(|head| head.recall)
    }

    /// How many statements of a product are in it.
    pub fn criteria(&self) -> usize {
        self.entries.iter().map(|entry| entry.leaves.len()).sum()
    }

    /// How many names are in it.
    pub fn names(&self) -> usize {
        self.entries.len()
    }

    /// A condition, read now or before.
    pub(super) fn condition(&self, place: u32, words: &version::Words) -> Option<&Condition> {
        let held = self.conditions.get(place as usize)?;
        Some(held.read.get_or_init(|| version::read(&held.text, words)))
    }

    /// A condition as it was written.
    pub(super) fn written(&self, place: u32) -> Option<&VersionText> {
        self.conditions.get(place as usize).map(|held| &held.text)
    }

    /// Arranges the names after they were read from a file.
    pub(crate) fn arrange_all(&mut self) {
        let entries = std::mem::take(&mut self.entries);
        for (place, entry) in (0u32..).zip(&entries) {
            self.arrange(place, &entry.name);
        }
        self.entries = entries;
    }

    fn arrange(&mut self, place: u32, name: &ProductName) {
        self.by_whole.entry(name.whole.clone()).or_default().push(place);
        for order in &name.orders {
            if let Some(stars) = order.find(['*', '?']) {
                if let Some(start) = order.get(..START).filter(|_| stars >= START) {
                    self.by_order_start.entry(start.to_owned()).or_default().push((place, order.clone()));
                }
            } else {
                self.by_order.entry(order.clone()).or_default().push(place);
            }
        }
        for (number, alternative) in (0u32..).zip(&name.alternatives) {
            self.arrange_alternative((place, number), alternative);
        }
    }

    /// Under its surest place: a device that does not show that one is not meant.
    fn arrange_alternative(&mut self, key: (u32, u32), alternative: &Alternative) {
        let length = |form: &Form| match form {
            Form::Literal(word) => word.len(),
            Form::Wild(pattern) => pattern.find(['*', '?']).unwrap_or(0),
            Form::Range(letters, ..) => letters.len(),
        };
        let surest = alternative
            .slots
            .iter()
            .filter(|slot| slot.weight > Weight::Nothing)
            .max_by_key(|slot| (slot.weight, slot.forms.iter().map(length).min()));
        for form in surest.map(|slot| slot.forms.as_slice()).unwrap_or_default() {
            match form {
                Form::Literal(word) => self.by_word.entry(word.clone()).or_default().push(key),
                Form::Wild(pattern) => {
                    let end = pattern.find(['*', '?']).unwrap_or(0).min(START);
                    if end > 0 {
                        self.by_start
                            .entry(pattern.get(..end).unwrap_or_default().to_owned())
                            .or_default()
                            .push(key);
                    }
                }
                Form::Range(letters, ..) => {
                    let end = letters.char_indices().nth(START).map_or(letters.len(), |(at, _)| at);
                    self.by_start
                        .entry(letters.get(..end).unwrap_or_default().to_owned())
                        .or_default()
                        .push(key);
                }
            }
        }
    }
}

fn says_of(vulnerabilities: &[Vulnerability], product: usize) -> Says {
    let mut says = Says::default();
    for (at, vulnerability) in (0u32..).zip(vulnerabilities) {
        for (list, out) in [
            (&vulnerability.affected, &mut says.affected),
            (&vulnerability.not_affected, &mut says.not_affected),
            (&vulnerability.fixed, &mut says.fixed),
            (&vulnerability.under_investigation, &mut says.investigated),
        ] {
            if list.contains(&product) {
                out.push(at);
            }
        }
    }
    says
}

/// Something must hold together, or must not hold.
fn has_logic(node: &Node) -> bool {
    let several = node.matches.len() + node.nodes.len() > 1;
    (node.all && several) || node.negate || node.nodes.iter().any(has_logic)
}

/// Numbers the criteria of a tree in the order in which they stand there.
pub(super) fn walk<'t>(node: &'t Node, number: &mut u32, found: &mut Vec<(u32, &'t CpeMatch)>) {
    for criterion in &node.matches {
        if criterion.vulnerable {
            found.push((*number, criterion));
        }
        *number += 1;
    }
    for node in &node.nodes {
        walk(node, number, found);
    }
}

/// The version of a criterion: its range, or the version and update in its name.
pub(super) fn criterion_version(criterion: &CpeMatch) -> VersionText {
    let update = match &criterion.cpe.update {
        Component::Text(update) => format!(" {update}"),
        _ => String::new(),
    };
    match &criterion.cpe.version {
        Component::Text(version) => VersionText::Exactly(format!("{version}{update}")),
        _ if criterion.range == crate::advisory::Range::default() => VersionText::Written("*".to_owned()),
        _ => VersionText::Ranges(vec![criterion.range.clone()]),
    }
}

/// A component as a person would write it: `tm221ce16r_firmware` → `tm221ce16r firmware`.
pub(super) fn spoken(component: &Component) -> String {
    match component {
        Component::Text(text) => text.replace('_', " "),
        _ => String::new(),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
