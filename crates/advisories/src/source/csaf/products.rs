//! The product tree as a flat list: branches of any nesting, plain names, and what is installed on or part of what.

use super::document::{Branch, FullName, Helper, Relation, Tree};
use crate::advisory::{Product, Relationship, VersionText};
use crate::source::desk::Desk;
use crate::source::size::{LIMIT, size};
use rustc_hash::FxHashMap;

/// Relationships of relationships: a component of an option of software on a device. More rounds mean a circle.
const ROUNDS: usize = 16;

/// Products, and which number each name of the document has.
pub(super) struct Products<'a> {
    pub(super) list: Vec<Product>,
    pub(super) by_id: FxHashMap<&'a str, usize>,
    pub(super) groups: FxHashMap<&'a str, Vec<usize>>,
    text: usize,
}

/// What stands above a leaf.
#[derive(Clone, Default)]
struct Path<'a> {
    vendor: &'a str,
    names: Vec<&'a str>,
    version: Option<(bool, &'a str)>,
    /// Service packs and patch levels below a version.
    more: Vec<&'a str>,
}

/// Reads the tree. `maker` is the publisher where it speaks of its own products: such trees may name no vendor.
pub(super) fn products<'a>(tree: &'a Tree<'a>, maker: &'a str, desk: &mut Desk<'_>) -> Option<Products<'a>> {
    let (by_id, groups) = (FxHashMap::default(), FxHashMap::default());
    let mut products = Products { list: Vec::new(), by_id, groups, text: 0 };
    let top = Path { vendor: maker, ..Path::default() };
    branches(&tree.branches, &top, "/product_tree/branches", &mut products, desk);
    for (index, name) in tree.full_product_names.placed() {
        let product = Product {
            vendor: maker.to_owned(),
            names: name.name.said().into_iter().collect(),
            ..Product::default()
        };
        products.add(product, name, format!("/product_tree/full_product_names/{index}"), desk);
    }
    relationships(tree, &mut products, desk);
    if products.text > LIMIT {
        let what = format!("its product tree, written out, is larger than {} MiB", LIMIT >> 20);
        desk.refuse("/product_tree", what, "the document was left out: look at where it is from");
        return None;
    }
    for (index, group) in tree.product_groups.placed() {
        let members =
            products.indices(&group.product_ids, &format!("/product_tree/product_groups/{index}"), desk);
        products.groups.insert(&group.group_id, members);
    }
    Some(products)
}

fn branches<'a>(
    list: &'a crate::source::lenient::List<Branch<'a>>,
    above: &Path<'a>,
    pointer: &str,
    products: &mut Products<'a>,
    desk: &mut Desk<'_>,
) {
    for (index, branch) in list.placed() {
        if products.text > LIMIT {
            return;
        }
        let mut path = above.clone();
        let name = branch.name.trim();
        match &*branch.category {
            "vendor" => path.vendor = name,
            "product_name" | "product_family" => path.names.push(name),
            "product_version" => path.version = Some((true, name)),
            "product_version_range" => path.version = Some((false, name)),
            "patch_level" | "service_pack" => path.more.push(name),
            // Architecture, language, host name, platform, legacy, specification: they stand in the full name.
            _ => {}
        }
        let here = format!("{pointer}/{index}");
        if let Some(full) = &branch.product {
            products.add(path.product(full), full, format!("{here}/product"), desk);
        }
        branches(&branch.branches, &path, &format!("{here}/branches"), products, desk);
    }
}

impl Path<'_> {
    fn product(&self, full: &FullName<'_>) -> Product {
        let mut names: Vec<String> =
            self.names.iter().filter(|name| !name.is_empty()).map(|name| (*name).to_owned()).collect();
        names.dedup();
        let name = names.last().map(String::as_str);
        let version = match self.version {
            Some((exact, text)) => {
                let mut text = text.to_owned();
                for more in &self.more {
                    text.push(' ');
                    text.push_str(more);
                }
                if exact { VersionText::Exactly(text) } else { VersionText::Written(text) }
            }
            None if !self.more.is_empty() => VersionText::Exactly(self.more.join(" ")),
            None => behind_name(full.name.trim(), name),
        };
        if names.is_empty() {
            names.extend(full.name.said());
        }
        Product { vendor: self.vendor.to_owned(), names, version, ..Product::default() }
    }
}

/// Makers that have no branch for the version write it behind the name: `Unit 5 (All versions < V3.1)`. What stands there
/// may be something else, so it must begin like a condition on a version.
fn behind_name(full: &str, name: Option<&str>) -> VersionText {
    let behind = name.and_then(|name| full.split_once(name)).map_or("", |(_, behind)| behind);
    if behind.starts_with(char::is_alphanumeric) {
        return VersionText::Unsaid;
    }
    let text = behind.trim().trim_start_matches([':', ',', '-']).trim();
    let text = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text);
    let lower = text.to_lowercase();
    let begins = ["all version", "version", "vers:", "firmware version", "<", ">", "=", "≤", "≥"];
    let number = lower.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit());
    if number || begins.iter().any(|begin| lower.starts_with(begin)) {
        VersionText::Written(text.to_owned())
    } else {
        VersionText::Unsaid
    }
}

