//! The names that the project ships: each file reads, refers to what exists, and answers what it was written for.

use holdfast_names::{Brands, Kinds, Products, Relabels, Words};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(data().join(path)).unwrap_or_else(|error| panic!("data/{path}: {error}"))
}

fn brands() -> Brands {
    Brands::parse("names/brands.toml", &read("names/brands.toml")).unwrap_or_else(|error| panic!("{error}"))
}

fn products() -> Products {
    let mut files: Vec<(String, String)> = std::fs::read_dir(data().join("names/products"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                std::fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    files.sort();
    // Every file by itself first, so that one run names every file that is wrong.
    let wrong: Vec<String> = files
        .iter()
        .filter_map(|(path, text)| Products::load([(path.as_str(), text.as_str())]).err())
        .map(|error| error.to_string())
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Products::load(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))).unwrap()
}

#[test]
fn families_name_brands_and_kinds_that_exist() {
    let (brands, products) = (brands(), products());
    let kinds = Kinds::parse("kinds.toml", &read("kinds.toml")).unwrap();
    let mut wrong = BTreeSet::new();
    for family in products.iter() {
        if brands.find(&family.brand) != Some(family.brand.as_str()) {
            wrong.insert(format!("`{}` is no brand's name", family.brand));
        }
        if let Some(kind) = &family.what
            && kinds.get(kind).is_none()
        {
            wrong.insert(format!("`{kind}` of `{}` is no kind", family.names[0]));
        }
        if family.source.len() < 12 || !family.date.starts_with("20") {
            wrong.insert(format!("`{}` has no source or date", family.names[0]));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Vendor spellings of the product trees of CISA's advisories of 2017 to October 2024, one a line, as they stand there.
const VENDORS: &str = include_str!("cisa-vendors.txt");

/// Not makers: groups of makers, one that cannot be told, and an agency whose name is also a brand of locks.
const NOBODY: [&str; 5] =
    ["multiple", "multiple open source", "multiple trailer and brake manufacturers", "n/a", "CISA"];

#[test]
fn every_vendor_that_advisories_name_is_a_brand() {
    let brands = brands();
    let unknown: Vec<&str> = VENDORS
        .lines()
        .filter(|vendor| !NOBODY.contains(&vendor.trim()) && brands.named_in(vendor).is_empty())
        .collect();
    assert!(unknown.is_empty(), "{} unknown:\n{}", unknown.len(), unknown.join("\n"));
}
