//! Small worlds for the matcher: what a document says under a name, and a device that it means or does not mean.

use holdfast_advisories::archive::{self, Archive};
use holdfast_advisories::matcher::{Builder, Identity, Knowledge, matches};
use holdfast_advisories::{Advisory, Feeds, Product, SourceKind, VersionText, Vulnerability};
use std::io::Cursor;
use std::path::Path;
use std::sync::OnceLock;

fn files(folder: &Path, root: &Path, out: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, root, out);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            out.push((path.strip_prefix(root).unwrap().to_string_lossy().into_owned(), text));
        }
    }
}

fn knowledge() -> &'static Knowledge {
    static READ: OnceLock<Knowledge> = OnceLock::new();
    READ.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
        let mut data = Vec::new();
        files(&root, &root, &mut data);
        let data: Vec<(&str, &str)> = data.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        Knowledge::load(&data).unwrap()
    })
}

fn advisory(vendor: &str, product: &str, version: &str) -> Advisory {
    Advisory {
        id: "EX-1".into(),
        source: SourceKind::CoordinatorCsaf,
        publisher: String::new(),
        title: String::new(),
        url: None,
        published: None,
        updated: None,
        revision: String::new(),
        document: String::new(),
        products: vec![Product {
            vendor: vendor.into(),
            names: vec![product.into()],
            version: VersionText::Written(version.into()),
            ..Product::default()
        }],
        vulnerabilities: vec![Vulnerability { affected: vec![0], ..Vulnerability::default() }],
        notes: Vec::new(),
        recall: None,
        withdrawn: false,
    }
}

fn said(document: &Advisory, vendor: &str, model: &str, order: &str, version: &str) -> &'static str {
    let mut builder = Builder::new(knowledge());
    builder.add(document);
    let index = builder.finish();
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let identity = Identity {
        vendor: text(vendor),
        model: text(model),
        order_number: text(order),
        version: text(version),
        ..Identity::default()
    };
    matches(&identity, &index, knowledge()).first().map_or("nothing", |found| found.status.name())
}

