//! The names that the project ships: each file reads, refers to what exists, and answers what it was written for.

use holdfast_names::{Brands, Kinds, Products, Relabels, Relation, Words};
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
    // What the documents promise.
    let of: BTreeSet<&str> = products.iter().map(|family| family.brand.as_str()).collect();
    assert!(products.len() >= 3600 && of.len() >= 195, "{} families of {} brands", products.len(), of.len());
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

#[test]
fn relabels_name_brands_that_exist() {
    let brands = brands();
    let relabels = Relabels::parse("names/relabels.toml", &read("names/relabels.toml")).unwrap();
    let unknown: BTreeSet<&str> = relabels
        .iter()
        .flat_map(|relabel| [relabel.made_by.as_str(), relabel.sold_by.as_str()])
        .filter(|brand| brands.find(brand) != Some(brand))
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    assert!(relabels.iter().count() >= 40);
    assert_eq!(
        relabels.made_as("Epsimed", "MN-120").first().map(|relabel| relabel.made_as.as_str()),
        Some("CMS8000")
    );
}

#[test]
fn words_name_no_product_and_lines_name_brands() {
    let brands = brands();
    let words = Words::parse("names/words.toml", &read("names/words.toml")).unwrap();
    for word in ["pump", "Monitors", "series", "versions", "incl.", "with", "Wi-Fi", "Gerät", "controllers"]
    {
        assert!(words.is_generic(word), "{word}");
    }
    for word in ["SIMATIC", "Modicon", "IntelliVue", "X204", "M340", "Alaris", "Omnipod"] {
        assert!(!words.is_generic(word), "{word}");
    }
    for (line, brand) in
        [("SIMATIC", "Siemens"), ("modicon", "Schneider Electric"), ("IntelliVue", "Philips")]
    {
        assert!(words.line_of(line).iter().any(|of| of == brand), "{line}");
    }
    let text: toml::Value = toml::from_str(&read("names/words.toml")).unwrap();
    for line in text["line"].as_array().unwrap() {
        let brand = line["brand"].as_str().unwrap();
        assert_eq!(brands.find(brand), Some(brand));
    }
}

#[test]
fn relations_that_advisories_need() {
    let brands = brands();
    for (a, b, expected) in [
        ("Welch Allyn", "Baxter", Relation::OwnerOf),
        ("Hillrom", "Welch Allyn", Relation::OwnerOf),
        ("Allen-Bradley", "Rockwell Automation", Relation::OwnerOf),
        ("Innominate", "Phoenix Contact", Relation::OwnerOf),
        ("CareFusion", "BD", Relation::OwnerOf),
        ("Alaris", "Becton, Dickinson and Company (BD)", Relation::OwnerOf),
        ("Software House", "Sensormatic", Relation::SameOwner),
        ("Exacq Technologies", "Johnson Controls", Relation::OwnerOf),
        ("Wonderware", "AVEVA", Relation::OwnerOf),
        ("Smiths Medical", "Hospira", Relation::SameOwner),
        ("ABB", "Hitachi Energy", Relation::SameOwner),
        ("Emerson", "GE", Relation::SameOwner),
        ("Respironics", "Philips", Relation::OwnerOf),
        ("B+B SmartWorx", "Advantech", Relation::OwnerOf),
        ("Contec", "Contec Health", Relation::LikeNamed),
        ("DRAEGER", "Dräger", Relation::Same),
        ("Siemens", "Rockwell Automation", Relation::None),
    ] {
        assert_eq!(brands.related(a, b), expected, "{a}, {b}");
    }
}

#[test]
fn things_are_recognised_by_what_they_call_themselves() {
    let products = products();
    let wrong: Vec<String> = [
        ("Siemens", "6ES7 315-2EH14-0AB0", "SIMATIC S7-300"),
        ("Siemens", "6GK5 204-2BB10-2AA3", "SCALANCE X204-2"),
        ("Siemens", "6GK5 204-2BB10-2AA3", "SCALANCE X-200"),
        ("Siemens", "6ES7 214-1AG40-0XB0", "SIMATIC S7-1200"),
        ("Rockwell Automation", "1756-L61/B LOGIX5561", "ControlLogix 5560"),
        ("Rockwell Automation", "1756-L73/A LOGIX5573", "ControlLogix 5570"),
        ("Rockwell Automation", "1766-L32BWA B/15.00", "MicroLogix 1400"),
        ("Schneider Electric", "BMX P34 2020", "Modicon M340"),
        ("Schneider Electric", "TM221CE16R", "Modicon M221"),
        ("Omron", "CJ2M-CPU31", "SYSMAC CJ2M"),
        ("Mitsubishi Electric", "FX5U-32MT/ES", "MELSEC iQ-F series"),
        ("Medtronic", "MMT-722", "MiniMed Paradigm 522/722"),
        ("BD", "Alaris PCU 8015", "Alaris PC Unit"),
        ("Baxter", "Sigma Spectrum 35700BAX2", "Sigma Spectrum"),
        ("Philips", "IntelliVue MX800", "IntelliVue patient monitor MX400-MX850"),
    ]
    .iter()
    .filter(|(brand, text, name)| !products.families(Some(brand), text).iter().any(|hit| hit.name == *name))
    .map(|case| format!("{case:?}"))
    .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let strangers: Vec<String> = [
        ("Rockwell Automation", "1756-L73S", "ControlLogix 5570"),
        ("Schneider Electric", "BMX P34 2020", "MiCOM P40"),
        ("Moxa", "NPort 5110A", "NPort 5110"),
        ("Medtronic", "MiniMed 670G", "MiniMed 508"),
        ("Medtronic", "MiniMed 670G", "MiniMed Paradigm"),
        ("Siemens", "6GK5 204-0BA00-2BA3", "SCALANCE X-200"),
        ("ABB", "6ES7 315-2EH14-0AB0", "SIMATIC S7-300"),
    ]
    .iter()
    .filter(|(brand, text, name)| products.families(Some(brand), text).iter().any(|hit| hit.name == *name))
    .map(|case| format!("{case:?}"))
    .collect();
    assert!(strangers.is_empty(), "{strangers:#?}");
}