impl<'a> Products<'a> {
    /// Adds a product under its document's name. Of two with one name the first counts.
    fn add(&mut self, mut product: Product, full: &'a FullName<'a>, pointer: String, desk: &mut Desk<'_>) {
        let id: &'a str = &full.product_id;
        if self.by_id.contains_key(id) {
            let what = format!("the product {id} is defined twice");
            return desk.refuse(&pointer, what, "the first one was taken: ask the publisher to correct it");
        }
        product.key = id.to_owned();
        product.full_name = full.name.trim().to_owned();
        if let Some(helper) = &full.product_identification_helper {
            identify(&mut product, helper, &pointer, desk);
        }
        product.pointer = pointer;
        self.text += size(&product);
        if self.text <= LIMIT {
            self.by_id.insert(id, self.list.len());
            self.list.push(product);
        }
    }

    /// Numbers of the products with these names.
    pub(super) fn indices(
        &self,
        ids: &crate::source::lenient::List<crate::source::lenient::Text<'_>>,
        pointer: &str,
        desk: &mut Desk<'_>,
    ) -> Vec<usize> {
        let mut found = Vec::with_capacity(ids.len());
        for (index, id) in ids.placed() {
            match self.by_id.get(&**id) {
                Some(product) => found.push(*product),
                None => {
                    let what = format!("the product {} is not defined in the document", &**id);
                    desk.refuse(
                        &format!("{pointer}/{index}"),
                        what,
                        "the rest was read: ask the publisher to correct it",
                    );
                }
            }
        }
        found
    }
}

fn identify(product: &mut Product, helper: &Helper<'_>, pointer: &str, desk: &mut Desk<'_>) {
    let texts = |list: &crate::source::lenient::List<crate::source::lenient::Text<'_>>| -> Vec<String> {
        list.iter().filter_map(|text| text.said()).collect()
    };
    product.model_numbers.extend(texts(&helper.model_numbers));
    // A stock keeping unit is what one orders by.
    for number in texts(&helper.skus) {
        if !product.model_numbers.contains(&number) {
            product.model_numbers.push(number);
        }
    }
    product.serial_numbers.extend(texts(&helper.serial_numbers));
    product.purls.extend(helper.purl.said());
    product.purls.extend(texts(&helper.purls));
    if let Some(text) = helper.cpe.said() {
        match text.parse() {
            Ok(cpe) => product.cpe = Some(cpe),
            Err(error) => {
                let pointer = format!("{pointer}/product_identification_helper/cpe");
                desk.refuse(
                    &pointer,
                    format!("`{text}` is no CPE name: {error}"),
                    "the product was read without it",
                );
            }
        }
    }
}

/// Products made of two others. One may refer to another, in any order; what is left after some rounds is a circle.
fn relationships<'a>(tree: &'a Tree<'a>, products: &mut Products<'a>, desk: &mut Desk<'_>) {
    let mut open: Vec<(usize, &'a Relation<'a>)> = tree.relationships.placed().collect();
    for _ in 0..ROUNDS {
        let before = open.len();
        open.retain(|(index, relation)| {
            let part = products.by_id.get(&*relation.product_reference).copied();
            let host = products.by_id.get(&*relation.relates_to_product_reference).copied();
            let (Some(part), Some(host)) = (part, host) else { return true };
            let pointer = format!("/product_tree/relationships/{index}");
            let Some(kind) = kind(&relation.category) else {
                let what = format!("the relationship `{}` is not known", &*relation.category);
                desk.refuse(&pointer, what, "the product was left out: ask the publisher to correct it");
                return false;
            };
            if products.text <= LIMIT
                && let Some(part) = products.list.get(part)
            {
                let product = Product { host: Some((host, kind)), ..part.clone() };
                products.add(product, &relation.full_product_name, pointer, desk);
            }
            false
        });
        if open.is_empty() || open.len() == before {
            break;
        }
    }
    for (index, relation) in open {
        let what = format!(
            "the product {} is made of {} and {}, which are not defined or go round in a circle",
            &*relation.full_product_name.product_id,
            &*relation.product_reference,
            &*relation.relates_to_product_reference,
        );
        let pointer = format!("/product_tree/relationships/{index}");
        desk.refuse(&pointer, what, "the product was left out: ask the publisher to correct it");
    }
}

fn kind(category: &str) -> Option<Relationship> {
    Some(match category {
        "installed_on" => Relationship::InstalledOn,
        "installed_with" => Relationship::InstalledWith,
        "external_component_of" => Relationship::ExternalComponentOf,
        "default_component_of" => Relationship::DefaultComponentOf,
        "optional_component_of" => Relationship::OptionalComponentOf,
        _ => return None,
    })
}