#[test]
fn a_document_means_a_device_or_it_does_not() {
    // Vendor, product and condition of the document; vendor, model, order number and version of the device; what comes out.
    let table = [
        (
            "Siemens",
            "SCALANCE X204-2 (6GK5204-2BB10-2AA3)",
            "< V5.2.6",
            "SIEMENS AG",
            "",
            "6GK5 204-2BB10-2AA3",
            "V05.02.05",
            "affected",
        ),
        (
            "Siemens",
            "SCALANCE X204-2 (6GK5204-2BB10-2AA3)",
            "< V5.2.6",
            "SIEMENS AG",
            "",
            "6GK5 204-2BB10-2AA3",
            "V5.2.6",
            "not_affected",
        ),
        (
            "Siemens",
            "SCALANCE X204-2 (6GK5204-2BB10-2AA3)",
            "vers:all/*",
            "Siemens",
            "SCALANCE X204-2",
            "6GK5204-2BC10-2AA3",
            "",
            "nothing",
        ),
        (
            "Medtronic",
            "MiniMed Paradigm 522K/722K pumps",
            "vers:all/*",
            "Medtronic",
            "MiniMed Paradigm 722K",
            "",
            "",
            "affected",
        ),
        ("Medtronic", "MiniMed 508 pump", "vers:all/*", "Medtronic", "MiniMed 670G", "", "4.11A", "nothing"),
        (
            "Philips",
            "IntelliVue patient monitors MX400-MX850",
            "<= N",
            "Philips",
            "IntelliVue MX800",
            "",
            "M.04.00",
            "affected",
        ),
        (
            "Philips",
            "IntelliVue patient monitors MX400-MX850",
            "<= N",
            "Philips",
            "IntelliVue MX900",
            "",
            "M.04.00",
            "nothing",
        ),
        ("Advantech", "WebAccess", "< 9.0", "Advantech", "WebAccess HMI Designer", "", "2.1", "nothing"),
        (
            "Baxter",
            "Welch Allyn Connex Spot Monitor (CSM)",
            "<=1.52",
            "Welch Allyn",
            "Connex Spot Monitor",
            "",
            "1.52",
            "affected",
        ),
        (
            "Contec Health",
            "CMS8000 Patient Monitor",
            "vers:all/*",
            "Epsimed",
            "MN-120",
            "",
            "",
            "possibly_affected",
        ),
        ("Axis", "AXIS A1001", "< 1.65.5", "", "AXIS A1001", "", "1.0.0", "possibly_affected"),
        ("Axis", "AXIS A1001", "< 1.65.5", "Bosch", "AXIS A1001", "", "1.0.0", "nothing"),
        (
            "Siemens",
            "SIMATIC PCS 7 V8.1",
            "vers:all/*",
            "Siemens",
            "SIMATIC PCS 7",
            "",
            "V9.0",
            "not_affected",
        ),
        (
            "Siemens",
            "SIMATIC PCS 7 V8.1",
            "vers:all/*",
            "Siemens",
            "SIMATIC PCS 7",
            "",
            "",
            "possibly_affected",
        ),
        ("Moxa", "EDR-G903", "< 5.7.16", "Moxa", "EDR-G903", "", "", "possibly_affected"),
    ];
    let mut wrong = Vec::new();
    for (vendor, product, condition, own, model, order, version, expected) in table {
        let got = said(&advisory(vendor, product, condition), own, model, order, version);
        if got != expected {
            wrong.push(format!(
                "{product} {condition} and {own} {model} {order} {version}: {got}, not {expected}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_fixed_or_withdrawn_does_not_apply() {
    let mut document = advisory("Moxa", "EDR-G903", "vers:all/<6.0");
    document
        .products
        .push(Product { version: VersionText::Exactly("5.8".into()), ..document.products[0].clone() });
    document.vulnerabilities[0].fixed = vec![1];
    assert_eq!(said(&document, "Moxa", "EDR-G903", "", "5.8"), "not_affected");
    assert_eq!(said(&document, "Moxa", "EDR-G903", "", "5.7"), "affected");
    document.withdrawn = true;
    assert_eq!(said(&document, "Moxa", "EDR-G903", "", "5.7"), "nothing");
}

#[test]
fn an_archive_gives_back_what_was_written_and_survives_being_spoilt() {
    let feeds = Feeds { advisories: vec![advisory("Moxa", "EDR-G903", "< 5.7.16")], ..Feeds::default() };
    let mut bytes = Vec::new();
    archive::write(&feeds, knowledge(), "data", &mut bytes).unwrap();
    let mut again = Vec::new();
    archive::write(&feeds, knowledge(), "data", &mut again).unwrap();
    assert_eq!(bytes, again);
    let mut read = Archive::open(Cursor::new(&bytes)).unwrap();
    assert_eq!(read.advisories().unwrap(), feeds.advisories);
    assert_eq!(read.advisory(7).unwrap(), None);
    for end in 0..bytes.len() {
        // Cut short: refused, or its documents are.
        if let Ok(mut cut) = Archive::open(Cursor::new(&bytes[..end])) {
            assert!(cut.advisories().is_err(), "{end}");
        }
    }
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut spoilt = bytes.clone();
            spoilt[at] ^= 1 << bit;
            if let Ok(mut archive) = Archive::open(Cursor::new(&spoilt)) {
                let _ = (archive.facts(), archive.advisories());
                let identity = Identity {
                    vendor: Some("Moxa".into()),
                    model: Some("EDR-G903".into()),
                    ..Identity::default()
                };
                let _ = matches(&identity, &archive.index, knowledge());
            }
        }
    }
}

proptest::proptest! {
    #[test]
    fn any_names_are_survived(vendor in ".{0,30}", product in ".{0,60}", own in ".{0,30}", model in ".{0,60}", version in ".{0,30}") {
        said(&advisory(&vendor, &product, &version), &own, &model, &product, &version);
    }
}
