//! Statements of the present and the first version of the format.

use crate::advisory::{SourceKind, VersionText};
use crate::source::tests::{only, read, refusals};

#[test]
fn statements() {
    let text = r#"{"@context":"https://openvex.dev/ns/v0.2.0","@id":"https://example.com/vex-1","author":"Maker","version":3,
        "timestamp":"2024-01-01T00:00:00Z","last_updated":"2024-02-01T00:00:00Z","statements":[
        {"vulnerability":{"name":"CVE-2024-1"},"status":"not_affected","justification":"vulnerable_code_not_in_execute_path","impact_statement":"Never called.",
         "products":[{"@id":"pkg:generic/maker/unit5@1.2","identifiers":{"cpe23":"cpe:2.3:o:maker:unit_5:1.2:*:*:*:*:*:*:*"},"subcomponents":[{"@id":"pkg:generic/openssl@1"}]}]},
        {"vulnerability":{"@id":"https://nvd.nist.gov/vuln/detail/CVE-2024-2","name":"CVE-2024-2"},"status":"affected","action_statement":"Replace it.","products":[{"@id":"Unit 6"}]},
        {"vulnerability":{"name":"CVE-2024-3"},"status":"fixed","products":[{"@id":"Unit 6"}]},
        {"vulnerability":{"name":"CVE-2024-4"},"status":"under_investigation","products":[{"@id":"Unit 6"}]},
        {"vulnerability":{"name":"CVE-2024-5"},"status":"perhaps","products":[]},
        {"vulnerability":{"name":"CVE-2024-6"},"status":7},
        {"status":"fixed"}]}"#;
    let feeds = read(text);
    let advisory = &feeds.advisories[0];
    assert_eq!((advisory.id.as_str(), advisory.source), ("https://example.com/vex-1", SourceKind::Vex));
    assert_eq!(
        (advisory.revision.as_str(), advisory.updated.as_deref()),
        ("3", Some("2024-02-01T00:00:00Z"))
    );
    assert_eq!(advisory.products.len(), 2, "one name is one product");
    let unit = &advisory.products[0];
    assert_eq!((unit.vendor.as_str(), unit.names[0].as_str()), ("maker", "unit5"));
    assert_eq!(unit.version, VersionText::Exactly("1.2".to_owned()));
    assert!(unit.cpe.is_some() && unit.purls.len() == 1);
    assert_eq!(advisory.products[1].names, ["Unit 6"]);
    let [one, two, three, four] = advisory.vulnerabilities.as_slice() else { panic!("{advisory:#?}") };
    assert_eq!(
        (one.not_affected.as_slice(), one.notes[0].title.as_str()),
        (&[0][..], "vulnerable_code_not_in_execute_path")
    );
    assert_eq!((two.affected.as_slice(), two.remediations[0].text.as_str()), (&[1][..], "Replace it."));
    assert_eq!((three.fixed.as_slice(), three.not_affected.as_slice()), (&[1][..], &[1][..]));
    assert_eq!(four.under_investigation, [1]);
    let refused = refusals(&feeds);
    assert_eq!(refused.len(), 3, "{refused:?}");
    assert!(refused[0].starts_with("feed, /statements/5/status: invalid type"));
    assert!(refused[1].contains("/statements/4/status: the status `perhaps` is not known"));
    assert!(refused[2].contains("/statements/6: it names no vulnerability"));
}

#[test]
fn the_first_version_has_plain_names() {
    let text = r#"{"@context":"https://openvex.dev/ns","@id":"v","author":"a","statements":[
        {"vulnerability":"CVE-2024-1","products":["pkg:apk/wolfi/git@2.39.0-r1?arch=x86_64"],"status":"fixed"}]}"#;
    let advisory = only(text);
    assert_eq!(advisory.products[0].names, ["git"]);
    assert_eq!(advisory.products[0].version, VersionText::Exactly("2.39.0-r1".to_owned()));
}
